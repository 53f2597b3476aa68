"""What a file's rows turn out to be: repeats, groups, a shape that is another one."""

from collections.abc import Iterator, Mapping, Sequence

from annotator.errors import Problem, Refused
from annotator.measuring.layout import first_lines
from annotator.measuring.read_judgements import Read
from annotator.reliability.coefficients.coefficient import CountCoefficient
from annotator.reliability.data.long_form import Judgements
from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.data.scales import Level
from annotator.reliability.data.weeks import WEEK, last_weeks
from annotator.reliability.results.breakdown import Parts
from annotator.reliability.results.parts import by_coders, by_group, each_article
from annotator.reliability.uncertainty.resampling import Resampling

#: So many different values at the nominal level are no codes.
MOST_NOMINAL = 1_000


def occasions(found: Read) -> tuple[list[int], list[int]]:
    """Where each coder judged a unit first, and where again.

    :raises Refused: at a third judgement.
    """
    rows = found.rows
    seen: dict[tuple[str, str], int] = {}
    places: tuple[list[int], list[int], list[int]] = ([], [], [])
    for at, key in enumerate(zip(rows.unit, rows.coder, strict=True)):
        seen[key] = seen.get(key, 0) + 1
        places[min(seen[key], 3) - 1].append(at)
    rows.refuse(
        rows.problem(
            at,
            "unit",
            f"{rows.coder[at]} has judged {rows.unit[at]} twice already; two occasions are "
            "compared.",
            "Keep the first two.",
        )
        for at in places[2]
    )
    return places[0], places[1]


def check_shape(found: Read, level: Level, declared: Sequence[str] | None) -> None:
    """:raises Refused: if a wide file is read as long, or numbers as codes."""
    rows = found.rows
    if not found.layout.coders and _looks_wide(rows):
        message = (
            f"Each unit stands in one row ({first_lines(list(rows.lines))}), and the columns "
            f"{found.layout.coder} and {found.layout.value} have values in common: this is a "
            "wide file, with a column for each coder."
        )
        remedy = f"Name the coders' columns: --coders {found.layout.coder},{found.layout.value}."
        raise Refused(Problem(message, rows.file, remedy=remedy))
    different = len(set(rows.value))
    if level == "nominal" and declared is None and different > MOST_NOMINAL:
        shown = ", ".join(f'"{rows.value[at]}"' for at in range(3))
        message = (
            f"There are {different:,} different values in {len(rows):,} judgements, such as "
            f"{shown} in {first_lines(list(rows.lines)[:3])}; at the nominal level any two of "
            "them disagree."
        )
        remedy = "Choose --level interval if they are numbers, or the column that has the codes."
        column = found.layout.value or rows.coder[0]
        raise Refused(Problem(message, rows.file, None, column, remedy))


def _looks_wide(rows: Judgements) -> bool:
    """Whether each unit has one row, and most of what is said to be a coder is a value too."""
    coders, values = set(rows.coder), set(rows.value)
    alone = len(rows) > 1 and len(set(rows.unit)) == len(rows)
    return alone and 2 * len(coders & values) >= len(coders)


def notes(found: Read, data: ReliabilityData) -> Iterator[Problem]:
    """Which rows decide that something is undefined, and what to do about it."""
    rows = found.rows
    lines = first_lines(list(rows.lines))
    if len(data.coders) == 1:
        message = f"Every judgement ({lines}) is one coder's, {data.coders[0]}."
        yield Problem(message, rows.file, remedy="Add the judgements of a second coder.")
    elif not _met(data):
        message = f"No unit has two judgements ({lines})."
        remedy = "Let two coders judge the same units, and give a unit one name in all rows."
        yield Problem(message, rows.file, remedy=remedy)
    elif len(set(data.value.tolist())) == 1:
        message = f'Every judgement ({lines}) is "{rows.value[0]}": nothing varies.'
        remedy = (
            "Add units on which another value is right; agreement beyond chance can not be "
            "seen without."
        )
        yield Problem(message, rows.file, remedy=remedy)


def _met(data: ReliabilityData) -> bool:
    return len(set(data.unit.tolist())) < data.unit.size


def grouped_by(
    found: Read,
    data: ReliabilityData,
    coefficient: CountCoefficient,
    resampling: Resampling,
) -> dict[str, Parts]:
    """The figures by each column that was asked for, and by the weeks of a column of times.

    :raises Refused: if a column says different things of one unit and of one coder.
    """
    layout, rows = found.layout, found.rows
    made: dict[str, Parts] = {}
    for column in layout.groups:
        if column == layout.cluster:
            made[column] = (each_article(data, coefficient), [])
            continue
        groups = found.beside[column]
        made[column] = _grouped(rows, groups, data, column, coefficient, resampling)
    if layout.week:
        weeks = last_weeks(rows, found.beside[layout.week], layout.week)
        made[WEEK] = _grouped(rows, weeks, data, layout.week, coefficient, resampling)
    return made


def _grouped(
    rows: Judgements,
    groups: Sequence[str],
    data: ReliabilityData,
    column: str,
    coefficient: CountCoefficient,
    resampling: Resampling,
) -> Parts:
    """The figures by what a column says of units, or of coders."""
    of_unit = _one_each(rows.unit, groups)
    if of_unit is not None:
        names = [of_unit[unit] for unit in data.units]
        return by_group(data, names, resampling=resampling, coefficient=coefficient)
    of_coder = _one_each(rows.coder, groups)
    if of_coder is not None:
        return _by_coders(data, of_coder, coefficient, resampling)
    raise Refused(_no_group(rows, groups, column))


def in_groups(
    data: ReliabilityData,
    groups: Mapping[str, str],
    coefficient: CountCoefficient,
    resampling: Resampling,
) -> Parts:
    """The figures of each group of coders, as a file names them.

    :raises Refused: if it names none of these coders.
    """
    if groups and not set(groups) & set(data.coders):
        message = f"None of the coders ({', '.join(data.coders[:5])}) is in a group."
        raise Refused(Problem(message, remedy="Name them in the groups as the judgements do."))
    return _by_coders(data, groups, coefficient, resampling) if groups else ([], [])


def _by_coders(
    data: ReliabilityData,
    groups: Mapping[str, str],
    coefficient: CountCoefficient,
    resampling: Resampling,
) -> Parts:
    names = sorted({groups.get(coder, "") for coder in data.coders} - {""})
    members = {name: [c for c in data.coders if groups.get(c) == name] for name in names}
    return by_coders(data, members, resampling=resampling, coefficient=coefficient)


def _one_each(names: Sequence[str], groups: Sequence[str]) -> dict[str, str] | None:
    """The group of each name, or None if one name has two."""
    found = dict(zip(names, groups, strict=True))
    same = all(found[name] == group for name, group in zip(names, groups, strict=True))
    return found if same else None


def _no_group(rows: Judgements, groups: Sequence[str], column: str) -> Problem:
    """The first row in which a unit is in another group than before."""
    first: dict[str, int] = {}
    at = next(
        at for at, unit in enumerate(rows.unit) if groups[first.setdefault(unit, at)] != groups[at]
    )
    before = first[rows.unit[at]]
    message = (
        f'{rows.unit[at]} is in "{groups[at]}" here and in "{groups[before]}" in line '
        f"{rows.line(before)}; a group is one of units, or one of coders."
    )
    return Problem(message, rows.file, rows.line(at), column, "Choose another column.")
