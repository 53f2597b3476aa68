"""What the desk's plain form sends, read into a submission."""

import contextlib
from collections.abc import Iterator, Mapping
from secrets import token_urlsafe

from werkzeug.datastructures import MultiDict

from annotator.codebook.schema import Codebook
from annotator.coding.submission import Submission

ANSWER = "answer-"
REASON = "reason-"
OTHER_REASON = "other"


def read(form: MultiDict[str, str], book: Codebook) -> Submission:
    """Read a submission; what is no answer to a question of the book is kept to be refused."""
    raw = dict(_answers(form))
    chosen = form.get("skip_reason", "").strip()
    reason = form.get("skip_other", "").strip() if chosen in ("", OTHER_REASON) else chosen
    return Submission(
        token=form.get("token", ""),
        raw=raw,
        skipped=form.get("do") == "skip",
        skip_reason=reason,
        seconds=_number(form.get("seconds", "")),
        note=form.get("note", ""),
        flagged=form.get("flagged") == "1",
        looks=_count(form.get("looks", "0")),
        revises=form.get("revises", ""),
        rest=form.get("rest", "") if form.get("do") == "skip" else "",
        confidence=_count(form["confidence"]) if form.get("confidence") else None,
    )


def _answers(form: MultiDict[str, str]) -> Iterator[tuple[str, object]]:
    for name in form:
        if name.startswith(ANSWER):
            values = [value for value in form.getlist(name) if value.strip()]
            if values:
                yield name.removeprefix(ANSWER), values if len(values) > 1 else values[0]


def _number(text: str) -> float | None:
    with contextlib.suppress(ValueError):
        return float(text)
    return None


def _count(text: str) -> int:
    """A whole number of a few digits; anything else is -1, to be refused."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def new_token() -> str:
    """A name for the next submission of a page."""
    return token_urlsafe(16)


def known(form: MultiDict[str, str]) -> tuple[dict[str, object], dict[str, str]]:
    """What a lead wrote as known answers, and the reason of each."""
    reasons = {
        name.removeprefix(REASON): form[name].replace("\r\n", "\n")
        for name in form
        if name.startswith(REASON)
    }
    return dict(_answers(form)), reasons


def field_values(raw: Mapping[str, object]) -> dict[str, list[str]]:
    """What was sent, as the values that the fields of a form have for it."""
    return {
        key: [str(each) for each in value] if isinstance(value, list) else [str(value)]
        for key, value in raw.items()
    }
