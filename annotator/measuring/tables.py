"""The tables about a file that was measured, each ready for a page, a CSV and LaTeX."""

from collections.abc import Iterator, Mapping, Sequence

from annotator.measuring.file_report import FileReport
from annotator.reliability.reporting.part_tables import (
    article_table,
    few_articles_table,
    part_tables,
)
from annotator.reliability.reporting.question_tables import (
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
    Table,
    limits,
    why,
)
from annotator.reliability.results.breakdown import Parts
from annotator.reliability.results.confusions import Disputed
from annotator.reliability.results.stability import Stability

#: A page shows this many units on which coders disagree; the CSV of the table has them all.
MOST_DISPUTED = 50


def file_tables(report: FileReport, article: str = "") -> Iterator[Table]:
    """Every table about a file that has a row, in the order of the page.

    ``article`` is the column that names articles, which are told otherwise than other parts.
    """
    measured = report.measured
    tables = [
        coefficient_table(measured, report.distance),
        code_table(report.per_code, report.shares, {}),
        confusion_table(report.confusions, {}),
        influence_table(report.without_coder, measured.coefficients["alpha"]),
        pair_table(report.pairs),
        *_groups(report.groups, article),
        *part_tables("coder_group", *report.coder_groups),
        *_stability(report.stability),
        few_articles_table(measured, {}),
        prevalence_table(measured, {}),
        dispute_table(report.disputed, report.texts),
    ]
    yield from (table for table in tables if table.rows)


def _groups(groups: Mapping[str, Parts], article: str) -> Iterator[Table]:
    for column, parts in groups.items():
        if column == article:
            yield article_table(parts[0], {})
        else:
            yield from part_tables(column, *parts)


def dispute_table(disputed: Sequence[Disputed], texts: Mapping[str, str]) -> Table:
    """The units on which coders disagree, with their words where they are known."""
    rows: list[tuple[Cell, ...]] = [
        (
            each.unit,
            *((texts.get(each.unit, ""),) if texts else ()),
            "; ".join(f"{coder}: {value}" for coder, value in each.answers),
        )
        for each in disputed
    ]
    words = (Column("text", "Text"),) if texts else ()
    columns = (Column("unit", "Unit"), *words, Column("answers", "Who said what"))
    caption = "Units on which coders disagree"
    return Table("disputes", caption, columns, rows, chosen=range(min(len(rows), MOST_DISPUTED)))


def _stability(stability: tuple[Stability, dict[str, Stability]] | None) -> Iterator[Table]:
    """Coders against themselves, all together first."""
    if stability is None:
        return
    together, coders = stability
    rows = [
        (name, each.n_units, each.estimates["alpha"].value, limits(each.estimates["alpha"]),
         why(each.estimates["alpha"]))
        for name, each in [("all", together), *coders.items()]
    ]  # fmt: skip
    columns = (Column("coder", "Coder"), UNITS, ALPHA, INTERVAL, METHOD)
    yield Table("occasions", "Coders against themselves", columns, rows)
