"""The judgements of a round, and the measurements that were kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import NamedTuple

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from annotator.agreement.detail import Origin
from annotator.agreement.history import Kept
from annotator.agreement.judgements import Judgements, judged
from annotator.agreement.methods import Facts
from annotator.agreement.models import Measurement
from annotator.agreement.repeats import Moment, Twice, paired
from annotator.agreement.weeks import week_of
from annotator.codebook.models import CodebookVersion, Question
from annotator.codebook.queries import book
from annotator.coding.models import Answer, AnswerState, Coding, Outcome
from annotator.coding.queries import judgements
from annotator.coding.queries.blindness import looked_early
from annotator.coding.values import Said, variables
from annotator.corpus.models import Article, Event, Import, Outlet, Sentence
from annotator.db import rows
from annotator.rounds import queries as rounds
from annotator.rounds.models import Round, RoundPurpose, Unit, UnitPurpose
from annotator.rounds.queries import round_of
from annotator.rounds.sampling import SAMPLES
from annotator.rounds.service import planning
from annotator.rounds.wishes import Sampling
from annotator.studies.models import Member, MemberKind, Study


def of_round(session: Session, round_: Round) -> list[Judgements]:
    """The counted judgements of every variable of a round that agreement is measured for."""
    asked = variables(book(round_.version))
    return judged(asked, judgements.codings(session, round_), said(session, round_))


def said(session: Session, round_: Round) -> Mapping[int, Sequence[Said]]:
    """What each coding of a round says, by the coding's row; to be read after the codings."""
    questions, codes = _keys(round_.version)
    found: dict[int, tuple[Said, ...]] = defaultdict(tuple)
    # Many codings say the same, which is kept once.
    known: dict[object, Said] = {}
    for row in judgements.answers(session, round_):
        coding, question, state, code, number, text, primary = row
        what = (question, state, code, number, text, primary)
        if what not in known:
            key = codes[code] if code is not None else ""
            known[what] = Said(questions[question], state, key, number, text, primary)
        found[coding] += (known[what],)
    return found


def _keys(version: CodebookVersion) -> tuple[dict[int, str], dict[int, str]]:
    questions = {question.id: question.key for question in version.questions}
    codes = {code.id: code.key for question in version.questions for code in question.codes}
    return questions, codes


def measurements(session: Session, study: Study, limit: int | None = None) -> Sequence[Measurement]:
    """The kept measurements, the newest first."""
    return session.scalars(
        select(Measurement)
        .options(selectinload(Measurement.coefficients), joinedload(Measurement.round))
        .where(Measurement.study_id == study.id)
        .order_by(Measurement.measured_at.desc(), Measurement.id.desc())
        .limit(limit)
    ).all()


def twice(session: Session, round_: Round) -> list[Twice]:
    """What coders of a round said of the same sentences twice: by hidden repeats, or, in a
    retest, in the round before and in this one.
    """
    if round_.design != "retest":
        here = _moments(session, round_)
        return paired(here[1], here[2])
    earlier = round_of(session, round_.study, str(round_.settings.get("of_round", 0)))
    return paired(_moments(session, earlier)[1], _moments(session, round_)[1])


def _moments(session: Session, round_: Round) -> Mapping[int, list[Moment]]:
    """The standing codings of a round's main sentences by occasion."""
    query = (
        select(
            Coding.id,
            Coding.occasion,
            Member.pseudonym,
            Sentence.public_id,
            Article.public_id,
            Coding.submitted_at,
        )
        .join(Coding.unit)
        .join(Unit.sentence)
        .join(Sentence.article)
        .join(Coding.member)
        .where(
            Unit.round_id == round_.id,
            Unit.purpose == UnitPurpose.MAIN,
            Unit.withdrawn_at.is_(None),
            Coding.current,
            Coding.withdrawn_at.is_(None),
        )
    )
    found: dict[int, list[Moment]] = defaultdict(list)
    told = session.execute(query).all()
    what = said(session, round_)
    for coding, occasion, coder, sentence, article, at in told:
        found[occasion].append(Moment(coder, sentence, article, at, what.get(coding, ())))
    return found


