"""Which of the sentences that could come into a round meet its conditions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.orm import Session

from annotator.corpus.models import Article, Event, Outlet, Sentence
from annotator.database.session import rows
from annotator.errors import Problem, Refused
from annotator.rounds.sampling.conditions import COLUMNS, Condition, meets, read_condition
from annotator.rounds.sampling.sample import Candidate
from annotator.studies.models import Study

#: In which column of which table each fact stands; ``words`` are counted in the text.
_TEXT = func.substr(
    Article.text, Sentence.start_char + 1, Sentence.end_char - Sentence.start_char, type_=String
)
FACTS: Mapping[str, Any] = {
    "outlet": func.coalesce(Outlet.name, ""),
    "event": func.coalesce(Event.name, ""),
    "language": type_coerce(Article.language, String),
    "date": Article.date,
    "title": type_coerce(Article.title, String),
    "author": type_coerce(Article.author, String),
    "url": type_coerce(Article.url, String),
    "kind": type_coerce(Sentence.kind, String),
    "text": _TEXT,
    "words": _TEXT,
}
#: So many values are named where none of them was meant.
MOST_NAMED = 8


def matching(
    session: Session, study: Study, candidates: Sequence[Candidate], where: Sequence[str]
) -> Sequence[Candidate]:
    """The candidates that meet every condition, in their order.

    :raises Refused: if a condition names a column that there is not, or no sentence meets all.
    """
    if not where:
        return candidates
    conditions = [read_condition(each) for each in where]
    _check_columns(session, study, conditions)
    wanted = {
        sentence
        for sentence, facts in _facts(session, study, conditions)
        if meets(facts, conditions)
    }
    found = [each for each in candidates if each.sentence in wanted]
    if not found:
        written = " and ".join(each.written for each in conditions)
        raise Refused(
            Problem(
                f"No sentence that could be served meets {written}.",
                column="where",
                remedy=_remedy(session, study, conditions),
            )
        )
    return found


def _facts(
    session: Session, study: Study, conditions: Sequence[Condition]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The facts of each sentence of the study that conditions are about, by the sentence's row."""
    columns = list(dict.fromkeys(each.column for each in conditions))
    own = [name for name in columns if name in FACTS]
    extra = [name for name in columns if name not in FACTS]
    query = (
        select(Sentence.id, *(FACTS[name].label(f"fact_{name}") for name in own))
        .join(Article, Sentence.article_id == Article.id)
        .outerjoin(Outlet, Article.outlet_id == Outlet.id)
        .outerjoin(Event, Article.event_id == Event.id)
        .where(Article.study_id == study.id, Sentence.included)
    )
    if extra:
        query = query.add_columns(Article.extra)
    for sentence, *values in rows(session, query):
        facts = {name: _in_words(name, value) for name, value in zip(own, values, strict=False)}
        facts |= {name: str(values[-1].get(name, "")) for name in extra}
        yield sentence, facts


def _in_words(name: str, value: Any) -> str:
    if name == "words":
        return str(len(value.split()))
    return "" if value is None else str(value)


def _check_columns(session: Session, study: Study, conditions: Sequence[Condition]) -> None:
    others = [each.column for each in conditions if each.column not in COLUMNS]
    if not others:
        return
    imported = _imported_columns(session, study)
    for name in others:
        if name not in imported:
            columns = ", ".join([*COLUMNS, *sorted(imported)])
            raise Refused(
                Problem(
                    f"The articles have no column {name!r}.",
                    column="where",
                    remedy=f"The columns are: {columns}.",
                )
            )


def _imported_columns(session: Session, study: Study) -> set[str]:
    """The columns that came with the articles of the study beside those that all have."""
    found = rows(session, select(Article.extra).where(Article.study_id == study.id))
    return {name for (extra,) in found for name in extra}


def _remedy(session: Session, study: Study, conditions: Sequence[Condition]) -> str:
    """What the values are of the first column of few values that is compared for equality."""
    for each in conditions:
        if each.sign == "=" and each.column not in ("text", "words", "title", "url"):
            facts = (fact[each.column] for _, fact in _facts(session, study, [each]))
            values = sorted(set(facts) - {""})
            if not set(values) & set(each.values) and values:
                more = ", ..." if len(values) > MOST_NAMED else ""
                return f"The values of {each.column} are: {', '.join(values[:MOST_NAMED])}{more}."
    return "Ask for less, or import articles that have it."
