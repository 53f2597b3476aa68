"""Record a coding: store it once, keep what came before, say how it was kept."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from annotator.codebook.queries import book
from annotator.coding.masking import MASK_VERSION
from annotator.coding.models import Coding, Exposure, Origin, Outcome
from annotator.coding.queries.training import result_of
from annotator.coding.service.leave_out import held_and_left_out, leave_out
from annotator.coding.service.rows import add_answers, fill, settle
from annotator.coding.submission import (
    MOST_SECONDS,
    CheckedSubmission,
    Submission,
    check_submission,
)
from annotator.coding.training_scores import passed
from annotator.database.base import now
from annotator.errors import Conflict, NotFound
from annotator.rounds.models import Assignment, Enrolment
from annotator.rounds.service.pool import keys_of
from annotator.studies.service import log

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
    """Store one coding. Safe to call twice with the same token.

    A first answer fills the coder's assignment; a later one becomes the current revision. If
    the page had not shown the current coding, the new one is stored as stale. If the
    assignment was given to someone else in the meantime, the coding takes another free
    assignment of the unit, or is stored as surplus.

    All checks run before the first write.

    :raises NotFound: if the assignment was never this coder's.
    :raises Conflict: if it was not served yet, or the token was used for different content.
    :raises Refused: if an answer is invalid under the round's codebook version.
    """
    assignment, has_seen = _assignment(session, enrolment, assignment_id)
    length = assignment.unit.sentence.length if submission.marks else 0
    content = check_submission(submission, book(enrolment.round.version), length)
    sent_before, current = _earlier(session, assignment, submission.token)
    if sent_before is not None:
        _refuse_other_content(sent_before, assignment, content)
        return _receipt(session, enrolment, assignment, sent_before, content)
    _refuse_unserved(assignment)
    coding = _coding(enrolment, assignment, content, current)
    coding.after_seeing = has_seen
    _store(session, enrolment, assignment, coding, current)
    add_answers(session, enrolment, coding, content)
    _afterwards(session, enrolment, assignment, coding, submission.rest)
    return _receipt(session, enrolment, assignment, coding, content)


def _store(
    session: Session,
    enrolment: Enrolment,
    assignment: Assignment,
    coding: Coding,
    before: Coding | None,
) -> None:
    """Write the coding and, if it is current, move what it moves."""
    if coding.current:
        settle(session, enrolment, assignment, coding)
    if coding.current and before is not None:
        before.current = False
        # The old row must give way before the new one is written: only one is current.
        session.flush()
    session.add(coding)
    enrolment.codings += 1
    if coding.current:
        fill(enrolment, assignment, coding)
    session.flush()


def _afterwards(
    session: Session, enrolment: Enrolment, assignment: Assignment, coding: Coding, rest: str
) -> None:
    """What follows from a coding: others are left out with it, and training may be done."""
    if rest and coding.current and not coding.late:
        leave_out(session, enrolment, assignment, rest)
    if enrolment.round.is_training:
        # From now on its coders are shown the known answer.
        assignment.unit.sentence.taught = True
        if enrolment.left == 0 and enrolment.qualified_at is None:
            _qualify_if_passed(session, enrolment)


def _qualify_if_passed(session: Session, enrolment: Enrolment) -> None:
    """Qualify a coder who has coded all of a training round and reached its pass mark.

    What counts is the first answer to each sentence, so that changing an answer after the
    known one was shown changes nothing.
    """
    session.flush()
    round_, scores = enrolment.round, result_of(session, enrolment)
    pass_mark = round_.setup.training.pass_mark
    if not scores or not passed(scores, pass_mark):
        return
    enrolment.qualified_at = now()
    name = enrolment.member.pseudonym
    after = {"coder": name, "pass_mark": pass_mark}
    log(session, round_.study, name, "pass training", f"round:{round_.number}", after=after)
    session.flush()


def _receipt(
    session: Session,
    enrolment: Enrolment,
    assignment: Assignment,
    coding: Coding,
    content: CheckedSubmission,
) -> Receipt:
    rest = content.submission.rest
    left_out = held_and_left_out(session, enrolment, assignment, rest) if rest else ()
    return Receipt(coding.public_id, _how(coding), tuple(left_out))


def _assignment(session: Session, enrolment: Enrolment, public_id: str) -> tuple[Assignment, bool]:
    """The coder's assignment, and whether they have seen others' answers to its unit."""
    found = session.execute(_ASSIGNMENT, {**keys_of(enrolment), "public_id": public_id}).first()
    if found is None:
        raise NotFound("This sentence is not yours in this round. Nothing was stored.")
    return found[0], found[1]


def _refuse_unserved(assignment: Assignment) -> None:
    if assignment.served_order is None:
        raise Conflict("This sentence was not served to you yet. Nothing was stored.")


def _refuse_other_content(
    sent_before: Coding, assignment: Assignment, content: CheckedSubmission
) -> None:
    """The same submission once more is the same coding; anything else is refused."""
    if sent_before.digest != content.digest or sent_before.unit_id != assignment.unit_id:
        raise Conflict(
            "This page was used for another answer already. Load it again and answer anew; "
            "the answer before is safe."
        )


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
    current = (each for each in found if each.current and (each.unit_id, each.occasion) == where)
    return next(same, None), next(current, None)


def _coding(
    enrolment: Enrolment, assignment: Assignment, content: CheckedSubmission, current: Coding | None
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


def _how(coding: Coding) -> Kept:
    if coding.late:
        return Kept.LATE
    if coding.stale:
        return Kept.STALE
    return Kept.SURPLUS if coding.is_surplus else Kept.SAVED
