"""The quantile of Student's t, from the standard library alone."""

import math


def t_quantile(freedom: int, confidence: float = 0.95) -> float:
    """The t that holds ``confidence`` of the distribution between -t and t.

    Halves the angle atan(t / sqrt(freedom)) until no float lies between the ends.
    """
    low, high = 0.0, math.pi / 2
    while low < (middle := (low + high) / 2) < high:
        if _between(middle, freedom) < confidence:
            low = middle
        else:
            high = middle
    return math.sqrt(freedom) * math.tan(middle)


def _between(angle: float, freedom: int) -> float:
    """P(-t < T < t) for whole degrees of freedom and t = sqrt(freedom) tan(angle).

    Abramowitz & Stegun, Handbook of Mathematical Functions (1964), 26.7.3 and 26.7.4:
    a finite sum of powers of the cosine.
    """
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2
    term = cosine if odd else 1.0
    total = term if freedom > 1 else 0.0
    for power in range(2 + odd, freedom - 1, 2):
        term *= cosine**2 * (power - 1) / power
        total += term
    return 2 / math.pi * (angle + sine * total) if odd else sine * total
