"""The tables about one question, each ready for a page, a CSV, LaTeX and a picture. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from annotator.agreement import weighted
from annotator.agreement.breakdown import Difference, Part
from annotator.agreement.confusions import Confusion
from annotator.agreement.detail import Detail, influences
from annotator.agreement.figures import NAMES, Figure
from annotator.agreement.measure import Measured, shares
from annotator.agreement.pairs import Pair
from annotator.agreement.parts import Parts
from annotator.agreement.report import Line
from annotator.agreement.sheets import HOW, Cell, Head, Sheet, limits, why
from annotator.agreement.verdicts import verdict

_UNITS = Head("n_units", "Units", "whole")
_LIMITS = Head("limits", "95 % interval", "limits")
_HOW = Head(HOW, "How, or why not")
_ALPHA = Head("alpha", "Alpha", "figure")

#: More confusions than this nobody reads; the CSV of the table has them all.
MOST_CONFUSIONS = 30

#: So many articles with the lowest alpha are shown, and so many with the highest.
AT_EACH_END = 5

Labels = Mapping[str, str]

_NAMES = {**NAMES, **weighted.NAMES}


def sheets(detail: Detail, labels: Labels) -> Iterator[Sheet]:
    """Every table about one variable that has a row, in the order of the page."""
    made = [
        codes(detail.per_code, shares(detail.measured), labels),
        confusion(detail.confusions, labels),
        influence(detail.without, detail.alpha),
        pairs(detail.pairs),
        *(each for group, parts in detail.groups.items() for each in parted(group, *parts)),
        by_article(detail.articles, detail.titles),
        articles(detail.measured, detail.titles),
        coefficients(detail.measured),
        prevalence(detail.measured, labels),
    ]
    yield from (sheet for sheet in made if sheet.rows)


def coefficients(measured: Measured) -> Sheet:
    """Every coefficient with its interval."""
    rows = [
        (_NAMES[key], figure.value, limits(figure), why(figure))
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


def codes(
    found: Mapping[str, Mapping[str, Figure]], shares: Mapping[str, float], labels: Labels
) -> Sheet:
    """Alpha of each code by itself: given, or not given; ``shares`` is how often it was."""
    rows = [
        (code, labels.get(code, code), *_code(figures, shares.get(code, 0.0)))
        for code, figures in found.items()
    ]
    return Sheet("codes", "Code by code", _CODE_HEADS, rows, name_at=1)


def codes_of_lines(lines: Sequence[Line]) -> Sheet:
    """Alpha of each code of a ``many`` question, from the lines of its codes."""
    rows = [
        (
            each.variable.code,
            each.variable.label,
            *_code(each.measured.coefficients, shares(each.measured).get("1")),
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


def confusion(found: Sequence[Confusion], labels: Labels) -> Sheet:
    """Which two answers stand against each other, the most frequent first."""
    total = sum(each.n_pairs for each in found)
    rows = [
        (
            each.one,
            each.other,
            labels.get(each.one, each.one),
            labels.get(each.other, each.other),
            each.n_units,
            each.n_pairs,
            each.n_pairs / total,
        )
        for each in found
    ]
    heads = (
        Head("one", ""),
        Head("other", ""),
        Head("one_label", "One coder said"),
        Head("other_label", "Another said"),
        _UNITS,
        Head("pairs", "Pairs of judgements", "whole"),
        Head("share", "Share", "figure"),
    )
    caption = "Answers that stand against each other"
    return Sheet("confusions", caption, heads, rows, chosen=range(min(len(rows), MOST_CONFUSIONS)))


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


_WEIGHTED = (
    Head("weighted_kappa", "Weighted kappa", "figure"),
    Head("weighted", "95 % interval", "limits"),
)


def pairs(found: Sequence[Pair]) -> Sheet:
    """Every two coders by themselves."""
    has_weights = any(each.weighted_kappa for each in found)
    rows: list[tuple[Cell, ...]] = [
        (
            " and ".join(each.coders),
            each.n_units,
            each.cohen_kappa.value,
            limits(each.cohen_kappa),
            *(
                (each.weighted_kappa.value, limits(each.weighted_kappa))
                if each.weighted_kappa
                else ()
            ),
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
        *(_WEIGHTED if has_weights else ()),
        Head("percent", "Percent", "figure"),
        _HOW,
    )
    return Sheet("pairs", "Every two coders", heads, rows)


#: What a part is called, by the column that has it.
_CALLED = {"import_file": "Import", "coder_group": "Group of coders"}


def parted(group: str, parts: Sequence[Part], differences: Sequence[Difference]) -> Iterator[Sheet]:
    """Alpha of each part, and every two compared."""
    name = _CALLED.get(group) or group[:1].upper() + group[1:]
    rows = [
        (part.name, part.n_units, part.figure.value, limits(part.figure), why(part.figure))
        for part in parts
    ]
    heads = (Head(group, name), _UNITS, _ALPHA, _LIMITS, _HOW)
    yield Sheet(group, f"By {name[:1].lower() + name[1:]}", heads, rows)
    rows_of_two = [
        (f"{each.one} less {each.other}", each.figure.value, limits(each.figure), why(each.figure))
        for each in differences
    ]
    if any(limits(each.figure) for each in differences):
        compared = (Head("compared", "Compared"), Head("difference", "Alpha", "figure"))
        yield Sheet(
            f"{group}-differences",
            f"{_plural(name)} compared",
            (*compared, _LIMITS, _HOW),
            rows_of_two,
        )


def _plural(name: str) -> str:
    first, _, rest = name.partition(" of ")
    return f"{first}s of {rest}" if rest else f"{name}s"


def articles(measured: Measured, titles: Labels) -> Sheet:
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
    percent = Head("percent", "Percent", "figure")
    heads = (Head("article", ""), Head("label", "Article"), _UNITS, _ALPHA, percent, _HOW)
    return Sheet("articles", "Article by article", heads, rows, name_at=1)


def by_article(found: Sequence[Part], titles: Labels) -> Sheet:
    """Alpha of each article, the lowest first; where it is undefined, last."""
    rows = [
        (
            part.name,
            titles.get(part.name, part.name),
            part.n_units,
            part.figure.value,
            why(part.figure),
        )
        for part in sorted(found, key=_from_the_lowest)
    ]
    heads = (Head("article", ""), Head("label", "Article"), _UNITS, _ALPHA, _HOW)
    defined = sum(part.figure.value is not None for part in found) or len(found)
    if defined <= 2 * AT_EACH_END:
        chosen = list(range(defined))
    else:
        chosen = [*range(AT_EACH_END), *range(defined - AT_EACH_END, defined)]
    return Sheet("article", "By article", heads, rows, name_at=1, chosen=chosen)


def _from_the_lowest(part: Part) -> tuple[bool, float, str]:
    alpha = part.figure.value
    return alpha is None, alpha or 0.0, part.name


def _given(line: Line) -> float | None:
    """How often a code of a ``many`` question was given."""
    return shares(line.measured).get("1") if line.measured and line.variable.code else None


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
