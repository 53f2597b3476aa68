"""The rules of keys, labels, language tags and characters, wherever they stand in a codebook."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from annotator.errors import Problem
from annotator.languages import is_canonical

LONGEST_KEY = 60
LONGEST_LABEL = 200
_KEY = re.compile("[a-z][a-z0-9_]*")


def key_problem(key: str, path: str, thing: str) -> Problem | None:
    """What is wrong with the key of a codebook, question or code; ``thing`` says whose it is."""
    if not key:
        return Problem(f"{thing} has no key.", column=path, remedy=f'Add "key:" with {_KEY_RULE}.')
    if not _KEY.fullmatch(key):
        message = f'The key "{shortened(key)}" is not {_KEY_RULE}.'
        made = key_from(key)
        remedy = f'Write "{made or "frame_1"}", for example.'
        return Problem(message, column=path, remedy=remedy)
    if len(key) > LONGEST_KEY:
        message = f"The key of {len(key)} characters is longer than {LONGEST_KEY}."
        return Problem(message, column=path, remedy="Shorten it, and keep the label in full.")
    return None


_KEY_RULE = "lower-case letters, digits and underscores, starting with a letter"


def label_problem(label: str, path: str, thing: str) -> Problem | None:
    """What is wrong with a label or a title: one line that people read on the page."""
    word = path.rpartition(".")[2]
    if not label:
        return Problem(f"{thing} has no {word}.", column=path, remedy=f'Add "{word}:" with a text.')
    if len(label) > LONGEST_LABEL or "\n" in label:
        message = f"This {word} is not one line of at most {LONGEST_LABEL} characters."
        return Problem(message, column=path, remedy=f"Shorten it; it has {len(label)} now.")
    return None


def language_problem(language: str) -> Problem | None:
    """What is wrong with the language tag of a codebook."""
    if is_canonical(language):
        return None
    message = f'"{shortened(language)}" is not a language tag.'
    return Problem(message, column="language", remedy='Write "en", "de" or "pt-BR", for example.')


def character_problem(text: str, path: str) -> Problem | None:
    """The first character that can be neither shown nor kept in every database, if there is one."""
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t":
            message = f"A character that can not be shown was found (U+{ord(character):04X})."
            return Problem(message, column=path, remedy="Delete it, or write it as a visible one.")
    return None


def key_from(label: str) -> str:
    """A key made of a label, or nothing if no letter is left: ``Flood 2`` -> ``flood_2``."""
    bare = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "_", bare).strip("_").lstrip("0123456789_")[:LONGEST_KEY]


def closest(written: str, known: tuple[str, ...]) -> str:
    """The known name that was probably meant, or nothing."""
    likely = get_close_matches(written.lower(), known, n=1, cutoff=0.7)
    return likely[0] if likely else ""


def alternatives(words: Iterable[str]) -> str:
    """Words in quotes, as a remedy names them: ``"a", "b" or "c"``."""
    *others, last = (f'"{word}"' for word in words)
    return f"{', '.join(others)} or {last}" if others else last


def shortened(text: str, length: int = 60) -> str:
    """A text cut to fit into a message."""
    return text if len(text) <= length else text[: length - 1] + "…"
