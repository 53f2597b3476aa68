"""Leave out what distresses: the rest of an article or event, unread; and give it back."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from annotator.coding.models import Coding, Origin, Outcome
from annotator.coding.queries.blindness import subject
from annotator.coding.queries.left_out import unread_skips
from annotator.coding.submission import LEFT_OUT
from annotator.corpus.models import Article, Sentence
from annotator.database.base import new_public_id, now
from annotator.errors import Conflict
from annotator.rounds.controls.slots import DUE
from annotator.rounds.models import (
    WAITING,
    Assignment,
    AssignmentState,
    Enrolment,
    Unit,
)
from annotator.rounds.service import pool
from annotator.rounds.service.acts import count_anew
from annotator.rounds.service.reservations import release, reserve
from annotator.studies.models import Member
from annotator.studies.service import log


def leave_out(session: Session, enrolment: Enrolment, assignment: Assignment, rest: str) -> None:
    """Skip, unread, what waits for this coder of the same article, or of the same event.

    Each gets a skip of its own, so that no sentence is left without saying why. An article
    whose event is not known stands alone.
    """
    waiting = _of_the_same(enrolment, assignment.unit.sentence.article, rest).where(
        Assignment.state.in_(WAITING)
    )
    for each in session.scalars(waiting).all():
        if (each.planned_order or 0) > DUE and each.served_order is None:
            # The coder does not know of it, and nothing they see may tell.
            each.state = AssignmentState.WITHDRAWN
            continue
        session.add(_skip(each, enrolment))
        release(each, AssignmentState.SKIPPED)
        each.done_at = now()
        enrolment.skipped += 1
        enrolment.codings += 1
        if enrolment.round.replaces_skips and each.occasion == 1:
            pool.open_another(session, enrolment.round, each.unit_id)
    if enrolment.round.controls.in_use or not enrolment.round.is_planned:
        _avoid(enrolment, assignment.unit.sentence.article, rest)
    session.flush()


def _avoid(enrolment: Enrolment, article: Article, rest: str) -> None:
    """Let nothing of it be served to this coder, of what comes unplanned."""
    avoids = {name: set(ids) for name, ids in enrolment.avoids.items()}
    avoids.setdefault("articles", set()).add(article.id)
    if rest == "event" and article.event_id is not None:
        avoids.setdefault("events", set()).add(article.event_id)
    enrolment.avoids = {name: sorted(ids) for name, ids in avoids.items()}


def held_and_left_out(
    session: Session, enrolment: Enrolment, assignment: Assignment, rest: str
) -> Sequence[str]:
    """The public ids of those left-out assignments that the coder had been served already."""
    unread = and_(
        Coding.unit_id == Assignment.unit_id,
        Coding.member_id == Assignment.member_id,
        Coding.occasion == Assignment.occasion,
        Coding.current,
        Coding.unread,
    )
    served = _of_the_same(enrolment, assignment.unit.sentence.article, rest).where(
        Assignment.served_order.is_not(None)
    )
    assignments = session.scalars(served.join(Coding, unread).order_by(Assignment.served_order))
    return [each.public_id for each in assignments]


def _of_the_same(enrolment: Enrolment, article: Article, rest: str) -> Select[Assignment]:
    same: ColumnElement[bool] = Article.id == article.id
    if rest == "event" and article.event_id is not None:
        same = or_(same, Article.event_id == article.event_id)
    return (
        select(Assignment)
        .join(Assignment.unit)
        .join(Unit.sentence)
        .join(Sentence.article)
        .where(
            Assignment.round_id == enrolment.round_id,
            Assignment.member_id == enrolment.member_id,
            same,
        )
    )


def _skip(assignment: Assignment, enrolment: Enrolment) -> Coding:
    name = new_public_id()
    return Coding(
        unit_id=assignment.unit_id,
        member_id=enrolment.member_id,
        occasion=assignment.occasion,
        origin=Origin.DESK,
        assignment_id=assignment.id,
        outcome=Outcome.SKIPPED,
        skip_reason=LEFT_OUT,
        version_id=enrolment.round.version_id,
        # No page can send a token with a point in it.
        token=f"left.{name}",
        digest=name,
        unread=True,
    )


def give_back(session: Session, enrolment: Enrolment, actor: Member) -> int:
    """Let a coder be served again what they left out unread, and say how much that is.

    The skips are kept, withdrawn. What the coder answered after all stays answered, and
    what another coder has instead of a skip stays with them.

    :raises Conflict: if the round is closed.
    """
    round_ = enrolment.round
    if round_.closed_at is not None:
        raise Conflict("The round is closed: nothing is served any more.")
    rows = session.execute(unread_skips(round_.id, enrolment.member_id)).all()
    if round_.replaces_skips:
        rows = [row for row in rows if _take_back_from_pool(session, row[1])]
    enrolment.avoids = {}
    for coding, assignment in rows:
        coding.current, coding.withdrawn_at = False, now()
        if assignment.served_order is not None:
            reserve(round_, assignment)
        else:
            release(assignment, AssignmentState.OPEN)
        assignment.done_at = None
    enrolment.skipped -= len(rows)
    count_anew(session, round_)
    after = {"coder": enrolment.member.pseudonym, "sentences": len(rows)}
    log(session, round_.study, actor, "give back", subject(round_), after=after)
    session.flush()
    return len(rows)


def _take_back_from_pool(session: Session, assignment: Assignment) -> bool:
    """Whether the assignment that was opened to others instead of this one is still free."""
    instead = pool.free_on(session, assignment.unit_id)
    if instead is not None:
        instead.state = AssignmentState.WITHDRAWN
    return instead is not None or not assignment.is_transferable
