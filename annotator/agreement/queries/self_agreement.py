"""What coders said, coding by coding, and what they said of the same sentences twice."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.agreement.live.self_agreement import Moment, Twice, paired
from annotator.codebook.models import CodebookVersion
from annotator.codebook.values import Said
from annotator.coding.models import Coding
from annotator.coding.queries import judgements
from annotator.corpus.models import Article, Sentence
from annotator.rounds.models import Round, Unit, UnitPurpose
from annotator.rounds.queries import round_of
from annotator.studies.models import Member


def said(session: Session, round_: Round) -> Mapping[int, Sequence[Said]]:
    """What each coding of a round says, by the coding's row; to be read after the codings."""
    questions, codes = _keys(round_.version)
    found: dict[int, tuple[Said, ...]] = defaultdict(tuple)
    # Many codings say the same, which is kept once.
    known: dict[object, Said] = {}
    for row in judgements.answers(session, round_):
        what = row[1:]
        if what not in known:
            question, state, code, number, text, primary = what
            key = codes[code] if code is not None else ""
            known[what] = Said(questions[question], state, key, number, text, primary)
        found[row[0]] += (known[what],)
    return found


def _keys(version: CodebookVersion) -> tuple[dict[int, str], dict[int, str]]:
    questions = {question.id: question.key for question in version.questions}
    codes = {code.id: code.key for question in version.questions for code in question.codes}
    return questions, codes


def twice(session: Session, round_: Round) -> list[Twice]:
    """What coders of a round said of the same sentences twice: by hidden repeats, or, in a
    retest, in the round before and in this one.
    """
    if round_.design != "retest":
        if not round_.repeats:
            return []
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
