"""Names that are drawn or made: pseudonyms of members, slugs of studies. Pure."""

import random
import re
import unicodedata
from collections.abc import Collection

from annotator.errors import Problem, Refused

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def draw_pseudonym(taken: Collection[str], chance: random.Random) -> str:
    """Draw a pseudonym such as ``C07`` that is not taken.

    It is random, so that it does not tell in which order people joined. At most half of
    the numbers of a length are given away before a digit is added.
    """
    digits = 2
    while len(taken) * 2 >= 10**digits:
        digits += 1
    free = sorted({f"C{n:0{digits}d}" for n in range(1, 10**digits)} - set(taken))
    return chance.choice(free)


def slug_of(title: str) -> str:
    """A name for addresses, from a title: ``Staged meetings`` becomes ``staged-meetings``."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "study"


def check_slug(slug: str) -> str:
    """The slug itself, if it can stand in an address and on the command line.

    :raises Refused: with what it may consist of.
    """
    if not _SLUG.fullmatch(slug) or len(slug) > 60:
        raise Refused(
            Problem(
                f"{slug!r} can not be the short name of a study.",
                column="slug",
                remedy="Use small letters, digits and single hyphens, 60 characters at most.",
            )
        )
    return slug
