"""Cohen's and Conger's kappa: chance draws from the prevalences of each coder.

J. Cohen, A coefficient of agreement for nominal scales (1960), for two coders and the
units that both judged. A. Conger, Integration and generalization of kappas for multiple
raters (1980), with gaps as in K. Gwet (2014), chapter 2: each coder's prevalences come
from the units that this coder judged, p_e is the mean over every two coders of the chance
that they agree, and p_a is percent agreement.
"""

from functools import partial

import numpy as np

from annotator.reliability.coefficients.chance_corrected import kappa
from annotator.reliability.coefficients.coefficient import Coefficient, Statistic, standard_error
from annotator.reliability.coefficients.percent import agreeing, observed
from annotator.reliability.coefficients.weights import Weights
from annotator.reliability.data.arrays import Floats, totals
from annotator.reliability.data.profiles import Profiles, shares


def conger_kappa(weights: Weights | None = None) -> Coefficient[Profiles]:
    """Conger's kappa; with gaps it may fall below -1."""
    statistic = partial(by_coder, weights=weights)
    return Coefficient("conger_kappa", -np.inf, 1.0, statistic, partial(_error, weights=weights))


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


def of_counts(agreed: Floats, given: Floats) -> Floats:
    """Kappa of R samples: units with a pair and their agreement, and how often each coder
    gave each value, shapes (R, 2) and (R, C, V).
    """
    sums = np.hstack([agreed, given.reshape(len(given), -1)])
    return _value(sums, None, given.shape[1:])


def _value(sums: Floats, table: Floats | None, shape: tuple[int, int]) -> Floats:
    known = sums[:, 0] > 0
    found = np.full(len(sums), np.nan)
    given = sums[known, 2:].reshape(-1, *shape)
    agreed = sums[known, 1] / sums[known, 0]
    found[known] = kappa(agreed, chance(given, table))
    return found


def chance(given: Floats, table: Floats | None) -> Floats:
    """How often two coders agree by chance, the mean over every two, shape (R,).

    ``given``, shape (R, C, V), is how often each coder gave each value. A coder who gave
    none is not there.
    """
    judged = given.sum(axis=2)
    there = judged > 0
    own = np.divide(given, judged[:, :, None], out=np.zeros_like(given), where=there[:, :, None])
    all_ = own.sum(axis=1)
    coders = there.sum(axis=1)
    other, others = (own, all_) if table is None else (own @ table, all_ @ table)
    pairs = (all_ * others).sum(axis=1) - (own * other).sum(axis=(1, 2))
    found: Floats = pairs / (coders * (coders - 1))
    return found


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
    found: Floats = total / (judged.size * (judged.size - 1))
    return found


CONGER_KAPPA = conger_kappa()
