"""Questions that are answered with any number of codes, or with none of them.

They are measured code by code: of each code, an answer says whether it applies.
"""

from collections.abc import Iterator, Sequence

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.coded import Coded, chosen_codes
from annotator.codebook.kinds.kind import Score
from annotator.codebook.kinds.raw_values import refusal
from annotator.codebook.kinds.variable import Value, Variable
from annotator.codebook.schema import Question


class Many(Coded):
    name = "many"
    meaning = "any number of codes, or none"
    levels = ("nominal",)
    form_part = "codebook/kinds/_many.html"
    own_settings = ("none", "primary")
    fewest_codes = 1
    takes_several = True
    offers_none = True

    def instruction(self, question: Question) -> str:
        return "Choose every code that applies."

    def hint(self, question: Question) -> str:
        return "one or more"

    def answer(
        self, question: Question, values: Sequence[object], primary: Sequence[object]
    ) -> Answer:
        codes = chosen_codes(question, values)
        weightiest = _weightiest(question, codes, primary) if question.primary else None
        return Answer(question.key, "given", codes=codes, primary=weightiest)

    def in_words(self, question: Question, answer: Answer) -> list[str]:
        words = super().in_words(question, answer)
        if answer.primary is None or len(answer.codes) < 2:
            return words
        return [*words, f"most of all {self.labels(question).get(answer.primary, answer.primary)}"]

    def variables(self, question: Question) -> Iterator[Variable]:
        for code in question.codes:
            yield Variable(question.key, code.key, self.name, "nominal", ("0", "1"), code.label)

    def value(self, variable: Variable, answer: Answer) -> Value:
        """1 or 0 for each code, also where none of them applies; and whether it weighs most."""
        if answer.state == "not_applicable":
            return Value("", answer.state)
        weighs = "" if answer.primary is None else _flag(variable.code == answer.primary)
        return Value(_flag(variable.code in answer.codes), answer.state, weighs)

    def value_labels(self, question: Question, variable: Variable) -> dict[str, str]:
        return {"1": "given", "0": "not given"}

    def scored(self, question: Question) -> list[tuple[str, str]]:
        return [(code.key, code.label) for code in question.codes]

    def scores(self, question: Question, known: Answer, own: Answer | None) -> Iterator[Score]:
        """Every code has a known answer, yes or no, in each sentence."""
        given = () if own is None else own.codes
        for code in question.codes:
            is_right, is_given = code.key in known.codes, code.key in given
            agreed = own is not None and is_right == is_given
            missed, extra = is_right and not is_given, is_given and not is_right
            yield Score(code.key, 1, int(agreed), int(missed), int(extra))


def _flag(applies: bool) -> str:
    return "1" if applies else "0"


def _weightiest(question: Question, codes: tuple[str, ...], primary: Sequence[object]) -> str:
    """The code that weighs most: the only one, or the one named among several."""
    if not primary and len(codes) == 1:
        return codes[0]
    chosen = chosen_codes(question, primary)
    if len(chosen) != 1 or chosen[0] not in codes:
        message = f'"{question.key}" needs one of the chosen codes as the one that weighs most.'
        raise refusal(question, message, f"Choose one of {', '.join(codes)}.")
    return chosen[0]
