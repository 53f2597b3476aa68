"""What a lead asks of a round before it is drafted, and what does not go together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.errors import Problem, Refused
from annotator.rounds.controls.controls import Controls, Training
from annotator.rounds.designs.registry import DESIGNS, design_called
from annotator.rounds.fields import (
    Choice,
    Number,
    Option,
    Section,
    Setting,
    Switch,
    Text,
    given_to,
    setting,
    settings_of,
)
from annotator.rounds.sampling.conditions import read_conditions
from annotator.rounds.sampling.sample import Sampling
from annotator.rounds.setup import BLINDABLE, Context, Order, RoundPurpose, RoundSetup, Skips


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """What a lead asks of a round. ``quotas`` are sentences by pseudonym, for all or for none."""

    title: str
    purpose: str = setting(
        RoundPurpose.MAIN,
        Choice(
            label="Purpose",
            help="A training round consists of the sentences for which you write known answers "
            "in the draft.",
            choices={
                RoundPurpose.TRAINING: "Training: coders see the known answers",
                RoundPurpose.PILOT: "Pilot: to try the codebook",
                RoundPurpose.MAIN: "Main: for the data set",
            },
            first=RoundPurpose.PILOT,
            listed=True,
        ),
        Option(
            "--purpose",
            "training: of sentences with known answers (--known), which coders see after their "
            "own.",
        ),
    )
    order: str = setting(
        Order.ARTICLE,
        Choice(
            label="Order of the sentences",
            choices={
                Order.ARTICLE: "Article by article, as they stand there",
                Order.RANDOM: "Random, in another order for each coder, from the seed",
            },
        ),
        Option("--order"),
    )
    context: str = setting(
        Context.NONE,
        Choice(
            label="What else of the article coders read",
            choices={
                Context.NONE: "Nothing: the sentence alone",
                Context.NEIGHBOURS: "The sentences just before and after",
                Context.ARTICLE: "The article so far: all served sentences before it",
            },
        ),
        Option(
            "--context",
            "What else of the article coders read; article: what comes before the sentence.",
        ),
    )
    blinded: tuple[str, ...] = BLINDABLE
    masked: bool = setting(
        True,
        Switch(label="Mask the names of outlet and author inside the sentences"),
        Option("--masked/--unmasked", "Mask the names of outlet and author inside the sentences."),
    )
    skips: str = setting(
        Skips.COUNT,
        Choice(
            label="A sentence that a coder skips",
            choices={
                Skips.COUNT: "Counts as it is: one coding less",
                Skips.REPLACE: "Is given to another coder",
            },
        ),
        Option(
            "--skips",
            "What a skip is: one coding less, or replaced by another coder's.",
            words=tuple(Skips),
        ),
    )
    quotas: Mapping[str, int] = setting(
        {},
        Text(
            label="Quotas",
            help="Only where some code more than others: C07=120, C12=80. Empty: all as many. "
            "Where the first who come code, a quota is the most that someone codes.",
            section=Section.CODERS,
        ),
        Option(
            "--quota",
            "How many a coder codes, in the design balanced (at most, in open); for every coder "
            "or for none.",
            "PSEUDONYM=N",
        ),
    )
    reservation_minutes: int = setting(
        60,
        Number(
            label="Minutes for which a sentence is kept for who was served it",
            help="Then it may go to another, unless a plan gave it to this coder. Nothing that "
            "is sent later is lost.",
            section=Section.CODERS,
            least=1,
            most=100_000,
            required="Write a number of minutes, such as 60.",
        ),
        Option(
            "--lease",
            "For how long a sentence that is open to anyone is kept for who was served it.",
            "MINUTES",
            least=1,
            most=100_000,
        ),
        name="lease_minutes",
    )
    seed: int = setting(
        1,
        Number(
            label="Seed",
            help="Any whole number. With it, the same plan can be made again.",
            least=0,
            most=2**31 - 1,
            required="Write a whole number, such as 1.",
        ),
        Option("--seed", most=2**31 - 1),
    )
    setup: RoundSetup = field(default_factory=RoundSetup)


def settings_of_rounds() -> list[Setting]:
    """All settings of rounds and of their designs, each once, also if several designs have it."""
    parts: list[type] = [Training, Controls, *DESIGNS.values(), RoundDraft, RoundSetup, Sampling]
    return list({each.name: each for part in parts for each in settings_of(part)}.values())


def draft_of(title: str, design: str, answers: Mapping[str, Any]) -> RoundDraft:
    """The round that a page or a command asks for, by the names of settings; None is no answer.

    :raises Refused: if there is no such design, or a quota or a condition is not written as one.
    """
    chosen = design_called(design)
    sampling = {
        **given_to(Sampling, answers),
        "articles": tuple(answers["articles"]),
        "where": read_conditions(answers["where"]),
    }
    setup = RoundSetup(
        design=chosen(**given_to(chosen, answers)),
        sampling=Sampling(**sampling),
        controls=Controls(**given_to(Controls, answers)),
        training=Training(**given_to(Training, answers)),
        **given_to(RoundSetup, answers),
    )
    own = {
        **given_to(RoundDraft, answers),
        "blinded": tuple(answers["blinded"]),
        "quotas": read_quotas(answers["quotas"]),
    }
    return RoundDraft(title=title, setup=setup, **own)


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


def purpose_of(draft: RoundDraft) -> RoundPurpose:
    """What the round is for, which some designs say by themselves.

    :raises Refused: if the purpose and the design, or what is asked for, do not go together.
    """
    for problem in _problems(draft):
        raise Refused(problem)
    return RoundPurpose(draft.setup.design.purpose or draft.purpose)


def _problems(draft: RoundDraft) -> Iterator[Problem]:
    design, controls = draft.setup.design, draft.setup.controls
    if draft.order == Order.ARTICLE and controls.in_use:
        yield Problem(
            "In the order of articles coders notice a sentence that is out of its place.",
            column="order",
            remedy="Choose a random order, or ask for no checks and no repeats.",
        )
    yield from controls.problems()
    yield from draft.setup.training.problems()
    if design.purpose:
        return
    if draft.purpose == RoundPurpose.RETEST:
        yield Problem(
            "A retest round has no other design.",
            column="design",
            remedy="Choose the design retest, with the round whose sentences come again.",
        )
    if draft.purpose == RoundPurpose.TRAINING and not design.is_complete:
        yield Problem(
            "Training is for everyone alike.",
            column="design",
            remedy="Choose that everyone codes every sentence.",
        )
    if draft.purpose == RoundPurpose.TRAINING and controls.in_use:
        yield Problem(
            "In training every sentence has a known answer, so none is a check or a repeat.",
            column="checks",
            remedy="Ask for them in the main round.",
        )
