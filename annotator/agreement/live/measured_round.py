"""A round that is followed: its judgements, and by variable what was counted and measured."""

from dataclasses import dataclass, field

import numpy as np

from annotator.agreement.live.measure_variable import (
    Outcome,
    data_of,
    measure_judgements,
    question_counts,
)
from annotator.agreement.live.snapshot import Snapshot
from annotator.reliability.data.arrays import Ints
from annotator.reliability.results.estimates import CountedJudgements, count_judgements
from annotator.reliability.results.measure import measure_counts
from annotator.reliability.uncertainty.article_counts import (
    ArticleCounts,
    QuestionCounts,
    count_by_article,
    updated_counts,
)
from annotator.reliability.uncertainty.intervals import FEWEST_TO_DRAW
from annotator.reliability.uncertainty.resampled_counts import ResampledCounts, resample_counts
from annotator.reliability.uncertainty.resampling import USUAL_RESAMPLING, Resampling

#: After more changes than these, everything is counted anew.
MOST_CHANGES = 2_000


@dataclass(frozen=True)
class MeasuredRound:
    """A snapshot of a round, and by the place of a variable what was made of it when asked for.

    ``counts`` are its counts by article, None where they are of no use; ``samples`` the counts
    in samples of the articles, of now or of before; ``outcomes`` what was measured.
    """

    snapshot: Snapshot
    resampling: Resampling = USUAL_RESAMPLING
    counts: dict[int, ArticleCounts | None] = field(default_factory=dict)
    samples: dict[int, ResampledCounts] = field(default_factory=dict)
    outcomes: dict[int, Outcome] = field(default_factory=dict)

    def outcome(self, at: int) -> Outcome:
        """What is measured of a variable; measured once."""
        if at not in self.outcomes:
            self.outcomes[at] = self._measure(at)
        return self.outcomes[at]

    def _measure(self, at: int) -> Outcome:
        counts = self.counts_on_scale(at)
        if counts is None:
            variable, judgements = self.snapshot.variables[at], self.snapshot.judgements(at)
            return measure_judgements(variable, judgements, self.resampling)
        before = self.samples.get(at)
        self.samples[at] = resample_counts(counts.by_article, self.resampling, before)
        return Outcome(measure_counts(counts, self.samples[at], lambda: self._counted(at)))

    def _counted(self, at: int) -> CountedJudgements:
        """The judgements of a variable, for coefficients that do not come from counts."""
        data = data_of(self.snapshot.variables[at], self.snapshot.judgements(at))
        return count_judgements(data)

    def counts_by_article(self, at: int) -> ArticleCounts | None:
        """The counts of a variable by article, if they are of use."""
        if at not in self.counts:
            now = self.snapshot
            articles, coders = len(now.units.articles), max(len(now.coders), 1)
            values = max(len(now.labels[at]), 1)
            self.counts[at] = count_by_article(now.judgement_arrays(at), articles, coders, values)
        return self.counts[at]

    def counts_on_scale(self, at: int) -> QuestionCounts | None:
        """The same in the order of the variable's scale; None unless articles are drawn."""
        counts, now = self.counts_by_article(at), self.snapshot
        if counts is None or counts.pool.size < FEWEST_TO_DRAW:
            return None
        return question_counts(now.variables[at], counts, now.labels[at], now.coders)


def updated_round(before: MeasuredRound, after: Snapshot, units: Ints) -> MeasuredRound:
    """A round after the judgements of some units changed."""
    found = MeasuredRound(after, before.resampling, samples=dict(before.samples))
    if units.size > MOST_CHANGES or len(after.coders) != len(before.snapshot.coders):
        return found
    homes = np.unique(after.units.home[units]).astype(np.int64)
    both = [(each, each.places_of_units(units)) for each in (before.snapshot, after)]
    for at, counts in before.counts.items():
        then, now = (each.arrays_of_units(at, places, units, homes) for each, places in both)
        found.counts[at] = None if counts is None else updated_counts(counts, then, now, homes)
    return found
