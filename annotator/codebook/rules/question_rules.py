"""What makes a question fit for coding, whatever its kind; the rest is for the kinds to say."""

from collections.abc import Iterator

from annotator.codebook.kinds.kind import Kind
from annotator.codebook.kinds.registry import KINDS
from annotator.codebook.rules.code_rules import code_problems
from annotator.codebook.rules.names import (
    alternatives,
    closest,
    key_problem,
    label_problem,
    shortened,
)
from annotator.codebook.schema import MARKS, Question
from annotator.errors import Problem

MOST_CODES = 100


def question_problems(
    question: Question, earlier: tuple[Question, ...], number: int
) -> Iterator[Problem]:
    """Everything wrong with the question that is asked as the ``number``-th."""
    path = f"questions[{number}]"
    name = f'The question "{shortened(question.key)}"' if question.key else f"Question {number}"
    key = key_problem(question.key, f"{path}.key", name)
    label = label_problem(question.label, f"{path}.label", name)
    yield from (problem for problem in (key, label) if problem)
    if not key and question.key in {other.key for other in earlier}:
        message = f'Another question has the key "{shortened(question.key)}" already.'
        yield Problem(message, column=f"{path}.key", remedy="Give one of them another key.")
    if question.kind not in KINDS:
        yield _unknown("kind", question.kind, tuple(KINDS), f"{path}.kind", name)
        likely = closest(question.kind, tuple(KINDS))
        if likely:
            yield from _of_codes(question, KINDS[likely], path, name)
        return
    kind = KINDS[question.kind]
    yield from kind.problems(question, path, name)
    yield from _of_strange_settings(question, kind, path, name)
    yield from _of_none(question, path, name)
    yield from _of_marks(question, kind, path, name)
    yield from _of_a_condition(question, earlier, path)
    yield from _of_codes(question, kind, path, name)


def _of_strange_settings(question: Question, kind: Kind, path: str, name: str) -> Iterator[Problem]:
    """Settings that belong to questions of another kind."""
    owners = {word: owner.name for owner in KINDS.values() for word in owner.own_settings}
    for word, owner in owners.items():
        is_set = getattr(question, word) not in (None, False)
        if is_set and word not in kind.own_settings:
            message = f'{name} has "{word}", which belongs to questions of the kind "{owner}".'
            remedy = f'Take "{word}" out, or write "kind: {owner}".'
            yield Problem(message, column=f"{path}.{word}", remedy=remedy)


def _of_none(question: Question, path: str, name: str) -> Iterator[Problem]:
    where = f"{path}.none_label"
    if question.none and not question.none_label:
        message = f"{name} offers that no code applies, but has no none_label."
        yield Problem(message, column=where, remedy='Add "none_label:" with the words to show.')
    if question.none_label and not question.none:
        message = f"{name} has a none_label, but does not offer that no code applies."
        yield Problem(message, column=where, remedy='Add "none: true", or take it out.')


def _of_marks(question: Question, kind: Kind, path: str, name: str) -> Iterator[Problem]:
    where = f"{path}.marks"
    if question.marks not in MARKS:
        yield _unknown("marks", question.marks, MARKS, where, name)
    elif question.marks != "off" and not kind.is_coded:
        message = f"{name} has no codes to which words could be marked."
        yield Problem(message, column=where, remedy='Take "marks" out.')


def _of_a_condition(
    question: Question, earlier: tuple[Question, ...], path: str
) -> Iterator[Problem]:
    condition = question.shown_if
    if condition is None:
        return
    by_key = {other.key: other for other in earlier}
    where, name = f"{path}.shown_if", shortened(condition.question)
    if condition.question not in by_key:
        message = f'shown_if names "{name}", which is not a question asked before this one.'
        if by_key:
            remedy = f"Name {alternatives(tuple(by_key))}, or move that question up."
        else:
            remedy = "Take shown_if out of the first question, or move the other question up."
        yield Problem(message, column=f"{where}.question", remedy=remedy)
        return
    known = tuple(code.key for code in by_key[condition.question].codes)
    for number, code in enumerate(condition.codes or (), 1):
        if code not in known:
            message = f'The question "{name}" has no code "{shortened(code)}".'
            remedy = f"Name {alternatives(known)}." if known else 'Take "codes" out.'
            yield Problem(message, column=f"{where}.codes[{number}]", remedy=remedy)
    if condition.codes == ():
        message = "shown_if has an empty list of codes, so the question would never be asked."
        remedy = "Name the codes, or take the list out to ask after any answer."
        yield Problem(message, column=f"{where}.codes", remedy=remedy)


def _of_codes(question: Question, kind: Kind, path: str, name: str) -> Iterator[Problem]:
    where, count = f"{path}.codes", len(question.codes)
    if not kind.is_coded:
        if count:
            coded = alternatives(other.name for other in KINDS.values() if other.is_coded)
            message = f'{name} has codes, but its kind is "{kind.name}".'
            remedy = f"Take them out, or write another kind: {coded}."
            yield Problem(message, column=where, remedy=remedy)
        return
    fewest = kind.fewest_codes
    if count < fewest:
        message = f'{name} has too few codes ({count}); the kind "{kind.name}" needs {fewest}.'
        yield Problem(message, column=where, remedy='Add them under "codes:".')
    if count > MOST_CODES:
        message = f"{name} has {count} codes, more than the {MOST_CODES} allowed."
        remedy = "Ask in two steps, with shown_if at the second question."
        yield Problem(message, column=where, remedy=remedy)
        return
    yield from code_problems(question, kind, where)


def _unknown(word: str, written: str, known: tuple[str, ...], path: str, name: str) -> Problem:
    if not written:
        return Problem(
            f"{name} has no {word}.", column=path, remedy=f"Write {alternatives(known)}."
        )
    guess = closest(written, known)
    message = f'"{shortened(written)}" is not a {word} of question.' if word == "kind" else ""
    message = message or f'"{shortened(written)}" is not a setting for {word}.'
    remedy = f'Did you mean "{guess}"?' if guess else f"Write {alternatives(known)}."
    return Problem(message, column=path, remedy=remedy)
