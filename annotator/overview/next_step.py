"""What a study needs next, from what it counts."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StudyCounts:
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


def next_step(counts: StudyCounts) -> Step:
    """The one thing that brings the study forward now."""
    return next(step for needed, step in _steps(counts) if needed)


def _steps(counts: StudyCounts) -> Iterator[tuple[object, Step]]:
    """Every step in the order of a study, each with whether it is due."""
    yield (
        not counts.articles,
        Step(
            "import articles",
            "A study begins with its texts: plain text, CSV or Excel.",
            "corpus.import_",
            "Import articles",
        ),
    )
    yield (
        not counts.codebook,
        Step(
            "bring a codebook",
            "It says what is asked of each sentence, and what each code means.",
            "codebook.import_",
            "Bring a codebook",
        ),
    )
    yield (
        not counts.coders,
        Step(
            "invite coders",
            "Two are needed to see whether they agree.",
            "studies.members",
            "Invite coders",
        ),
    )
    yield (
        counts.drafts and not counts.open_rounds,
        Step(
            "open the round",
            "A draft waits to be looked over and opened.",
            "rounds.rounds",
            "Go to the draft",
        ),
    )
    yield (
        not counts.rounds,
        Step(
            "draft a round",
            f"{counts.included:,} sentences are ready to be coded.",
            "rounds.new",
            "Draft a round",
        ),
    )
    yield (
        counts.open_rounds and counts.answered < counts.slots,
        Step(
            "follow the round",
            f"{counts.answered:,} of {counts.slots:,} places are coded or skipped.",
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
