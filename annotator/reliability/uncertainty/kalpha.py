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
from annotator.reliability.data.patterns import Patterns, coincidences, pooled
from annotator.reliability.uncertainty.intervals import LIMITS, Interval
from annotator.reliability.uncertainty.resampling import SEED

#: As many as KALPHA draws at most.
REPLICATES = 20_000


def kalpha_interval(
    patterns: Patterns, *, replicates: int = REPLICATES, seed: int = SEED
) -> Interval:
    """Compute the 95 % interval of alpha as SPSS's KALPHA does: it is too narrow.

    Use it only beside the intervals of older papers. Articles make no difference to it.

    Parameters
    ----------
    patterns : Patterns
        The counts of one question.
    replicates : int
        How many samples are drawn.
    seed : int
        Where the generator starts.

    Returns
    -------
    Interval
        Its ``reason`` says why there is none where no two judgements differ.

    References
    ----------
    .. [1] A. Hayes and K. Krippendorff, Answering the call for a standard reliability measure for
       coding data (2007). https://doi.org/10.1080/19312450709336664
    .. [2] A. Zapf et al., Measuring inter-rater reliability for nominal data (2016).
       https://doi.org/10.1186/s12874-016-0200-9

    Examples
    --------
    >>> import numpy as np
    >>> import annotator.reliability as rel
    >>> patterns = rel.patterns_from_counts(
    ...     np.array([[2, 0], [1, 1], [0, 2]]),
    ...     np.array([40, 10, 20]),
    ...     rel.Scale("nominal", ("calm", "loud")),
    ... )
    >>> found = rel.kalpha_interval(patterns)
    >>> round(found.low, 2), round(found.high, 2)
    (0.51, 0.85)
    """
    whole = pooled(patterns)
    row, low, high, met = coincidences(whole)
    judged, freq = whole.judged, whole.freq
    pairs = int((judged * (judged - 1) // 2) @ freq)
    expected, difference = _differences(whole, low, high)
    if not pairs or not expected:
        return Interval(reason="undefined: no two judgements differ")
    kinds, kind = np.unique(difference, return_inverse=True)
    # A unit of m judgements has met = n_c n_k / (m - 1).
    times = totals(kind, met * (judged[row] - 1) * freq[row], kinds.size)
    share = np.append(times, pairs - times.sum()) / pairs
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
