"""The two engines that find where sentences end.

choppa-srx reads the SRX rules of LanguageTool and is the better one for the languages
that these know. For a language without rules of its own it would give back the whole
text as one sentence, silently; there sentencex, which has a fallback for every
language, takes over.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import sentencex

from annotator.languages import primary

# choppa takes a quarter of a second to load, which most commands need not wait for.
if TYPE_CHECKING:
    import choppa

#: With choppa's default of 100 its time grows faster than the text (240 characters of
#: dots take seconds); with 16 it is linear and scores the same.
LOOKBEHIND = 16

#: Dot leaders, rows of stars, and rows of single characters with a full stop each. They
#: end no sentence, and each of their dots would cost as much time as a sentence. Eight
#: in a row are more than any ellipsis or any person's initials have.
_LEADER = re.compile(r"(?:[^\w\s]\s*){8,}|(?:[.!?…](?:\s*\w)?\s*){8,}")
_MAPPED_LANGUAGE = re.compile(r"\|([a-z]{2,3})\)")

Finder = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class Engine:
    """What finds the ends of sentences, with all that is needed to name it in a paper.

    ``breaks`` takes a paragraph and gives the position after each sentence found,
    including the white space behind it.
    """

    name: str
    version: str
    breaks: Finder


def engine_for(language: str) -> Engine:
    """The engine for a language.

    :raises Refused: if it does not look like a code of a language.
    """
    return _engine(primary(language))


@cache
def _engine(code: str) -> Engine:
    if code in _languages_with_rules():
        release = f"{version('choppa-srx')} rules {_rules_checksum()}"
        return Engine("choppa-srx", f"{release} {code}", _by_rules(code))
    return Engine("sentencex", f"{version('sentencex')} {code}", _by_sentencex(code))


@cache
def _rules() -> "choppa.SrxDocument":
    """The rules, read once: threads share them."""
    import choppa

    return choppa.SrxDocument(ruleset=choppa.DEFAULT_SRX_RULESET)


@cache
def _rules_checksum() -> str:
    import choppa

    return hashlib.sha256(choppa.DEFAULT_SRX_RULESET.read_bytes()).hexdigest()[:8]


@cache
def _languages_with_rules() -> frozenset[str]:
    """The codes that the rules name, as in ``(EN|en).*``; the catch-alls name none."""
    # The types that choppa gives its patterns do not exist in the stubs of regex.
    entries: list[Any] = list(_rules().language_map_list)
    patterns = (entry.language_pattern.pattern for entry in entries)
    return frozenset(code for pattern in patterns for code in _MAPPED_LANGUAGE.findall(pattern))


def _by_rules(code: str) -> Finder:
    import choppa

    def breaks(paragraph: str) -> list[int]:
        pieces = choppa.SrxTextIterator(
            _rules(),
            f"{code}_one",
            _without_leaders(paragraph),
            max_lookbehind_construct_length=LOOKBEHIND,
        )
        return list(accumulate(map(len, pieces)))

    return breaks


def _by_sentencex(code: str) -> Finder:
    def breaks(paragraph: str) -> list[int]:
        found = sentencex.get_sentence_boundaries(code, _without_leaders(paragraph))
        return [boundary["end_index"] for boundary in found]

    return breaks


def _without_leaders(paragraph: str) -> str:
    """A copy of the same length in which leaders and line ends are spaces."""
    flat = paragraph.replace("\n", " ")
    return _LEADER.sub(lambda leader: " " * len(leader[0]), flat)
