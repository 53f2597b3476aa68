"""What an alpha says in plain words, and why alpha and AC1 differ.

Krippendorff asks that the lower limit of the interval, not the estimate, clears the
minimum: .800 to rely on data, .667 for tentative conclusions (Content Analysis, ch. 12).
"""

from collections.abc import Mapping

from annotator.reliability.reporting.table import shown
from annotator.reliability.results.estimates import Estimate
from annotator.reliability.results.measure import Measured

RELY, TENTATIVE = 0.8, 0.667

VERDICTS = {
    "reliable": "The lower limit is at least .800.",
    "tentative": "The lower limit is at least .667: for tentative conclusions only.",
    "uncertain": "The value is at least .667, but its interval reaches below, or has no limits.",
    "not reliable": "The value is below .667: make the definition clearer and try again.",
    "undefined": "There is nothing to judge: see the reason.",
}

#: Coefficients that are no further apart say the same.
NEAR = 0.02

_SAYS = {
    "reliable": "Coders agree well enough to rely on this question.",
    "tentative": "Coders agree well enough for tentative conclusions, not to rely on it.",
    "uncertain": "Agreement may be high enough, but that is not shown: the interval reaches below "
    "the limit of .667.",
    "not reliable": "Coders do not agree well enough for any conclusion yet.",
    "undefined": "Agreement can not be judged here.",
}

_NO_INTERVAL = "Agreement may be high enough, but there is no interval that would show it."

_AC1_IS_HIGHER = (
    "So AC1 is higher, as always where one answer is much more frequent than the others. It says "
    "that coders seldom differ; alpha says how surely they find what is rare. For a code that is "
    "the point of a study, the latter counts."
)


def verdict(alpha: Estimate | None) -> str:
    """Judge an alpha by Krippendorff's customary limits.

    The lower limit of the interval is what has to clear them, not the estimate.

    Parameters
    ----------
    alpha : Estimate or None
        Krippendorff's alpha.

    Returns
    -------
    {"reliable", "tentative", "uncertain", "not reliable", "undefined"}
        ``VERDICTS`` says what each means.

    References
    ----------
    .. [1] K. Krippendorff, Content Analysis (2013), chapter 12.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> rel.verdict(rel.Estimate(0.85, 0.03, 0.79, 0.9, "unit bootstrap", ""))
    'tentative'
    """
    if alpha is None or alpha.value is None:
        return "undefined"
    if alpha.value < TENTATIVE:
        return "not reliable"
    if alpha.low is None or alpha.low < TENTATIVE:
        return "uncertain"
    return "reliable" if alpha.low >= RELY else "tentative"


def in_words(alpha: Estimate) -> str:
    """The verdict on a question as a sentence with its figure and interval."""
    sentence = _SAYS[verdict(alpha)]
    if alpha.value is None:
        return f"{sentence} Alpha is {alpha.reason}."
    if alpha.low is None:
        sentence = _NO_INTERVAL if verdict(alpha) == "uncertain" else sentence
        return f"{sentence} Alpha is {shown(alpha.value)}; {alpha.reason}."
    limits = f"{shown(alpha.low)} to {shown(alpha.high)}"
    return f"{sentence} Alpha is {shown(alpha.value)}, 95 % interval {limits}."


def ac1_and_alpha(measured: Measured, labels: Mapping[str, str]) -> str:
    """Why AC1 and alpha differ, or do not, with the shares of these judgements.

    ``labels`` are the names of values.
    """
    alpha, ac1 = measured.coefficients["alpha"], measured.coefficients["gwet_ac1"]
    percent = measured.coefficients["percent"]
    if alpha.value is None or ac1.value is None or percent.value is None:
        return (
            "Alpha and AC1 can not be compared here: at least one of them is undefined. Percent "
            "agreement alone does not tell agreement from habit."
        )
    first = f"Alpha is {shown(alpha.value)} and AC1 is {shown(ac1.value)}. "
    if measured.level != "nominal":
        return first + (
            f"They differ in kind: alpha at {measured.level} level counts a near miss as nearly "
            "agreed, and AC1 counts every difference alike. Report alpha."
        )
    common, share = _commonest(measured)
    chance, chance_ac1 = chance_agreement(measured)
    shares = (
        f"“{labels.get(common, common)}” makes up {share:.0%} of all judgements. Coders who "
        f"answered by such shares alone, without reading, would agree on {chance:.0%} of "
        f"sentences; alpha counts only what is above that, and they agree on {percent.value:.0%}. "
        "AC1 takes it that coders guess only where they are unsure, and puts chance at "
        f"{chance_ac1:.0%}. "
    )
    if abs(alpha.value - ac1.value) <= NEAR:
        return first + shares + "Here both come to the same."
    if ac1.value > alpha.value:
        return f"{first}{shares}{_AC1_IS_HIGHER}"
    return first + shares + "So AC1 is lower here, which is rare: answers are spread evenly."


def chance_agreement(measured: Measured) -> tuple[float, float]:
    """The agreement by chance as alpha takes it (but for small samples), and as AC1 does."""
    total = measured.n_judgements
    shares = [times / total for times in measured.distribution]
    size = len(shares)
    alike = sum(share**2 for share in shares)
    unsure = sum(share * (1 - share) for share in shares) / (size - 1) if size > 1 else 0.0
    return alike, unsure


def _commonest(measured: Measured) -> tuple[str, float]:
    times, value = max(
        zip(measured.distribution, measured.values, strict=True), key=lambda each: each[0]
    )
    return value, times / measured.n_judgements
