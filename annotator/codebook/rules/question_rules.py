"""What makes a question fit for coding."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import cast

from annotator.codebook.rules.code_rules import code_problems
from annotator.codebook.rules.names import key_problem, label_problem, meant, shortened
from annotator.codebook.schema import CODED, LEVELS, MARKS, Kind, Question
from annotator.errors import Problem

MOST_CODES = 100
_FEWEST_CODES = {"one": 2, "many": 1, "scale": 2}


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
    if question.kind not in LEVELS:
        yield _unknown("kind", question.kind, tuple(LEVELS), f"{path}.kind", name)
        likely = meant(question.kind, tuple(LEVELS))
        if likely:
            yield from _of_codes(replace(question, kind=cast(Kind, likely)), path, name)
        return
    yield from _of_measuring(question, path, name)
    yield from _of_a_range(question, path, name)
    yield from _of_options(question, path, name)
    yield from _of_a_condition(question, earlier, path)
    yield from _of_codes(question, path, name)


def _of_measuring(question: Question, path: str, name: str) -> Iterator[Problem]:
    suited = LEVELS[question.kind]
    where = f"{path}.level"
    if not suited and question.level is not None:
        message = f"{name} is answered in words, which have no level of measurement."
        yield Problem(message, column=where, remedy='Take "level" out.')
    elif suited and question.level not in suited:
        message = f'The level "{shortened(str(question.level))}" does not suit the kind '
        message += f'"{question.kind}".'
        yield Problem(message, column=where, remedy=f"Write {_alternatives(suited)}.")
    elif question.level == "ratio" and (question.minimum is None or question.minimum < 0):
        message = f"{name} has the level ratio, which needs a true zero."
        remedy = 'Add "minimum: 0", or write "level: interval".'
        yield Problem(message, column=where, remedy=remedy)


def _of_a_range(question: Question, path: str, name: str) -> Iterator[Problem]:
    for word in ("minimum", "maximum"):
        bound = getattr(question, word)
        if bound is not None and question.kind != "number":
            yield _misplaced(word, "number", f"{path}.{word}", name)
        elif bound is not None and not math.isfinite(bound):
            message = f"The {word} of {name} is not a finite number."
            yield Problem(message, column=f"{path}.{word}", remedy="Leave it out if there is none.")
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and low >= high:
        message = f"The minimum {low:g} is not below the maximum {high:g}."
        remedy = "Exchange them, or leave one out."
        yield Problem(message, column=f"{path}.minimum", remedy=remedy)


def _of_options(question: Question, path: str, name: str) -> Iterator[Problem]:
    for word in ("none", "primary"):
        if getattr(question, word) and question.kind != "many":
            yield _misplaced(word, "many", f"{path}.{word}", name)
    if question.none and not question.none_label:
        message = f"{name} offers that no code applies, but has no none_label."
        remedy = 'Add "none_label:" with the words to show.'
        yield Problem(message, column=f"{path}.none_label", remedy=remedy)
    if question.none_label and not question.none:
        message = f"{name} has a none_label, but does not offer that no code applies."
        yield Problem(
            message, column=f"{path}.none_label", remedy='Add "none: true", or take it out.'
        )
    if question.marks not in MARKS:
        yield _unknown("marks", question.marks, MARKS, f"{path}.marks", name)
    elif question.marks != "off" and question.kind not in CODED:
        message = f"{name} has no codes to which words could be marked."
        yield Problem(message, column=f"{path}.marks", remedy='Take "marks" out.')


def _of_a_condition(
    question: Question, earlier: tuple[Question, ...], path: str
) -> Iterator[Problem]:
    condition = question.shown_if
    if condition is None:
        return
    asked = {other.key: other for other in earlier}
    where, name = f"{path}.shown_if", shortened(condition.question)
    if condition.question not in asked:
        message = f'shown_if names "{name}", which is not a question asked before this one.'
        if asked:
            remedy = f"Name {_alternatives(tuple(asked))}, or move that question up."
        else:
            remedy = "Take shown_if out of the first question, or move the other question up."
        yield Problem(message, column=f"{where}.question", remedy=remedy)
        return
    known = tuple(code.key for code in asked[condition.question].codes)
    for number, code in enumerate(condition.codes or (), 1):
        if code not in known:
            message = f'The question "{name}" has no code "{shortened(code)}".'
            remedy = f"Name {_alternatives(known)}." if known else 'Take "codes" out.'
            yield Problem(message, column=f"{where}.codes[{number}]", remedy=remedy)
    if condition.codes == ():
        message = "shown_if has an empty list of codes, so the question would never be asked."
        remedy = "Name the codes, or take the list out to ask after any answer."
        yield Problem(message, column=f"{where}.codes", remedy=remedy)


def _of_codes(question: Question, path: str, name: str) -> Iterator[Problem]:
    where, count = f"{path}.codes", len(question.codes)
    if question.kind not in CODED:
        if count:
            message = f'{name} has codes, but its kind is "{question.kind}".'
            remedy = f"Take them out, or write another kind: {_alternatives(CODED)}."
            yield Problem(message, column=where, remedy=remedy)
        return
    fewest = _FEWEST_CODES[question.kind]
    if count < fewest:
        message = f'{name} has too few codes ({count}); the kind "{question.kind}" needs {fewest}.'
        yield Problem(message, column=where, remedy='Add them under "codes:".')
    if count > MOST_CODES:
        message = f"{name} has {count} codes, more than the {MOST_CODES} allowed."
        remedy = "Ask in two steps, with shown_if at the second question."
        yield Problem(message, column=where, remedy=remedy)
        return
    yield from code_problems(question, where)


def _unknown(word: str, written: str, known: tuple[str, ...], path: str, name: str) -> Problem:
    if not written:
        return Problem(
            f"{name} has no {word}.", column=path, remedy=f"Write {_alternatives(known)}."
        )
    guess = meant(written, known)
    message = f'"{shortened(written)}" is not a {word} of question.' if word == "kind" else ""
    message = message or f'"{shortened(written)}" is not a setting for {word}.'
    remedy = f'Did you mean "{guess}"?' if guess else f"Write {_alternatives(known)}."
    return Problem(message, column=path, remedy=remedy)


def _misplaced(word: str, kind: str, path: str, name: str) -> Problem:
    message = f'{name} has "{word}", which belongs to questions of the kind "{kind}".'
    return Problem(message, column=path, remedy=f'Take "{word}" out, or write "kind: {kind}".')


def _alternatives(words: Iterable[str]) -> str:
    *others, last = (f'"{word}"' for word in words)
    return f"{', '.join(others)} or {last}" if others else last
