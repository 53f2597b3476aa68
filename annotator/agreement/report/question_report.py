"""One question of a round as its page tells it, from its lines. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.agreement.report.advice import Advice, advice, often
from annotator.agreement.report.detail import Detail, Origins, detail, swaps
from annotator.agreement.report.labels import code_labels, labels, question, set_label
from annotator.agreement.report.recompute_command import of_page, of_sets, of_table
from annotator.agreement.report.round_tables import codes_of_lines, question_tables
from annotator.agreement.report.variable_report import Line
from annotator.codebook.schema import Codebook
from annotator.reliability.data.long_form import Judgements
from annotator.reliability.data.reliability_data import reliability_data
from annotator.reliability.reporting.question_tables import coefficient_table, confusion_table
from annotator.reliability.reporting.table import Table
from annotator.reliability.reporting.verdicts import TENTATIVE, ac1_and_alpha, in_words
from annotator.reliability.results.codes import alpha_of_sets, measure_sets
from annotator.reliability.results.confusions import (
    Confusion,
    Disputed,
    as_sets,
    codes_in,
    disputed,
    with_and_without,
)
from annotator.reliability.results.estimates import Estimate
from annotator.reliability.results.measure import Measured


@dataclass(frozen=True, slots=True)
class Told:
    """What the page of one question says.

    ``detail`` is None for a ``many`` question as a whole, which is measured code by code and
    as sets of codes, and where nothing could be measured. ``names`` are the labels of values.
    ``command`` recomputes all figures from the exported files, and ``commands`` each table.
    ``as_one`` is alpha of the sets of codes.
    """

    key: str
    label: str
    verdict: str
    lines: Sequence[Line]
    detail: Detail | None
    names: Mapping[str, str]
    tables: Sequence[Table]
    confusions: Sequence[Confusion]
    advice: Sequence[Advice]
    prevalence: str
    command: str = ""
    commands: Mapping[str, str] = field(default_factory=dict)
    as_one: Estimate | None = None

    def table(self, key: str) -> Table | None:
        """The table with this key, if there is one."""
        return next((each for each in self.tables if each.key == key), None)


def is_whole(lines: Sequence[Line], key: str) -> bool:
    """Whether a ``many`` question is meant as a whole, and not one of its codes."""
    return bool(lines[0].variable.code) and lines[0].variable.question == key


def told(book: Codebook, lines: Sequence[Line], key: str, origins: Origins, number: int) -> Told:
    """What is to be said of the question with this key; ``lines`` are its own.

    ``number`` is that of the round.
    """
    if is_whole(lines, key):
        return _whole(book, lines, key, of_sets(lines, number))
    (line,) = lines
    names = labels(book, line.variable)
    found = detail(line, origins)
    if found is None:
        said = f"Agreement can not be judged here: {line.reason}."
        return Told(key, line.variable.label, said, lines, None, names, (), (), (), "")
    made = list(question_tables(found, names))
    return Told(
        key,
        line.variable.label,
        in_words(found.alpha),
        lines,
        found,
        names,
        made,
        found.confusions,
        advice(found, names),
        ac1_and_alpha(found.measured, names),
        of_page(made, line.command),
        {each.key: of_table(each, line.command) for each in made},
    )


def _whole(book: Codebook, lines: Sequence[Line], key: str, command: str) -> Told:
    """A ``many`` question: its codes side by side, as sets, and which stand against each other."""
    asked = question(book, key)
    names = code_labels(asked)
    swapped = swaps(lines)
    as_one = _as_one(lines)
    made = [codes_of_lines(lines), *_tables_of_sets(as_one), confusion_table(swapped, names)]
    made = [each for each in made if each.rows]
    return Told(
        key,
        asked.label,
        _of_codes(lines),
        lines,
        None,
        names,
        made,
        swapped,
        _about_codes(swapped, names),
        "",
        command if made else "",
        {each.key: of_table(each, command) for each in made},
        as_one.coefficients["alpha"] if as_one else None,
    )


def _as_one(lines: Sequence[Line]) -> Measured | None:
    """All codes of a ``many`` question as one answer; None where there is none."""
    rows = as_sets({each.variable.code: each.rows for each in lines})
    return (
        measure_sets(reliability_data(rows), alpha_of_sets(codes_in, "masi")) if len(rows) else None
    )


def _tables_of_sets(as_one: Measured | None) -> Iterator[Table]:
    if as_one:
        yield replace(coefficient_table(as_one, "MASI"), caption="All codes as one answer")


def _of_codes(lines: Sequence[Line]) -> str:
    """How many of the codes are fit for a conclusion, in a sentence."""
    alphas = [each.measured.coefficients["alpha"] for each in lines if each.measured]
    fit = sum(alpha.low is not None and alpha.low >= TENTATIVE for alpha in alphas)
    return (
        f"Measured code by code, as given or not given: of {len(lines)} codes {fit} "
        f"{'is' if fit == 1 else 'are'} fit for conclusions, at least tentative ones."
    )


def _about_codes(found: Sequence[Confusion], names: Mapping[str, str]) -> list[Advice]:
    most = often(found)
    if most is None:
        return []
    one, other = names.get(most.one, most.one), names.get(most.other, most.other)
    text = (
        f"{most.n_pairs:,} times one coder gave “{one}” where another gave “{other}” instead, more "
        "often than any other two codes. Read those sentences together and write down what tells "
        "the two apart."
    )
    return [Advice(f"Tell “{one}” and “{other}” apart", text, "sentences")]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A unit on which coders disagree, with their answers by label."""

    unit: str
    answers: Sequence[tuple[str, str]]


def disputes(
    book: Codebook, lines: Sequence[Line], key: str, one: str = "", other: str = ""
) -> list[Dispute]:
    """The units on which coders disagree, or those with these two answers of different coders."""
    if is_whole(lines, key):
        names = code_labels(question(book, key))
        rows = as_sets({each.variable.code: each.rows for each in lines})
        sets = (with_and_without(rows.value, one, other), with_and_without(rows.value, other, one))
        found = disputed(rows, sets) if one and other else disputed(rows)
        said = {value: set_label(value, names) for value in set(rows.value)}
        return [_named(each, said) for each in found]
    (line,) = lines
    return [_named(each, labels(book, line.variable)) for each in _of_line(line.rows, one, other)]


def _of_line(rows: Judgements, one: str, other: str) -> list[Disputed]:
    return disputed(rows, ([one], [other])) if one and other else disputed(rows)


def _named(each: Disputed, names: Mapping[str, str]) -> Dispute:
    return Dispute(each.unit, [(who, names.get(value, value)) for who, value in each.answers])
