"""A round as it stands: its judgements, and what was measured of them so far. Pure."""

from dataclasses import dataclass, field
from functools import partial

import numpy as np

from annotator.agreement.live.snapshot import Snapshot
from annotator.agreement.report.question_report import Told
from annotator.agreement.report.variable_report import Line, line, line_of_counts
from annotator.errors import Refused
from annotator.reliability.data.arrays import Ints, sum_of_rows
from annotator.reliability.data.long_form import Judgements
from annotator.reliability.data.scales import Scale, code_values, level_of
from annotator.reliability.uncertainty.article_counts import (
    ArticleCounts,
    QuestionCounts,
    count_by_article,
    counts_of_question,
    updated_counts,
)
from annotator.reliability.uncertainty.intervals import FEWEST_TO_DRAW
from annotator.reliability.uncertainty.resampled_counts import ResampledCounts, resample_counts
from annotator.reliability.uncertainty.resampling import USUAL_RESAMPLING, Resampling

#: After more changes than these, everything is counted anew.
MANY = 2_000


@dataclass(frozen=True)
class Standing:
    """A snapshot of round ``number``, and by variable what was made of it when it was asked for.

    ``also`` names what counts in it beside what always does.
    ``tallies`` are the counts by article, None where they are of no use; ``draws`` what was
    counted in samples last, now or before; ``lines`` what was measured, ``told`` what was said of
    questions.
    """

    number: int
    snapshot: Snapshot
    also: tuple[str, ...] = ()
    resampling: Resampling = USUAL_RESAMPLING
    tallies: dict[int, ArticleCounts | None] = field(default_factory=dict)
    draws: dict[int, ResampledCounts] = field(default_factory=dict)
    lines: dict[int, Line] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)

    def line(self, at: int) -> Line:
        """What is measured of a variable; measured once."""
        if at not in self.lines:
            self.lines[at] = self._line(at)
        return self.lines[at]

    def _line(self, at: int) -> Line:
        variable, of = self.snapshot.asked[at], self.counts(at)
        if of is None:
            return line(
                variable, self.snapshot.rows(at), self.number, self.resampling, also=self.also
            )
        self.draws[at] = resample_counts(of.by_article, self.resampling, self.draws.get(at))
        rows = partial(self.snapshot.rows, at)
        return line_of_counts(variable, rows, self.number, of, self.draws[at], self.also)

    def tally(self, at: int) -> ArticleCounts | None:
        """The counts of a variable by article, if they are of use."""
        if at not in self.tallies:
            of = self.snapshot
            articles, coders, values = len(of.units.articles), len(of.coders), len(of.labels[at])
            said = of.given(at)
            self.tallies[at] = count_by_article(said, articles, max(coders, 1), max(values, 1))
        return self.tallies[at]

    def counts(self, at: int) -> QuestionCounts | None:
        """The same in the order of the question's scale; None unless articles are drawn."""
        tally = self.tally(at)
        if tally is None or tally.pool.size < FEWEST_TO_DRAW:
            return None
        scaled = _scaled(self.snapshot, at, tally)
        if scaled is None:
            return None
        coders = self.snapshot.coders
        by_name = np.array(sorted(range(len(coders)), key=coders.__getitem__), np.int64)
        return counts_of_question(tally, *scaled, by_name)


def _scaled(of: Snapshot, at: int, tally: ArticleCounts) -> tuple[Scale, Ints] | None:
    """The scale of a variable, and the label of each of its values; None if one is no value."""
    variable = of.asked[at]
    used = sum_of_rows(tally.given).sum(axis=0) > 0
    there = [at for at, label in enumerate(of.labels[at]) if used[at] or label in variable.values]
    labels = [of.labels[at][place] for place in there]
    try:
        scale, code = code_values(
            Judgements(labels, labels, labels), level_of(variable.level), variable.values or None
        )
    except Refused:
        return None
    if len(scale.values) != len(labels):
        return None
    order = np.empty(code.size, np.int64)
    order[code] = there
    return scale, order


def followed(before: Standing, after: Snapshot, units: Ints) -> Standing:
    """How a round stands after the judgements of some units changed."""
    found = Standing(before.number, after, before.also, before.resampling, draws=dict(before.draws))
    if units.size > MANY or len(after.coders) != len(before.snapshot.coders):
        return found
    homes = np.unique(after.units.home[units]).astype(np.int64)
    both = [(of, of.of_units(units)) for of in (before.snapshot, after)]
    for at, tally in before.tallies.items():
        then, now = (of.given_of(at, places, units, homes) for of, places in both)
        found.tallies[at] = None if tally is None else updated_counts(tally, then, now, homes)
    return found
