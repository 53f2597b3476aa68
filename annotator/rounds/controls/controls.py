"""How the work of coders is controlled: hidden checks and repeats, and training before."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.errors import Problem
from annotator.rounds.designs.design import REPEAT_DAYS
from annotator.rounds.fields import EarlierRound, Number, Option, Section, setting


@dataclass(frozen=True, slots=True)
class Controls:
    """What is hidden among a coder's sentences.

    ``checks`` is how many of the known answers; ``repeats`` how many in a hundred of the
    coder's own sentences, each ``repeat_days`` after it was coded first, or later.
    """

    checks: int = setting(
        0,
        Number(
            label="Check sentences",
            help="So many sentences with known answers are hidden among those of each coder; "
            "write the answers in the draft. In random order only, where nothing tells them from "
            "others.",
            section=Section.CONTROLS,
            least=0,
            most=1000,
            empty=True,
        ),
        Option(
            "--checks",
            "Hide so many of the sentences with known answers among those of each coder; "
            "with --order random.",
            "N",
        ),
    )
    repeats: int = setting(
        0,
        Number(
            label="Repeats, in a hundred sentences",
            help="So many of a coder's own sentences come again, hidden, where the round lasts "
            "long enough for that; in random order.",
            section=Section.CONTROLS,
            least=0,
            most=50,
            empty=True,
        ),
        Option(
            "--repeats",
            "Let so many in a hundred of a coder's own sentences come again, hidden; with --order "
            "random.",
            "PERCENT",
            most=50,
        ),
    )
    repeat_days: int = setting(
        REPEAT_DAYS,
        Number(
            label="Days after which a sentence may come again",
            help=f"With less than {REPEAT_DAYS} coders may remember; the gap is reported.",
            section=Section.CONTROLS,
            least=0,
            most=3650,
        ),
        Option("--repeat-days", "After how many days at the earliest."),
    )

    @property
    def in_use(self) -> bool:
        """Whether some of a coder's sentences are checks or repeats."""
        return bool(self.checks or self.repeats)

    def problems(self) -> Iterator[Problem]:
        """Numbers that are out of range."""
        if self.checks < 0:
            yield Problem(
                f"{self.checks} check sentences are asked for.",
                column="checks",
                remedy="Give a number, or 0 for none.",
            )
        if not 0 <= self.repeats <= 50:
            yield Problem(
                f"{self.repeats} in a hundred sentences are to come again.",
                column="repeats",
                remedy="Choose a number from 0 to 50, such as 5.",
            )
        if self.repeat_days < 0:
            yield Problem(
                f"Repeats are to come after {self.repeat_days} days.",
                column="repeat_days",
                remedy=f"Choose {REPEAT_DAYS} days or more; fewer are reported with the result.",
            )


@dataclass(frozen=True, slots=True)
class Training:
    """The training that a round is, or asks for.

    ``pass_mark`` is the share of known answers that qualifies a coder of a training round,
    ``requires`` the number of the training round that a coder must have passed; 0 is none.
    """

    pass_mark: float = setting(
        0.8,
        Number(
            label="Pass mark of a training round",
            help="The share of known answers that a coder agrees with at first sight, for each "
            "code.",
            section=Section.CONTROLS,
            least=0,
            most=1,
        ),
        Option(
            "--pass-mark",
            "The share of known answers, for each code, that passes a training round.",
            most=1,
            above=True,
        ),
    )
    requires: int = setting(
        0,
        EarlierRound(
            label="Only for coders who passed",
            section=Section.CONTROLS,
            none="no training is asked for",
            training=True,
        ),
        Option("--requires", "The training round that a coder must have passed.", "NUMBER"),
    )

    def problems(self) -> Iterator[Problem]:
        """Numbers that are out of range."""
        if not 0 < self.pass_mark <= 1:
            yield Problem(
                f"The pass mark is {self.pass_mark:g}.",
                column="pass_mark",
                remedy="Choose a share above 0 and up to 1, such as 0.8.",
            )
