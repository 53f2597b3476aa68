"""Any CSV is measured: long or wide, with sets of codes or without, whoever wrote it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from annotator.agreement.alpha import ALPHA
from annotator.agreement.arrays import Floats
from annotator.agreement.codes import per_code
from annotator.agreement.coefficient import Coefficient
from annotator.agreement.csvfile import read_table
from annotator.agreement.distances import alpha_of, of_sets
from annotator.agreement.figures import COEFFICIENTS, Figure, undefined
from annotator.agreement.fileparts import check_shape, grouped, notes, occasions
from annotator.agreement.gwet import BRENNAN_PREDIGER, GWET_AC1
from annotator.agreement.intervals import FEWEST, REPLICATES, SEED, Interval
from annotator.agreement.kalpha import kalpha_interval
from annotator.agreement.layout import Layout, codes_of
from annotator.agreement.measure import Measured, measure
from annotator.agreement.pairs import Pair, pairs
from annotator.agreement.parts import Parts, without_each
from annotator.agreement.patterns import Patterns, count_patterns
from annotator.agreement.planning import Source, of_pilot
from annotator.agreement.readfile import Read, read
from annotator.agreement.reliability import Reliability, reliability
from annotator.agreement.resampling import pool
from annotator.agreement.rows import Rows
from annotator.agreement.scales import Level, Scale
from annotator.agreement.stability import Stable, self_agreement
from annotator.agreement.values import code_values
from annotator.errors import Problem, Refused

DistanceName = Literal["nominal", "masi", "jaccard"]
Repeats = Literal["refuse", "occasions"]

_NOTHING: Parts = ([], [])


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be measured."""

    level: Level = "nominal"
    values: Sequence[str] | None = None
    distance: DistanceName = "nominal"
    repeats: Repeats = "refuse"
    seed: int = SEED
    replicates: int = REPLICATES
    kalpha: bool = False


@dataclass(frozen=True, slots=True)
class FileReport:
    """All that a file says of agreement.

    ``dropped`` counts what is no judgement, or no agreement, by reason. ``notes`` say what
    a reader must know: rows that decide what is undefined, and what to do.
    """

    measured: Measured
    dropped: Mapping[str, int]
    per_code: Mapping[str, Mapping[str, Figure]]
    pairs: Sequence[Pair]
    without_coder: Parts
    groups: Parts
    self_agreement: tuple[Stable, dict[str, Stable]] | None
    kalpha: Interval | None
    notes: Sequence[Problem]


def measure_file(data: bytes, layout: Layout, options: Options, *, file: str = "") -> FileReport:
    """Measure a CSV. A cell that is empty or a missing mark is no judgement.

    :raises Refused: naming file, line and column of whatever can not be measured.
    """
    found = read(read_table(data, file), layout)
    _check_distance(found.layout, options)
    check_shape(found, options.level, options.values)
    again: Sequence[int] = ()
    groups: Sequence[str] = found.groups
    rows, values = found.rows, None
    if options.repeats == "occasions":
        first, again = occasions(found)
        rows, values = found.rows.where(first), _values(found, options)
        groups = [groups[at] for at in first] if groups else ()
    given = _data(rows, found, options, values)
    return _reported(found, given, rows, groups, again, options)


def pilot_of(data: bytes, layout: Layout, options: Options, *, file: str = "") -> Source:
    """A pilot in a CSV, from whose articles studies are drawn.

    :raises Refused: if it can not be measured, or has too few articles.
    """
    found = read(read_table(data, file), layout)
    check_shape(found, options.level, options.values)
    return source_of(count_patterns(_data(found.rows, found, options)), file)


def source_of(patterns: Patterns, file: str = "") -> Source:
    """Count patterns as a pilot.

    :raises Refused: if they have too few articles.
    """
    articles = len(pool(patterns).names)
    if articles < FEWEST:
        message = (
            f"The pilot has {articles} articles in which a sentence has two judgements; "
            f"at least {FEWEST} are needed to draw from."
        )
        remedy = "Plan from an expected alpha instead, without --pilot."
        raise Refused(Problem(message, file, remedy=remedy))
    return of_pilot(patterns)


