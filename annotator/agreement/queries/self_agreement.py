"""What coders said, coding by coding, and what they said of the same sentences twice."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.agreement.report.self_agreement import CodedTwice, Occasion, paired
from annotator.codebook.answers import Answer, AnswerRow, answers_from_rows
from annotator.codebook.models import CodebookVersion
from annotator.coding.models import Coding
from annotator.coding.queries import judgements
from annotator.coding.queries.counting import of_codings, with_articles
from annotator.corpus.models import Article, Sentence
from annotator.rounds.designs.design import RecodingDesign
from annotator.rounds.models import Round, Unit, UnitPurpose
from annotator.rounds.queries import round_of
from annotator.studies.models import Member


def answers(session: Session, round_: Round) -> Mapping[int, Sequence[Answer]]:
    """The answers of each coding of a round, by the coding's row; to be read after the codings."""
    questions, codes = _keys(round_.version)
    # Many codings say the same: each row is kept once, and so is each set of answers.
    numbers: dict[object, int] = {}
    kept: list[AnswerRow] = []
    rows_of: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for row in judgements.answers(session, round_):
        what = row[1:]
        if what not in numbers:
            numbers[what] = len(kept)
            question, state, code, amount, text, primary = what
            key = codes[code] if code is not None else ""
            kept.append(AnswerRow(questions[question], state, key, amount, text, primary))
        rows_of[row[0]] += (numbers[what],)
    known: dict[tuple[int, ...], Sequence[Answer]] = {(): ()}
    for rows in rows_of.values():
        if rows not in known:
            known[rows] = tuple(answers_from_rows(kept[number] for number in rows).values())
    return defaultdict(tuple, ((coding, known[rows]) for coding, rows in rows_of.items()))


def _keys(version: CodebookVersion) -> tuple[dict[int, str], dict[int, str]]:
    questions = {question.id: question.key for question in version.questions}
    codes = {code.id: code.key for question in version.questions for code in question.codes}
    return questions, codes


def coded_twice(session: Session, round_: Round) -> list[CodedTwice]:
    """What coders of a round said of the same sentences twice: by hidden repeats, or, in a
    retest, in the round before and in this one.
    """
    if not isinstance(round_.design, RecodingDesign):
        if not round_.controls.repeats:
            return []
        occasions = _occasions(session, round_)
        return paired(occasions[1], occasions[2])
    earlier = round_of(session, round_.study, str(round_.design.earlier_round))
    return paired(_occasions(session, earlier)[1], _occasions(session, round_)[1])


def _occasions(session: Session, round_: Round) -> Mapping[int, list[Occasion]]:
    """The standing codings of a round's main sentences by occasion."""
    selected = select(
        Coding.id,
        Coding.occasion,
        Member.pseudonym,
        Sentence.public_id,
        Article.public_id,
        Coding.submitted_at,
    )
    query = (
        with_articles(of_codings(selected))
        .join(Coding.member)
        .where(
            Unit.round_id == round_.id,
            Unit.purpose == UnitPurpose.MAIN,
            Unit.withdrawn_at.is_(None),
            Coding.current,
            Coding.withdrawn_at.is_(None),
        )
    )
    by_number: dict[int, list[Occasion]] = defaultdict(list)
    # The codings are read first: answers of codings that came meanwhile are passed over.
    codings = session.execute(query).all()
    given = answers(session, round_)
    for coding, number, coder, sentence, article, at in codings:
        by_number[number].append(Occasion(coder, sentence, article, at, given.get(coding, ())))
    return by_number
