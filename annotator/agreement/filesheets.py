"""The tables about a file that was measured, each ready for a page, a CSV and LaTeX. Pure."""

from collections.abc import Iterator

from annotator.agreement.anyfile import FileReport
from annotator.agreement.detailsheets import (
    articles,
    codes,
    coefficients,
    influence,
    pairs,
    parted,
    prevalence,
)
from annotator.agreement.sheets import HOW, Head, Sheet, limits, why
from annotator.agreement.stability import Stable


def file_sheets(report: FileReport, group: str) -> Iterator[Sheet]:
    """Every table about a file that has a row, in the order of the page."""
    measured = report.measured
    made = [
        coefficients(measured),
        codes(report.per_code, measured, {}),
        influence(report.without_coder, measured.coefficients["alpha"]),
        pairs(report.pairs),
        *(parted(group, *report.groups) if group else ()),
        *_selves(report.self_agreement),
        articles(measured),
        prevalence(measured, {}),
    ]
    yield from (sheet for sheet in made if sheet.rows)


def _selves(found: tuple[Stable, dict[str, Stable]] | None) -> Iterator[Sheet]:
    """Coders against themselves, all together first."""
    if found is None:
        return
    together, coders = found
    rows = [
        (name, each.n_units, each.figures["alpha"].value, limits(each.figures["alpha"]),
         why(each.figures["alpha"]))
        for name, each in [("all", together), *coders.items()]
    ]  # fmt: skip
    heads = (
        Head("coder", "Coder"),
        Head("n_units", "Units", "whole"),
        Head("alpha", "Alpha", "figure"),
        Head("limits", "95 % interval", "limits"),
        Head(HOW, "How, or why not"),
    )
    yield Sheet("occasions", "Coders against themselves", heads, rows)
