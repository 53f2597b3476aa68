"""The design retest: which sentences each coder codes again. Pure."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from annotator.errors import Problem, Refused
from annotator.rounds.designs.balance import Block
from annotator.rounds.designs.numbering import coder_seed


def retest(
    coded: Mapping[str, Mapping[int, datetime]], share: float, latest: datetime, seed: int
) -> dict[str, list[int]]:
    """What each coder codes again: a seeded share of what they coded up to ``latest``.

    ``coded`` has for each coder, by pseudonym, when they first coded which sentence. The
    share is rounded, and who coded anything long enough ago gets one sentence at least.
    A coder's draw depends on nothing but their own sentences and the seed.

    :raises Refused: if nothing is old enough, saying when something will be.
    """
    old = {
        coder: sorted(sentence for sentence, at in mine.items() if at <= latest)
        for coder, mine in coded.items()
    }
    if not any(old.values()):
        raise Refused(_too_young(coded, latest))
    return {
        coder: _drawn(mine, share, coder_seed(seed, coder)) if mine else []
        for coder, mine in old.items()
    }


def _drawn(sentences: Sequence[int], share: float, seed: int) -> list[int]:
    many = max(1, round(share * len(sentences)))
    by = random.Random(seed)  # noqa: S311 - A recorded draw, not a secret.
    return sorted(by.sample(sentences, many))


def _too_young(coded: Mapping[str, Mapping[int, datetime]], latest: datetime) -> Problem:
    moments = [at for mine in coded.values() for at in mine.values()]
    if not moments:
        return Problem(
            "None of these coders coded anything in that round.",
            column="of_round",
            remedy="Name another round, or choose the coders who coded in it.",
        )
    wait = min(moments) - latest
    days = -(-wait // timedelta(days=1))
    return Problem(
        f"No coding of these coders in that round is old enough: the first was made "
        f"{min(moments):%Y-%m-%d %H:%M} UTC.",
        column="after",
        remedy=f"Wait {days} {'day' if days == 1 else 'days'}, or ask for a shorter gap.",
    )


def blocks_of(taken: Mapping[str, Sequence[int]], sentences: Sequence[int]) -> list[Block]:
    """For each sentence the coders who code it again, by their place in ``taken``."""
    sets = [set(mine) for mine in taken.values()]
    return [
        tuple(coder for coder, mine in enumerate(sets) if sentence in mine)
        for sentence in sentences
    ]
