"""The tables about one question, each ready for a page, a CSV, LaTeX and a picture. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotator.agreement.breakdown import Difference, Part
from annotator.agreement.confusions import Confusion
from annotator.agreement.detail import GROUPS, Detail, influences
from annotator.agreement.figures import NAMES, Figure
from annotator.agreement.measure import Measured
from annotator.agreement.pairs import Pair
from annotator.agreement.parts import Parts
from annotator.agreement.report import Line
from annotator.agreement.sheets import HOW, Cell, Head, Sheet, limits, why
from annotator.agreement.verdicts import verdict

_UNITS = Head("n_units", "Units", "whole")
_LIMITS = Head("limits", "95 % interval", "limits")
_HOW = Head(HOW, "How, or why not")
_ALPHA = Head("alpha", "Alpha", "figure")

#: More confusions than this nobody reads; the CSV of judgements has them all.
MOST_CONFUSIONS = 30

Labels = Mapping[str, str]


def sheets(detail: Detail, labels: Labels) -> Iterator[Sheet]:
    """Every table about one variable that has a row, in the order of the page."""
    made = [
        codes(detail.per_code, detail.measured, labels),
        confusion(detail.confusions, labels),
        influence(detail.without, detail.alpha),
        pairs(detail.pairs),
        *(each for group, parts in detail.groups.items() for each in parted(group, *parts)),
        articles(detail.measured),
        coefficients(detail.measured),
        prevalence(detail.measured, labels),
    ]
    yield from (sheet for sheet in made if sheet.rows)


def coefficients(measured: Measured) -> Sheet:
    """Every coefficient with its interval."""
    rows = [
        (NAMES[key], figure.value, limits(figure), why(figure))
        for key, figure in measured.coefficients.items()
    ]
    heads = (Head("coefficient", "Coefficient"), Head("value", "Value", "figure"), _LIMITS, _HOW)
    return Sheet("coefficients", "Coefficients", heads, rows)


def prevalence(measured: Measured, labels: Labels) -> Sheet:
    """How often each value was given."""
    rows = [
        (value, labels.get(value, value), many, many / measured.n_judgements)
        for value, many in zip(measured.values, measured.distribution, strict=True)
    ]
    heads = (
        Head("value", ""),
        Head("label", "Answer"),
        Head("judgements", "Judgements", "whole"),
        Head("share", "Share", "figure"),
    )
    return Sheet("prevalence", "How often each answer was given", heads, rows, name_at=1)


def codes(found: Mapping[str, Mapping[str, Figure]], measured: Measured, labels: Labels) -> Sheet:
    """Alpha of each code by itself: given, or another answer given."""
    rows = [
        (code, labels.get(code, code), *_code(figures, share(measured, code)))
        for code, figures in found.items()
    ]
    return Sheet("codes", "Code by code", _CODE_HEADS, rows, name_at=1)


def codes_of_lines(lines: Sequence[Line]) -> Sheet:
    """Alpha of each code of a ``many`` question, from the lines of its codes."""
    rows = [
        (
            each.variable.code,
            each.variable.label,
            *_code(each.measured.coefficients, share(each.measured, "1")),
        )
        for each in lines
        if each.measured
    ]
    return Sheet("codes", "Code by code", _CODE_HEADS, rows, name_at=1)


_CODE_HEADS = (
    Head("code", ""),
    Head("label", "Code"),
    _ALPHA,
    _LIMITS,
    Head("verdict", "Verdict"),
    Head("share", "Share of judgements", "figure"),
    Head("percent", "Percent", "figure"),
    Head("gwet_ac1", "AC1", "figure"),
    _HOW,
)


def _code(figures: Mapping[str, Figure], given: float | None) -> tuple[Cell, ...]:
    alpha = figures["alpha"]
    rest = (figures["percent"].value, figures["gwet_ac1"].value, why(alpha))
    return (alpha.value, limits(alpha), verdict(alpha), given, *rest)


def share(measured: Measured, value: str) -> float | None:
    """The share of judgements that have a value; none where there is no such value."""
    if value not in measured.values:
        return None
    return measured.distribution[measured.values.index(value)] / measured.n_judgements


def confusion(found: Sequence[Confusion], labels: Labels) -> Sheet:
    """Which two answers stand against each other, the most frequent first."""
    total = sum(each.n_pairs for each in found)
    rows = [
        (
            labels.get(each.one, each.one),
            labels.get(each.other, each.other),
            each.n_units,
            each.n_pairs,
            each.n_pairs / total,
        )
        for each in found[:MOST_CONFUSIONS]
    ]
    heads = (
        Head("one", "One coder said"),
        Head("other", "Another said"),
        _UNITS,
        Head("pairs", "Pairs of judgements", "whole"),
        Head("share", "Share", "figure"),
    )
    return Sheet("confusions", "Answers that stand against each other", heads, rows)


def influence(found: Parts, alpha: Figure) -> Sheet:
    """Alpha of all coders, and without each of them."""
    rows: list[tuple[Cell, ...]] = [
        (name, without.value, limits(without), difference.value, limits(difference), why(without))
        for name, without, difference in influences(found)
    ]
    if rows:
        rows.insert(0, ("nobody", alpha.value, limits(alpha), None, None, why(alpha)))
    heads = (
        Head("without", "Without"),
        _ALPHA,
        _LIMITS,
        Head("difference", "Above that of all", "figure"),
        Head("difference", "95 % interval", "limits"),
        _HOW,
    )
    return Sheet("coders", "Without each coder", heads, rows)


def pairs(found: Iterable[Pair]) -> Sheet:
    """Every two coders by themselves."""
    rows = [
        (
            " and ".join(each.coders),
            each.n_units,
            each.cohen_kappa.value,
            limits(each.cohen_kappa),
            each.percent.value,
            why(each.cohen_kappa),
        )
        for each in found
    ]
    heads = (
        Head("coders", "Coders"),
        _UNITS,
        Head("cohen_kappa", "Cohen's kappa", "figure"),
        _LIMITS,
        Head("percent", "Percent", "figure"),
        _HOW,
    )
    return Sheet("pairs", "Every two coders", heads, rows)


def parted(group: str, parts: Sequence[Part], differences: Sequence[Difference]) -> Iterator[Sheet]:
    """Alpha of each part, and every two compared."""
    name = GROUPS.get(group, group)
    rows = [
        (part.name, part.n_units, part.figure.value, limits(part.figure), why(part.figure))
        for part in parts
    ]
    heads = (Head(group, name), _UNITS, _ALPHA, _LIMITS, _HOW)
    yield Sheet(group, f"By {name.lower()}", heads, rows)
    rows_of_two = [
        (f"{each.one} less {each.other}", each.figure.value, limits(each.figure), why(each.figure))
        for each in differences
    ]
    if any(limits(each.figure) for each in differences):
        compared = (Head("compared", "Compared"), Head("difference", "Alpha", "figure"))
        yield Sheet(
            f"{group}-differences", f"{name}s compared", (*compared, _LIMITS, _HOW), rows_of_two
        )


def articles(measured: Measured) -> Sheet:
    """Each article's own figures, where they are too few for an interval."""
    rows = [
        (
            each.name,
            each.n_units,
            each.coefficients["alpha"].value,
            each.coefficients["percent"].value,
            each.coefficients["alpha"].reason,
        )
        for each in measured.articles
    ]
    heads = (Head("article", "Article"), _UNITS, _ALPHA, Head("percent", "Percent", "figure"), _HOW)
    return Sheet("articles", "Article by article", heads, rows)


def _given(line: Line) -> float | None:
    """How often a code of a ``many`` question was given."""
    return share(line.measured, "1") if line.measured and line.variable.code else None


def overview(lines: Sequence[Line]) -> Sheet:
    """Every question of a round in a row."""
    rows = [
        _row(each.variable.key, each.variable.label, each.measured, _given(each))
        for each in lines
        if each.measured
    ]
    heads = (
        Head("question", ""),
        Head("label", "Question or code"),
        *_CODE_HEADS[2:-1],
        _UNITS,
        Head("n_coders", "Coders", "whole"),
        Head("n_judgements", "Judgements", "whole"),
        _HOW,
    )
    return Sheet("questions", "Agreement on every question", heads, rows, name_at=1)


def _row(key: str, label: str, measured: Measured, given: float | None) -> tuple[Cell, ...]:
    *figures, how = _code(measured.coefficients, given)
    counts = (measured.n_units, measured.n_coders, measured.n_judgements)
    return (key, label, *figures, *counts, how)
