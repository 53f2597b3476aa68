"""What each kind of question knows. All that differs between the kinds stands in their objects.

To add a kind, copy a module of this folder, write the part of a form that asks it, and name
the kind in ``registry``.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.raw_values import number_cell
from annotator.codebook.kinds.variable import Value, Variable
from annotator.codebook.rules.names import alternatives, shortened
from annotator.codebook.schema import Code, Level, Question
from annotator.codebook.yaml_file.codes import listed_codes
from annotator.codebook.yaml_file.fields import Fields
from annotator.errors import Problem


class Score(NamedTuple):
    """What an answer beside a known one adds to the score of a code (or of a question).

    ``known`` is 1 if the known answer is about this code; ``missed`` is a code that belongs
    there and was not given, ``extra`` the opposite.
    """

    code: str
    known: int = 0
    agreed: int = 0
    missed: int = 0
    extra: int = 0


class Kind(ABC):
    """A kind of question, of which there is one object.

    What is written here holds for a kind that is answered with one value of its own;
    ``coded`` has what holds for those that are answered with codes.
    """

    #: What a codebook file, the database and exports call it.
    name: ClassVar[str]
    #: What an answer is, for the data dictionary.
    meaning: ClassVar[str]
    #: The levels of measurement that suit it; the first is taken if none is named. A kind
    #: without one is not measured.
    levels: ClassVar[tuple[Level, ...]] = ()
    #: The template that asks the question on a form, and the one that shows its codes.
    form_part: ClassVar[str]
    codes_part: ClassVar[str] = "codebook/_codes.html"
    #: The settings of a question that belong to this kind.
    own_settings: ClassVar[tuple[str, ...]] = ()

    #: Whether it is answered with codes, how many there must be, and whether one is told
    #: from another by a colour.
    is_coded: ClassVar[bool] = False
    fewest_codes: ClassVar[int] = 0
    has_colours: ClassVar[bool] = False
    #: Whether an answer may consist of several values.
    takes_several: ClassVar[bool] = False
    #: Whether a question offers "none of these" unless its codebook says otherwise, and
    #: whether the word ``none`` stands for it; in a free text it is a word like any other.
    offers_none: ClassVar[bool] = False
    knows_none: ClassVar[bool] = True
    #: Whether its values are the numbers of its answers.
    is_numeric: ClassVar[bool] = False
    #: Whether an answer can be compared with a known one.
    is_compared: ClassVar[bool] = True

    # The codebook

    def codes(self, fields: Fields) -> tuple[Code, ...]:
        """The codes of a question of this kind, as a file describes them."""
        return listed_codes(fields)

    def problems(self, question: Question, path: str, name: str) -> Iterator[Problem]:
        """What is wrong with a question that only this kind knows of."""
        if question.level in (self.levels or (None,)):
            return
        message = f'The level "{shortened(str(question.level))}" does not suit the kind '
        remedy = f"Write {alternatives(self.levels)}." if self.levels else 'Take "level" out.'
        yield Problem(f'{message}"{self.name}".', column=f"{path}.level", remedy=remedy)

    def code_problems(
        self, code: Code, earlier: Sequence[Code], path: str, name: str
    ) -> Iterator[Problem]:
        """What is wrong with a code that only this kind knows of."""
        yield from ()

    # The desk

    @abstractmethod
    def instruction(self, question: Question) -> str:
        """How it is to be answered, as a sentence for coders."""

    def hint(self, question: Question) -> str:
        """What stands beside the question, in a word or two."""
        return "" if question.required else "optional"

    @abstractmethod
    def answer(
        self, question: Question, values: Sequence[object], primary: Sequence[object]
    ) -> Answer:
        """The answer that these values give; there is one at least.

        :raises Refused: if they are not a valid answer.
        """

    # Words

    def labels(self, question: Question) -> dict[str, str]:
        """What the codes of a question are called, and the answer that none applies."""
        return {}

    def in_words(self, question: Question, answer: Answer) -> list[str]:
        """An answer as people read it: the labels of its codes, or what was written."""
        called = self.labels(question)
        return [called.get(value, value) for value in answer.raw]

    # Measuring and exports

    def variables(self, question: Question) -> Iterator[Variable]:
        """What is measured and exported of a question, each by its own value."""
        codes = tuple(code.key for code in question.codes)
        yield Variable(question.key, "", self.name, question.level, codes, question.label)

    def value(self, variable: Variable, answer: Answer) -> Value:
        """What an answer says about a variable of its question."""
        given = answer.state == "given"
        return Value(self.cell(answer) if given else "", answer.state)

    def cell(self, answer: Answer) -> str:
        """What was given, as a cell of a table holds it."""
        return number_cell(answer.number) if answer.number is not None else answer.text or ""

    def value_labels(self, question: Question, variable: Variable) -> dict[str, str]:
        """What the values of a variable are called, as far as they have names."""
        return {code.key: code.label for code in question.codes}

    # Known answers

    def scored(self, question: Question) -> list[tuple[str, str]]:
        """What is scored of a question: codes by key and label, or the question by itself."""
        return [("", question.label)]

    def scores(self, question: Question, known: Answer, own: Answer | None) -> Iterator[Score]:
        """How an answer scores beside the known one; there is none where a coder skipped."""
        yield Score("", known=1, agreed=int(self.agrees(known, own)))

    def agrees(self, known: Answer, own: Answer | None) -> bool:
        """Whether an answer is the same as the known one, whichever code weighs most."""
        if own is None:
            return False
        is_same = (own.state, own.number, own.text) == (known.state, known.number, known.text)
        return is_same and set(own.codes) == set(known.codes)
