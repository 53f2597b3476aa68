"""What a lead asks of a round, and how a round keeps it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.errors import Problem, Refused
from annotator.rounds.rules import Design

#: What can be hidden from coders, and is unless the round says otherwise.
BLINDABLE = ("outlet", "author", "date", "url", "title", "event")


@dataclass(frozen=True, slots=True)
class Sampling:
    """Which sentences come into a round; see ``sampling.sample`` for ``how``, ``n`` and ``by``.

    ``articles`` are public ids; none means all. ``uncoded`` leaves out the sentences that
    an earlier round of the study has.
    """

    how: str = "all"
    n: int = 0
    by: str = "outlet"
    articles: tuple[str, ...] = ()
    uncoded: bool = False


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a lead asks of a round.

    ``k``, ``n`` and ``quotas`` (by pseudonym) are those of the design; ``stratum`` is what
    a reliability sample is stratified by. ``skips`` are counted or replaced by another
    coder. ``lease_minutes`` say how long a place that is open to anyone is kept for who was
    served it, and ``ahead`` how many of them one may hold (0: as usual). ``shares`` lets
    those who run dry go on with what others have not seen.
    """

    title: str
    purpose: str = "main"
    design: str = "full"
    k: int = 0
    n: int = 0
    stratum: str = "outlet"
    quotas: Mapping[str, int] = field(default_factory=dict)
    order: str = "article"
    context: str = "none"
    seed: int = 1
    skips: str = "count"
    lease_minutes: int = 60
    ahead: int = 0
    shares: bool = False
    blinded: tuple[str, ...] = BLINDABLE
    masked: bool = True
    sampling: Sampling = Sampling()

    @property
    def settings(self) -> dict[str, Any]:
        """What the round keeps of them beside its own columns."""
        return {
            "k": self.k,
            "n": self.n,
            "stratum": self.stratum,
            "sample": self.sampling.how,
            "sample_n": self.sampling.n,
            "sample_by": self.sampling.by,
            "articles": list(self.sampling.articles),
            "uncoded": self.sampling.uncoded,
            "ahead": self.ahead,
            "shares": self.shares,
        }


def read_quotas(words: Iterable[str]) -> dict[str, int]:
    """Quotas by pseudonym, each written as ``C07=120``.

    :raises Refused: if one is not written so.
    """
    quotas = {}
    for word in words:
        name, _, number = word.partition("=")
        if not number.isdecimal():
            remedy = "Write a pseudonym and a number: C07=120."
            raise Refused(Problem(f"{word!r} is no quota.", column="quotas", remedy=remedy))
        quotas[name] = int(number)
    return quotas


def design_of(name: str, settings: Mapping[str, Any], seed: int, quotas: Sequence[int]) -> Design:
    """The design that a round has, with a quota for each coder, or none."""
    return Design(name, settings.get("k", 0), settings.get("n", 0), seed, tuple(quotas))


def sampling_of(settings: Mapping[str, Any]) -> Sampling:
    """How the sentences of a round are chosen."""
    return Sampling(
        settings.get("sample", "all"),
        settings.get("sample_n", 0),
        settings.get("sample_by", "outlet"),
        tuple(settings.get("articles", ())),
        settings.get("uncoded", False),
    )
