"""The tables about parts of the judgements: by outlet, week or group, article by article."""

from collections.abc import Iterator, Mapping, Sequence

from annotator.reliability.reporting.table import (
    ALPHA,
    INTERVAL,
    METHOD,
    UNITS,
    Column,
    Table,
    limits,
    why,
)
from annotator.reliability.results.breakdown import Difference, Part
from annotator.reliability.results.measure import Measured

Labels = Mapping[str, str]

#: This many articles with the lowest alpha are shown, and as many with the highest.
AT_EACH_END = 5

#: What a part is called, by the column that has it.
_CALLED = {"import_file": "Import", "coder_group": "Group of coders"}


def part_tables(
    group: str, parts: Sequence[Part], differences: Sequence[Difference]
) -> Iterator[Table]:
    """Alpha of each part, and every two compared."""
    name = _CALLED.get(group) or group[:1].upper() + group[1:]
    rows = [
        (part.name, part.n_units, part.estimate.value, limits(part.estimate), why(part.estimate))
        for part in parts
    ]
    columns = (Column(group, name), UNITS, ALPHA, INTERVAL, METHOD)
    yield Table(group, f"By {name[:1].lower() + name[1:]}", columns, rows)
    rows_of_two = [
        (
            f"{each.one} less {each.other}",
            each.estimate.value,
            limits(each.estimate),
            why(each.estimate),
        )
        for each in differences
    ]
    if any(limits(each.estimate) for each in differences):
        compared = (Column("compared", "Compared"), Column("difference", "Alpha", "figure"))
        yield Table(
            f"{group}-differences",
            f"{_plural(name)} compared",
            (*compared, INTERVAL, METHOD),
            rows_of_two,
        )


def _plural(name: str) -> str:
    first, _, rest = name.partition(" of ")
    return f"{first}s of {rest}" if rest else f"{name}s"


def few_articles_table(measured: Measured, titles: Labels) -> Table:
    """Each article's own figures, where they are too few for an interval."""
    rows = [
        (
            each.name,
            titles.get(each.name, each.name),
            each.n_units,
            each.coefficients["alpha"].value,
            each.coefficients["percent"].value,
            each.coefficients["alpha"].reason,
        )
        for each in measured.articles
    ]
    percent = Column("percent", "Percent", "figure")
    columns = (Column("article", ""), Column("label", "Article"), UNITS, ALPHA, percent, METHOD)
    return Table("articles", "Article by article", columns, rows, name_at=1)


def article_table(parts: Sequence[Part], titles: Labels) -> Table:
    """Alpha of each article, the lowest first; where it is undefined, last."""
    rows = [
        (
            part.name,
            titles.get(part.name, part.name),
            part.n_units,
            part.estimate.value,
            why(part.estimate),
        )
        for part in sorted(parts, key=_from_the_lowest)
    ]
    columns = (Column("article", ""), Column("label", "Article"), UNITS, ALPHA, METHOD)
    defined = sum(part.estimate.value is not None for part in parts) or len(parts)
    if defined <= 2 * AT_EACH_END:
        chosen = list(range(defined))
    else:
        chosen = [*range(AT_EACH_END), *range(defined - AT_EACH_END, defined)]
    return Table("article", "By article", columns, rows, name_at=1, chosen=chosen)


def _from_the_lowest(part: Part) -> tuple[bool, float, str]:
    alpha = part.estimate.value
    return alpha is None, alpha or 0.0, part.name