def history(session: Session, study: Study) -> list[Kept]:
    """What was kept of each question, question by question and in the order of time."""
    found = [_kept(each) for each in reversed(measurements(session, study))]
    return sorted(found, key=lambda each: each.key)


def _kept(row: Measurement) -> Kept:
    alpha = row.by_name["alpha"]
    return Kept(
        f"{row.question_key}.{row.code_key}" if row.code_key else row.question_key,
        row.round.number,
        row.measured_at,
        row.n_units,
        row.n_coders,
        alpha.value,
        alpha.low,
        alpha.high,
        alpha.method or alpha.reason,
        row.by_name["percent"].value,
    )


def pace(session: Session, study: Study) -> float | None:
    """The mean seconds that a coding of the study took; none if no time was ever taken."""
    query = (
        select(func.avg(Coding.seconds))
        .join(Member, Coding.member_id == Member.id)
        .where(Member.study_id == study.id, Coding.current, Coding.outcome == Outcome.ANSWERED)
    )
    found = session.scalar(query)
    return None if found is None else round(float(found), 1)


def origins(session: Session, round_: Round, question: str) -> dict[str, Origin]:
    """Where each unit with an answer to a question is from, and the week of the last one."""
    # Whoever gave none of the codes of a many question has said that none applies.
    answered = or_(
        Answer.state == AnswerState.GIVEN,
        and_(Answer.state == AnswerState.NONE, Question.kind == "many"),
    )
    place = (Unit.public_id, Outlet.name, Event.name, Import.file_name, Article.title)
    query = (
        select(*place, func.max(Coding.submitted_at))
        .select_from(Answer)
        .join(Coding, Answer.coding_id == Coding.id)
        .join(Question, Answer.question_id == Question.id)
        .join(Unit, Coding.unit_id == Unit.id)
        .join(Round, Unit.round_id == Round.id)
        .join(Member, Coding.member_id == Member.id)
        .join(Sentence, Unit.sentence_id == Sentence.id)
        .join(Article, Sentence.article_id == Article.id)
        .join(Article.source)
        .outerjoin(Outlet, Article.outlet_id == Outlet.id)
        .outerjoin(Event, Article.event_id == Event.id)
        .where(Unit.round_id == round_.id, judgements.COUNTED, Question.key == question, answered)
        .group_by(*place)
    )
    return {
        unit: Origin(outlet or "", event or "", week_of(last), file, title)
        for unit, outlet, event, file, title, last in rows(session, query)
    }


#: Why a current coding does not count, the first reason that holds.
_LEFT_OUT = case(
    (Coding.withdrawn_at.is_not(None), "withdrawn"),
    (Unit.withdrawn_at.is_not(None), "of sentences that were taken out"),
    (Unit.purpose == UnitPurpose.TRAINING, "of training sentences"),
    (Unit.purpose == UnitPurpose.CHECK, "of check sentences"),
    (Member.kind == MemberKind.MACHINE, "by machines"),
    (Coding.occasion != 1, "hidden repeats"),
    (Coding.outcome == Outcome.SKIPPED, "skips"),
    (Coding.assignment_id.is_(None), "surplus: the place was given to another"),
    else_="late: after the round was closed",
)


def left_out(session: Session, round_: Round) -> dict[str, int]:
    """How many current codings of a round do not count, by reason."""
    query = (
        select(_LEFT_OUT, func.count())
        .select_from(Coding)
        .join(Unit, Coding.unit_id == Unit.id)
        .join(Round, Unit.round_id == Round.id)
        .join(Member, Coding.member_id == Member.id)
        .where(Unit.round_id == round_.id, Coding.current, ~judgements.COUNTED)
        .group_by(_LEFT_OUT)
    )
    return dict(sorted((reason, many) for reason, many in rows(session, query)))


