"""A coder's answers beside the known ones: who agreed with how many, code by code. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.codebook.rules.answer_rules import Answer
from annotator.codebook.schema import CODED, NONE, NONE_LABEL, Codebook, Question
from annotator.codebook.values import Said, Variable, values
from annotator.rounds.controls.known_answers import Known

#: What was said of one sentence, by question; nothing if it was skipped.
Own = Mapping[str, Sequence[Said]]


@dataclass(slots=True)
class Tally:
    """How often known answers were agreed with, for one code (or a question about numbers).

    For a question of kind many, every code has a known answer, yes or no, in each sentence:
    ``missed`` are codes that belong there and were not given, ``extra`` the opposite. For one
    answer out of several, the known answers of a code are those that it is. ``asked`` is
    the question in words.
    """

    question: str
    code: str
    asked: str
    label: str
    n: int = 0
    agreed: int = 0
    missed: int = 0
    extra: int = 0

    @property
    def share(self) -> float | None:
        """The share of the known answers that was agreed with; none without any."""
        return self.agreed / self.n if self.n else None


class Compared(NamedTuple):
    """One question of one sentence: whether the coder's answer is the known one."""

    question: str
    agrees: bool


def tallies(book: Codebook, pairs: Iterable[tuple[Mapping[str, Answer], Own]]) -> list[Tally]:
    """The tally of each code with a known answer, in the order of the book."""
    found = {
        (question.key, key): Tally(question.key, key, question.label, label)
        for question in book.questions
        for key, label in _codes(question)
    }
    kinds = {question.key: question for question in book.questions}
    for known, own in pairs:
        for key, answer in known.items():
            _count(found, kinds[key], answer, own.get(key, ()))
    return [tally for tally in found.values() if tally.n]


def _codes(question: Question) -> list[tuple[str, str]]:
    """The codes of a question by key and label; a text is not compared."""
    if question.kind == "number":
        return [("", question.label)]
    if question.kind not in CODED:
        return []
    coded = [(code.key, code.label) for code in question.codes]
    if question.kind == "many":
        return coded
    return [*coded, (NONE, question.none_label or NONE_LABEL)]


def _count(
    found: Mapping[tuple[str, str], Tally], question: Question, known: Answer, own: Sequence[Said]
) -> None:
    if question.kind == "text":
        return
    if question.kind == "many":
        said = codes_of(own)
        for code in question.codes:
            _add(found[question.key, code.key], code.key in known.codes, own, code.key in said)
        return
    if question.kind == "number":
        tally = found[question.key, ""]
        tally.n += 1
        tally.agreed += agrees(known, own)
        return
    right, given = known.codes[0] if known.codes else NONE, _only(own)
    _add(found[question.key, right], True, own, given == right)
    if given not in (None, right):
        found[question.key, str(given)].extra += 1


def _add(tally: Tally, is_right: bool, own: Sequence[Said], is_given: bool) -> None:
    tally.n += 1
    tally.agreed += bool(own) and is_right == is_given
    tally.missed += is_right and not is_given
    tally.extra += is_given and not is_right


def codes_of(own: Sequence[Said]) -> set[str]:
    """The codes that were given."""
    return {each.code for each in own if each.code}


def _only(own: Sequence[Said]) -> str | None:
    """The one code that was given, ``none``, or nothing where it was not asked or skipped."""
    if not own or own[0].state == "not_applicable":
        return None
    return own[0].code or NONE


def agrees(known: Answer, own: Sequence[Said]) -> bool:
    """Whether an answer says the same as the known one."""
    if not own or own[0].state != known.state:
        return False
    if known.codes or codes_of(own):
        return codes_of(own) == set(known.codes)
    return own[0].number == known.number


def passed(of: Iterable[Tally], mark: float) -> bool:
    """Whether every code with known answers reaches the pass mark."""
    return all(tally.share is not None and tally.share >= mark for tally in of)


def beside(
    asked: Sequence[Variable], known: Known, own: Own
) -> Iterator[tuple[str, str, str, str, int | None, str]]:
    """Question, code, known value, own value, whether they are the same, and the reason."""
    right = values([each for key in known.answers for each in _as_said(known.answers[key])], asked)
    said = values([each for key in own for each in own[key]], asked) if own else None
    for at, variable in enumerate(asked):
        if variable.question in known.answers:
            mine = said[at].value if said else ""
            same = int(right[at].value == mine and said is not None) if variable.level else None
            why = known.reasons.get(variable.question, "")
            yield variable.question, variable.code, right[at].value, mine, same, why


def _as_said(answer: Answer) -> list[Said]:
    """A known answer in the form in which a coder's is stored."""
    return [
        Said(
            answer.question,
            answer.state,
            code,
            answer.number,
            answer.text,
            bool(code) and code == answer.primary,
        )
        for code in answer.codes or ("",)
    ]
