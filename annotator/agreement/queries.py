"""The judgements of a round, and the measurements that were kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from annotator.agreement.judgements import Judgements, judged
from annotator.agreement.models import Measurement
from annotator.codebook.models import CodebookVersion
from annotator.codebook.queries import book
from annotator.coding.queries import judgements
from annotator.coding.values import Said, variables
from annotator.rounds.models import Round
from annotator.studies.models import Study


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