class Told(NamedTuple):
    """A sentence as a list shows it, with where it stands."""

    text: str
    language: str
    title: str
    outlet: str
    article: str


def sentences(session: Session, round_: Round, units: Sequence[str]) -> dict[str, Told]:
    """The sentences of some units, by the unit's public id."""
    query = (
        select(Unit)
        .options(joinedload(Unit.sentence).joinedload(Sentence.article).joinedload(Article.outlet))
        .where(Unit.round_id == round_.id, Unit.public_id.in_(units))
    )
    return {unit.public_id: _told(unit.sentence) for unit in session.scalars(query)}


def _told(sentence: Sentence) -> Told:
    article = sentence.article
    outlet = article.outlet.name if article.outlet else ""
    return Told(sentence.text, article.language, article.title, outlet, article.public_id)


def facts(session: Session, round_: Round) -> Facts:
    """What a methods section says of a round beside its figures."""
    loads, together = _loads(session, round_)
    members = session.scalars(
        select(Member).where(Member.study_id == round_.study_id, Member.pseudonym.in_(loads))
    ).all()
    asked = planning.asked(round_)
    return Facts(
        number=round_.number,
        design=asked.design.said,
        sampling=_sampling(asked.sampling),
        seed=round_.seed,
        candidates=len(rounds.servable(session, round_.study)),
        sentences=len(together),
        together=sum(many > 1 for many in together),
        workloads=loads,
        trained=_trained(session, members),
        blinded=sorted(name for name, hidden in round_.blinding.items() if hidden),
        authors=sorted(each.pseudonym for each in members if each.author or each.lead),
        looked=sorted(looked_early(session, round_.study, [round_])),
        left_out=left_out(session, round_),
        replaces_skips=round_.replaces_skips,
        version=round_.version.number,
        checksum=round_.version.checksum,
        where=f"codebook-v{round_.version.number}.yaml in the data set",
        annotator=version("annotator"),
    )


def _sampling(of: Sampling) -> str:
    """How the sentences of a round were chosen, in words."""
    chosen = f" of {len(of.articles):,} chosen articles" if of.articles else ""
    fresh = ", without those of earlier rounds" if of.uncoded else ""
    by = f" by {of.by}" if of.how in {"stratified", "equal"} else ""
    only = f", only with {' and '.join(of.where)}" if of.where else ""
    return f"{SAMPLES[of.how]}{by}{chosen}{fresh}{only}"


def _loads(session: Session, round_: Round) -> tuple[dict[str, int], list[int]]:
    """How many counted codings each coder has, and how many each coded unit has."""
    counted = (
        select(Member.pseudonym, Coding.unit_id)
        .select_from(Coding)
        .join(Unit, Coding.unit_id == Unit.id)
        .join(Round, Unit.round_id == Round.id)
        .join(Member, Coding.member_id == Member.id)
        .where(Unit.round_id == round_.id, judgements.COUNTED)
        .subquery()
    )
    coder, unit = counted.c.pseudonym, counted.c.unit_id
    loads = session.execute(select(coder, func.count()).group_by(coder).order_by(coder))
    units = session.scalars(select(func.count()).select_from(counted).group_by(unit))
    return dict(loads.all()), list(units)


def _trained(session: Session, members: Sequence[Member]) -> int:
    """How many of these have coded training sentences, or in a round of training."""
    query = (
        select(func.count(Coding.member_id.distinct()))
        .join(Unit, Coding.unit_id == Unit.id)
        .join(Round, Unit.round_id == Round.id)
        .where(
            Coding.member_id.in_([each.id for each in members]),
            or_(Unit.purpose == UnitPurpose.TRAINING, Round.purpose == RoundPurpose.TRAINING),
        )
    )
    return session.scalar(query) or 0
