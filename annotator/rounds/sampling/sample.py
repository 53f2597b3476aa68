"""Which sentences come into a round: all, or a sample that is drawn from a seed."""

import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.errors import Problem, Refused
from annotator.rounds.fields import Choice, Number, Option, Section, Switch, Text, setting


class Candidate(NamedTuple):
    """A sentence that could be served, and what it may be sampled by; ids are row ids."""

    sentence: int
    article: int
    outlet: str = ""
    event: str = ""


class Share(NamedTuple):
    """How much of one outlet, event or article is in a sample."""

    name: str
    available: int
    sampled: int


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


@dataclass(frozen=True, slots=True)
class Sampling:
    """Which sentences come into a round; see ``sample`` for ``method``, ``n`` and ``stratum``.

    ``articles`` are public ids; none means all. ``uncoded`` leaves out the sentences that
    an earlier round of the study has; ``where`` are conditions that each must meet, see
    ``conditions``.
    """

    method: str = setting(
        "all",
        Choice(
            label="Which of their sentences",
            choices={name: words.capitalize() for name, words in SAMPLES.items()},
        ),
        Option("--sample", "Which sentences come into the round."),
        name="sample",
    )
    n: int = setting(
        0,
        Number(label="Sentences in the sample", section=Section.SAMPLE, least=1, most=10_000_000),
        Option("--sentences", "The size of the sample."),
        name="sample_n",
    )
    stratum: str = setting(
        "outlet",
        Choice(
            label="Its strata are",
            section=Section.SAMPLE,
            choices={name: f"{name}s" for name in STRATA},
            listed=True,
        ),
        Option("--sample-by", "What a stratified or equal sample is drawn by."),
        name="sample_by",
    )
    articles: tuple[str, ...] = ()
    uncoded: bool = setting(
        False,
        Switch(label="Leave out sentences that an earlier round has", section=Section.SAMPLE),
        Option("--uncoded", "Leave out what an earlier round has."),
    )
    where: tuple[str, ...] = setting(
        (),
        Text(
            label="Only sentences that meet",
            help="One condition a line; all must be met. Such as language=en, date>=2026-02-01, "
            "words>=5, text~mayor, outlet=Open Quill|Velmark Wire, or a column of your own file. "
            "Empty: no condition.",
            section=Section.SAMPLE,
            lines=3,
        ),
        Option(
            "--where",
            "Only sentences that meet it, such as 'language=en', 'date>=2026-02-01', 'words>=5', "
            "'text~mayor', 'outlet=Open Quill|Velmark Wire' or a column of your own file. May be "
            "given more than once; all must be met.",
            "CONDITION",
        ),
    )

    @property
    def in_words(self) -> str:
        """How the sentences are chosen, as a methods section says it."""
        chosen = f" of {len(self.articles):,} chosen articles" if self.articles else ""
        fresh = ", without those of earlier rounds" if self.uncoded else ""
        strata = f" by {self.stratum}" if self.method in {"stratified", "equal"} else ""
        only = f", only with {' and '.join(self.where)}" if self.where else ""
        return f"{SAMPLES[self.method]}{strata}{chosen}{fresh}{only}"


def sample(candidates: Sequence[Candidate], sampling: Sampling, seed: int = 1) -> list[Candidate]:
    """The candidates in the sample, in the order in which they were given.

    ``stratified`` takes of each stratum its share of ``n``, rounded by largest
    remainders; ``equal`` takes as many of each, and all of a stratum that has fewer;
    ``articles`` takes articles, in drawn order, as long as ``n`` is not exceeded, and at
    least one.

    :raises Refused: if there is no such sample or stratum, or n is more than there are.
    """
    _check(candidates, sampling)
    draw = random.Random(seed)  # noqa: S311 - A recorded draw, not a secret.
    if sampling.method == "all":
        return list(candidates)
    if sampling.method == "articles":
        chosen = _whole_articles(candidates, sampling.n, draw)
    else:
        parts = _parts(candidates, sampling)
        chosen = [at for positions, count in parts for at in draw.sample(positions, count)]
    return [candidates[at] for at in sorted(chosen)]


def probabilities(candidates: Sequence[Candidate], sampling: Sampling) -> dict[int, float]:
    """The probability with which ``sample`` draws each candidate, by its row id.

    Empty for whole articles, of which it depends on all their lengths.
    """
    if sampling.method == "articles":
        return {}
    if sampling.method == "all":
        return {each.sentence: 1.0 for each in candidates}
    return {
        candidates[at].sentence: count / len(positions)
        for positions, count in _parts(candidates, sampling)
        for at in positions
    }


def _parts(candidates: Sequence[Candidate], sampling: Sampling) -> list[tuple[Sequence[int], int]]:
    """The positions among which is drawn, part by part, and how many are drawn of each."""
    if sampling.method == "random":
        return [(range(len(candidates)), sampling.n)]
    strata = grouped(candidates, sampling.stratum)
    sizes = [len(each) for each in strata]
    divide = proportional if sampling.method == "stratified" else level
    return list(zip(strata, divide(sizes, sampling.n), strict=True))


def grouped(candidates: Sequence[Candidate], stratum: str) -> list[list[int]]:
    """The positions of the candidates of each stratum, in the order of the strata's first."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for at, each in enumerate(candidates):
        groups[STRATA[stratum](each)].append(at)
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


def shares(
    candidates: Sequence[Candidate], sampled: Sequence[Candidate], stratum: str
) -> list[Share]:
    """The balance of a sample: for each outlet or event, how much there is and was taken."""
    counts: dict[str, list[int]] = {}
    for at, group in enumerate((candidates, sampled)):
        for each in group:
            counts.setdefault(str(STRATA[stratum](each)), [0, 0])[at] += 1
    return [Share(name, *counts[name]) for name in sorted(counts)]


def _whole_articles(candidates: Sequence[Candidate], n: int, draw: random.Random) -> list[int]:
    articles = grouped(candidates, "article")
    draw.shuffle(articles)
    chosen = list(articles[0])
    for article in articles[1:]:
        if len(chosen) + len(article) <= n:
            chosen += article
    return chosen


def _check(candidates: Sequence[Candidate], sampling: Sampling) -> None:
    method, stratum, n, most = sampling.method, sampling.stratum, sampling.n, len(candidates)
    if method not in SAMPLES:
        remedy = f"Choose of {', '.join(SAMPLES)}."
        raise _refusal(f"There is no sample {method!r}.", "sample", remedy)
    if stratum not in STRATA:
        remedy = f"Choose of {', '.join(STRATA)}."
        raise _refusal(f"There is no stratum {stratum!r}.", "sample_by", remedy)
    if method != "all" and not 1 <= n <= most:
        message = f"A sample of {n:,} sentences can not be drawn from {most:,}."
        raise _refusal(message, "sample_n", f"Give a number from 1 to {most:,}, or take all.")


def _refusal(message: str, column: str, remedy: str) -> Refused:
    return Refused(Problem(message, column=column, remedy=remedy))
