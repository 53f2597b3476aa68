"""Conger's kappa: chance draws from the prevalences of each coder.

A. Conger, Integration and generalization of kappas for multiple raters (1980), with gaps
as in K. Gwet (2014), chapter 2: each coder's prevalences come from the units that this
coder judged, p_e is the mean over every two coders of the chance that they agree, and p_a
is percent agreement.
"""

from functools import partial
from typing import Literal

import numpy as np

from annotator.reliability.coefficients.chance_corrected import kappa
from annotator.reliability.coefficients.coefficient import (
    CoderCoefficient,
    Margins,
    Needs,
    Reference,
    Statistic,
    standard_error,
)
from annotator.reliability.coefficients.percent import agreeing, observed, percent
from annotator.reliability.coefficients.weights import Weights
from annotator.reliability.data.arrays import Floats, totals
from annotator.reliability.data.profiles import Profiles, shares
from annotator.reliability.data.scales import LEVELS, LEVELS_WITH_ORDER, Scale


def conger_kappa(weights: Weights | None = None) -> CoderCoefficient:
    """Conger's kappa, for any number of coders; with gaps it may fall below -1.

    Parameters
    ----------
    weights : callable, optional
        `linear`, `quadratic` or your own: values that are near agree in part.

    Returns
    -------
    CoderCoefficient
        With the key ``conger_kappa``, or ``weighted_conger_kappa`` with weights.

    References
    ----------
    .. [1] A. Conger, Integration and generalization of kappas for multiple raters (1980).
       https://doi.org/10.1037/0033-2909.88.2.322
    .. [2] K. Gwet, Handbook of Inter-Rater Reliability (2014), chapter 2.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(["s1", "s1", "s2", "s2", "s3", "s3"], ["A", "B"] * 3, list("xxxyyy"))
    ... )
    >>> found = rel.measure(data, coefficients=[rel.conger_kappa()])
    >>> round(found.coefficients["conger_kappa"].value, 3)
    0.4
    """
    return CoderCoefficient(
        key="weighted_conger_kappa" if weights else "conger_kappa",
        label="Conger's weighted kappa" if weights else "Conger's kappa",
        meaning="Conger's, with weights" if weights else "Conger's",
        reference=Reference(
            "A. Conger",
            1980,
            "Integration and generalization of kappas for multiple raters",
            "10.1037/0033-2909.88.2.322",
        ),
        needs=Needs(levels=LEVELS_WITH_ORDER if weights else LEVELS),
        lowest=-np.inf,
        statistic=partial(by_coder, weights=weights),
        error=partial(_error, weights=weights),
        margins=margins(weights, "all"),
    )


def by_coder(profiles: Profiles, weights: Weights | None = None) -> Statistic:
    """Sums: units with a pair, their agreement, how often each coder gave each value."""
    table = weights and weights(profiles.scale)
    size = len(profiles.scale.values)
    column = 2 + profiles.coder * size + profiles.value
    parts = [
        *observed(profiles.patterns(), table),
        (profiles.row, column, np.ones(profiles.row.size)),
    ]
    width = 2 + len(profiles.coders) * size
    return Statistic(parts, width, partial(_value, table=table, shape=(len(profiles.coders), size)))


def margins(weights: Weights | None, of_units: Literal["all", "paired"]) -> Margins:
    """How such a kappa comes from how often each coder gave each value."""
    value = partial(_value_of_margins, weights=weights)
    return Margins(agreement=percent(weights), of_units=of_units, value=value)


def _value_of_margins(
    scale: Scale, agreed: Floats, given: Floats, weights: Weights | None
) -> Floats:
    sums = np.hstack([agreed, given.reshape(len(given), -1)])
    return _value(sums, weights and weights(scale), given.shape[1:])


def _value(sums: Floats, table: Floats | None, shape: tuple[int, int]) -> Floats:
    known = sums[:, 0] > 0
    values = np.full(len(sums), np.nan)
    given = sums[known, 2:].reshape(-1, *shape)
    agreed = sums[known, 1] / sums[known, 0]
    values[known] = kappa(agreed, chance(given, table))
    return values


def chance(given: Floats, table: Floats | None) -> Floats:
    """How often two coders agree by chance, the mean over every two, shape (R,).

    ``given``, shape (R, C, V), is how often each coder gave each value. A coder who gave
    none is not there.
    """
    judged = given.sum(axis=2)
    present = judged > 0
    own = np.divide(given, judged[:, :, None], out=np.zeros_like(given), where=present[:, :, None])
    all_ = own.sum(axis=1)
    coders = present.sum(axis=1)
    other, others = (own, all_) if table is None else (own @ table, all_ @ table)
    pairs = (all_ * others).sum(axis=1) - (own * other).sum(axis=(1, 2))
    chances: Floats = pairs / (coders * (coders - 1))
    return chances


def _error(profiles: Profiles, weights: Weights | None) -> float | None:
    """Gwet's, as in his R package irrCAC 1.4 for units by coders with gaps (n - 1)."""
    table = weights and weights(profiles.scale)
    freq = np.where(profiles.judged > 0, profiles.freq, 0)
    units, pairs = int(freq.sum()), int(freq[profiles.judged > 1].sum())
    if not pairs:
        return None
    agreed = agreeing(profiles.patterns(), table)
    expected = float(chance(shares(profiles, len(profiles.scale.values))[None], table)[0])
    value = float(kappa(np.array([agreed @ freq / pairs]), np.array([expected]))[0])
    if np.isnan(value):
        return None
    each = units / pairs * (agreed - expected * (profiles.judged > 1))
    each -= 2 * (1 - value) * (_contributions(profiles, table, units) - expected)
    return standard_error(freq, each / (1 - expected), value)


def _contributions(profiles: Profiles, table: Floats | None, units: int) -> Floats:
    """What each profile contributes to p_e, shape (P,); its mean over units is p_e.

    A judgement of coder g moves the prevalences of g, each of which weighs in p_e what
    all other coders together make of it.
    """
    given = shares(profiles, len(profiles.scale.values))
    given = given[given.any(axis=1)] if not given.any(axis=1).all() else given
    place = np.cumsum(np.bincount(profiles.coder, minlength=len(profiles.coders)) > 0) - 1
    judged = given.sum(axis=1)
    own = given / judged[:, None]
    rest = own.sum(axis=0) - own
    rest = rest if table is None else rest @ table
    expected = (rest * own).sum(axis=1)
    coder = place[profiles.coder]
    moved = units / judged[coder] * (rest[coder, profiles.value] - expected[coder])
    total = totals(profiles.row, moved, profiles.freq.size) + expected.sum()
    contributions: Floats = total / (judged.size * (judged.size - 1))
    return contributions


CONGER_KAPPA = conger_kappa()
