"""The rows of every exported table, sorted by their keys."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.orm import Session

from annotator.agreement.queries import measurements as measured
from annotator.agreement.queries import self_agreement as agreement
from annotator.codebook.models import Code, CodebookVersion
from annotator.codebook.models import Question as QuestionRow
from annotator.codebook.queries import book, book_with_hotkeys
from annotator.codebook.schema import Question
from annotator.codebook.values import values, variables
from annotator.coding.exclusions import NOTHING, Also, in_order
from annotator.coding.models import Answer, Coding, Mark
from annotator.coding.queries import judgements
from annotator.coding.queries.blindness import looked_early
from annotator.coding.queries.training import known_answers, own_answers
from annotator.coding.training_scores import compared
from annotator.corpus.models import Article, Event, Import, Outlet, Sentence
from annotator.database.session import rows
from annotator.datasets.queries.codebook import CODEBOOK
from annotator.datasets.queries.coders import CODERS
from annotator.datasets.queries.codings import CHECKS, MARKS
from annotator.datasets.queries.corpus import ArticleRow, SentenceRow
from annotator.datasets.queries.figures import MEASUREMENTS, REPEATS
from annotator.datasets.service.codings_csv import RoundData
from annotator.datasets.service.files import Contents
from annotator.datasets.service.frames import frame
from annotator.rounds.models import Enrolment, Round, Unit, UnitPurpose
from annotator.studies.models import Member, Study
from annotator.tables.csv_text import moment

if TYPE_CHECKING:
    import pandas as pd


def round_data(session: Session, round_: Round, also: Also = NOTHING) -> RoundData:
    """Everything that a round has to say in ``codings.csv``."""
    return RoundData(
        number=round_.number,
        version=round_.version.number,
        variables=variables(book(round_.version)),
        assignments=judgements.assignments(session, round_),
        codings=judgements.codings(session, round_, also),
        answers=agreement.answers(session, round_),
    )


def contents(
    session: Session, study: Study, rounds: Sequence[Round], also: Also = NOTHING
) -> Contents:
    """Everything that a data set of these rounds says."""
    versions = sorted({each.version for each in rounds}, key=lambda each: each.number)
    return Contents(
        study=study.slug,
        title=study.title,
        demo=study.demo,
        rounds=[round_data(session, each, also) for each in rounds],
        also=in_order(also),
        masked=any(each.masked for each in rounds),
        articles=articles(session, study),
        sentences=sentences(session, study),
        marks=marks(session, rounds),
        coders=coders(session, study, rounds),
        codebook=codebook(versions),
        checks=frame([row for each in rounds for row in checks(session, each)], CHECKS.names),
        repeats=frame([row for each in rounds for row in repeats(session, each)], REPEATS.names),
        measurements=measurements(session, study),
        codebooks={each.number: each.source for each in versions},
    )


def articles(session: Session, study: Study) -> list[ArticleRow]:
    """The study's articles, by public id."""
    query = (
        select(
            Article.public_id,
            func.coalesce(Outlet.name, ""),
            func.coalesce(Event.name, ""),
            Article.title,
            Article.date,
            Article.author,
            Article.url,
            Article.language,
            Article.text_sha256,
            Article.engine,
            Article.engine_version,
            Import.file_name,
            Article.extra,
            Article.text,
        )
        .join(Import, Article.import_id == Import.id)
        .outerjoin(Outlet, Article.outlet_id == Outlet.id)
        .outerjoin(Event, Article.event_id == Event.id)
        .where(Article.study_id == study.id, Import.completed_at.is_not(None))
        .order_by(Article.public_id)
    )
    return [ArticleRow._make(row) for row in rows(session, query)]


def sentences(session: Session, study: Study) -> list[SentenceRow]:
    """The study's sentences, by public id."""
    query = (
        select(
            Sentence.public_id,
            Article.public_id,
            Sentence.position,
            Sentence.start_char,
            Sentence.end_char,
            type_coerce(Sentence.kind, String),
            Sentence.included,
            Sentence.reason,
        )
        .join(Article, Sentence.article_id == Article.id)
        .join(Import, Article.import_id == Import.id)
        .where(Article.study_id == study.id, Import.completed_at.is_not(None))
        .order_by(Sentence.public_id)
    )
    return [SentenceRow._make(row) for row in rows(session, query)]


