"""Take a coding: store it once, keep what came before, say how it was kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, bindparam, insert, or_, select
from sqlalchemy.orm import Session

from annotator.codebook.answers import Answer as Given
from annotator.codebook.models import CodebookVersion
from annotator.codebook.queries import book, rows_of
from annotator.coding.models import Answer, AnswerState, Coding, Mark, Outcome
from annotator.coding.service.leaving import held_and_left_out, leave_out
from annotator.coding.service.qualifying import qualify_who_passed
from annotator.coding.submission import MOST_SECONDS, Checked, Submission, checked
from annotator.db import add_rows, now
from annotator.errors import Conflict, NotFound
from annotator.rounds.models import Assignment, Enrolment, PlaceState, UnitPurpose
from annotator.rounds.service import pool
from annotator.rounds.service.pool import of

# What is asked with each coding is made once: making a query takes longer than its answer.
_PLACE = select(Assignment).where(
    Assignment.public_id == bindparam("public_id"),
    Assignment.round_id == bindparam("round_id"),
    Assignment.member_id == bindparam("member_id"),
)
_EARLIER = select(Coding).where(
    Coding.member_id == bindparam("member_id"),
    or_(
        Coding.token == bindparam("token"),
        and_(
            Coding.unit_id == bindparam("unit_id"),
            Coding.occasion == bindparam("occasion"),
            Coding.current,
        ),
    ),
)


class Kept(StrEnum):
    """How a coding was kept: it counts, or it came late, was overtaken (stale), or its place
    was given to another coder meanwhile (surplus).
    """

    SAVED = "saved"
    LATE = "late"
    STALE = "stale"
    SURPLUS = "surplus"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the coder is told: the coding's public id, and how it was kept.

    ``left_out`` are the coder's other places, served already, that were left out with it.
    """

    coding: str
    kept: Kept
    left_out: tuple[str, ...] = ()


def record(
    session: Session, enrolment: Enrolment, assignment_id: str, submission: Submission
) -> Receipt:
    """Store one coding of a place that the coder was served; sent twice, it is stored once.

    What is refused is refused before anything is changed.
    A first answer fills the place; a later one is a revision and becomes current; one
    made on a page that did not show the current coding is kept, but is stale. Whose
    place was given away meanwhile fills another of the unit if one is free.

    :raises NotFound: if the coder has no such place.
    :raises Conflict: if it was never served, or the token was used for something else.
    :raises Refused: if an answer is not valid under the round's codebook version.
    """
    place = _place(session, enrolment, assignment_id)
    length = place.unit.sentence.length if submission.marks else 0
    content = checked(submission, book(enrolment.round.version), length)
    before, current = _earlier(session, place, submission.token)
    if before is not None:
        return _receipt(session, enrolment, place, _again(before, place, content), content)
    _refuse_unserved(place)
    coding = _coding(enrolment, place, content, current)
    if coding.current:
        _settle(session, enrolment, place, coding)
    if coding.current and current is not None:
        current.current = False
        # The old row must give way before the new one is written: only one is current.
        session.flush()
    session.add(coding)
    enrolment.codings += 1
    if coding.current:
        _fill(enrolment, place, coding)
    session.flush()
    _add_answers(session, coding, content, enrolment.round.version)
    if coding.current and not coding.late and content.submission.rest:
        leave_out(session, enrolment, place, content.submission.rest)
    qualify_who_passed(session, enrolment)
    return _receipt(session, enrolment, place, coding, content)


def _receipt(
    session: Session, enrolment: Enrolment, place: Assignment, coding: Coding, content: Checked
) -> Receipt:
    rest = content.submission.rest
    left_out = held_and_left_out(session, enrolment, place, rest) if rest else ()
    return Receipt(coding.public_id, _how(coding), tuple(left_out))


def _place(session: Session, enrolment: Enrolment, public_id: str) -> Assignment:
    place = session.scalar(_PLACE, {**of(enrolment), "public_id": public_id})
    if place is None:
        raise NotFound("This sentence is not yours in this round. Nothing was stored.")
    return place


def _refuse_unserved(place: Assignment) -> None:
    if place.served_order is None:
        raise Conflict("This sentence was not served to you yet. Nothing was stored.")


def _again(before: Coding, place: Assignment, content: Checked) -> Coding:
    """The same submission once more is the same coding; anything else is refused."""
    if before.digest != content.digest or before.unit_id != place.unit_id:
        raise Conflict(
            "This page was used for another answer already. Load it again and answer anew; "
            "the answer before is safe."
        )
    return before


def _earlier(
    session: Session, place: Assignment, token: str
) -> tuple[Coding | None, Coding | None]:
    """The coding that this very submission made already, and the one that stands."""
    whose = {"member_id": place.member_id, "unit_id": place.unit_id, "occasion": place.occasion}
    found = session.scalars(_EARLIER, {**whose, "token": token}).all()
    where = (place.unit_id, place.occasion)
    same = (each for each in found if each.token == token)
    standing = (each for each in found if each.current and (each.unit_id, each.occasion) == where)
    return next(same, None), next(standing, None)


