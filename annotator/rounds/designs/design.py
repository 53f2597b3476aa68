"""What a design asks for, and what arithmetic forbids. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.errors import Problem, Refused

#: The designs that there are; ``designs`` says what each guarantees.
DESIGNS = ("full", "balanced", "subsample", "open", "retest")

#: How many may code a sentence where it is not known who comes: a guard against a slip.
MOST_FIRST_COME = 100


@dataclass(frozen=True, slots=True)
class Design:
    """A design by its name, with what it asks for; what it does not ask for is left alone.

    ``k`` is how many code a sentence; in ``subsample`` 0 means all. ``n`` is the number
    of sentences of the reliability sample. ``quotas`` say how many sentences each coder
    codes; without them everyone codes as many, give or take one. In ``retest`` everyone codes
    a ``share`` of what they coded in round ``of_round`` at least ``after`` days ago.
    """

    name: str = "full"
    k: int = 0
    n: int = 0
    seed: int = 1
    quotas: tuple[int, ...] = ()
    of_round: int = 0
    share: float = 0.0
    after: int = 0

    @property
    def said(self) -> str:
        """The design in words."""
        coders = {0: "all coders", 1: "one coder"}.get(self.k, f"{self.k} coders")
        return {
            "full": "every coder codes every sentence",
            "balanced": f"each sentence is coded by {coders}, in balance",
            "subsample": f"a sample of {self.n:,} is coded by {coders}, the rest once",
            "open": f"each sentence is coded by the first {self.k} who come to it",
            "retest": f"everyone codes {self.share:.0%} of what they coded in round "
            f"{self.of_round} again, {self.after} days later or more",
        }[self.name]

    def slots(self, units: int, coders: int) -> int:
        """How many assignments so many units have among so many coders."""
        many = coders if self.name == "full" else self.k or coders
        once = units - self.n if self.name == "subsample" else 0
        return (units - once) * many + once


def check(design: Design, units: int, coders: int) -> None:
    """Refuse what arithmetic forbids.

    :raises Refused: naming the setting, with what would be possible.
    """
    quotas = _quota_rules(design, units, coders) if design.quotas else ()
    for wrong, column, message, remedy in (*_rules(design, units, coders), *quotas):
        if wrong:
            raise Refused(Problem(message, column=column, remedy=remedy))


#: Whether it is broken, the setting that it is about, what is wrong, and what is possible.
Rule = tuple[bool, str, str, str]


def _rules(design: Design, units: int, coders: int) -> Iterator[Rule]:
    of_k = design.name == "balanced" or (design.name == "subsample" and design.k > 0)
    yield (
        design.name not in DESIGNS,
        "design",
        f"There is no design {design.name!r}.",
        f"Choose one of: {', '.join(DESIGNS)}.",
    )
    yield (
        not units,
        "articles",
        "No sentence is served in the chosen articles.",
        "Import articles first, or serve some of their sentences.",
    )
    yield (
        not coders and design.name != "open",
        "coders",
        "The round has no coder.",
        "Invite coders to the study, then choose who codes in the round.",
    )
    yield (
        of_k and not 1 <= design.k <= coders,
        "k",
        f"{design.k} coders for each sentence are asked for; the round has {coders}.",
        f"Choose a number from 1 to {coders}, or add coders.",
    )
    yield (
        design.name == "open" and not 1 <= design.k <= MOST_FIRST_COME,
        "k",
        f"{design.k} coders for each sentence are asked for.",
        f"Choose a number from 1 to {MOST_FIRST_COME}.",
    )
    yield (
        design.name == "retest" and not 0 < design.share <= 1,
        "share",
        f"A share of {design.share:g} is to be coded again.",
        "Choose a share above 0 and up to 1, such as 0.1 for a tenth.",
    )
    yield (
        design.name == "subsample" and not 1 <= design.n <= units,
        "n",
        f"A reliability sample of {design.n:,} is asked for; the round has {units:,} sentences.",
        f"Choose a number from 1 to {units:,}.",
    )


def _quota_rules(design: Design, units: int, coders: int) -> Iterator[Rule]:
    needed, given = units * design.k, sum(design.quotas)
    is_open = design.name == "open"
    yield (
        design.name != "balanced" and not is_open,
        "quotas",
        f"Quotas are for the designs balanced and open; this one is {design.name}.",
        "Choose one of these, or leave the quotas out.",
    )
    yield (
        len(design.quotas) != coders,
        "quotas",
        f"There are {len(design.quotas)} quotas for {coders} coders.",
        "Give every coder of the round a quota, or none.",
    )
    yield (
        given != needed and not is_open,
        "quotas",
        f"The quotas add up to {given:,}; {units:,} sentences with {design.k} coders each "
        f"make {needed:,}.",
        f"Change them by {needed - given:+,} in all.",
    )
    yield (
        not all(0 <= each <= units for each in design.quotas),
        "quotas",
        f"A coder can code each of the {units:,} sentences once, and no less than none.",
        f"Give everyone a quota from 0 to {units:,}.",
    )
