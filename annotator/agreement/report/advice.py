"""What a lead may do next about the agreement on one question, in plain words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from annotator.agreement.report.detail import Detail
from annotator.reliability.reporting.table import shown
from annotator.reliability.reporting.verdicts import TENTATIVE, verdict
from annotator.reliability.results.confusions import Confusion
from annotator.reliability.results.estimates import Estimate
from annotator.reliability.uncertainty.intervals import FEWEST

#: A value that fewer than this share of judgements have is rare.
RARE = 0.05

#: Of the disagreements, two answers that make up this share deserve a word.
MUCH = 0.25

#: So many times the articles are asked for at most; beyond it more units are no remedy.
MOST_TIMES = 10


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do, and why. ``about`` says where the page leads: to a plan, to sentences."""

    title: str
    text: str
    about: str = ""


def advice(detail: Detail, labels: Mapping[str, str]) -> list[Advice]:
    """What to do next, the most useful first. ``labels`` are the names of values."""
    found = [
        *_nothing_to_judge(detail),
        *_definition(detail, labels),
        *_more(detail),
        *_coders(detail),
        *_rare(detail, labels),
    ]
    if not found:
        found = [
            Advice(
                "Go on",
                "Nothing here asks for a change. Measure again when more is coded: coders drift.",
            )
        ]
    return found


def _nothing_to_judge(detail: Detail) -> Iterator[Advice]:
    alpha = detail.alpha
    if alpha.value is not None:
        return
    if len(detail.coders) < 2:
        yield Advice("Let a second coder code the same sentences", f"Alpha is {alpha.reason}.")
    elif detail.measured.n_units == detail.measured.n_dropped:
        text = "No sentence has two judgements yet; agreement needs sentences coded by two."
        yield Advice("Let coders code the same sentences", text)
    else:
        text = (
            "All judgements are alike, so agreement beyond chance can not be seen. It is not "
            "proven, and not disproven either."
        )
        yield Advice("Add sentences to which another answer is right", text)


def _definition(detail: Detail, labels: Mapping[str, str]) -> Iterator[Advice]:
    """Where the value is low, or hardly high enough, more units would show it more surely only."""
    alpha = detail.alpha
    hopeless = alpha.low is not None and alpha.low < TENTATIVE and times_as_many(alpha) is None
    if alpha.value is None or (alpha.value >= TENTATIVE and not hopeless):
        return
    most = often(detail.confusions)
    if most and not detail.report.variable.code:
        one, other = (labels.get(value, value) for value in (most.one, most.other))
        total = sum(each.n_pairs for each in detail.confusions)
        text = (
            f"{most.n_pairs:,} of {total:,} disagreements are between “{one}” and “{other}”. Read "
            "those sentences together, write down what tells the two apart, and code a new sample "
            "under the new version."
        )
        yield Advice(f"Tell “{one}” and “{other}” apart", text, "sentences")
    else:
        text = (
            "Read the sentences on which coders disagree together, write down what decides, and "
            "code a new sample under the new version. More sentences alone would not help."
        )
        yield Advice("Make the definition clearer", text, "sentences")


def often(found: Sequence[Confusion]) -> Confusion | None:
    """The most frequent confusion, if it is a good part of all."""
    total = sum(each.n_pairs for each in found)
    return found[0] if found and found[0].n_pairs >= MUCH * total else None


def _more(detail: Detail) -> Iterator[Advice]:
    """Where the value is high enough and its interval too wide."""
    alpha, measured = detail.alpha, detail.measured
    if alpha.value is None or verdict(alpha) != "uncertain":
        return
    if alpha.low is None:
        text = (
            f"There is no interval: {alpha.reason}. Articles are what is drawn, so at least "
            f"{FEWEST} are needed in which a sentence has two judgements."
        )
        yield Advice("Code sentences of more articles", text, "plan")
        return
    times = times_as_many(alpha)
    if times is None:
        return
    what = "articles" if measured.n_articles is not None else "units"
    size = measured.n_articles if measured.n_articles is not None else measured.n_units
    text = (
        f"Alpha is {shown(alpha.value)}, but its interval begins at {shown(alpha.low)}, "
        "below .667. "
    )
    text += (
        f"If nothing else changes, about {ceil(size * times):,} {what} instead of {size:,} would "
        "lift the lower limit to .667: an interval becomes half as wide with four times as many."
    )
    yield Advice(f"Code more {what}", text, "plan")


def times_as_many(alpha: Estimate) -> float | None:
    """How many times as many articles lift the lower limit to .667; None if too many."""
    if alpha.value is None or alpha.low is None or alpha.value <= TENTATIVE:
        return None
    times = ((alpha.value - alpha.low) / (alpha.value - TENTATIVE)) ** 2
    return times if times <= MOST_TIMES else None


def _coders(detail: Detail) -> Iterator[Advice]:
    """Only where the difference that a coder makes has an interval off zero."""
    number = len(detail.influence)
    for name, without, difference in detail.influence:
        if without.value is None or difference.value is None or not (difference.low or 0) > 0:
            continue
        text = (
            f"Without {name} alpha is {shown(without.value)} instead of "
            f"{shown(detail.alpha.value)}; the difference of {shown(difference.value)} has an "
            f"interval from {shown(difference.low)} to {shown(difference.high)}, off zero. That is "
            f"no fault: {name} may be the one who reads the codebook as it stands. {number} coders "
            "were compared, and one in twenty such intervals is off zero by chance."
        )
        yield Advice(f"Talk with {name} about how they read the question", text, "sentences")


def _rare(detail: Detail, labels: Mapping[str, str]) -> Iterator[Advice]:
    """Values that hardly anyone gave, of a question with codes."""
    measured = detail.measured
    if measured.level not in {"nominal", "ordinal"} or not measured.n_judgements:
        return
    rare = [
        value
        for value, times in zip(measured.values, measured.distribution, strict=True)
        if times < RARE * measured.n_judgements
    ]
    if rare and detail.alpha.value is not None:
        names = ", ".join(f"“{labels.get(value, value)}”" for value in rare[:5])
        text = (
            f"Fewer than 5 % of judgements are {names}{' and others' if len(rare) > 5 else ''}. "
            "What coders agree on there is seen in few sentences only; sample more of them on "
            "purpose before you report a figure for such a code."
        )
        yield Advice("Look for sentences with what is rare", text)