def _coding(
    enrolment: Enrolment, place: Assignment, content: Checked, current: Coding | None
) -> Coding:
    sent = content.submission
    closed = enrolment.round.closed_at is not None
    return Coding(
        unit_id=place.unit_id,
        member_id=enrolment.member_id,
        occasion=place.occasion,
        assignment_id=place.id,
        revision=current.revision + 1 if current else 1,
        revises_id=current.id if current else None,
        outcome=Outcome.SKIPPED if sent.skipped else Outcome.ANSWERED,
        skip_reason=sent.skip_reason if sent.skipped else "",
        version_id=enrolment.round.version_id,
        token=sent.token,
        digest=content.digest,
        submitted_at=now(),
        note=sent.note,
        flagged=sent.flagged,
        confidence=sent.confidence,
        seconds=None if sent.seconds is None else min(sent.seconds, MOST_SECONDS),
        context_looks=sent.looks,
        stale=_is_stale(sent, current),
        late=closed,
        # What counted when a round closed goes on counting; only a gap is filled late.
        current=current is None if closed else not _is_stale(sent, current),
    )


def _is_stale(sent: Submission, current: Coding | None) -> bool:
    """Whether the page did not show the coding that stands.

    What was left out unread may have been answered before that, on a page that had it
    already: the answer holds.
    """
    if current is not None and current.unread and not sent.revises:
        return False
    return sent.revises != (current.public_id if current is not None else "")


def _add_answers(
    session: Session, coding: Coding, content: Checked, version: CodebookVersion
) -> None:
    """Store the answers, and the marks of each with it."""
    said = _answers(session, coding, content.answers, version)
    if not said:
        return
    if not content.marks:
        add_rows(session, Answer, said)
        return
    added = insert(Answer).returning(Answer.id, sort_by_parameter_order=True)
    ids = session.scalars(added, said).all()
    about = [
        (answer.question, key) for answer in content.answers for key in answer.codes or (None,)
    ]
    marked = dict(zip(about, ids, strict=True))
    marks = [
        {
            "answer_id": marked[mark.question, mark.code],
            "start_char": mark.start,
            "end_char": mark.end,
        }
        for mark in content.marks
    ]
    add_rows(session, Mark, marks)


def _answers(
    session: Session, coding: Coding, given: Sequence[Given], version: CodebookVersion
) -> list[dict[str, Any]]:
    """The rows of the answers, in the order of the book: one for each code, or only one."""
    book_rows = rows_of(session, version)
    return [
        {
            "coding_id": coding.id,
            "question_id": book_rows.questions[answer.question],
            "state": AnswerState(answer.state),
            "code_id": book_rows.codes[answer.question, key] if key else None,
            "number": answer.number,
            "text": answer.text,
            "primary": key is not None and answer.primary == key,
        }
        for answer in given
        for key in answer.codes or (None,)
    ]


def _settle(session: Session, enrolment: Enrolment, place: Assignment, coding: Coding) -> None:
    """Find out whether the coding has a place still or again, and who codes what it skips."""
    round_ = enrolment.round
    skips = coding.outcome == Outcome.SKIPPED
    is_replaced = round_.replaces_skips and _is_anyones(place)
    if place.state == PlaceState.WITHDRAWN or (
        is_replaced and place.state == PlaceState.SKIPPED and not skips
    ):
        free = pool.free_on(session, place.unit_id) if _is_anyones(place) else None
        if free is None:
            coding.assignment_id = None
            return
        free.state = PlaceState.WITHDRAWN
        if place.state == PlaceState.WITHDRAWN and enrolment.round.is_planned:
            enrolment.quota = (enrolment.quota or 0) + 1
    if is_replaced and skips and place.state != PlaceState.SKIPPED and not coding.late:
        pool.replace(session, round_, place.unit_id)


def _is_anyones(place: Assignment) -> bool:
    """Whether another coder could have this place; checks, training and repeats are one's own."""
    return place.occasion == 1 and place.unit.purpose == UnitPurpose.MAIN


def _fill(enrolment: Enrolment, place: Assignment, coding: Coding) -> None:
    """Move the place and the coder's counters to where the current coding puts them."""
    place.done_at = place.done_at or coding.submitted_at
    if coding.assignment_id is None:
        return
    place.leased_until = None
    if place.state == PlaceState.CODED:
        enrolment.done -= 1
    elif place.state == PlaceState.SKIPPED:
        enrolment.skipped -= 1
    if coding.outcome == Outcome.ANSWERED:
        place.state, enrolment.done = PlaceState.CODED, enrolment.done + 1
    else:
        place.state, enrolment.skipped = PlaceState.SKIPPED, enrolment.skipped + 1


def _how(coding: Coding) -> Kept:
    if coding.late:
        return Kept.LATE
    if coding.stale:
        return Kept.STALE
    return Kept.SURPLUS if coding.assignment_id is None else Kept.SAVED
