"""The tables about one question, each ready for a page, a CSV, LaTeX and a picture. Pure."""

from collections.abc import Mapping, Sequence

from annotator.reliability.coefficients import weighted
from annotator.reliability.reporting.table import (
    ALPHA,
    INTERVAL,
    METHOD,
    UNITS,
    Cell,
    Head,
    Sheet,
    limits,
    why,
)
from annotator.reliability.reporting.verdicts import verdict
from annotator.reliability.results.coder_pairs import Pair
from annotator.reliability.results.confusions import Confusion
from annotator.reliability.results.estimates import NAMES, Figure
from annotator.reliability.results.measure import Measured
from annotator.reliability.results.parts import Parts, influences

#: More confusions than this nobody reads; the CSV of the table has them all.
MOST_CONFUSIONS = 30

Labels = Mapping[str, str]

_NAMES = {**NAMES, **weighted.NAMES}


def coefficients(measured: Measured, distance: str = "") -> Sheet:
    """Every coefficient with its interval; ``distance`` is that of alpha, if it has one."""
    names = _NAMES | ({"alpha": f"{NAMES['alpha']} ({distance})"} if distance else {})
    rows = [
        (names[key], figure.value, limits(figure), why(figure))
        for key, figure in measured.coefficients.items()
    ]
    heads = (Head("coefficient", "Coefficient"), Head("value", "Value", "figure"), INTERVAL, METHOD)
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
        (code, labels.get(code, code), *code_cells(figures, shares.get(code, 0.0)))
        for code, figures in found.items()
    ]
    return Sheet("codes", "Code by code", CODE_HEADS, rows, name_at=1)


#: The columns of a table of codes.
CODE_HEADS = (
    Head("code", ""),
    Head("label", "Code"),
    ALPHA,
    INTERVAL,
    Head("verdict", "Verdict"),
    Head("share", "Share of judgements", "figure"),
    Head("percent", "Percent", "figure"),
    Head("gwet_ac1", "AC1", "figure"),
    METHOD,
)


def code_cells(figures: Mapping[str, Figure], given: float | None) -> tuple[Cell, ...]:
    """The cells of ``CODE_HEADS`` behind the label; ``given`` is how often the code was given."""
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
        UNITS,
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
        ALPHA,
        INTERVAL,
        Head("difference", "Above that of all", "figure"),
        Head("difference", "95 % interval", "limits"),
        METHOD,
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
        UNITS,
        Head("cohen_kappa", "Cohen's kappa", "figure"),
        INTERVAL,
        *(_WEIGHTED if has_weights else ()),
        Head("percent", "Percent", "figure"),
        METHOD,
    )
    return Sheet("pairs", "Every two coders", heads, rows)
