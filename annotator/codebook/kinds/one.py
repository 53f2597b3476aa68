"""Questions that are answered with exactly one code."""

from collections.abc import Sequence

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.coded import Coded, chosen_codes
from annotator.codebook.schema import Question


class One(Coded):
    name = "one"
    meaning = "exactly one code"
    levels = ("nominal", "ordinal")
    form_part = "codebook/kinds/_one.html"

    def instruction(self, question: Question) -> str:
        return "Choose one code."

    def answer(
        self, question: Question, values: Sequence[object], primary: Sequence[object]
    ) -> Answer:
        return Answer(question.key, "given", codes=chosen_codes(question, values))
