"""What the desk's script and other programs are told, as plain values for JSON."""

from collections.abc import Sequence
from itertools import accumulate

from flask_wtf.csrf import generate_csrf

from annotator.codebook.answers import raw_answers
from annotator.codebook.queries import book
from annotator.coding.api_replies import (
    HeldReply,
    KnownReply,
    ResultReply,
    SentenceReply,
    ShownReply,
    Span,
    StandingReply,
    StateReply,
    TrainingReply,
)
from annotator.coding.marking import words
from annotator.coding.queries import served
from annotator.coding.queries.sentence_view import Parts, SentenceView, StoredCoding, sentence_views
from annotator.coding.queries.training import Feedback, feedback
from annotator.coding.service.record import Kept
from annotator.coding.service.save import Result
from annotator.database.session import session
from annotator.rounds.models import Assignment, Enrolment
from annotator.web.filters import iso


def state_reply(enrolment: Enrolment, after: int = 0) -> StateReply:
    """How far the coder is, and the sentences that are held and were served later."""
    assignments = served.held(session(), enrolment, after)
    views = sentence_views(session(), assignments)
    return {
        "coder": enrolment.member.public_id,
        "round": enrolment.round.state,
        "progress": {
            "assigned": enrolment.assigned,
            "done": enrolment.done,
            "skipped": enrolment.skipped,
            "left": enrolment.left,
        },
        "held": [_sentence(*each) for each in zip(assignments, views, strict=True)],
    }


def held_reply(enrolment: Enrolment) -> HeldReply:
    """The state, with the token that every message needs."""
    return {**state_reply(enrolment), "csrf_token": generate_csrf()}


def shown_reply(assignment: Assignment, view: SentenceView) -> ShownReply:
    """One sentence that the coder was served, with the answer that stands."""
    reply: ShownReply = {
        **_sentence(assignment, view),
        "said": None if view.stored is None else _said(assignment, view.stored),
        "previous": served.neighbour(session(), assignment, -1),
    }
    if not assignment.round.is_training:
        return reply
    training: TrainingReply = {**reply, "known": _known(view.feedback)}
    return training


def result_reply(enrolment: Enrolment, result: Result) -> ResultReply:
    """What became of one coding: ``saved``, ``kept`` with how, or ``refused`` with why.

    In training the known answers come with it.
    """
    sent, receipt = result.sent, result.receipt
    reply: ResultReply = {
        "assignment": sent.assignment,
        "token": sent.submission.token,
        "status": "saved",
    }
    if receipt is None:
        reply["status"] = "refused"
        reply["problems"] = [problem.for_programs for problem in result.problems]
        return reply
    reply["coding"] = receipt.coding
    if receipt.kept != Kept.SAVED:
        reply["status"], reply["how"] = "kept", receipt.kept.value
    if sent.submission.rest:
        reply["left_out"] = list(receipt.left_out)
    if enrolment.round.is_training:
        assignment = served.assignment_of(session(), enrolment, sent.assignment)
        reply["known"] = _known(feedback(session(), assignment))
    return reply


def _known(feedback: Sequence[Feedback]) -> list[KnownReply] | None:
    """The known answers beside one's own; nothing before one has answered."""
    known: list[KnownReply] = [
        {
            "question": each.question,
            "known": each.known,
            "own": each.own,
            "agrees": each.agrees,
            "reason": each.reason,
            "compares": each.compares,
        }
        for each in feedback
    ]
    return known or None


def _sentence(assignment: Assignment, view: SentenceView) -> SentenceReply:
    """A sentence as its coder may see it; what is masked are blocks of the same length."""
    text, place = _plain(view.parts), view.place
    return {
        "assignment": view.assignment,
        "leased_until": iso(assignment.reserved_until),
        "language": view.language,
        "text": text,
        "masked": _masked(view.parts),
        "words": words(text),
        "before": None if view.before is None else _plain(view.before),
        "after": None if view.after is None else _plain(view.after),
        "so_far": None if view.so_far is None else [_plain(each) for each in view.so_far],
        "place": None if place is None else {"number": place.number, "of": place.total},
        "fields": dict(view.fields),
        "order": view.served_order,
    }


def _said(assignment: Assignment, stored: StoredCoding) -> StandingReply:
    """A standing answer in the form in which a coding is sent."""
    reply: StandingReply = {
        "coding": stored.coding,
        "answers": raw_answers(book(assignment.round.version), stored.answers),
        "marks": [
            {"question": m.question, "code": m.code, "start": m.start, "end": m.end}
            for m in stored.marks
        ],
        "note": stored.note,
        "flagged": stored.flagged,
        "confidence": stored.confidence,
    }
    if stored.skipped:
        reply["skip_reason"] = stored.skip_reason
    return reply


def _plain(parts: Parts) -> str:
    return "".join(piece for piece, _ in parts)


def _masked(parts: Parts) -> list[Span]:
    """Which code points of the sentence are masked."""
    ends = list(accumulate(len(piece) for piece, _ in parts))
    return [
        (end - len(piece), end) for end, (piece, hidden) in zip(ends, parts, strict=True) if hidden
    ]
