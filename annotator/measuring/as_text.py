"""What a file says of agreement, as JSON and as text for a terminal."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from annotator.measuring.file_report import FileReport
from annotator.reliability.reporting.as_text import (
    as_json,
    as_text,
    estimate_as_json,
    estimates_as_json,
    limits,
    number,
    table,
)
from annotator.reliability.results.breakdown import Difference, Part
from annotator.reliability.results.coder_pairs import CoderPair
from annotator.reliability.results.estimates import Estimate
from annotator.reliability.results.stability import Stability
from annotator.reliability.uncertainty.intervals import Interval

#: A terminal shows this many codes, pairs and groups; JSON has all of them.
_SHOWN = 20


def file_json(report: FileReport) -> dict[str, Any]:
    """All that a file says, ready for JSON; what is undefined is null with a reason."""
    return {
        **as_json(report.measured),
        "dropped": dict(report.dropped),
        "per_code": {
            code: estimates_as_json(estimates) for code, estimates in report.per_code.items()
        },
        "pairs": [_pair(pair) for pair in report.pairs],
        "without_coder": _parts(*report.without_coder),
        "groups": _parts(*next(iter(report.groups.values()), ((), ()))),
        "by_group": {column: _parts(*parts) for column, parts in report.groups.items()},
        "coder_groups": _parts(*report.coder_groups),
        "confusions": [asdict(each) for each in report.confusions],
        "self_agreement": _stability(report.stability),
        "kalpha_interval": _kalpha(report.kalpha),
        "notes": [str(note) for note in report.notes],
    }


def _pair(pair: CoderPair) -> dict[str, Any]:
    weighted = pair.weighted_kappa
    return {
        "coders": list(pair.coders),
        "n_units": pair.n_units,
        "percent": estimate_as_json(pair.percent),
        "cohen_kappa": estimate_as_json(pair.cohen_kappa),
        "table": [[int(cell) for cell in row] for row in pair.table],
        **({"weighted_kappa": estimate_as_json(weighted)} if weighted else {}),
    }


def _parts(parts: Iterable[Part], differences: Iterable[Difference]) -> dict[str, Any]:
    return {
        "parts": [
            {"name": part.name, "n_units": part.n_units, "alpha": estimate_as_json(part.estimate)}
            for part in parts
        ],
        "differences": [
            {"one": each.one, "other": each.other, "alpha": estimate_as_json(each.estimate)}
            for each in differences
        ],
    }


def _kalpha(found: Interval | None) -> dict[str, Any] | None:
    """The interval that only older papers have."""
    if found is None:
        return None
    return {"low": found.low, "high": found.high, "method": found.method, "reason": found.reason}


def _stability(
    stability: tuple[Stability, dict[str, Stability]] | None,
) -> dict[str, Any] | None:
    if stability is None:
        return None
    together, coders = stability
    return {**_one(together), "coders": {name: _one(each) for name, each in coders.items()}}


def _one(stability: Stability) -> dict[str, Any]:
    return {"n_units": stability.n_units, **estimates_as_json(stability.estimates)}


def file_text(report: FileReport) -> str:
    """All that a file says, in aligned columns; where there is much, the beginning of it."""
    blocks = [as_text(report.measured), *_texts(report), *map(str, report.notes)]
    return "\n\n".join(block for block in blocks if block)


def _texts(report: FileReport) -> list[str]:
    return [
        _table("left out", ((what, f"{count:,}") for what, count in report.dropped.items())),
        _codes(report),
        _table(
            "two coders",
            (
                (" and ".join(pair.coders), f"{pair.n_units:,}", *_with_limits(pair.cohen_kappa))
                for pair in report.pairs
            ),
            "units", "cohen_kappa", "95 % interval",
        ),
        *_sections("without", report.without_coder),
        *(each for column, parts in report.groups.items() for each in _sections(column, parts)),
        *_sections("group of coders", report.coder_groups),
        _confusions(report),
        _selves(report),
        _older(report.kalpha),
    ]  # fmt: skip


def _codes(report: FileReport) -> str:
    rows = (
        (code, *_with_limits(estimates["alpha"]), number(estimates["gwet_ac1"].value))
        for code, estimates in report.per_code.items()
    )
    return _table("code", rows, "alpha", "95 % interval", "gwet_ac1")


def _confusions(report: FileReport) -> str:
    rows = (
        (f"{each.one} and {each.other}", f"{each.n_units:,}", f"{each.n_pairs:,}")
        for each in report.confusions
    )
    return _table("against each other", rows, "units", "pairs")


def _sections(name: str, found: tuple[Iterable[Part], Iterable[Difference]]) -> list[str]:
    parts, differences = found
    return [
        _table(
            name,
            ((part.name, f"{part.n_units:,}", *_with_limits(part.estimate)) for part in parts),
            "units", "alpha", "95 % interval",
        ),
        _table(
            "difference",
            (
                (f"{each.one} less {each.other}", *_with_limits(each.estimate))
                for each in differences
            ),
            "alpha", "95 % interval",
        ),
    ]  # fmt: skip


def _selves(report: FileReport) -> str:
    if report.stability is None:
        return ""
    together, coders = report.stability
    rows = (
        (name, f"{each.n_units:,}", *_with_limits(each.estimates["alpha"]))
        for name, each in [("all", together), *coders.items()]
    )
    return _table("with oneself", rows, "units", "alpha", "95 % interval")


def _older(found: Interval | None) -> str:
    if found is None or found.low is None or found.high is None:
        return ""
    return f"alpha, {found.low:.3f} to {found.high:.3f}: {found.method}"


def _with_limits(estimate: Estimate) -> tuple[str, str]:
    return number(estimate.value), limits(estimate)


def _table(name: str, rows: Iterable[tuple[str, ...]], *columns: str) -> str:
    """Rows under a header; empty where there are none."""
    given = list(rows)
    if not given:
        return ""
    header = (name, *(columns or [""] * (len(given[0]) - 1)))
    more = f"\n... and {len(given) - _SHOWN:,} more" if len(given) > _SHOWN else ""
    return table([header, *given[:_SHOWN]]) + more
