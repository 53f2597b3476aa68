"""Agreement corrected for chance by the prevalence of the values: (p_a - p_e) / (1 - p_e).

K. Gwet, Handbook of Inter-Rater Reliability (2014), chapters 2 to 5: p_a is the mean over
units with two or more judgements of the share of agreeing pairs, and the prevalence of
a value the mean over units with one or more judgements of its share among them. So a
unit with one judgement has a say in what chance would do, and in nothing else. What
p_e makes of the prevalences is what distinguishes the coefficients.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from annotator.reliability.coefficients.coefficient import Statistic, standard_error
from annotator.reliability.coefficients.percent import agreeing, observed
from annotator.reliability.coefficients.weights import Weights
from annotator.reliability.data.arrays import Floats, totals
from annotator.reliability.data.patterns import Patterns

#: Less than this is rounding.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Chance:
    """What agreement chance would bring about, from prevalences and weights.

    ``expected`` makes of prevalences, shape (R, V), and weights, (V, V) or None for the
    identity, p_e, shape (R,). ``each``, from prevalences of shape (V,), is what a
    judgement of each value contributes to p_e, shape (V,).
    """

    expected: Callable[[Floats, Floats | None], Floats]
    each: Callable[[Floats, Floats | None], Floats]


def corrected(
    chance: Chance, weights: Weights | None, *, lone: bool = True
) -> Callable[[Patterns], Statistic]:
    """What a unit adds to such a coefficient; without ``lone``, only units with a pair count."""
    return partial(_statistic, chance=chance, weights=weights, lone=lone)


def corrected_error(
    chance: Chance, weights: Weights | None, *, lone: bool = True
) -> Callable[[Patterns], float | None]:
    """The standard error of such a coefficient, as in Gwet's R package irrCAC 1.4."""
    return partial(_error, chance=chance, weights=weights, lone=lone)


def _statistic(
    patterns: Patterns, chance: Chance, weights: Weights | None, lone: bool
) -> Statistic:
    """Sums: units with a pair, their agreement, units that have a say, prevalences."""
    table = weights and weights(patterns.scale)
    judged = patterns.judged
    fewest = 1 if lone else 2
    units = np.flatnonzero(judged >= fewest)
    kept = np.flatnonzero(judged[patterns.row] >= fewest)
    row = patterns.row[kept]
    parts = [
        *observed(patterns, table),
        (units, np.full_like(units, 2), np.ones(units.size)),
        (row, 3 + patterns.value[kept], patterns.count[kept] / judged[row]),
    ]
    value = partial(_value, chance=chance, table=table)
    return Statistic(parts, 3 + len(patterns.scale.values), value)


def _value(sums: Floats, chance: Chance, table: Floats | None) -> Floats:
    paired, agreed, units = sums[:, 0], sums[:, 1], sums[:, 2]
    known = paired > 0
    values = np.full(paired.size, np.nan)
    prevalence = sums[known, 3:] / units[known, None]
    expected = chance.expected(prevalence, table)
    values[known] = kappa(agreed[known] / paired[known], expected)
    return values


def kappa(agreed: Floats, expected: Floats) -> Floats:
    """(p_a - p_e) / (1 - p_e); nan where chance alone would agree always."""
    room = 1 - expected
    result = np.full(agreed.shape, np.nan)
    np.divide(agreed - expected, room, out=result, where=room > _ROUNDING)
    return result


def _error(patterns: Patterns, chance: Chance, weights: Weights | None, lone: bool) -> float | None:
    """Gwet's, for units by coders with gaps (n - 1)."""
    table = weights and weights(patterns.scale)
    judged = patterns.judged
    freq = np.where(judged >= (1 if lone else 2), patterns.freq, 0)
    paired = judged >= 2
    units, pairs = int(freq.sum()), int(freq[paired].sum())
    if not pairs:
        return None
    row = patterns.row
    share = patterns.count / judged[row]
    prevalence = totals(patterns.value, share * freq[row], len(patterns.scale.values)) / units
    expected = float(chance.expected(prevalence[None, :], table)[0])
    agreed = agreeing(patterns, table)
    value = float(kappa(np.array([agreed @ freq / pairs]), np.array([expected]))[0])
    contributes = totals(row, share * chance.each(prevalence, table)[patterns.value], freq.size)
    each = units / pairs * (agreed - expected * paired)
    each -= 2 * (1 - value) * (contributes - expected)
    return standard_error(freq, each / (1 - expected), value) if not np.isnan(value) else None
