"""The rows of every exported table, sorted by their keys."""

import json
from collections.abc import Sequence

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from annotator.agreement.queries import said
from annotator.agreement.report import Line
from annotator.codebook.models import CodebookVersion
from annotator.codebook.queries import book, book_with_hotkeys
from annotator.codebook.schema import Question
from annotator.codebook.tables import CODEBOOK
from annotator.coding.masking import masks
from annotator.coding.queries import judgements
from annotator.coding.queries.blindness import looked_early
from annotator.coding.values import variables
from annotator.corpus.models import Article, Import, Sentence
from annotator.corpus.tables import ARTICLES, SENTENCES
from annotator.datasets.codings import RoundData
from annotator.rounds.models import Enrolment, Round
from annotator.studies.models import Member, Study
from annotator.studies.tables import CODERS


def opened(session: Session, study: Study) -> Sequence[Round]:
    """The rounds that a data set has: all that were opened, by number."""
    return session.scalars(
        select(Round)
        .options(joinedload(Round.version))
        .where(Round.study_id == study.id, Round.opened_at.is_not(None))
        .order_by(Round.number)
    ).all()


def round_data(session: Session, round_: Round) -> RoundData:
    """Everything that a round has to say in ``codings.csv``."""
    return RoundData(
        number=round_.number,
        version=round_.version.number,
        variables=variables(book(round_.version)),
        places=judgements.places(session, round_),
        codings=judgements.codings(session, round_),
        said=said(session, round_),
    )


def articles(session: Session, study: Study) -> pd.DataFrame:
    """The study's articles with their texts."""
    found = _articles(session, study)
    outlets: dict[str, set[int | None]] = {}
    for article in found:
        outlets.setdefault(article.text_sha256, set()).add(article.outlet_id)
    sizes = _sizes(session, study)
    rows = [
        (
            a.public_id,
            a.outlet.name if a.outlet else "",
            a.event.name if a.event else "",
            a.title,
            a.date.isoformat() if a.date else "",
            a.author,
            a.url,
            a.language,
            a.text_sha256,
            a.engine,
            a.engine_version,
            *sizes.get(a.id, (0, 0)),
            a.source.file_name,
            int(len(outlets[a.text_sha256]) > 1),
            json.dumps(a.extra, ensure_ascii=False, sort_keys=True) if a.extra else "",
            a.text,
        )
        for a in found
    ]
    return pd.DataFrame(rows, columns=list(ARTICLES.names), dtype=object)


def sentences(session: Session, study: Study, *, masked: bool) -> pd.DataFrame:
    """The study's sentences; with what a round that masks names hides in each."""
    names = {a.id: (a, _names(a) if masked else []) for a in _articles(session, study)}
    query = (
        select(
            Sentence.public_id,
            Sentence.article_id,
            Sentence.position,
            Sentence.start_char,
            Sentence.end_char,
            Sentence.kind,
            Sentence.served,
            Sentence.reason,
        )
        .join(Article, Sentence.article_id == Article.id)
        .join(Import, Article.import_id == Import.id)
        .where(Article.study_id == study.id, Import.completed_at.is_not(None))
        .order_by(Sentence.public_id)
    )
    rows = []
    for public_id, article_id, position, start, end, kind, served, reason in session.execute(query):
        article, hidden = names[article_id]
        text = article.text[start:end]
        spans = ";".join(f"{a}-{b}" for a, b in masks(text, hidden)) if hidden else ""
        rows.append(
            (
                public_id,
                article.public_id,
                position,
                start,
                end,
                str(kind),
                int(served),
                reason,
                spans,
                text,
            )
        )
    return pd.DataFrame(rows, columns=list(SENTENCES.names), dtype=object)


def _names(article: Article) -> list[str]:
    return [
        name for name in (article.outlet.name if article.outlet else "", article.author) if name
    ]


def _articles(session: Session, study: Study) -> Sequence[Article]:
    return session.scalars(
        select(Article)
        .join(Article.source)
        .options(joinedload(Article.outlet), joinedload(Article.event), joinedload(Article.source))
        .where(Article.study_id == study.id, Import.completed_at.is_not(None))
        .order_by(Article.public_id)
    ).all()


def _sizes(session: Session, study: Study) -> dict[int, tuple[int, int]]:
    """How many sentences each article has, and how many of them are served."""
    sizes: dict[int, tuple[int, int]] = {}
    query = (
        select(Sentence.article_id, Sentence.served)
        .join(Article, Sentence.article_id == Article.id)
        .where(Article.study_id == study.id)
    )
    for article_id, served in session.execute(query):
        every, some = sizes.get(article_id, (0, 0))
        sizes[article_id] = (every + 1, some + int(served))
    return sizes


def coders(session: Session, study: Study, rounds: Sequence[Round]) -> pd.DataFrame:
    """The coders of these rounds under their pseudonyms."""
    looked = looked_early(session, study, rounds)
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
    return pd.DataFrame(rows, columns=list(CODERS.names), dtype=object)


def codebook(versions: Sequence[CodebookVersion]) -> pd.DataFrame:
    """The questions and codes of these versions, in the order of the book."""
    ordered = sorted(versions, key=lambda each: each.number)
    rows = [
        (version.number, question.key, question.kind, question.level or "", question.label, *code)
        for version in ordered
        for question in book_with_hotkeys(version).questions
        for code in _codes(question)
    ]
    return pd.DataFrame(rows, columns=list(CODEBOOK.names), dtype=object)


def _codes(question: Question) -> list[tuple[object, ...]]:
    """The codes of a question, or one empty one for a question that has none."""
    if not question.codes:
        return [("", "", None, "", question.help)]
    return [(c.key, c.label, c.value, c.hotkey, c.definition) for c in question.codes]


def agreement_rows(round_: Round, lines: Sequence[Line]) -> list[tuple[object, ...]]:
    """The rows of ``agreement.csv`` for one round."""
    return [
        (
            round_.number,
            line.variable.question,
            line.variable.code,
            name,
            figure.value,
            figure.low,
            figure.high,
            figure.method,
            figure.reason,
            line.measured.level,
            line.measured.n_units,
            line.measured.n_coders,
            line.measured.n_judgements,
            line.measured.n_dropped,
            line.measured.seed,
            line.command,
        )
        for line in lines
        if line.measured is not None
        for name, figure in line.measured.coefficients.items()
    ]
