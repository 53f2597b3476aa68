"""The tables about one question, each ready for a page, a CSV, LaTeX and a picture."""

from collections.abc import Mapping, Sequence

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
from annotator.reliability.reporting.verdicts import verdict
from annotator.reliability.results.breakdown import Parts
from annotator.reliability.results.coder_pairs import CoderPair
from annotator.reliability.results.confusions import Confusion
from annotator.reliability.results.estimates import Estimate
from annotator.reliability.results.measure import Measured
from annotator.reliability.results.parts import influences

#: More confusions than this nobody reads; the CSV of the table has them all.
MOST_CONFUSIONS = 30

Labels = Mapping[str, str]


def coefficient_table(measured: Measured, distance: str = "") -> Table:
    """Every coefficient with its interval; ``distance`` is that of alpha, if it has one."""
    alpha = f"{measured.labels['alpha']} ({distance})" if distance else measured.labels["alpha"]
    labels = {**measured.labels, "alpha": alpha}
    rows = [
        (labels[key], estimate.value, limits(estimate), why(estimate))
        for key, estimate in measured.coefficients.items()
    ]
    columns = (
        Column("coefficient", "Coefficient"),
        Column("value", "Value", "figure"),
        INTERVAL,
        METHOD,
    )
    return Table("coefficients", "Coefficients", columns, rows)


def prevalence_table(measured: Measured, labels: Labels) -> Table:
    """How often each value was given."""
    rows = [
        (value, labels.get(value, value), times, times / measured.n_judgements)
        for value, times in zip(measured.values, measured.distribution, strict=True)
    ]
    columns = (
        Column("value", ""),
        Column("label", "Answer"),
        Column("judgements", "VariableJudgements", "whole"),
        Column("share", "Share", "figure"),
    )
    return Table("prevalence", "How often each answer was given", columns, rows, name_at=1)


def code_table(
    per_code: Mapping[str, Mapping[str, Estimate]], shares: Mapping[str, float], labels: Labels
) -> Table:
    """Alpha of each code by itself: given, or not given; ``shares`` is how often it was."""
    rows = [
        (code, labels.get(code, code), *code_cells(estimates, shares.get(code, 0.0)))
        for code, estimates in per_code.items()
    ]
    return Table("codes", "Code by code", CODE_COLUMNS, rows, name_at=1)


#: The columns of a table of codes.
CODE_COLUMNS = (
    Column("code", ""),
    Column("label", "Code"),
    ALPHA,
    INTERVAL,
    Column("verdict", "Verdict"),
    Column("share", "Share of judgements", "figure"),
    Column("percent", "Percent", "figure"),
    Column("gwet_ac1", "AC1", "figure"),
    METHOD,
)


def code_cells(estimates: Mapping[str, Estimate], given: float | None) -> tuple[Cell, ...]:
    """The cells of ``CODE_COLUMNS`` behind the label; ``given`` is how often the code was given."""
    alpha = estimates["alpha"]
    rest = (estimates["percent"].value, estimates["gwet_ac1"].value, why(alpha))
    return (alpha.value, limits(alpha), verdict(alpha), given, *rest)


def confusion_table(confusions: Sequence[Confusion], labels: Labels) -> Table:
    """Which two answers stand against each other, the most frequent first."""
    total = sum(each.n_pairs for each in confusions)
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
        for each in confusions
    ]
    columns = (
        Column("one", ""),
        Column("other", ""),
        Column("one_label", "One coder said"),
        Column("other_label", "Another said"),
        UNITS,
        Column("pairs", "Pairs of judgements", "whole"),
        Column("share", "Share", "figure"),
    )
    caption = "Answers that stand against each other"
    return Table(
        "confusions", caption, columns, rows, chosen=range(min(len(rows), MOST_CONFUSIONS))
    )


def influence_table(without: Parts, alpha: Estimate) -> Table:
    """Alpha of all coders, and without each of them."""
    rows: list[tuple[Cell, ...]] = [
        (name, alone.value, limits(alone), difference.value, limits(difference), why(alone))
        for name, alone, difference in influences(without)
    ]
    if rows:
        rows.insert(0, ("nobody", alpha.value, limits(alpha), None, None, why(alpha)))
    columns = (
        Column("without", "Without"),
        ALPHA,
        INTERVAL,
        Column("difference", "Above that of all", "figure"),
        Column("difference", "95 % interval", "limits"),
        METHOD,
    )
    return Table("coders", "Without each coder", columns, rows)


_WEIGHTED = (
    Column("weighted_kappa", "Weighted kappa", "figure"),
    Column("weighted", "95 % interval", "limits"),
)


def pair_table(pairs: Sequence[CoderPair]) -> Table:
    """Every two coders by themselves."""
    has_weights = any(each.weighted_kappa for each in pairs)
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
        for each in pairs
    ]
    columns = (
        Column("coders", "Coders"),
        UNITS,
        Column("cohen_kappa", "Cohen's kappa", "figure"),
        INTERVAL,
        *(_WEIGHTED if has_weights else ()),
        Column("percent", "Percent", "figure"),
        METHOD,
    )
    return Table("pairs", "Every two coders", columns, rows)
