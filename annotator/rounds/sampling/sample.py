"""Which sentences come into a round: all, or a sample that is drawn from a seed. Pure."""

import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from annotator.errors import Problem, Refused


class Candidate(NamedTuple):
    """A sentence that could be served, and what it may be sampled by; ids are row ids."""

    sentence: int
    article: int
    outlet: str = ""
    event: str = ""


class Share(NamedTuple):
    """How much of one outlet, event or article is in a sample."""

    name: str
    there: int
    taken: int


#: What a sample can be stratified by.
STRATA: dict[str, Callable[[Candidate], Hashable]] = {
    "outlet": lambda each: each.outlet,
    "event": lambda each: each.event,
    "article": lambda each: each.article,
}

#: How sentences can be sampled, in words.
SAMPLES = {
    "all": "all sentences",
    "random": "a random sample of sentences",
    "stratified": "a random sample with every stratum's own share",
    "equal": "a random sample with as many of each stratum",
    "articles": "whole articles, drawn at random",
}


def sample(
    there: Sequence[Candidate], how: str, n: int = 0, by: str = "outlet", seed: int = 1
) -> list[Candidate]:
    """The candidates in the sample, in the order in which they were given.

    ``stratified`` takes of each stratum its share of ``n``, rounded by largest
    remainders; ``equal`` takes as many of each, and all of a stratum that has fewer;
    ``articles`` takes articles, in drawn order, as long as ``n`` is not exceeded, and at
    least one.

    :raises Refused: if there is no such sample or stratum, or n is more than there are.
    """
    _check(there, how, n, by)
    draw = random.Random(seed)  # noqa: S311 - A recorded draw, not a secret.
    if how == "all":
        return list(there)
    if how == "articles":
        chosen = _whole_articles(there, n, draw)
    else:
        parts = _parts(there, how, n, by)
        chosen = [place for places, count in parts for place in draw.sample(places, count)]
    return [there[place] for place in sorted(chosen)]


def probabilities(
    candidates: Sequence[Candidate], method: str, n: int = 0, stratum: str = "outlet"
) -> dict[int, float]:
    """The probability with which ``sample`` draws each candidate, by its row id.

    Empty for whole articles, of which it depends on all their lengths.
    """
    if method == "articles":
        return {}
    if method == "all":
        return {each.sentence: 1.0 for each in candidates}
    return {
        candidates[place].sentence: count / len(places)
        for places, count in _parts(candidates, method, n, stratum)
        for place in places
    }


def _parts(
    candidates: Sequence[Candidate], method: str, n: int, stratum: str
) -> list[tuple[Sequence[int], int]]:
    """The places among which is drawn, part by part, and the number drawn of each."""
    if method == "random":
        return [(range(len(candidates)), n)]
    strata = grouped(candidates, stratum)
    sizes = [len(each) for each in strata]
    counts = proportional(sizes, n) if method == "stratified" else level(sizes, n)
    return list(zip(strata, counts, strict=True))


def grouped(there: Sequence[Candidate], by: str) -> list[list[int]]:
    """The places of the candidates of each stratum, in the order of the strata's first."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place, each in enumerate(there):
        groups[STRATA[by](each)].append(place)
    return list(groups.values())


def proportional(sizes: Sequence[int], n: int) -> list[int]:
    """The part of ``n`` that each size has, rounded so that the parts add up to ``n``."""
    total = sum(sizes)
    parts = [size * n // total for size in sizes]
    remainders = sorted(range(len(sizes)), key=lambda at: -(sizes[at] * n % total))
    for at in remainders[: n - sum(parts)]:
        parts[at] += 1
    return parts


def level(sizes: Sequence[int], n: int) -> list[int]:
    """As many of each as there are, up to a level at which they add up to ``n``."""
    parts = [0] * len(sizes)
    left = n
    for position, at in enumerate(sorted(range(len(sizes)), key=lambda at: sizes[at])):
        parts[at] = min(sizes[at], -(-left // (len(sizes) - position)))
        left -= parts[at]
    return parts


def shares(there: Sequence[Candidate], taken: Sequence[Candidate], by: str) -> list[Share]:
    """The balance that a sample has: for each outlet or event, how much there is and was taken."""
    counts: dict[str, list[int]] = {}
    for at, group in enumerate((there, taken)):
        for each in group:
            counts.setdefault(str(STRATA[by](each)), [0, 0])[at] += 1
    return [Share(name, *counts[name]) for name in sorted(counts)]


def _whole_articles(there: Sequence[Candidate], n: int, draw: random.Random) -> list[int]:
    articles = grouped(there, "article")
    draw.shuffle(articles)
    chosen = list(articles[0])
    for article in articles[1:]:
        if len(chosen) + len(article) <= n:
            chosen += article
    return chosen


def _check(there: Sequence[Candidate], how: str, n: int, by: str) -> None:
    if how not in SAMPLES:
        raise _refusal(f"There is no sample {how!r}.", "sample", f"Choose of {', '.join(SAMPLES)}.")
    if by not in STRATA:
        raise _refusal(f"There is no stratum {by!r}.", "by", f"Choose of {', '.join(STRATA)}.")
    if how != "all" and not 1 <= n <= len(there):
        message = f"A sample of {n:,} sentences can not be drawn from {len(there):,}."
        raise _refusal(message, "n", f"Give a number from 1 to {len(there):,}, or take all.")


def _refusal(message: str, column: str, remedy: str) -> Refused:
    return Refused(Problem(message, column=column, remedy=remedy))
