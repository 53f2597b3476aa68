"""The tables about a file that was measured, each ready for a page, a CSV and LaTeX. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from annotator.measuring.file_report import FileReport
from annotator.reliability.reporting.part_tables import articles, by_article, parted
from annotator.reliability.reporting.question_tables import (
    codes,
    coefficients,
    confusion,
    influence,
    pairs,
    prevalence,
)
from annotator.reliability.reporting.table import (
    ALPHA,
    INTERVAL,
    METHOD,
    UNITS,
    Cell,
    Column,
    Table,
    limits,
    why,
)
from annotator.reliability.results.confusions import Disputed
from annotator.reliability.results.parts import Parts
from annotator.reliability.results.stability import Stable

#: A page shows so many units on which coders disagree; the CSV of the table has them all.
MOST_DISPUTED = 50


def file_tables(report: FileReport, article: str = "") -> Iterator[Table]:
    """Every table about a file that has a row, in the order of the page.

    ``article`` is the column that names articles, which are told otherwise than other parts.
    """
    measured = report.measured
    made = [
        coefficients(measured, report.distance),
        codes(report.per_code, report.shares, {}),
        confusion(report.confusions, {}),
        influence(report.without_coder, measured.coefficients["alpha"]),
        pairs(report.pairs),
        *_groups(report.groups, article),
        *parted("coder_group", *report.coder_groups),
        *_selves(report.self_agreement),
        articles(measured, {}),
        prevalence(measured, {}),
        disputes(report.disputed, report.texts),
    ]
    yield from (table for table in made if table.rows)


def _groups(groups: Mapping[str, Parts], article: str) -> Iterator[Table]:
    for column, parts in groups.items():
        if column == article:
            yield by_article(parts[0], {})
        else:
            yield from parted(column, *parts)


def disputes(found: Sequence[Disputed], texts: Mapping[str, str]) -> Table:
    """The units on which coders disagree, with their words where they are known."""
    rows: list[tuple[Cell, ...]] = [
        (
            each.unit,
            *((texts.get(each.unit, ""),) if texts else ()),
            "; ".join(f"{who}: {value}" for who, value in each.answers),
        )
        for each in found
    ]
    words = (Column("text", "Text"),) if texts else ()
    columns = (Column("unit", "Unit"), *words, Column("answers", "Who said what"))
    caption = "Units on which coders disagree"
    return Table("disputes", caption, columns, rows, chosen=range(min(len(rows), MOST_DISPUTED)))


def _selves(found: tuple[Stable, dict[str, Stable]] | None) -> Iterator[Table]:
    """Coders against themselves, all together first."""
    if found is None:
        return
    together, coders = found
    rows = [
        (name, each.n_units, each.figures["alpha"].value, limits(each.figures["alpha"]),
         why(each.figures["alpha"]))
        for name, each in [("all", together), *coders.items()]
    ]  # fmt: skip
    columns = (Column("coder", "Coder"), UNITS, ALPHA, INTERVAL, METHOD)
    yield Table("occasions", "Coders against themselves", columns, rows)
