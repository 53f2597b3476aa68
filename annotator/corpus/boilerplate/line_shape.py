"""The shape of a line: whether it closes like a sentence, opens like a list, is a name."""

import re

_CLOSERS = "\"'”’“‘»«›‹)]"
_OPENERS = "\"'“‘„‚»«›‹("
#: Where one of these ends a line, it ends or interrupts a sentence.
_ENDS = ".!?…:;,–—-。！？；：،؟।"
_LIST_ITEM = re.compile(r"[•·▪◦*–—-]\s|\d{1,3}[.)]\s")

_OF_A_NAME = re.compile(
    "al|bin|da|de|del|della|den|der|di|dos|el|ibn|la|le|ter|van|vom|von|zu|zur", re.IGNORECASE
)
_AFTER_A_NAME = re.compile("[,|/&(–—•·-]|and|und|et|y|e|in|for|für|pour|para|aus|with|mit")
_DAY_OR_MONTH = re.compile(
    "(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    "|january?|february?|march|märz|april|may|mai|june?|juni|july?|juli|august"
    "|(?:sept|nov|dec|dez)ember|o[ck]tober",
    re.IGNORECASE,
)


def is_unclosed(line: str) -> bool:
    """Whether a line ends without punctuation, as headings do and sentences do not.

    A quotation that fills its line counts as closed, whatever stands before the mark.
    """
    bare = line.rstrip(_CLOSERS)
    if not bare or bare[-1] in _ENDS:
        return False
    return bare == line or line[0] not in _OPENERS


def is_list_item(line: str) -> bool:
    return _LIST_ITEM.match(line) is not None


def is_short(line: str, words: int, characters: int) -> bool:
    return len(line) <= characters and len(line.split()) <= words


def has_words(line: str) -> bool:
    return any(map(str.isalnum, line))


def is_names(line: str) -> bool:
    """Whether a line is a person's name of two words or more, or several, and little else.

    ``Jane Doe``, ``Ana de la Cruz and Bo Li``, ``JANE DOE, Health Editor`` are; ``Friday``
    and ``Berlin nach Paris`` are not.
    """
    words = line.replace(",", " , ").split()
    count = next((i for i, word in enumerate(words) if not _is_of_a_name(word)), len(words))
    capitals = sum(word[0].isupper() for word in words[:count])
    rest = words[count:]
    return (
        capitals >= 2
        and not _DAY_OR_MONTH.fullmatch(words[0])
        and (not rest or _AFTER_A_NAME.match(rest[0]) is not None)
        and len(words) <= 20
    )


def _is_of_a_name(word: str) -> bool:
    return word[0].isupper() or _OF_A_NAME.fullmatch(word) is not None
