"""Who worked how long, by round and day."""

from sqlalchemy import ColumnElement, Integer, String, and_, cast, func, select, type_coerce
from sqlalchemy.orm import Session

from annotator.coding.models import Coding, Outcome
from annotator.rounds.models import Round, Unit
from annotator.studies.models import Member, Study
from annotator.supervision.working_time import HoursRow


def hours(session: Session, study: Study) -> list[HoursRow]:
    """What every coder of the study did, by round and day in UTC.

    All codings count, also those that were revised, came late or were overtaken: the
    work was done.
    """
    day = _day(session)
    who = (Member.pseudonym, Round.number, day)
    first = Coding.revision == 1
    query = (
        select(
            *who,
            _number(and_(first, Coding.outcome == Outcome.ANSWERED)),
            _number(and_(first, Coding.outcome == Outcome.SKIPPED)),
            _number(~first),
            _number(Coding.seconds.is_(None)),
            func.coalesce(func.sum(Coding.seconds), 0.0),
        )
        .select_from(Coding)
        .join(Coding.member)
        .join(Coding.unit)
        .join(Unit.round)
        .where(Member.study_id == study.id, ~Coding.unread)
        .group_by(*who)
    )
    return [HoursRow._make(row) for row in session.execute(query)]


def _number(which: ColumnElement[bool]) -> ColumnElement[int]:
    return type_coerce(func.count().filter(which), Integer)


def _day(session: Session) -> ColumnElement[str]:
    """The day in UTC as a text; SQLite keeps times in UTC, PostgreSQL with their zone."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    at = Coding.submitted_at if is_sqlite else func.timezone("UTC", Coding.submitted_at)
    return cast(func.date(at), String)