def _reported(
    found: Read,
    data: Reliability,
    rows: Rows,
    groups: Sequence[str],
    again: Sequence[int],
    options: Options,
) -> FileReport:
    draw: dict[str, int] = {"replicates": options.replicates, "seed": options.seed}
    alpha = _alpha(found.layout, options)
    measured = _measured(found.layout, data, alpha, draw)
    second = _data(found.rows.where(again), found, options, data.scale.values) if again else None
    column = found.layout.group
    return FileReport(
        measured=measured,
        dropped=_dropped(measured, found, len(again)),
        per_code=_codes(found.layout, data, options),
        pairs=pairs(data, **draw),
        without_coder=without_each(data, coefficient=alpha, **draw)
        if len(data.coders) > 2
        else _NOTHING,
        groups=grouped(rows, groups, data, column, alpha, **draw) if column else _NOTHING,
        self_agreement=self_agreement(data, second, coefficient=alpha, **draw) if second else None,
        kalpha=kalpha_interval(count_patterns(data), seed=options.seed) if options.kalpha else None,
        notes=list(notes(found, data)),
    )


def _check_distance(layout: Layout, options: Options) -> None:
    """:raises Refused: if a distance of sets is asked for without sets, or a level with them."""
    if options.distance != "nominal" and not layout.separator:
        message = f"The distance {options.distance} compares sets of codes."
        remedy = "Say with --separator what separates the codes in a cell."
        raise Refused(Problem(message, remedy=remedy))
    if layout.separator and options.kalpha:
        message = "KALPHA knows no sets of codes."
        raise Refused(Problem(message, remedy="Leave out --kalpha."))
    if layout.separator and options.level != "nominal":
        message = f"Sets of codes have no {options.level} level."
        raise Refused(Problem(message, remedy="Leave out --level, or --separator."))


def _data(
    rows: Rows, found: Read, options: Options, values: Sequence[str] | None = None
) -> Reliability:
    """The reliability data of some rows; declared codes of sets are checked set by set."""
    layout = found.layout
    if not layout.separator:
        return reliability(rows, level=options.level, values=values or options.values)
    if options.values is not None:
        rows.refuse(_strange_codes(rows, layout, frozenset(options.values)))
    return reliability(rows, values=values)


def _strange_codes(rows: Rows, layout: Layout, known: frozenset[str]) -> Iterator[Problem]:
    for at, label in enumerate(rows.value):
        strange = sorted(codes_of(label, layout) - known)
        if strange:
            message = (
                f'"{strange[0]}" is not among the declared values ({", ".join(sorted(known))}).'
            )
            yield rows.problem(at, "value", message, "Correct it or declare it too.")


def _values(found: Read, options: Options) -> Sequence[str]:
    """All values of both occasions, so that both have one scale."""
    declared = None if found.layout.separator else options.values
    return code_values(found.rows, options.level, declared)[0].values


def _alpha(layout: Layout, options: Options) -> Coefficient[Patterns]:
    """Alpha at the level, or of sets by a distance."""
    if not layout.separator:
        return ALPHA

    def distance(scale: Scale) -> Floats:
        return of_sets([codes_of(value, layout) for value in scale.values], options.distance)

    return alpha_of(distance)


def _measured(
    layout: Layout, data: Reliability, alpha: Coefficient[Patterns], draw: dict[str, int]
) -> Measured:
    """Which sets are possible is no complete list, so what needs one is undefined."""
    chosen = tuple(alpha if each is ALPHA else each for each in COEFFICIENTS)
    measured = measure(data, coefficients=chosen, **draw)
    if not layout.separator:
        return measured
    lack = undefined("sets of codes have no complete list of values; see each code by itself")
    needing = {each.key: lack for each in (GWET_AC1, BRENNAN_PREDIGER)}
    return replace(measured, coefficients={**measured.coefficients, **needing})


def _codes(layout: Layout, data: Reliability, options: Options) -> dict[str, dict[str, Figure]]:
    """Code by code; of sets, each code that was declared or given."""
    if not layout.separator:
        return per_code(data, replicates=options.replicates, seed=options.seed)
    held = {value: codes_of(value, layout) for value in data.scale.values}
    codes = options.values or sorted(frozenset().union(*held.values()))
    return per_code(
        data,
        codes,
        lambda value, code: code in held[value],
        replicates=options.replicates,
        seed=options.seed,
    )


def _dropped(measured: Measured, found: Read, again: int) -> dict[str, int]:
    """What is no judgement or takes part in no agreement, by reason."""
    dropped = {"units with one judgement": measured.n_dropped, **found.dropped}
    dropped["judgements of a second occasion"] = again
    return {reason: number for reason, number in dropped.items() if number}
