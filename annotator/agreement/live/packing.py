"""How the answers of a coding become a few whole numbers, which a database can add up. Pure.

Each code of a question is a bit of a word: the sum over a coding's answers says which were
given. Numbers stay what they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import count

import numpy as np
from numpy.typing import NDArray

from annotator.codebook.schema import Codebook
from annotator.codebook.values import Variable, number
from annotator.reliability.data.arrays import Floats, Ints

#: Bits of a word: small enough for the quickest sums that databases have.
BITS = 30

Values = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Packing:
    """Where each answer stands: ``flags`` are the bits of codes, by question and code, and of
    "no code applies" (an empty code); ``numbers`` are the questions answered with a number.
    """

    flags: Mapping[tuple[str, str], int]
    numbers: tuple[str, ...]

    @property
    def words(self) -> int:
        """How many words hold all flags."""
        return -(-len(self.flags) // BITS)


def packing(book: Codebook) -> Packing:
    """How answers under a codebook are packed."""
    flags: dict[tuple[str, str], int] = {}
    at = count()
    for question in book.questions:
        if question.kind in {"one", "many"}:
            flags |= {(question.key, code.key): next(at) for code in question.codes}
        if question.kind == "many":
            flags[question.key, ""] = next(at)
    numeric = (each.key for each in book.questions if each.kind in {"scale", "number"})
    return Packing(flags, tuple(numeric))


@dataclass(frozen=True, slots=True)
class Packed:
    """Codings as a database adds them up: unit and coder of each, by their rows, shape (J,).

    ``day`` is when each was saved, in days since 1970-01-01 in UTC. ``words``, shape (J, W),
    and ``numbers``, shape (J, Q) with nan for none, are their answers; ``stands`` whether each
    is current, ``counts`` whether it counts, and ``unsure`` whether it may change how many do
    not.
    """

    coding: Ints
    unit: Ints
    member: Ints
    day: Ints
    stands: NDArray[np.bool_]
    counts: NDArray[np.bool_]
    unsure: NDArray[np.bool_]
    words: Ints
    numbers: Floats

    def where(self, kept: NDArray[np.bool_]) -> "Packed":
        """Some of the codings."""
        return Packed(**{each.name: getattr(self, each.name)[kept] for each in fields(Packed)})


def joined(parts: Sequence[Packed]) -> Packed:
    """Codings that were read in parts; there is one part at least."""
    return Packed(
        *(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Packed))
    )


def unpacked(
    given: Packed, how: Packing, variable: Variable, labels: Sequence[str]
) -> tuple[Values, tuple[str, ...]]:
    """The value of a variable in each coding, as its place among the labels; -1 for none.

    Numbers that were never given before get a label behind the others.
    """
    if variable.question in how.numbers:
        return _of_numbers(given.numbers[:, how.numbers.index(variable.question)], labels)
    if variable.kind == "many":
        return _applied(given, how, variable), tuple(labels)
    found = np.full(given.unit.size, -1, np.int32)
    for at, code in reversed(list(enumerate(labels))):
        found[_flag(given, how.flags[variable.question, code])] = at
    return found, tuple(labels)


def _applied(given: Packed, how: Packing, variable: Variable) -> Values:
    """1 where the code was given, 0 where another was, or none was said to apply."""
    answered = np.zeros(given.unit.size, bool)
    for (question, _), bit in how.flags.items():
        if question == variable.question:
            answered |= _flag(given, bit)
    applies = _flag(given, how.flags[variable.question, variable.code])
    return np.where(answered, applies, -1).astype(np.int32)


def _flag(given: Packed, bit: int) -> NDArray[np.bool_]:
    word, place = divmod(bit, BITS)
    found: NDArray[np.bool_] = (given.words[:, word] >> place) & 1 == 1
    return found


def _of_numbers(numbers: Floats, labels: Sequence[str]) -> tuple[Values, tuple[str, ...]]:
    known = {label: at for at, label in enumerate(labels)}
    there = ~np.isnan(numbers)
    distinct, which = np.unique(numbers[there], return_inverse=True)
    place = [known.setdefault(number(float(each)), len(known)) for each in distinct]
    found = np.full(numbers.size, -1, np.int32)
    found[there] = np.array(place, np.int32)[which]
    return found, tuple(known)
