"""Take a coding: store it once, keep what came before, say how it was kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, bindparam, exists, insert, or_, select
from sqlalchemy.orm import Session

from annotator.codebook.answers import AnswerRow
from annotator.codebook.models import CodebookVersion
from annotator.codebook.queries import BookRows, book, rows_of
from annotator.coding.masking import MASK_VERSION
from annotator.coding.models import Answer, AnswerState, Coding, Exposure, Mark, Origin, Outcome
from annotator.coding.service.leave_out import held_and_left_out, leave_out
from annotator.coding.service.qualifying import qualify_who_passed
from annotator.coding.submission import MOST_SECONDS, Checked, Submission, checked
from annotator.database.base import now
from annotator.database.session import add_rows
from annotator.errors import Conflict, NotFound
from annotator.rounds.models import Assignment, AssignmentState, Enrolment
from annotator.rounds.service import pool
from annotator.rounds.service.pool import of
from annotator.rounds.service.reservations import release

# What is asked with each coding is made once: making a query takes longer than its answer.
_HAS_SEEN = exists().where(
    Exposure.member_id == bindparam("member_id"),
    or_(Exposure.round_id == bindparam("round_id"), Exposure.unit_id == Assignment.unit_id),
)
_ASSIGNMENT = select(Assignment, _HAS_SEEN).where(
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
    """How a coding was kept: it counts, or it came late, was overtaken (stale), or its assignment
    was given to another coder meanwhile (surplus).
    """

    SAVED = "saved"
    LATE = "late"
    STALE = "stale"
    SURPLUS = "surplus"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the coder is told: the coding's public id, and how it was kept.

    ``left_out`` are the coder's other assignments, served already, that were left out with it.
    """

    coding: str
    kept: Kept
    left_out: tuple[str, ...] = ()


def record(
    session: Session, enrolment: Enrolment, assignment_id: str, submission: Submission
) -> Receipt:
    """Store one coding of an assignment that the coder was served; sent twice, it is stored once.

    What is refused is refused before anything is changed.
    A first answer fills the assignment; a later one is a revision and becomes current; one
    made on a page that did not show the current coding is kept, but is stale. Whose
    assignment was given away meanwhile fills another of the unit if one is free.

    :raises NotFound: if the coder has no such assignment.
    :raises Conflict: if it was never served, or the token was used for something else.
    :raises Refused: if an answer is not valid under the round's codebook version.
    """
    assignment, has_seen = _assignment(session, enrolment, assignment_id)
    length = assignment.unit.sentence.length if submission.marks else 0
    content = checked(submission, book(enrolment.round.version), length)
    before, current = _earlier(session, assignment, submission.token)
    if before is not None:
        return _receipt(
            session, enrolment, assignment, _again(before, assignment, content), content
        )
    _refuse_unserved(assignment)
    coding = _coding(enrolment, assignment, content, current)
    coding.after_seeing = has_seen
    if coding.current:
        _settle(session, enrolment, assignment, coding)
    if coding.current and current is not None:
        current.current = False
        # The old row must give way before the new one is written: only one is current.
        session.flush()
    session.add(coding)
    enrolment.codings += 1
    if coding.current:
        _fill(enrolment, assignment, coding)
    session.flush()
    _add_answers(session, coding, content, enrolment.round.version)
    if coding.current and not coding.late and content.submission.rest:
        leave_out(session, enrolment, assignment, content.submission.rest)
    if enrolment.round.is_training:
        # From now on its coders are shown the known answer.
        assignment.unit.sentence.taught = True
    qualify_who_passed(session, enrolment)
    return _receipt(session, enrolment, assignment, coding, content)


def _receipt(
    session: Session, enrolment: Enrolment, assignment: Assignment, coding: Coding, content: Checked
) -> Receipt:
    rest = content.submission.rest
    left_out = held_and_left_out(session, enrolment, assignment, rest) if rest else ()
    return Receipt(coding.public_id, _how(coding), tuple(left_out))


def _assignment(session: Session, enrolment: Enrolment, public_id: str) -> tuple[Assignment, bool]:
    """The coder's assignment, and whether they have seen others' answers to its unit."""
    found = session.execute(_ASSIGNMENT, {**of(enrolment), "public_id": public_id}).first()
    if found is None:
        raise NotFound("This sentence is not yours in this round. Nothing was stored.")
    return found[0], found[1]


def _refuse_unserved(assignment: Assignment) -> None:
    if assignment.served_order is None:
        raise Conflict("This sentence was not served to you yet. Nothing was stored.")


