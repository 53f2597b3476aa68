"""What an alpha says in plain words, after Krippendorff's customary limits. Pure.

Krippendorff asks that the lower limit of the interval, not the estimate, clears the
minimum: .800 to rely on data, .667 for tentative conclusions (Content Analysis, ch. 12).
"""

from annotator.reliability.results.estimates import Estimate

RELY, TENTATIVE = 0.8, 0.667

VERDICTS = {
    "reliable": "The lower limit is at least .800.",
    "tentative": "The lower limit is at least .667: for tentative conclusions only.",
    "uncertain": "The value is at least .667, but its interval reaches below, or has no limits.",
    "not reliable": "The value is below .667: make the definition clearer and try again.",
    "undefined": "There is nothing to judge: see the reason.",
}


def verdict(alpha: Estimate | None) -> str:
    """One of ``VERDICTS``."""
    if alpha is None or alpha.value is None:
        return "undefined"
    if alpha.value < TENTATIVE:
        return "not reliable"
    if alpha.low is None or alpha.low < TENTATIVE:
        return "uncertain"
    return "reliable" if alpha.low >= RELY else "tentative"
