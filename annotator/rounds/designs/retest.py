"""Everyone codes a share of what they coded in an earlier round again."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from annotator.errors import Problem, Refused
from annotator.rounds.designs.balance import Block
from annotator.rounds.designs.design import REPEAT_DAYS, Basis, Coded, Recoded, RecodingDesign
from annotator.rounds.designs.numbering import coder_seed
from annotator.rounds.fields import EarlierRound, Number, Option, Section, setting
from annotator.wording import agreeing


@dataclass(frozen=True, slots=True)
class Retest(RecodingDesign):
    """Everyone codes a ``share`` of what they coded in round ``of_round`` again, at least
    ``after`` days later.
    """

    name: ClassVar[str] = "retest"
    label: ClassVar[str] = "Everyone codes a share of what they coded once before again"
    summary: ClassVar[str] = "everyone a share (--again) of what they coded in round --of"

    of_round: int = setting(
        0,
        EarlierRound(label="Retest: of which round", section=Section.CONTROLS, none="no round"),
        Option("--of", "For the design retest: the round whose sentences come again.", "NUMBER"),
    )
    share: float = setting(
        0.0,
        Number(
            label="Retest: which share of a coder's sentences",
            help="Such as 0.1 for a tenth.",
            section=Section.CONTROLS,
            least=0,
            most=1,
        ),
        Option(
            "--again",
            "For the design retest: which share of a coder's sentences, such as 0.1.",
            "SHARE",
            most=1,
        ),
    )
    after: int = setting(
        REPEAT_DAYS,
        Number(
            label="Retest: days after the first coding, at least",
            section=Section.CONTROLS,
            least=0,
            most=3650,
        ),
        Option("--after", "For the design retest: days after the first coding, at least."),
    )

    is_own: ClassVar[bool] = True
    purpose: ClassVar[str] = "retest"

    @property
    def in_words(self) -> str:
        return (
            f"everyone codes {self.share:.0%} of what they coded in round "
            f"{self.of_round} again, {self.after} days later or more"
        )

    @property
    def earlier_round(self) -> int:
        return self.of_round

    def problems(self, units: int, coders: int) -> Iterator[Problem]:
        if not 0 < self.share <= 1:
            yield Problem(
                f"A share of {self.share:g} is to be coded again.",
                column="share",
                remedy="Choose a share above 0 and up to 1, such as 0.1 for a tenth.",
            )

    def assignments(self, basis: Basis) -> int:
        return sum(len(sentences) for sentences in (basis.recoded or {}).values())

    def blocks(self, basis: Basis) -> Sequence[Block]:
        recoded = basis.recoded or {}
        sets = [set(recoded.get(coder.pseudonym, ())) for coder in basis.coders]
        return [
            tuple(coder for coder, own in enumerate(sets) if each.sentence in own)
            for each in basis.sentences
        ]

    def recoded(self, coded: Coded, opened_at: datetime, seed: int) -> Recoded:
        """A seeded share of what each coder coded long enough ago.

        The share is rounded, and who coded anything long enough ago gets one sentence at
        least. A coder's draw depends on nothing but their own sentences and the seed.

        :raises Refused: if nothing is old enough, saying when something will be.
        """
        latest = opened_at - timedelta(days=self.after)
        old = {
            coder: sorted(sentence for sentence, at in own.items() if at <= latest)
            for coder, own in coded.items()
        }
        if not any(old.values()):
            raise Refused(_too_young(coded, latest))
        return {
            coder: _drawn(sentences, self.share, coder_seed(seed, coder)) if sentences else []
            for coder, sentences in old.items()
        }


def _drawn(sentences: Sequence[int], share: float, seed: int) -> list[int]:
    draw = random.Random(seed)  # noqa: S311 - A recorded draw, not a secret.
    return sorted(draw.sample(sentences, max(1, round(share * len(sentences)))))


def _too_young(coded: Mapping[str, Mapping[int, datetime]], latest: datetime) -> Problem:
    moments = [at for own in coded.values() for at in own.values()]
    if not moments:
        return Problem(
            "None of these coders coded anything in that round.",
            column="of_round",
            remedy="Name another round, or choose the coders who coded in it.",
        )
    days = -(-(min(moments) - latest) // timedelta(days=1))
    return Problem(
        f"No coding of these coders in that round is old enough: the first was made "
        f"{min(moments):%Y-%m-%d %H:%M} UTC.",
        column="after",
        remedy=f"Wait {days} {agreeing(days, 'day')}, or ask for a shorter gap.",
    )
