"""A paragraph for the methods section of a paper, made from what was done and measured."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from annotator.agreement.report.variable_report import VariableReport
from annotator.coding.exclusions import Exclusion, in_words
from annotator.reliability.reporting.table import shown
from annotator.reliability.results.estimates import NOT_TO_BE_TRUSTED, Estimate
from annotator.wording import agreeing

_WHY = {
    "nominal": "which allows for chance, any number of coders and missing codings",
    "ordinal": "which allows for chance and missing codings, and counts near misses by rank",
    "interval": "which allows for chance and missing codings, and weighs distances on the scale",
    "ratio": "which allows for chance and missing codings, and weighs distances by proportion",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a round beside its figures.

    ``workloads`` is how many counted codings each coder has, ``together`` how many sentences
    have two or more. ``candidates`` are all sentences that could be served. ``authors`` are
    coders who lead the study or wrote the codebook, ``trained`` how many had training,
    ``blinded`` what coders did not see of an article, and ``also`` what was counted beside what
    always is.
    """

    number: int
    design: str
    sampling: str
    seed: int
    candidates: int
    sentences: int
    together: int
    workloads: Mapping[str, int]
    trained: int
    blinded: Sequence[str]
    authors: Sequence[str]
    looked: Sequence[str]
    left_out: Mapping[Exclusion, int]
    also: Sequence[Exclusion]
    replaces_skips: bool
    version: int
    checksum: str
    where: str
    annotator: str


def paragraph(
    reports: Sequence[VariableReport], facts: Facts, as_one: Estimate | None = None
) -> str:
    """The methods paragraph about these questions; it changes with the data.

    ``as_one`` is alpha of the codes of a question taken as one set.
    """
    if not facts.workloads:
        return "No coder has coded yet. There is nothing to report."
    return " ".join(
        [
            *_sampled(facts),
            *_coders(facts),
            *_measured(reports),
            *_as_one(as_one),
            *_not_counted(facts),
            f"The codebook is version {facts.version} (SHA-256 {facts.checksum[:12]}; "
            f"{facts.where}). Agreement was computed with annotator {facts.annotator}.",
        ]
    )


def _sampled(facts: Facts) -> Iterator[str]:
    whole = facts.sentences == facts.candidates
    yield (
        f"{facts.sentences:,} sentences were coded"
        + (", all that there are" if whole else f" of {facts.candidates:,}")
        + f" ({facts.sampling}, seed {facts.seed}); {facts.design}."
    )
    if facts.together == facts.sentences:
        yield "Reliability was assessed on all of them: the reliability sample is the full sample."
    else:
        share = facts.together / facts.sentences
        yield (
            f"Reliability was assessed on the {facts.together:,} of them ({share:.0%}) that two or "
            "more coders coded, without knowledge of each other's codings."
        )


def _coders(facts: Facts) -> Iterator[str]:
    loads = sorted(facts.workloads.values())
    coders = f"{len(loads)} {agreeing(len(loads), 'coder')}"
    each = f"{loads[0]:,}" if loads[0] == loads[-1] else f"{loads[0]:,} to {loads[-1]:,}"
    middle = "" if loads[0] == loads[-1] else f" (median {median(loads):,.0f})"
    blind = f", and to {_listed(facts.blinded)} of the article" if facts.blinded else ""
    yield f"{coders} coded {each} sentences each{middle}, blind to each other{blind}."
    trained = {0: "No training within the tool preceded the coding."}.get(
        facts.trained, f"{facts.trained} of them were trained on separate sentences before."
    )
    yield trained
    if facts.authors:
        leads = agreeing(len(facts.authors), "leads", "lead")
        yield f"{_listed(facts.authors)}, who wrote the codebook or {leads} the study, coded too."
    else:
        yield "No author of the codebook and no lead of the study coded."
    if facts.looked:
        yield f"{_listed(facts.looked)} looked at others' answers before finishing their own."


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _measured(reports: Sequence[VariableReport]) -> Iterator[str]:
    """A sentence for each level, and a figure for each question."""
    levels = dict.fromkeys(each.measured.level for each in reports if each.measured)
    for level in levels:
        of_level = [each for each in reports if each.measured and each.measured.level == level]
        alphas = "; ".join(map(_alpha, of_level))
        yield (
            f"Krippendorff's alpha at {level} level, {_WHY[level]}, is reported: {alphas} "
            f"({' or '.join(sorted(set(map(_counts, of_level))))})."
        )
    methods = {
        each.measured.coefficients["alpha"].method.partition("; ")[0]
        for each in reports
        if each.measured and each.measured.coefficients["alpha"].method
    }
    if methods:
        yield (
            f"Intervals are 95 % ({', and '.join(sorted(methods))}): sentences of one article are "
            "alike, so articles are resampled, not sentences."
        )
    yield from _doubtful(reports)


def _doubtful(reports: Sequence[VariableReport]) -> Iterator[str]:
    """Whose intervals hold the true value less often than they say."""
    names = [
        each.variable.label
        for each in reports
        if each.measured and NOT_TO_BE_TRUSTED in each.measured.coefficients["alpha"].method
    ]
    if names:
        are = agreeing(len(names), "interval of {} is", "intervals of {} are")
        yield f"The {are.format(_listed(names))} {NOT_TO_BE_TRUSTED}."


def _as_one(alpha: Estimate | None) -> Iterator[str]:
    """What the codes of a question come to as one answer."""
    if alpha and alpha.value is not None:
        yield (
            "With all codes that a coder gave to a sentence taken as one set, alpha with the MASI "
            f"distance is {_with_interval(alpha)}."
        )


def _alpha(report: VariableReport) -> str:
    measured = report.measured
    if measured is None:
        return f"{report.variable.label}: {report.reason}"
    return f"{report.variable.label}, {_with_interval(measured.coefficients['alpha'])}"


def _with_interval(alpha: Estimate) -> str:
    if alpha.value is None:
        return alpha.reason
    between = (
        f"95 % interval {shown(alpha.low)} to {shown(alpha.high)}"
        if alpha.low is not None
        else f"no interval: {alpha.reason}"
    )
    return f"{shown(alpha.value)} ({between})"


def _counts(report: VariableReport) -> str:
    measured = report.measured
    if measured is None:
        return "not measured"
    paired = measured.n_units - measured.n_dropped
    return f"{paired:,} sentences with two judgements or more, {measured.n_judgements:,} judgements"


def _not_counted(facts: Facts) -> Iterator[str]:
    skips = facts.left_out.get(Exclusion.SKIPS, 0)
    instead = "given to another coder" if facts.replaces_skips else "not coded by another instead"
    if skips:
        times = "Once" if skips == 1 else f"{skips:,} times"
        yield f"{times} a sentence was skipped, and {instead}."
    else:
        yield "No sentence was skipped."
    others = {why: times for why, times in facts.left_out.items() if why != Exclusion.SKIPS}
    if others:
        each = "; ".join(f"{times:,} {why.label}" for why, times in others.items())
        yield f"Not counted were codings: {each}."
    if facts.also:
        yield f"Counted as well, as it was asked for, were codings: {in_words(facts.also)}."
