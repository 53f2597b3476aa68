"""What a lead asks of a round, and how a round keeps it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from annotator.errors import Problem, Refused
from annotator.rounds.designs.design import Design

#: What can be hidden from coders, and is unless the round says otherwise.
BLINDABLE = ("outlet", "author", "date", "url", "title", "event")
#: After how many days a coder may be shown a sentence of theirs again, unless a round says less.
REPEAT_DAYS = 14
#: Which share of known answers qualifies a coder, unless a round says otherwise.
PASS_MARK = 0.8


@dataclass(frozen=True, slots=True)
class Sampling:
    """Which sentences come into a round; see ``sampling.sample`` for ``how``, ``n`` and ``by``.

    ``articles`` are public ids; none means all. ``uncoded`` leaves out the sentences that
    an earlier round of the study has; ``where`` are conditions that each must meet, see
    ``filters``.
    """

    how: str = "all"
    n: int = 0
    by: str = "outlet"
    articles: tuple[str, ...] = ()
    uncoded: bool = False
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is hidden among a coder's sentences.

    ``checks`` is how many of the known answers; ``repeats`` how many in a hundred of the
    coder's own sentences, each ``repeat_days`` after it was coded first, or later.
    """

    checks: int = 0
    repeats: int = 0
    repeat_days: int = REPEAT_DAYS


@dataclass(frozen=True, slots=True)
class Again:
    """What the design retest takes: a share of what was coded in round ``of_round``, at least
    ``after`` days ago.
    """

    of_round: int = 0
    share: float = 0.0
    after: int = REPEAT_DAYS


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a lead asks of a round.

    ``k``, ``n`` and ``quotas`` (by pseudonym) are those of the design; ``stratum`` is what
    a reliability sample is stratified by. ``skips`` are counted or replaced by another
    coder. ``reservation_minutes`` say how long an assignment that is open to anyone is kept
    for who was served it, and ``ahead`` how many of them one may hold (0: as usual).
    ``shares`` lets those who run dry go on with what others have not seen. ``requires`` is
    the number of the training round that a coder must have passed, ``pass_mark`` the share of
    known answers that passes a training round.
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
    reservation_minutes: int = 60
    ahead: int = 0
    shares: bool = False
    blinded: tuple[str, ...] = BLINDABLE
    masked: bool = True
    sampling: Sampling = Sampling()
    hidden: Hidden = Hidden()
    again: Again = Again()
    requires: int = 0
    pass_mark: float = PASS_MARK

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
            "where": list(self.sampling.where),
            "ahead": self.ahead,
            "shares": self.shares,
            "requires": self.requires,
            "pass_mark": self.pass_mark,
            **asdict(self.hidden),
            **asdict(self.again),
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
    return Design(
        name,
        settings.get("k", 0),
        settings.get("n", 0),
        seed,
        tuple(quotas),
        settings.get("of_round", 0),
        settings.get("share", 0.0),
        settings.get("after", REPEAT_DAYS),
    )


def sampling_of(settings: Mapping[str, Any]) -> Sampling:
    """How the sentences of a round are chosen."""
    return Sampling(
        settings.get("sample", "all"),
        settings.get("sample_n", 0),
        settings.get("sample_by", "outlet"),
        tuple(settings.get("articles", ())),
        settings.get("uncoded", False),
        tuple(settings.get("where", ())),
    )


def purpose_of(wishes: Wishes) -> str:
    """What the round is for; the design retest says so by itself.

    :raises Refused: if the purpose and the design, or what is asked for, do not go together.
    """
    if wishes.order == "article" and (wishes.hidden.checks or wishes.hidden.repeats):
        remedy = "Choose a random order, or ask for no checks and no repeats."
        message = "In the order of articles coders notice a sentence that is out of its place."
        raise Refused(Problem(message, column="order", remedy=remedy))
    _refuse_numbers(wishes)
    if wishes.design == "retest":
        return "retest"
    if wishes.purpose == "retest":
        remedy = "Choose the design retest, with the round whose sentences come again."
        raise Refused(
            Problem("A retest round has no other design.", column="design", remedy=remedy)
        )
    if wishes.purpose == "training" and wishes.design != "full":
        remedy = "Choose that everyone codes every sentence."
        raise Refused(Problem("Training is for everyone alike.", column="design", remedy=remedy))
    if wishes.purpose == "training" and (wishes.hidden.checks or wishes.hidden.repeats):
        remedy = "Ask for them in the main round."
        message = "In training every sentence has a known answer, so none is a check or a repeat."
        raise Refused(Problem(message, column="checks", remedy=remedy))
    return wishes.purpose


def _refuse_numbers(wishes: Wishes) -> None:
    hidden = wishes.hidden
    for wrong, column, message, remedy in (
        (
            hidden.checks < 0,
            "checks",
            f"{hidden.checks} check sentences are asked for.",
            "Give a number, or 0 for none.",
        ),
        (
            not 0 <= hidden.repeats <= 50,
            "repeats",
            f"{hidden.repeats} in a hundred sentences are to come again.",
            "Choose a number from 0 to 50, such as 5.",
        ),
        (
            hidden.repeat_days < 0,
            "repeat_days",
            f"Repeats are to come after {hidden.repeat_days} days.",
            f"Choose {REPEAT_DAYS} days or more; fewer are reported with the result.",
        ),
        (
            not 0 < wishes.pass_mark <= 1,
            "pass_mark",
            f"The pass mark is {wishes.pass_mark:g}.",
            "Choose a share above 0 and up to 1, such as 0.8.",
        ),
    ):
        if wrong:
            raise Refused(Problem(message, column=column, remedy=remedy))
