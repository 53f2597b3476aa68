"""How the answers of a coding become a few whole numbers, which a database can add up. Pure.

Each code of a question is a bit of a word: the sum over a coding's answers says which were
given. Numbers stay what they are, and so do texts, of kinds that are measured by what was written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.registry import kind_of
from annotator.codebook.kinds.variable import Variable
from annotator.codebook.schema import Codebook, Question
from annotator.reliability.data.arrays import Floats, Ints

#: Bits of a word: small enough for the quickest sums that databases have.
BITS = 30

Values = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Packing:
    """Where each answer stands: ``flags`` are the bits of codes, by question and code, and of
    "no code applies" (an empty code); ``numbers`` are the questions answered with a number, and
    ``texts`` those answered with a text.
    """

    flags: Mapping[tuple[str, str], int]
    numbers: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def words(self) -> int:
        """How many words hold all flags."""
        return -(-len(self.flags) // BITS)


def packing(book: Codebook) -> Packing:
    """How answers under a codebook are packed: those to questions that are measured."""
    measured = [question for question in book.questions if question.level is not None]
    numeric = [question for question in measured if kind_of(question).is_numeric]
    others = [question for question in measured if question not in numeric]
    coded = [question for question in others if kind_of(question).is_coded]
    written = [question for question in others if question not in coded]
    names = [(question.key, code) for question in coded for code in _flagged(question)]
    return Packing(
        flags={name: bit for bit, name in enumerate(names)},
        numbers=tuple(question.key for question in numeric),
        texts=tuple(question.key for question in written),
    )


def _flagged(question: Question) -> list[str]:
    """The codes of a question, and an empty one if it says something that none applies."""
    codes = [code.key for code in question.codes]
    variables = kind_of(question).variables(question)
    return [*codes, ""] if any(_value(each, "") for each in variables) else codes


def _value(variable: Variable, code: str) -> str:
    """The value of a variable where this code was given, or said that none applies."""
    answer = (
        Answer(variable.question, "given", (code,)) if code else Answer(variable.question, "none")
    )
    return kind_of(variable).value(variable, answer).value


@dataclass(frozen=True, slots=True)
class Packed:
    """Codings as a database adds them up: unit and coder of each, by their rows, shape (J,).

    ``day`` is when each was saved, in days since 1970-01-01 in UTC. ``words``, shape (J, W),
    ``numbers``, shape (J, Q) with nan for none, and ``texts``, shape (J, T) with None for none,
    are their answers; ``stands`` whether each is current, ``counts`` whether it counts, and
    ``unsure`` whether it may change how many do not.
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
    texts: NDArray[np.object_]

    def where(self, kept: NDArray[np.bool_]) -> "Packed":
        """Some of the codings."""
        return Packed(**{each.name: getattr(self, each.name)[kept] for each in fields(Packed)})


def joined(parts: Sequence[Packed]) -> Packed:
    """Codings that were read in parts; there is one part at least."""
    return Packed(
        *(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Packed))
    )


def unpacked(
    given: Packed, layout: Packing, variable: Variable, labels: Sequence[str]
) -> tuple[Values, tuple[str, ...]]:
    """The value of a variable in each coding, as its place among the labels; -1 for none.

    Numbers and texts that were never given before get a label behind the others.
    """
    if variable.question in layout.numbers:
        numbers = given.numbers[:, layout.numbers.index(variable.question)]
        return _of_numbers(variable, numbers, labels)
    if variable.question in layout.texts:
        texts = given.texts[:, layout.texts.index(variable.question)]
        return _of_texts(variable, texts, labels)
    found = np.full(given.unit.size, -1, np.int32)
    for value, bits in _bits_of_values(layout, variable).items():
        found[_any_flag(given, bits)] = labels.index(value)
    return found, tuple(labels)


def _bits_of_values(layout: Packing, variable: Variable) -> dict[str, list[int]]:
    """The flags that stand for each value; where several are set, the last value holds.

    That is the one of the variable's own code, whichever others were given beside it.
    """
    bits = {code: bit for (key, code), bit in layout.flags.items() if key == variable.question}
    own = bits.pop(variable.code, None) if variable.code else None
    found: dict[str, list[int]] = {}
    for code, bit in bits.items():
        found.setdefault(_value(variable, code), []).append(bit)
    return found if own is None else found | {_value(variable, variable.code): [own]}


def _any_flag(given: Packed, bits: Sequence[int]) -> NDArray[np.bool_]:
    """Whether one of these flags is set, coding by coding."""
    masks: dict[int, int] = {}
    for bit in bits:
        word, place = divmod(bit, BITS)
        masks[word] = masks.get(word, 0) | 1 << place
    found = np.zeros(given.unit.size, bool)
    for word, mask in masks.items():
        found |= given.words[:, word] & mask != 0
    return found


def _of_numbers(
    variable: Variable, numbers: Floats, labels: Sequence[str]
) -> tuple[Values, tuple[str, ...]]:
    given = ~np.isnan(numbers)
    distinct, which = np.unique(numbers[given], return_inverse=True)
    answers = [Answer(variable.question, "given", number=float(each)) for each in distinct]
    return _labelled(variable, given, answers, which, labels)


def _of_texts(
    variable: Variable, texts: NDArray[np.object_], labels: Sequence[str]
) -> tuple[Values, tuple[str, ...]]:
    given = np.array([each is not None for each in texts], bool)
    distinct, which = np.unique(texts[given], return_inverse=True)
    answers = [Answer(variable.question, "given", text=each) for each in distinct]
    return _labelled(variable, given, answers, which, labels)


def _labelled(
    variable: Variable,
    given: NDArray[np.bool_],
    answers: Sequence[Answer],
    which: Ints,
    labels: Sequence[str],
) -> tuple[Values, tuple[str, ...]]:
    """The label of the answer in each coding where one was given."""
    known = {label: at for at, label in enumerate(labels)}
    values = [kind_of(variable).value(variable, answer).value for answer in answers]
    place = [known.setdefault(value, len(known)) for value in values]
    found = np.full(given.size, -1, np.int32)
    found[given] = np.array(place, np.int32)[which]
    return found, tuple(known)
