"""Any CSV is measured: long or wide, with sets of codes or without, whoever wrote it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from annotator.errors import Problem
from annotator.measuring.csv_table import CsvTable, joined, read_table
from annotator.measuring.layout import Layout, codes_of
from annotator.measuring.options import Options, refuse_contradictions
from annotator.measuring.read_judgements import Read, read
from annotator.measuring.shape import check_shape, grouped_by, in_groups, notes, occasions
from annotator.reliability.coefficients.alpha import ALPHA, alpha_by_distance
from annotator.reliability.coefficients.coefficient import CountCoefficient
from annotator.reliability.coefficients.registry import (
    COEFFICIENTS,
    WEIGHTS,
    counts_first,
    weighted,
)
from annotator.reliability.coefficients.weights import distances_of_table
from annotator.reliability.data.long_form import Judgements
from annotator.reliability.data.patterns import count_patterns
from annotator.reliability.data.reliability_data import ReliabilityData, reliability_data
from annotator.reliability.data.scales import code_values
from annotator.reliability.results.breakdown import Parts
from annotator.reliability.results.coder_pairs import CoderPair, coder_pairs
from annotator.reliability.results.codes import (
    MOST_CODES,
    alpha_of_sets,
    measure_sets,
    per_code,
    shares_of_codes,
)
from annotator.reliability.results.confusions import (
    Confusion,
    Disputed,
    confusions,
    disputed,
    swaps,
)
from annotator.reliability.results.estimates import Estimate
from annotator.reliability.results.measure import Measured, measure, shares
from annotator.reliability.results.parts import without_each_coder
from annotator.reliability.results.stability import Stability, stability
from annotator.reliability.results.study_sources import StudySource, studies_of_pilot
from annotator.reliability.uncertainty.intervals import Interval
from annotator.reliability.uncertainty.kalpha import kalpha_interval
from annotator.reliability.uncertainty.resampling import KeptDraws, Resampling

_NOTHING: Parts = ([], [])


@dataclass(frozen=True, slots=True)
class FileReport:
    """All that a file says of agreement.

    ``distance`` is that of alpha, if it has one. ``dropped`` counts what is no judgement, or
    no agreement, by reason. ``shares`` is the share of judgements that have each value, or
    hold each code of a set. ``disputed`` are the units on which coders disagree, and
    ``texts`` their words, where a column has them. ``groups`` has the parts by each column
    that was asked for. ``notes`` say what a reader must know: rows that decide what is
    undefined, and what to do.
    """

    measured: Measured
    distance: str
    dropped: Mapping[str, int]
    per_code: Mapping[str, Mapping[str, Estimate]]
    shares: Mapping[str, float]
    confusions: Sequence[Confusion]
    disputed: Sequence[Disputed]
    texts: Mapping[str, str]
    pairs: Sequence[CoderPair]
    without_coder: Parts
    groups: Mapping[str, Parts]
    coder_groups: Parts
    stability: tuple[Stability, dict[str, Stability]] | None
    kalpha: Interval | None
    notes: Sequence[Problem]


def measure_file(
    data: bytes,
    layout: Layout,
    options: Options,
    *,
    file: str = "",
    others: Sequence[CsvTable] = (),
) -> FileReport:
    """Measure a CSV. A cell that is empty or a missing mark is no judgement.

    ``others`` have more columns of its rows, such as the outlet of each article.

    :raises Refused: naming file, line and column of whatever cannot be measured.
    """
    found = read(joined(read_table(data, file), others), layout)
    refuse_contradictions(found.layout, options)
    check_shape(found, options.level, options.declared)
    if options.repeats == "refuse":
        return _reported(found, _data(found, options), None, options)
    first, repeated = occasions(found)
    first_time = found.where(first)
    given = _data(first_time, options, _values(found, options))
    second = _data(found.where(repeated), options, given.scale.values) if repeated else None
    return _reported(first_time, given, second, options)


def pilot_of(data: bytes, layout: Layout, options: Options, *, file: str = "") -> StudySource:
    """A pilot in a CSV, from whose articles studies are drawn.

    :raises Refused: if it cannot be measured, or has too few articles.
    """
    found = read(read_table(data, file), layout)
    check_shape(found, options.level, options.declared)
    return studies_of_pilot(count_patterns(_data(found, options)), file)


def _reported(
    found: Read, data: ReliabilityData, second: ReliabilityData | None, options: Options
) -> FileReport:
    """All about the judgements of a file, and those of a second occasion."""
    resampling = Resampling(options.replicates, options.seed, KeptDraws())
    layout, rows = found.layout, found.rows
    alpha = _alpha(layout, options)
    measured = _measured(layout, data, alpha, options, resampling)
    two = len(data.coders) <= 2
    return FileReport(
        measured=measured,
        distance=_named_distance(layout, options),
        dropped=_dropped(measured, found, second),
        per_code=_codes(layout, data, options, resampling),
        shares=_shares(layout, measured),
        confusions=_confusions(layout, data, options),
        disputed=disputed(rows),
        texts=dict(zip(rows.unit, found.beside.get(layout.text, ()), strict=False)),
        pairs=coder_pairs(data, weights=WEIGHTS[options.weights], resampling=resampling),
        without_coder=_NOTHING
        if two
        else without_each_coder(data, coefficient=alpha, resampling=resampling),
        groups=grouped_by(found, data, alpha, resampling),
        coder_groups=in_groups(data, options.coder_groups, alpha, resampling),
        stability=stability(data, second, coefficient=alpha, resampling=resampling)
        if second
        else None,
        kalpha=kalpha_interval(count_patterns(data), seed=options.seed) if options.kalpha else None,
        notes=list(notes(found, data)),
    )


def _data(found: Read, options: Options, values: Sequence[str] | None = None) -> ReliabilityData:
    """The reliability data of some rows; declared codes of sets are checked set by set."""
    rows, layout = found.rows, found.layout
    if not layout.separator:
        return reliability_data(rows, level=options.level, values=values or options.declared)
    if options.values is not None:
        rows.refuse(_strange_codes(rows, layout, frozenset(options.values)))
    return reliability_data(rows, values=values)


def _strange_codes(rows: Judgements, layout: Layout, known: frozenset[str]) -> Iterator[Problem]:
    for at, label in enumerate(rows.value):
        strange = sorted(codes_of(label, layout) - known)
        if strange:
            message = (
                f'"{strange[0]}" is not among the declared values ({", ".join(sorted(known))}).'
            )
            yield rows.problem(at, "value", message, "Correct it or declare it too.")


def _values(found: Read, options: Options) -> Sequence[str]:
    """All values of both occasions, so that both have one scale."""
    declared = None if found.layout.separator else options.declared
    return code_values(found.rows, options.level, declared)[0].values


def _alpha(layout: Layout, options: Options) -> CountCoefficient:
    """Alpha at the level, by a table of distances, or of sets by a distance."""
    if options.distances:
        return alpha_by_distance(
            distances_of_table(options.distances.values, options.distances.table)
        )
    if not layout.separator:
        return ALPHA
    return alpha_of_sets(partial(codes_of, layout=layout), options.distance)


def _named_distance(layout: Layout, options: Options) -> str:
    """What a table calls alpha's distance; empty where its level says it."""
    if options.distances:
        return "distances of one's own"
    if not layout.separator or options.distance == "nominal":
        return ""
    return {"masi": "MASI", "jaccard": "Jaccard"}[options.distance]


