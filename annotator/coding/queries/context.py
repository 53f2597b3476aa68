"""What stands around a sentence in its article, as far as the round shows it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from annotator.corpus.models import Sentence
from annotator.database.session import rows
from annotator.rounds.models import Assignment, Round
from annotator.rounds.setup import Context, Order


class PlaceInArticle(NamedTuple):
    """Which of the included sentences of its article a sentence is."""

    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The texts before and after a sentence, not masked yet; None is not shown.

    ``so_far`` is the article before the sentence.
    """

    before: str | None = None
    after: str | None = None
    so_far: list[str] | None = None
    place: PlaceInArticle | None = None


class _Span(NamedTuple):
    position: int
    start: int
    end: int


_SERVED = (
    select(Sentence.article_id, Sentence.position, Sentence.start_char, Sentence.end_char)
    .where(Sentence.article_id.in_(bindparam("articles", expanding=True)), Sentence.included)
    .order_by(Sentence.position)
)


def surroundings(session: Session, assignments: Sequence[Assignment]) -> Mapping[int, Surroundings]:
    """What is shown around the sentences at these assignments of one round, by sentence id.

    All of it is made of sentences that are served.
    """
    if not assignments:
        return {}
    round_, sentences = (
        assignments[0].round,
        [assignment.unit.sentence for assignment in assignments],
    )
    tells_place = _tells_place(round_)
    if round_.context == Context.NONE and not tells_place:
        return {each.id: Surroundings() for each in sentences}
    served = _served(session, {each.article_id for each in sentences})
    return {
        each.id: _surroundings(each, served[each.article_id], round_.context, tells_place)
        for each in sentences
    }


def _served(session: Session, article_ids: set[int]) -> Mapping[int, list[_Span]]:
    """The served sentences of these articles, in the order of the text."""
    found: dict[int, list[_Span]] = defaultdict(list)
    for article_id, *span in rows(session, _SERVED, {"articles": list(article_ids)}):
        found[article_id].append(_Span(*span))
    return found


def _surroundings(
    sentence: Sentence, served: Sequence[_Span], context: Context, tells_place: bool
) -> Surroundings:
    text = sentence.article.text
    before = [text[s.start : s.end] for s in served if s.position < sentence.position]
    after = (text[s.start : s.end] for s in served if s.position > sentence.position)
    beside = context == Context.NEIGHBOURS
    return Surroundings(
        before=before[-1] if beside and before else None,
        after=next(after, None) if beside else None,
        so_far=before if context == Context.ARTICLE else None,
        place=PlaceInArticle(len(before) + 1, len(served)) if tells_place else None,
    )


def _tells_place(round_: Round) -> bool:
    """Whether coders may know which sentence of its article they read.

    Where the sentences come in another order, it tells nothing. Where some are training
    sentences, checks or repeats, a jump in the numbers would tell which.
    """
    return round_.order == Order.ARTICLE and not round_.controls.in_use and not round_.is_training
