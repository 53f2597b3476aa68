"""One question of a round as its page tells it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.agreement.report.advice import Advice, advice, often
from annotator.agreement.report.detail import Detail, Origins, detail, swaps
from annotator.agreement.report.labels import code_labels, labels, question, set_label
from annotator.agreement.report.recompute_command import (
    command_of_sets,
    command_of_table,
    command_of_tables,
)
from annotator.agreement.report.round_tables import codes_of_reports, question_tables
from annotator.agreement.report.variable_report import VariableReport
from annotator.codebook.schema import Codebook
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
from annotator.wording import agreeing


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """What the page of one question says.

    ``detail`` is None for a ``many`` question as a whole, which is measured code by code and
    as sets of codes, and where nothing could be measured. ``names`` are the labels of values.
    ``command`` recomputes all figures from the exported files, and ``commands`` each table.
    ``as_one`` is alpha of the sets of codes.
    """

    key: str
    label: str
    verdict: str
    reports: Sequence[VariableReport]
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


def is_whole(reports: Sequence[VariableReport], key: str) -> bool:
    """Whether a question with several codes is meant as a whole, and not one of its codes."""
    variable = reports[0].variable
    return bool(variable.code) and variable.question == key


def report_on_question(
    book: Codebook,
    reports: Sequence[VariableReport],
    key: str,
    origins: Origins,
    round_number: int,
) -> QuestionReport:
    """What is to be said of the question with this key; ``reports`` are on its variables."""
    if is_whole(reports, key):
        command = command_of_sets([each.variable for each in reports], round_number)
        return _whole(book, reports, key, command)
    (report,) = reports
    names = labels(book, report.variable)
    found = detail(report, origins)
    if found is None:
        verdict = f"Agreement can not be judged here: {report.reason}."
        return QuestionReport(
            key, report.variable.label, verdict, reports, None, names, (), (), (), ""
        )
    tables = list(question_tables(found, names))
    return QuestionReport(
        key,
        report.variable.label,
        in_words(found.alpha),
        reports,
        found,
        names,
        tables,
        found.confusions,
        advice(found, names),
        ac1_and_alpha(found.measured, names),
        command_of_tables(tables, report.command),
        {each.key: command_of_table(each, report.command) for each in tables},
    )


def _whole(
    book: Codebook, reports: Sequence[VariableReport], key: str, command: str
) -> QuestionReport:
    """A question with several codes: each, all as one set, and which were swapped."""
    whole = question(book, key)
    names = code_labels(whole)
    swapped = swaps(reports)
    as_one = _as_one(reports)
    tables = [codes_of_reports(reports), *_tables_of_sets(as_one), confusion_table(swapped, names)]
    tables = [each for each in tables if each.rows]
    return QuestionReport(
        key,
        whole.label,
        _of_codes(reports),
        reports,
        None,
        names,
        tables,
        swapped,
        _about_codes(swapped, names),
        "",
        command if tables else "",
        {each.key: command_of_table(each, command) for each in tables},
        as_one.coefficients["alpha"] if as_one else None,
    )


def _as_one(reports: Sequence[VariableReport]) -> Measured | None:
    """All codes of a question as one answer; None where there is none."""
    rows = as_sets({each.variable.code: each.judgements for each in reports})
    return (
        measure_sets(reliability_data(rows), alpha_of_sets(codes_in, "masi")) if len(rows) else None
    )


def _tables_of_sets(as_one: Measured | None) -> Iterator[Table]:
    if as_one:
        yield replace(coefficient_table(as_one, "MASI"), caption="All codes as one answer")


def _of_codes(reports: Sequence[VariableReport]) -> str:
    """How many of the codes are fit for a conclusion, in a sentence."""
    alphas = [each.measured.coefficients["alpha"] for each in reports if each.measured]
    fit = sum(alpha.low is not None and alpha.low >= TENTATIVE for alpha in alphas)
    return (
        f"Measured code by code, as given or not given: of {len(reports)} codes {fit} "
        f"{agreeing(fit, 'is', 'are')} fit for conclusions, at least tentative ones."
    )


def _about_codes(swapped: Sequence[Confusion], names: Mapping[str, str]) -> list[Advice]:
    most = often(swapped)
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
    book: Codebook,
    reports: Sequence[VariableReport],
    key: str,
    one: str = "",
    other: str = "",
) -> list[Dispute]:
    """The units on which coders disagree, or those with these two answers of different coders."""
    if is_whole(reports, key):
        names = code_labels(question(book, key))
        rows = as_sets({each.variable.code: each.judgements for each in reports})
        sets = (with_and_without(rows.value, one, other), with_and_without(rows.value, other, one))
        labelled = {value: set_label(value, names) for value in set(rows.value)}
    else:
        (report,) = reports
        rows, sets = report.judgements, ([one], [other])
        labelled = labels(book, report.variable)
    units = disputed(rows, sets) if one and other else disputed(rows)
    return [_named(each, labelled) for each in units]


def _named(each: Disputed, names: Mapping[str, str]) -> Dispute:
    return Dispute(each.unit, [(coder, names.get(value, value)) for coder, value in each.answers])