def marks(session: Session, rounds: Sequence[Round]) -> "pd.DataFrame":
    """The marks of all codings of these rounds that stand, by the table's key."""
    # SQLite would look through the answers of all codings to find that none has a mark.
    marked = [each.id for each in rounds if any(q.marks != "off" for q in each.version.questions)]
    where = (Round.number, Unit.public_id, Member.pseudonym, Coding.occasion)
    what = (QuestionRow.key, Code.key, Mark.start_char, Mark.end_char)
    text = func.substr(
        Article.text,
        Sentence.start_char + Mark.start_char + 1,
        Mark.end_char - Mark.start_char,
    )
    query = (
        select(*where, *what, Sentence.public_id, Coding.public_id, text)
        .select_from(Mark)
        .join(Answer, Mark.answer_id == Answer.id)
        .join(Code, Answer.code_id == Code.id)
        .join(QuestionRow, Answer.question_id == QuestionRow.id)
        .join(Coding, Answer.coding_id == Coding.id)
        .join(Unit, Coding.unit_id == Unit.id)
        .join(Round, Unit.round_id == Round.id)
        .join(Sentence, Unit.sentence_id == Sentence.id)
        .join(Article, Sentence.article_id == Article.id)
        .join(Member, Coding.member_id == Member.id)
        .where(
            Round.id.in_(marked),
            Unit.purpose == UnitPurpose.MAIN,
            Coding.occasion == 1,
            Coding.current,
            Coding.withdrawn_at.is_(None),
        )
    )
    rows = [
        (number, question, code, unit, coder, occasion, sentence, coding, start, end, words)
        for number, unit, coder, occasion, question, code, start, end, sentence, coding, words in (
            sorted(session.execute(query))
        )
    ]
    return frame(rows, MARKS.names)


def coders(session: Session, study: Study, rounds: Sequence[Round]) -> "pd.DataFrame":
    """The coders of these rounds under their pseudonyms."""
    looked = looked_early(session, rounds)
    totals = (func.sum(Enrolment.quota), func.sum(Enrolment.done), func.sum(Enrolment.skipped))
    query = (
        select(Member.pseudonym, Member.kind, Member.lead, *totals)
        .join(Enrolment, Enrolment.member_id == Member.id)
        .where(Enrolment.round_id.in_([each.id for each in rounds]))
        .group_by(Member.pseudonym, Member.kind, Member.lead)
        .order_by(Member.pseudonym)
    )
    rows = [
        (name, str(kind), int(lead), int(name in looked), *(int(each or 0) for each in sums))
        for name, kind, lead, *sums in session.execute(query)
    ]
    return frame(rows, CODERS.names)


def codebook(versions: Sequence[CodebookVersion]) -> "pd.DataFrame":
    """The questions and codes of these versions, in the order of the book."""
    ordered = sorted(versions, key=lambda each: each.number)
    rows = [
        (version.number, question.key, question.kind, question.level or "", question.label, *code)
        for version in ordered
        for question in book_with_hotkeys(version).questions
        for code in _codes(question)
    ]
    return frame(rows, CODEBOOK.names)


def _codes(question: Question) -> list[tuple[object, ...]]:
    """The codes of a question, or one empty one for a question that has none."""
    if not question.codes:
        return [("", "", None, "", question.help)]
    return [(c.key, c.label, c.value, c.hotkey, c.definition) for c in question.codes]


def measurements(session: Session, study: Study) -> "pd.DataFrame":
    """Every figure that was kept, by the public id of its measurement."""
    kept = sorted(measured.measurements(session, study), key=lambda each: each.public_id)
    rows = [
        (
            each.public_id,
            moment(each.measured_at),
            each.round.number,
            each.question_key,
            each.code_key,
            figure.name,
            figure.value,
            figure.low,
            figure.high,
            figure.method,
            figure.reason,
            each.options["level"],
            each.n_units,
            each.n_coders,
            each.n_judgements,
            each.n_dropped,
            each.seed,
            each.fingerprint,
            "+".join(each.also),
            each.annotator_version,
        )
        for each in kept
        for figure in each.coefficients
    ]
    return frame(rows, MEASUREMENTS.names)


def checks(session: Session, round_: Round) -> list[tuple[object, ...]]:
    """What coders said of sentences with known answers, beside these, by the table's key."""
    known = known_answers(session, round_)
    if not known:
        return []
    asked = variables(book(round_.version))
    units = session.execute(
        select(Unit.id, Unit.public_id, Sentence.public_id, type_coerce(Unit.purpose, String))
        .join(Unit.sentence)
        .where(Unit.id.in_(known))
    )
    about = {unit: names for unit, *names in units}
    rows = [
        (round_.number, about[unit][2], *what[:2], *about[unit][:2], coder, *what[2:])
        for coder, own in own_answers(session, round_).items()
        for unit, answers in own.items()
        if unit in known
        for what in compared(asked, known[unit], answers)
    ]
    return sorted(rows, key=lambda row: (row[4], row[6], row[2], row[3]))


def repeats(session: Session, round_: Round) -> list[tuple[object, ...]]:
    """What coders said of the same sentences twice, by the table's key."""
    asked = variables(book(round_.version))
    rows = [
        (
            round_.number,
            variable.question,
            variable.code,
            pair.first.sentence,
            pair.first.coder,
            one.value,
            other.value,
            moment(pair.first.at),
            moment(pair.second.at),
            round(pair.days, 3),
        )
        for pair in agreement.twice(session, round_)
        for variable, one, other in zip(
            asked,
            values(pair.first.answers, asked),
            values(pair.second.answers, asked),
            strict=True,
        )
    ]
    return sorted(rows, key=lambda row: (row[3], row[4], row[1], row[2]))
