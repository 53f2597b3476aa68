"""Which of the sentences that could be served meet the conditions of a round."""

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

#: Where each column is found; ``words`` are counted in the text.
_TEXT = func.substr(
    Article.text, Sentence.start_char + 1, Sentence.end_char - Sentence.start_char, type_=String
)
FOUND: Mapping[str, Any] = {
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


def meeting(
    session: Session, study: Study, there: Sequence[Candidate], where: Sequence[str]
) -> Sequence[Candidate]:
    """Those of the sentences that meet every condition, in their order.

    :raises Refused: if a condition names a column that there is not, or no sentence meets all.
    """
    if not where:
        return there
    conditions = [read_condition(each) for each in where]
    _check_columns(session, study, conditions)
    wanted = {
        sentence
        for sentence, facts in _facts(session, study, conditions)
        if meets(facts, conditions)
    }
    found = [each for each in there if each.sentence in wanted]
    if not found:
        said = " and ".join(each.said for each in conditions)
        raise Refused(
            Problem(
                f"No sentence that could be served meets {said}.",
                column="where",
                remedy=_remedy(session, study, conditions),
            )
        )
    return found


def _facts(
    session: Session, study: Study, conditions: Sequence[Condition]
) -> Iterator[tuple[int, dict[str, str]]]:
    """What is asked about of each sentence of the study, by the sentence's row."""
    asked = list(dict.fromkeys(each.column for each in conditions))
    own = [name for name in asked if name in FOUND]
    extra = [name for name in asked if name not in FOUND]
    query = (
        select(Sentence.id, *(FOUND[name].label(f"fact_{name}") for name in own))
        .join(Article, Sentence.article_id == Article.id)
        .outerjoin(Outlet, Article.outlet_id == Outlet.id)
        .outerjoin(Event, Article.event_id == Event.id)
        .where(Article.study_id == study.id, Sentence.included)
    )
    if extra:
        query = query.add_columns(Article.extra)
    for sentence, *found in rows(session, query):
        facts = {name: _said(name, fact) for name, fact in zip(own, found, strict=False)}
        facts |= {name: str(found[-1].get(name, "")) for name in extra}
        yield sentence, facts


def _said(name: str, fact: Any) -> str:
    if name == "words":
        return str(len(fact.split()))
    return "" if fact is None else str(fact)


def _check_columns(session: Session, study: Study, conditions: Sequence[Condition]) -> None:
    strange = [each.column for each in conditions if each.column not in COLUMNS]
    if not strange:
        return
    brought = _brought(session, study)
    for name in strange:
        if name not in brought:
            columns = ", ".join([*COLUMNS, *sorted(brought)])
            raise Refused(
                Problem(
                    f"The articles have no column {name!r}.",
                    column="where",
                    remedy=f"The columns are: {columns}.",
                )
            )


def _brought(session: Session, study: Study) -> set[str]:
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
