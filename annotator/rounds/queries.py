"""What is asked about rounds: which there are, how far they are, who does what."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from annotator.corpus.models import Article, Event, Import, Outlet, Sentence
from annotator.errors import NotFound
from annotator.rounds.models import Assignment, AssignmentState, Enrolment, Round, Unit, UnitPurpose
from annotator.rounds.sampling.sample import Candidate
from annotator.studies.models import Member, Study


def rounds(session: Session, study: Study) -> Sequence[Round]:
    """The study's rounds, the newest first."""
    return session.scalars(
        select(Round)
        .options(joinedload(Round.version))
        .where(Round.study_id == study.id)
        .order_by(Round.number.desc())
    ).all()


def opened(session: Session, study: Study) -> Sequence[Round]:
    """The rounds that were ever opened, by number: those that a data set has."""
    return session.scalars(
        select(Round)
        .options(joinedload(Round.version))
        .where(Round.study_id == study.id, Round.opened_at.is_not(None))
        .order_by(Round.number)
    ).all()


def round_of(session: Session, study: Study, name: str) -> Round:
    """The study's round with this public id or number.

    :raises NotFound: with the rounds that there are.
    """
    found = session.scalar(
        select(Round).where(
            Round.study_id == study.id,
            Round.number == int(name)
            if name.isdecimal() and len(name) < 10
            else Round.public_id == name,
        )
    )
    if found is None:
        numbers = ", ".join(str(each.number) for each in reversed(rounds(session, study)))
        raise NotFound(
            f"The study {study.slug!r} has no round {name!r}. Its rounds: {numbers or 'none yet'}."
        )
    return found


def candidates(
    session: Session,
    study: Study,
    article_ids: Sequence[str] = (),
    *,
    uncoded: bool = False,
    only: Collection[int] | None = None,
    without: Collection[int] = (),
) -> list[Candidate]:
    """The served sentences of completed imports, article by article.

    Articles come in the order of their public ids, which is random but the same for
    all. ``article_ids`` are public ids; none means all articles. ``uncoded`` leaves out
    sentences that are in a round already. ``only`` are row ids of sentences, ``without``
    those of some to leave out.
    """
    query = (
        select(
            Sentence.id,
            Article.id,
            func.coalesce(Outlet.name, ""),
            func.coalesce(Event.name, ""),
        )
        .join(Article, Sentence.article_id == Article.id)
        .join(Import, Article.import_id == Import.id)
        .outerjoin(Outlet, Article.outlet_id == Outlet.id)
        .outerjoin(Event, Article.event_id == Event.id)
        .where(Article.study_id == study.id, Sentence.included, Import.completed_at.is_not(None))
        .order_by(Article.public_id, Sentence.position)
    )
    if article_ids:
        query = query.where(Article.public_id.in_(article_ids))
    if uncoded:
        query = query.where(~exists().where(Unit.sentence_id == Sentence.id))
    if only is not None:
        query = query.where(Sentence.id.in_(only))
    left_out = frozenset(without)
    found = (Candidate._make(row) for row in session.execute(query))
    return [each for each in found if each.sentence not in left_out]


def candidate_count(session: Session, study: Study) -> int:
    """How many served sentences of completed imports a study has."""
    query = (
        select(func.count())
        .select_from(Sentence)
        .join(Article, Sentence.article_id == Article.id)
        .join(Import, Article.import_id == Import.id)
        .where(Article.study_id == study.id, Sentence.included, Import.completed_at.is_not(None))
    )
    return session.scalar(query) or 0


@dataclass(frozen=True, slots=True)
class CoderProgress:
    """How far one coder is: of ``assigned`` sentences, ``done`` and ``skipped``.

    Nothing is assigned where all take from one pool.
    """

    pseudonym: str
    assigned: int | None
    done: int
    skipped: int
    left: bool

    @property
    def to_do(self) -> int | None:
        return None if self.assigned is None else self.assigned - self.done - self.skipped


