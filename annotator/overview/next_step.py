"""What a study needs next, from what it has. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """What a study has, in numbers."""

    articles: int
    sentences: int
    included: int
    codebook: int
    coders: int
    rounds: int
    drafts: int
    open_rounds: int
    slots: int
    coded: int
    skipped: int

    @property
    def answered(self) -> int:
        return self.coded + self.skipped


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: its name, why, where (an endpoint), and the words on the button."""

    title: str
    text: str
    endpoint: str
    label: str


def next_step(has: Counts) -> Step:
    """The one thing that brings the study forward now."""
    return next(step for needed, step in _steps(has) if needed)


def _steps(has: Counts) -> Iterator[tuple[object, Step]]:
    """Every step in the order of a study, each with whether it is due."""
    yield (
        not has.articles,
        Step(
            "import articles",
            "A study begins with its texts: plain text, CSV or Excel.",
            "corpus.import_",
            "Import articles",
        ),
    )
    yield (
        not has.codebook,
        Step(
            "bring a codebook",
            "It says what is asked of each sentence, and what each code means.",
            "codebook.import_",
            "Bring a codebook",
        ),
    )
    yield (
        not has.coders,
        Step(
            "invite coders",
            "Two are needed to see whether they agree.",
            "studies.members",
            "Invite coders",
        ),
    )
    yield (
        has.drafts and not has.open_rounds,
        Step(
            "open the round",
            "A draft waits to be looked over and opened.",
            "rounds.rounds",
            "Go to the draft",
        ),
    )
    yield (
        not has.rounds,
        Step(
            "draft a round",
            f"{has.included:,} sentences are ready to be coded.",
            "rounds.new",
            "Draft a round",
        ),
    )
    yield (
        has.open_rounds and has.answered < has.slots,
        Step(
            "follow the round",
            f"{has.answered:,} of {has.slots:,} places are coded or skipped.",
            "rounds.rounds",
            "See who is where",
        ),
    )
    yield (
        True,
        Step(
            "read the agreement",
            "See which codes and which pairs of coders disagree.",
            "agreement.report",
            "Read the agreement",
        ),
    )
