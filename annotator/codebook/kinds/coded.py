"""What the kinds that are answered with codes have in common."""

from collections.abc import Iterator, Sequence

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.kind import Kind, Score
from annotator.codebook.kinds.raw_values import quoted, refusal
from annotator.codebook.schema import NONE, NONE_LABEL, Code, Question
from annotator.errors import Problem


class Coded(Kind):
    """A kind that is answered with codes: with one of them, unless it says otherwise."""

    is_coded = True
    fewest_codes = 2
    has_colours = True

    def code_problems(
        self, code: Code, earlier: Sequence[Code], path: str, name: str
    ) -> Iterator[Problem]:
        """A definition is what coders agree by; a number belongs to a point of a scale."""
        if not code.definition:
            message = f"{name} has no definition."
            remedy = 'Add "definition:" that says exactly what the code means.'
            yield Problem(message, column=f"{path}.definition", remedy=remedy)
        if code.value is not None:
            message = f"{name} has a value, but its question is not a scale."
            remedy = 'Take "value" out, or write "kind: scale".'
            yield Problem(message, column=f"{path}.value", remedy=remedy)

    def labels(self, question: Question) -> dict[str, str]:
        called = {code.key: code.label for code in question.codes}
        return called | ({NONE: none_label(question)} if question.none else {})

    def cell(self, answer: Answer) -> str:
        return answer.codes[0]

    def scored(self, question: Question) -> list[tuple[str, str]]:
        codes = [(code.key, code.label) for code in question.codes]
        return [*codes, (NONE, none_label(question))]

    def scores(self, question: Question, known: Answer, own: Answer | None) -> Iterator[Score]:
        """The known answers of a code are those that it is."""
        right, given = _only(known) or NONE, _only(own)
        yield Score(right, known=1, agreed=int(given == right), missed=int(given != right))
        if given is not None and given != right:
            yield Score(given, extra=1)


def none_label(question: Question) -> str:
    """What the answer that no code applies is called."""
    return question.none_label or NONE_LABEL


def _only(answer: Answer | None) -> str | None:
    """The one code that was given, ``none``, or nothing where it was skipped or not asked."""
    if answer is None or answer.state == "not_applicable":
        return None
    return answer.codes[0] if answer.codes else NONE


def chosen_codes(question: Question, values: Sequence[object]) -> tuple[str, ...]:
    """The keys of the chosen codes, each once and in the order of the book.

    :raises Refused: if a value is not the key of a code.
    """
    known = tuple(code.key for code in question.codes)
    strange = [value for value in values if value not in known]
    if strange:
        raise refusal(
            question,
            f'The question "{question.key}" has no code "{quoted(strange[0])}".',
            f"Its codes are {', '.join(known)}.",
        )
    return tuple(key for key in known if key in values)