def progress(session: Session, round_: Round) -> list[CoderProgress]:
    """How far each coder is, by pseudonym, from the counters kept with each coding."""
    rows = session.scalars(
        select(Enrolment)
        .join(Enrolment.member)
        .options(contains_eager(Enrolment.member))
        .where(Enrolment.round_id == round_.id)
        .order_by(Member.pseudonym)
    )
    return [
        CoderProgress(e.member.pseudonym, e.assigned, e.done, e.skipped, e.left_at is not None)
        for e in rows
    ]


@dataclass(frozen=True, slots=True)
class Total:
    """How many assignments a round has in all, and how many of them are coded and skipped."""

    slots: int
    done: int
    skipped: int

    @property
    def to_do(self) -> int:
        return max(0, self.slots - self.done - self.skipped)


def total(round_: Round, coders: Sequence[CoderProgress]) -> Total:
    """How far a round is, from how far its coders are."""
    return Total(
        round_.open_slots + sum(each.assigned or 0 for each in coders if round_.is_planned),
        sum(each.done for each in coders),
        0 if round_.replaces_skips else sum(each.skipped for each in coders),
    )


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """How many units have so many of their assignments coded or skipped."""

    coded: int
    skipped: int
    slots: int
    units: int


def unit_progress(session: Session, round_: Round) -> list[UnitProgress]:
    """Units by how many of their live assignments are coded, from none to all."""
    live = Assignment.state != AssignmentState.WITHDRAWN
    per_unit = (
        select(
            func.count().filter(Assignment.state == AssignmentState.CODED).label("coded"),
            func.count().filter(Assignment.state == AssignmentState.SKIPPED).label("skipped"),
            func.count().filter(live).label("slots"),
        )
        .join(Assignment.unit)
        .where(
            Assignment.round_id == round_.id,
            Assignment.occasion == 1,
            Unit.purpose != UnitPurpose.CHECK,
        )
        .group_by(Assignment.unit_id)
        .subquery()
    )
    columns = (per_unit.c.coded, per_unit.c.skipped, per_unit.c.slots)
    rows = session.execute(select(*columns, func.count()).group_by(*columns).order_by(*columns))
    return [UnitProgress(*row) for row in rows]


def units(session: Session, round_: Round) -> int:
    """How many units the round has, without its checks."""
    own = select(func.count()).where(Unit.round_id == round_.id, Unit.purpose != UnitPurpose.CHECK)
    return session.scalar(own.select_from(Unit)) or 0


def rounds_to_join(session: Session, account_id: int) -> list[tuple[Round, Member]]:
    """The open rounds that a person may begin by themselves, each with who they are there."""
    part = exists().where(Enrolment.round_id == Round.id, Enrolment.member_id == Member.id)
    rows = session.execute(
        select(Round, Member)
        .join(Member, Member.study_id == Round.study_id)
        .options(joinedload(Round.study))
        .where(
            Member.account_id == account_id,
            Member.coder,
            Member.left_at.is_(None),
            ~Round.is_planned,
            Round.opened_at.is_not(None),
            Round.paused_at.is_(None),
            Round.closed_at.is_(None),
            ~part,
        )
        .order_by(Round.opened_at.desc())
    )
    return [(round_, member) for round_, member in rows]


def enrolments_of(session: Session, account_id: int) -> Sequence[Enrolment]:
    """The rounds that a person codes in, the newest first; drafts are not shown."""
    return session.scalars(
        select(Enrolment)
        .join(Enrolment.member)
        .join(Enrolment.round)
        .options(
            contains_eager(Enrolment.member),
            contains_eager(Enrolment.round).joinedload(Round.study),
        )
        .where(
            Member.account_id == account_id,
            Member.left_at.is_(None),
            Enrolment.left_at.is_(None),
            Round.opened_at.is_not(None),
        )
        .order_by(Round.closed_at.is_not(None), Round.opened_at.desc())
    ).all()


def enrolment_called(session: Session, round_: Round, pseudonym: str) -> Enrolment:
    """The part in a round of the coder with this pseudonym.

    :raises NotFound: if there is none.
    """
    found = session.scalar(
        select(Enrolment)
        .join(Enrolment.member)
        .where(Enrolment.round_id == round_.id, Member.pseudonym == pseudonym)
    )
    if found is None:
        raise NotFound(f"{pseudonym} does not code in this round.")
    return found