def _measured(
    layout: Layout,
    data: ReliabilityData,
    alpha: CountCoefficient,
    options: Options,
    resampling: Resampling,
) -> Measured:
    if layout.separator:
        return measure_sets(data, alpha, resampling=resampling)
    usual = [alpha if each is ALPHA else each for each in COEFFICIENTS]
    coefficients = counts_first([*usual, *weighted(options.weights)])
    return measure(data, resampling=resampling, coefficients=coefficients)


def _held(layout: Layout, data: ReliabilityData) -> dict[str, frozenset[str]]:
    """The codes in each set."""
    return {value: codes_of(value, layout) for value in data.scale.values}


def _all_codes(held: Mapping[str, frozenset[str]], options: Options) -> Sequence[str]:
    """Each code that was declared or given."""
    return options.values or sorted(frozenset().union(*held.values()))


def _codes(
    layout: Layout, data: ReliabilityData, options: Options, resampling: Resampling
) -> dict[str, dict[str, Estimate]]:
    """Code by code; of sets, each code that was declared or given."""
    if not layout.separator:
        return per_code(data, resampling=resampling)
    held = _held(layout, data)
    codes = _all_codes(held, options)
    return per_code(data, codes, lambda v, code: code in held[v], resampling=resampling)


def _shares(layout: Layout, measured: Measured) -> Mapping[str, float]:
    """The share of judgements that have each value, or hold each code."""
    if layout.separator:
        return shares_of_codes(measured, partial(codes_of, layout=layout))
    return shares(measured)


def _confusions(layout: Layout, data: ReliabilityData, options: Options) -> list[Confusion]:
    """Which values meet in a unit, or which code was given instead of which."""
    if not layout.separator:
        return confusions(data)
    held = _held(layout, data)
    codes = _all_codes(held, options)
    if len(codes) > MOST_CODES:
        return []
    given = {code: np.array([code in held[v] for v in data.scale.values], bool) for code in codes}
    return swaps(data.unit, {code: mask[data.value] for code, mask in given.items()})


def _dropped(measured: Measured, found: Read, second: ReliabilityData | None) -> dict[str, int]:
    """What is no judgement or takes part in no agreement, by reason."""
    dropped = {"units with one judgement": measured.n_dropped, **found.dropped}
    dropped["judgements of a second occasion"] = int(second.value.size) if second else 0
    return {reason: number for reason, number in dropped.items() if number}
