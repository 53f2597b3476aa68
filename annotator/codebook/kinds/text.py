"""Questions that are answered in words. What was written is kept, and not measured."""

from collections.abc import Iterator, Sequence

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.kind import Kind, Score
from annotator.codebook.kinds.raw_values import quoted, refusal
from annotator.codebook.rules.names import character_problem
from annotator.codebook.schema import Question
from annotator.errors import Problem, Refused

LONGEST_TEXT = 10_000


class Text(Kind):
    name = "text"
    meaning = "a free answer"
    form_part = "codebook/kinds/_text.html"
    knows_none = False
    is_compared = False

    def problems(self, question: Question, path: str, name: str) -> Iterator[Problem]:
        if question.level is not None:
            message = f"{name} is answered in words, which have no level of measurement."
            yield Problem(message, column=f"{path}.level", remedy='Take "level" out.')

    def instruction(self, question: Question) -> str:
        return "Answer in words."

    def hint(self, question: Question) -> str:
        return "optional"

    def answer(
        self, question: Question, values: Sequence[object], primary: Sequence[object]
    ) -> Answer:
        """The text without the space at its end, with lines that end in one way."""
        value = values[0]
        if not isinstance(value, str):
            message = f'"{quoted(value)}" was found where a text was expected.'
            raise refusal(question, message, "Send the answer as a text.")
        text = value.replace("\r\n", "\n").replace("\r", "\n").rstrip()
        if len(text) > LONGEST_TEXT:
            message = f"The text has {len(text):,} characters; at most {LONGEST_TEXT:,} are kept."
            raise refusal(question, message, "Shorten it.")
        problem = character_problem(text, question.key)
        if problem:
            raise Refused(problem)
        return Answer(question.key, "given", text=text)

    def scored(self, question: Question) -> list[tuple[str, str]]:
        return []

    def scores(self, question: Question, known: Answer, own: Answer | None) -> Iterator[Score]:
        yield from ()
