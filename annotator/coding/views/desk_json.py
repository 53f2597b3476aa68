"""What the desk's script and other programs are told, as plain values for JSON."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from flask_wtf.csrf import generate_csrf

from annotator.codebook.answers import raw_answers
from annotator.codebook.queries import book
from annotator.coding.marking import words
from annotator.coding.queries import desk
from annotator.coding.queries.sentence_view import Earlier, Parts, Shown, all_shown
from annotator.coding.queries.training import Feedback
from annotator.database.session import session
from annotator.rounds.models import Assignment, Enrolment
from annotator.web.filters import iso


def state(enrolment: Enrolment, after: int = 0) -> dict[str, Any]:
    """How far the coder is, and the sentences that are held and were served later."""
    assignments = desk.held(session(), enrolment, after)
    seen = all_shown(session(), assignments)
    return {
        "coder": enrolment.member.public_id,
        "round": enrolment.round.state,
        "progress": {
            "assigned": enrolment.assigned,
            "done": enrolment.done,
            "skipped": enrolment.skipped,
            "left": enrolment.left,
        },
        "held": [sentence(*each) for each in zip(assignments, seen, strict=True)],
    }


def held(enrolment: Enrolment) -> dict[str, Any]:
    """The state, with the token that every message needs."""
    return {**state(enrolment), "csrf_token": generate_csrf()}


def one(assignment: Assignment, seen: Shown) -> dict[str, Any]:
    """One sentence that the coder was served, with the answer that stands."""
    answered = {
        **sentence(assignment, seen),
        "said": None if seen.earlier is None else _said(assignment, seen.earlier),
        "previous": desk.neighbour(session(), assignment, -1),
    }
    return {**answered, "known": known(seen.feedback)} if assignment.round.is_training else answered


def known(feedback: Sequence[Feedback]) -> list[dict[str, Any]] | None:
    """The known answers beside one's own; nothing before one has answered."""
    return [each._asdict() for each in feedback] or None


def sentence(assignment: Assignment, seen: Shown) -> dict[str, Any]:
    """A sentence as its coder may see it; what is masked are blocks of the same length."""
    text = "".join(piece for piece, _ in seen.parts)
    return {
        "assignment": seen.assignment,
        "leased_until": iso(assignment.reserved_until),
        "language": seen.language,
        "text": text,
        "masked": _masked(seen.parts),
        "words": words(text),
        "before": _plain(seen.before),
        "after": _plain(seen.after),
        "so_far": None if seen.so_far is None else [_plain(each) for each in seen.so_far],
        "place": None if seen.where is None else seen.where._asdict(),
        "fields": dict(seen.fields),
        "order": seen.served_order,
    }


def _said(assignment: Assignment, earlier: Earlier) -> dict[str, Any]:
    """A standing answer in the form in which a coding is sent."""
    asked = book(assignment.round.version)
    said = {
        "coding": earlier.coding,
        "answers": raw_answers(asked, earlier.answers),
        "marks": [
            {"question": m.question, "code": m.code, "start": m.start, "end": m.end}
            for m in earlier.marks
        ],
        "note": earlier.note,
        "flagged": earlier.flagged,
        "confidence": earlier.confidence,
    }
    return {**said, "skip_reason": earlier.skip_reason} if earlier.skipped else said


def _plain(parts: Parts | None) -> str | None:
    return None if parts is None else "".join(piece for piece, _ in parts)


def _masked(parts: Parts) -> list[tuple[int, int]]:
    """Which code points of the sentence are masked."""
    ends = list(accumulate(len(piece) for piece, _ in parts))
    return [
        (end - len(piece), end) for end, (piece, hidden) in zip(ends, parts, strict=True) if hidden
    ]
