"""The tables of a round: every question in a row, and all about one question."""

from collections.abc import Iterator, Sequence

from annotator.agreement.report.detail import Detail
from annotator.agreement.report.variable_report import VariableReport
from annotator.reliability.reporting.part_tables import (
    article_table,
    few_articles_table,
    part_tables,
)
from annotator.reliability.reporting.question_tables import (
    CODE_COLUMNS,
    Labels,
    code_cells,
    code_table,
    coefficient_table,
    confusion_table,
    influence_table,
    pair_table,
    prevalence_table,
)
from annotator.reliability.reporting.table import (
    ALPHA,
    INTERVAL,
    METHOD,
    UNITS,
    Cell,
    Column,
    Missing,
    Table,
    limits_cell,
    value_cell,
    why,
)
from annotator.reliability.reporting.verdicts import verdict
from annotator.reliability.results.measure import Measured, shares
from annotator.wording import share


def question_tables(detail: Detail, labels: Labels) -> Iterator[Table]:
    """Every table about one variable that has a row, in the order of the page."""
    tables = [
        code_table(detail.per_code, shares(detail.measured), labels),
        confusion_table(detail.confusions, labels),
        influence_table(detail.without, detail.alpha),
        pair_table(detail.pairs),
        *(each for group, parts in detail.groups.items() for each in part_tables(group, *parts)),
        article_table(detail.articles, detail.titles),
        few_articles_table(detail.measured, detail.titles),
        coefficient_table(detail.measured),
        prevalence_table(detail.measured, labels),
    ]
    yield from (table for table in tables if table.rows)


def codes_of_reports(reports: Sequence[VariableReport]) -> Table:
    """Alpha of each code of a question, from the reports on its codes."""
    rows = [
        (
            each.variable.code,
            each.variable.label,
            *code_cells(each.measured.coefficients, shares(each.measured).get("1")),
        )
        for each in reports
        if each.measured
    ]
    return Table("codes", "Code by code", CODE_COLUMNS, rows, name_at=1)


def _given(report: VariableReport) -> float | None:
    """How often a code was given, if it is one of several that a question has."""
    measured = report.measured
    return shares(measured).get("1") if measured and report.variable.code else None


def overview(reports: Sequence[VariableReport]) -> Table:
    """Every question of a round in a row."""
    rows = [
        _row(each.variable.key, each.variable.label, each.measured, _given(each))
        for each in reports
        if each.measured
    ]
    columns = (
        Column("question", ""),
        Column("label", "Question or code"),
        *CODE_COLUMNS[2:-1],
        UNITS,
        Column("n_coders", "Coders", "whole"),
        Column("n_judgements", "VariableJudgements", "whole"),
        METHOD,
    )
    return Table("questions", "Agreement on every question", columns, rows, name_at=1)


def _row(key: str, label: str, measured: Measured, given: float | None) -> tuple[Cell, ...]:
    *figures, method = code_cells(measured.coefficients, given)
    counts = (measured.n_units, measured.n_coders, measured.n_judgements)
    return (key, label, *figures, *counts, method)


def round_table(reports: Sequence[VariableReport]) -> Table:
    """Every variable of a round in a row, as its page shows it; one that is not measured too."""
    columns = (
        Column("label", "Question or code"),
        ALPHA,
        INTERVAL,
        Column("verdict", "Verdict"),
        _PERCENT,
        UNITS,
        Column("n_coders", "Coders", "whole"),
        Column("n_judgements", "Judgements", "whole"),
    )
    return Table("round", "Agreement", columns, [_on_page(each) for each in reports])


def _on_page(report: VariableReport) -> tuple[Cell, ...]:
    label, measured, missing = report.variable.label, report.measured, Missing(report.reason)
    if measured is None:
        return (label, missing, missing, report.reason, missing, missing, missing, missing)
    alpha, percent = measured.coefficients["alpha"], measured.coefficients["percent"]
    agreement = (value_cell(alpha), limits_cell(alpha), verdict(alpha), value_cell(percent))
    counts = (measured.n_units, measured.n_coders, measured.n_judgements)
    return (label, *agreement, *counts)


def variable_tables(key: str, measured: Measured) -> Iterator[Table]:
    """The tables that the page of a round shows of one variable; ``key`` names it."""
    estimates = measured.coefficients
    yield Table(
        "coefficients",
        f"Figures of {key}",
        (_COEFFICIENT, _VALUE, INTERVAL, _HOW),
        [
            (measured.labels[name], value_cell(each), limits_cell(each), why(each))
            for name, each in estimates.items()
        ],
    )
    total = measured.n_judgements
    given = zip(measured.values, measured.distribution, strict=True)
    yield Table(
        "values",
        f"Values of {key}",
        (Column("value", "Value"), _JUDGEMENTS, Column("share", "Share", "aligned")),
        [(value, f"{times} of {total}", share(times, total)) for value, times in given],
    )
    if measured.articles:
        yield Table(
            "articles",
            f"Articles of {key}",
            (Column("article", "Article"), UNITS, _PERCENT, ALPHA),
            [
                (
                    each.name,
                    each.n_units,
                    value_cell(each.coefficients["percent"]),
                    value_cell(each.coefficients["alpha"]),
                )
                for each in measured.articles
            ],
        )


_COEFFICIENT = Column("coefficient", "Coefficient")
_VALUE = Column("value", "Value", "figure")
_PERCENT = Column("percent", "Percent", "figure")
_JUDGEMENTS = Column("judgements", "Judgements", "aligned")
#: Beside each figure, also where all are alike.
_HOW = Column("method", "How, or why not")