def _again(before: Coding, assignment: Assignment, content: Checked) -> Coding:
    """The same submission once more is the same coding; anything else is refused."""
    if before.digest != content.digest or before.unit_id != assignment.unit_id:
        raise Conflict(
            "This page was used for another answer already. Load it again and answer anew; "
            "the answer before is safe."
        )
    return before


def _earlier(
    session: Session, assignment: Assignment, token: str
) -> tuple[Coding | None, Coding | None]:
    """The coding that this very submission made already, and the one that stands."""
    whose = {
        "member_id": assignment.member_id,
        "unit_id": assignment.unit_id,
        "occasion": assignment.occasion,
    }
    found = session.scalars(_EARLIER, {**whose, "token": token}).all()
    where = (assignment.unit_id, assignment.occasion)
    same = (each for each in found if each.token == token)
    standing = (each for each in found if each.current and (each.unit_id, each.occasion) == where)
    return next(same, None), next(standing, None)


def _coding(
    enrolment: Enrolment, assignment: Assignment, content: Checked, current: Coding | None
) -> Coding:
    sent = content.submission
    closed = enrolment.round.closed_at is not None
    return Coding(
        unit_id=assignment.unit_id,
        member_id=enrolment.member_id,
        occasion=assignment.occasion,
        origin=Origin.DESK,
        assignment_id=assignment.id,
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
        mask_version=MASK_VERSION if enrolment.round.masked else None,
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
    kept = [row for answer in content.answers for row in answer.rows]
    if not kept:
        return
    rows = _rows(coding, kept, rows_of(session, version))
    if not content.marks:
        add_rows(session, Answer, rows)
        return
    added = insert(Answer).returning(Answer.id, sort_by_parameter_order=True)
    ids = session.scalars(added, rows).all()
    marked = {(row.question, row.code): id_ for row, id_ in zip(kept, ids, strict=True)}
    marks = [
        {
            "answer_id": marked[mark.question, mark.code],
            "start_char": mark.start,
            "end_char": mark.end,
        }
        for mark in content.marks
    ]
    add_rows(session, Mark, marks)


def _rows(coding: Coding, kept: Sequence[AnswerRow], ids: BookRows) -> list[dict[str, Any]]:
    """The rows of the answers, in the order of the book."""
    return [
        {
            "coding_id": coding.id,
            "question_id": ids.questions[row.question],
            "state": AnswerState(row.state),
            "code_id": ids.codes[row.question, row.code] if row.code else None,
            "number": row.number,
            "text": row.text,
            "primary": row.primary,
        }
        for row in kept
    ]


def _settle(session: Session, enrolment: Enrolment, assignment: Assignment, coding: Coding) -> None:
    """Find out whether the coding has an assignment still or again, and who codes what it skips."""
    round_ = enrolment.round
    skips = coding.outcome == Outcome.SKIPPED
    is_replaced = round_.replaces_skips and assignment.is_transferable
    if assignment.state == AssignmentState.WITHDRAWN or (
        is_replaced and assignment.state == AssignmentState.SKIPPED and not skips
    ):
        free = pool.free_on(session, assignment.unit_id) if assignment.is_transferable else None
        if free is None:
            coding.assignment_id = None
            return
        free.state = AssignmentState.WITHDRAWN
        if assignment.state == AssignmentState.WITHDRAWN and enrolment.round.is_planned:
            enrolment.quota = (enrolment.quota or 0) + 1
    if is_replaced and skips and assignment.state != AssignmentState.SKIPPED and not coding.late:
        pool.replace(session, round_, assignment.unit_id)


def _fill(enrolment: Enrolment, assignment: Assignment, coding: Coding) -> None:
    """Move the assignment and the coder's counters to where the current coding puts them."""
    assignment.done_at = assignment.done_at or coding.submitted_at
    if coding.is_surplus:
        return
    if assignment.state == AssignmentState.CODED:
        enrolment.done -= 1
    elif assignment.state == AssignmentState.SKIPPED:
        enrolment.skipped -= 1
    if coding.outcome == Outcome.ANSWERED:
        release(assignment, AssignmentState.CODED)
        enrolment.done += 1
    else:
        release(assignment, AssignmentState.SKIPPED)
        enrolment.skipped += 1


def _how(coding: Coding) -> Kept:
    if coding.late:
        return Kept.LATE
    if coding.stale:
        return Kept.STALE
    return Kept.SURPLUS if coding.is_surplus else Kept.SAVED
