"""All that is to be said of one question of a round: by code, coder, pair and part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.agreement.live.measure_variable import data_of
from annotator.agreement.report.variable_report import VariableReport
from annotator.reliability.data.arrays import factorise, labelled
from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.results.breakdown import Part, Parts
from annotator.reliability.results.coder_pairs import CoderPair, coder_pairs
from annotator.reliability.results.codes import per_code
from annotator.reliability.results.confusions import Confusion, confusions, swapped_codes
from annotator.reliability.results.estimates import Estimate
from annotator.reliability.results.measure import Measured
from annotator.reliability.results.parts import (
    by_group,
    each_article,
    influences,
    without_each_coder,
)
from annotator.reliability.uncertainty.resampling import KeptDraws, Resampling


class Origin(NamedTuple):
    """Where an article comes from; ``import_file`` is the file that it was imported from."""

    outlet: str = ""
    event: str = ""
    import_file: str = ""
    title: str = ""


@dataclass(frozen=True)
class Origins:
    """Where units come from: what is known of articles, by name, and of the units themselves.

    ``weeks`` has for each unit with a judgement, in the order of their names, the week in
    which it was last judged; it is empty where that is not known.
    """

    articles: Mapping[str, Origin] = field(default_factory=dict)
    weeks: Sequence[str] = ()

    def groups_of_units(self, data: ReliabilityData, group: str) -> Sequence[str]:
        """The outlet, event, week or import of each unit; empty where it has none."""
        if group == "week" or not data.clusters:
            return self.weeks if group == "week" else ()
        known = (self.articles.get(article, Origin()) for article in data.clusters)
        return labelled(data.cluster, [getattr(each, group) for each in known])


#: By what a question is broken down: what an exported table calls it.
GROUPS = ("outlet", "event", "week", "import_file")


@dataclass(frozen=True, slots=True)
class Detail:
    """What a page tells of one variable, beside what is in its report.

    ``per_code`` is empty where the variable is a code by itself, or has no codes.
    ``without`` is empty with fewer than three coders. ``groups`` has a breakdown by each of
    ``GROUPS`` that has two parts at least. ``articles`` has each article by itself, unless
    they are too few for an interval: then the report has them. ``titles`` are theirs.
    """

    report: VariableReport
    measured: Measured
    coders: tuple[str, ...]
    per_code: Mapping[str, Mapping[str, Estimate]]
    confusions: Sequence[Confusion]
    pairs: Sequence[CoderPair]
    without: Parts
    groups: Mapping[str, Parts]
    articles: Sequence[Part]
    titles: Mapping[str, str]

    @property
    def alpha(self) -> Estimate:
        return self.measured.coefficients["alpha"]

    @property
    def influence(self) -> list[tuple[str, Estimate, Estimate]]:
        return influences(self.without)


def detail(report: VariableReport, origins: Origins) -> Detail | None:
    """The details of a report; None if nothing could be measured.

    Draws, seed and replicates are those of the report, so that figures agree.
    """
    measured = report.measured
    if measured is None:
        return None
    data = data_of(report.variable, report.judgements)
    resampling = Resampling(measured.replicates, measured.seed, KeptDraws())
    return Detail(
        report=report,
        measured=measured,
        coders=data.coders,
        per_code={} if report.variable.code else per_code(data, resampling=resampling),
        confusions=confusions(data),
        pairs=coder_pairs(data, resampling=resampling),
        without=_without(data, resampling),
        groups=_groups(data, origins, resampling),
        articles=[] if measured.articles else each_article(data),
        titles=_titles(data, origins),
    )


def _titles(data: ReliabilityData, origins: Origins) -> dict[str, str]:
    """What each article is called; one without a title has none."""
    return {
        article: ", ".join(filter(None, (where.outlet, where.title)))
        for article in data.clusters
        if (where := origins.articles.get(article, Origin())).title
    }


def _without(data: ReliabilityData, resampling: Resampling) -> Parts:
    """Without one of two coders nothing is left to compare."""
    return without_each_coder(data, resampling=resampling) if len(data.coders) > 2 else ([], [])


def _groups(data: ReliabilityData, origins: Origins, resampling: Resampling) -> dict[str, Parts]:
    """The breakdowns in which there is something to compare."""
    parts = {}
    for group in GROUPS:
        names = origins.groups_of_units(data, group)
        if len(set(filter(None, factorise(names)[1]))) > 1:
            parts[group] = by_group(data, names, resampling=resampling)
    return parts


def swaps(reports: Sequence[VariableReport]) -> list[Confusion]:
    """Which codes of a question were given instead of each other, from the reports of its codes."""
    given = {each.variable.code: each.judgements for each in reports}
    return swapped_codes({code: rows for code, rows in given.items() if len(rows)})
