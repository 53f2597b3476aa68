"""Which of their own codings a coder wants to see. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.codebook.schema import Codebook
from annotator.codebook.words.answers import choices

#: What a coder may list of their own codings.
ONLY = {"": "All", "flagged": "Flagged", "note": "With a note", "skipped": "Skipped"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of one's own codings are wanted: a key of ``ONLY``, and those with a code.

    ``code`` is ``none`` for those that say that no code applies; without a ``question``
    any answer will do.
    """

    only: str = ""
    question: str = ""
    code: str = ""
    page: int = 1

    @property
    def key(self) -> str:
        return f"{self.question}.{self.code}" if self.question else ""


def wanted(asked: Mapping[str, str], book: Codebook) -> Wanted:
    """What an address asks for; what it can not mean is left out."""
    only, key, page = asked.get("show", ""), asked.get("code", ""), asked.get("page", "")
    known = {key for _, codes in choices(book) for key, _ in codes}
    question, _, code = key.partition(".") if key in known else ("", "", "")
    number = int(page) if page.isdecimal() and len(page) < 7 else 1
    return Wanted(only if only in ONLY else "", question, code, max(1, number))
