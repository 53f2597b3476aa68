"""What a coder sends for one sentence: checked in shape, and digested. Pure."""

import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace

from annotator.codebook.answers import Answer, canonical
from annotator.codebook.rules.answer_rules import check
from annotator.codebook.rules.names import character_problem
from annotator.codebook.schema import Codebook
from annotator.coding.marking import Mark, checked_marks
from annotator.errors import Problem, Refused

LONGEST_NOTE = 5_000
LONGEST_REASON = 500
#: A page that was open for longer was left open, and its time says nothing.
MOST_SECONDS = 24 * 60 * 60
MOST_LOOKS = 10_000

_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")

#: Why a sentence may be skipped; a coder may also write a reason.
SKIP_REASONS = (
    "not a sentence",
    "cannot be understood without context",
    "no code fits, not even none",
    "too distressing",
)
DISTRESSING = SKIP_REASONS[-1]
#: What of the same may be left out unread with a sentence that is too distressing.
RESTS = ("article", "event")
LEFT_OUT = f"{DISTRESSING}: left out unread"


#: How sure a coder may be, where the codebook asks.
CONFIDENCE = {1: "Not sure", 2: "Fairly sure", 3: "Sure"}


@dataclass(frozen=True, slots=True)
class Submission:
    """One answer to one sentence as it was sent, or its skip with a reason.

    ``token`` names the submission, so that sent twice it is stored once. ``revises``
    is the public id of the coding that the page showed, empty if it showed none. ``rest``
    is ``article`` or ``event`` if what is left of it is to be left out too.
    """

    token: str
    raw: Mapping[str, object] = field(default_factory=dict)
    skip_reason: str = ""
    skipped: bool = False
    seconds: float | None = None
    note: str = ""
    flagged: bool = False
    looks: int = 0
    revises: str = ""
    marks: tuple[Mark, ...] = ()
    confidence: int | None = None
    rest: str = ""


@dataclass(frozen=True, slots=True)
class CheckedSubmission:
    """A submission that may be stored, with the digest of all that it says."""

    submission: Submission
    answers: tuple[Answer, ...]
    marks: tuple[Mark, ...]
    digest: str


def check_submission(submission: Submission, book: Codebook, length: int = 0) -> CheckedSubmission:
    """Check a submission against the codebook, and its marks against the sentence's length.

    :raises Refused: with every problem; nothing of a refused submission is stored.
    """
    submission = _cleaned(submission)
    problems = [*_shape_problems(submission), *_confidence_problems(submission, book)]
    answers: tuple[Answer, ...] = ()
    marks: tuple[Mark, ...] = ()
    if not submission.skipped:
        try:
            answers = check(book, submission.raw)
            marks = checked_marks(submission.marks, book, answers, length)
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(problems)
    return CheckedSubmission(submission, answers, marks, _digest(submission, answers, marks))


def _cleaned(submission: Submission) -> Submission:
    """The submission as it is kept: lines end in one way, and who skips is sure of nothing."""
    return replace(
        submission,
        note=_text(submission.note),
        skip_reason=_text(submission.skip_reason),
        confidence=None if submission.skipped else submission.confidence,
    )


def _text(sent: str) -> str:
    return sent.replace("\r\n", "\n").replace("\r", "\n").strip()


def _shape_problems(submission: Submission) -> Iterator[Problem]:
    reload = "Load the page again and send it once more."
    if not _TOKEN.fullmatch(submission.token):
        yield Problem("The answer came without its name.", column="token", remedy=reload)
    if submission.skipped and not submission.skip_reason:
        message = "A skipped sentence needs a reason."
        yield Problem(message, column="skip_reason", remedy="Choose or write one.")
    yield from _text_problems("skip_reason", "reason", submission.skip_reason, LONGEST_REASON)
    yield from _text_problems("note", "note", submission.note, LONGEST_NOTE)
    seconds = submission.seconds
    if seconds is not None and not (math.isfinite(seconds) and seconds >= 0):
        message = f"The time on screen is {seconds} seconds."
        yield Problem(message, column="seconds", remedy=reload)
    if submission.rest:
        yield from _rest_problems(submission)
    if not 0 <= submission.looks <= MOST_LOOKS:
        message = "The number of looks at the context is not possible."
        yield Problem(message, column="looks", remedy=reload)


def _rest_problems(submission: Submission) -> Iterator[Problem]:
    if submission.rest not in RESTS:
        message = f"The rest to be left out is one of: {', '.join(RESTS)}."
        yield Problem(message, column="rest", remedy="Choose one, or only this sentence.")
    if not submission.skipped or submission.skip_reason != DISTRESSING:
        message = "More than this sentence is left out only where it is too distressing."
        yield Problem(message, column="rest", remedy=f"Skip it with the reason “{DISTRESSING}”.")


def _confidence_problems(submission: Submission, book: Codebook) -> Iterator[Problem]:
    if submission.confidence is None:
        return
    if not book.confidence:
        message = "The codebook does not ask how sure you are."
        yield Problem(message, column="confidence", remedy="Leave it out.")
    elif submission.confidence not in CONFIDENCE:
        message = f"How sure you are is a number from {min(CONFIDENCE)} to {max(CONFIDENCE)}."
        yield Problem(message, column="confidence", remedy="Choose one, or leave it open.")


def _text_problems(column: str, thing: str, text: str, longest: int) -> Iterator[Problem]:
    if len(text) > longest:
        message = f"The {thing} has more than {longest} characters."
        yield Problem(message, column=column, remedy="Shorten it.")
    unseen = character_problem(text, column)
    if unseen:
        yield unseen


def _digest(submission: Submission, answers: tuple[Answer, ...], marks: tuple[Mark, ...]) -> str:
    """A checksum of what the coder said; how long it took is not part of it."""
    content: dict[str, object] = {
        "answers": canonical(answers),
        "marks": [asdict(mark) for mark in marks],
        "skipped": submission.skipped,
        "skip_reason": submission.skip_reason,
        "note": submission.note,
        "flagged": submission.flagged,
        "revises": submission.revises,
    }
    if submission.confidence is not None:
        # Left out otherwise, so that what was sent by an older page has the digest it had.
        content["confidence"] = submission.confidence
    if submission.rest:
        content["rest"] = submission.rest
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
