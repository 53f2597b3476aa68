"""The getters of the desk: one's own part in a round, and who must not look yet."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import g
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from annotator.accounts.access import own_account_id
from annotator.coding.queries.blindness import rounds_to_finish
from annotator.database.session import keep_loaded, session, writing
from annotator.errors import FinishFirst, NotFound
from annotator.rounds.models import Enrolment, Round
from annotator.studies.access import member_of
from annotator.studies.models import Member
from annotator.studies.permissions import Act

_PART = (
    select(Enrolment)
    .join(Enrolment.member)
    .join(Enrolment.round)
    .options(
        contains_eager(Enrolment.member),
        contains_eager(Enrolment.round).joinedload(Round.version),
    )
    .where(
        Round.public_id == bindparam("round_id"),
        Round.opened_at.is_not(None),
        Member.account_id == bindparam("account_id"),
        Member.left_at.is_(None),
        Enrolment.left_at.is_(None),
    )
)
_PART_WITH_STUDY = _PART.options(contains_eager(Enrolment.member).joinedload(Member.study))
_PART_LOCKED = _PART.with_for_update(of=Enrolment)


def enrolment_in(round_id: str) -> Enrolment:
    """The signed-in person's part in a round that was opened.

    :raises NotFound: to one who does not code in it, whether it exists or not.
    """
    return _part(_PART_WITH_STUDY, round_id)


@contextmanager
def enrolment_to_write(round_id: str) -> Iterator[Enrolment]:
    """The same under the write lock: a coder's submissions are taken one by one.

    In the end it is committed, and what was loaded stays, since the desk shows it next.

    :raises NotFound: to one who does not code in it, whether it exists or not.
    """
    with writing(session()):
        yield _part(_PART_LOCKED, round_id)
        keep_loaded(session())


def _part(query: Select[Enrolment], round_id: str) -> Enrolment:
    keys = {"round_id": round_id, "account_id": own_account_id()}
    enrolment = session().scalar(query, keys)
    if enrolment is None:
        raise NotFound("There is no such round for you to code in.")
    g.member = enrolment.member
    return enrolment


def lock_enrolment(session: Session, enrolment_id: int, *, gone: bool = False) -> Enrolment:
    """A coder's enrolment under the write lock, for what a lead does with it.

    :raises NotFound: if its coder has left the round, unless those who are gone are wanted.
    """
    enrolment = session.scalar(
        select(Enrolment)
        .options(joinedload(Enrolment.round).joinedload(Round.version))
        .where(Enrolment.id == enrolment_id)
        .with_for_update(of=Enrolment)
        .execution_options(populate_existing=True)
    )
    if enrolment is None or (enrolment.left_at is not None and not gone):
        raise NotFound("You do not code in this round any more.")
    return enrolment


def reader_of_answers(slug: str, act: Act) -> Member:
    """A member who may do this, which shows others' answers, and has no more to code themselves.

    :raises FinishFirst: to one who has.
    """
    member = member_of(slug, act)
    if rounds := rounds_to_finish(session(), member):
        raise FinishFirst({each.public_id: each.title for each in rounds})
    return member
