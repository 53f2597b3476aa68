"""The interval of SPSS's KALPHA, for comparison with older papers, and for nothing else.

A. Hayes and K. Krippendorff, Answering the call for a standard reliability measure (2007):
pairs of judgements are drawn, each alike, as many as there are, and the disagreement that
chance would bring stays fixed. Pairs of one unit are not independent, and sentences of
one article are not either, so the interval is too narrow: with 3 coders it holds the
true alpha 85 times of 100 where it says 95, with 8 coders 59 (A. Zapf et al.,
Measuring inter-rater reliability for nominal data, 2016, find the same).
Replicates in which no pair disagrees are kept as they are.
"""

import numpy as np

from annotator.reliability.coefficients.alpha import ratio
from annotator.reliability.data.arrays import Floats, Ints, totals
from annotator.reliability.data.coincidences import coincidences
from annotator.reliability.data.patterns import Patterns, pooled
from annotator.reliability.uncertainty.intervals import LIMITS, SEED, Interval

#: As many as KALPHA draws at most.
REPLICATES = 20_000


def kalpha_interval(
    patterns: Patterns, *, replicates: int = REPLICATES, seed: int = SEED
) -> Interval:
    """The 95 % interval of alpha as KALPHA has it; articles are not asked for."""
    whole = pooled(patterns)
    row, low, high, met = coincidences(whole)
    judged, freq = whole.judged, whole.freq
    pairs = int((judged * (judged - 1) // 2) @ freq)
    expected, difference = _differences(whole, low, high)
    if not pairs or not expected:
        return Interval(reason="undefined: no two judgements differ")
    kinds, kind = np.unique(difference, return_inverse=True)
    # A unit of m judgements has met = n_c n_k / (m - 1).
    many = totals(kind, met * (judged[row] - 1) * freq[row], kinds.size)
    share = np.append(many, pairs - many.sum()) / pairs
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = generator.multinomial(pairs, share, replicates)
    values = 1 - drawn[:, :-1] @ kinds / (pairs * expected)
    ends = np.quantile(values, [0.025, 0.975])
    return Interval(
        float(max(ends[0], -1)),
        float(min(ends[1], 1)),
        f"KALPHA-style, pairs drawn, {replicates:,} replicates: too narrow",
        error=float(values.std(ddof=1)),
        below=tuple(float((values < limit).mean()) for limit in LIMITS),
    )


def _differences(whole: Patterns, low: Ints, high: Ints) -> tuple[float, Floats]:
    """The mean difference that chance would bring, and that of each two values that met."""
    size = len(whole.scale.values)
    paired = whole.judged >= 2
    kept = paired[whole.row]
    times = whole.count[kept] * whole.freq[whole.row[kept]]
    n_c = totals(whole.value[kept], times, size)
    n = n_c.sum()
    if n < 2:
        return 0.0, np.empty(0)
    at = whole.scale.positions
    match whole.scale.level:
        case "nominal":
            between = np.ones(low.size)
            total = n**2 - (n_c**2).sum()
        case "ratio":
            table = ratio(whole.scale)
            between, total = table[low, high], n_c @ table @ n_c
        case _:
            if whole.scale.level == "ordinal":
                at = np.cumsum(n_c) - n_c / 2
            between = (at[low] - at[high]) ** 2
            mean = (n_c * at).sum() / n
            total = 2 * n * (n_c * (at - mean) ** 2).sum()
    return float(total / (n * (n - 1))), between
