import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from annotator.reliability.data.long_form import Judgements
from annotator.reliability.data.patterns import Patterns, count_patterns
from annotator.reliability.data.reliability_data import ReliabilityData, reliability_data
from annotator.reliability.data.scales import Level

_HERE = Path(__file__).parent

Units = Sequence[Sequence[Any]]

_EXAMPLES = json.loads((_HERE / "worked_examples.json").read_text("utf-8"))
_KAPPAS = json.loads((_HERE / "kappa_examples.json").read_text("utf-8"))


def _rows_of(units: Units, articles: Sequence[str] | None = None) -> Judgements:
    """Long rows from units by coders, with None for a gap."""
    cells = [
        (f"u{at:04d}", f"C{coder:02d}", str(value), articles[at] if articles else "")
        for at, values in enumerate(units)
        for coder, value in enumerate(values)
        if value is not None
    ]
    unit, coder, value, article = zip(*cells, strict=True) if cells else ((), (), (), ())
    return Judgements(unit, coder, value, article if articles else ())


@pytest.fixture(scope="session")
def rows_of() -> Callable[..., Judgements]:
    return _rows_of


@pytest.fixture(scope="session")
def patterns_of() -> Callable[..., Patterns]:
    def build(
        units: Units,
        level: Level = "nominal",
        *,
        articles: Sequence[str] | None = None,
        values: Sequence[str] | None = None,
    ) -> Patterns:
        return count_patterns(
            reliability_data(_rows_of(units, articles), level=level, values=values)
        )

    return build


@pytest.fixture(scope="session")
def data_of() -> Callable[..., ReliabilityData]:
    """Reliability data from units by coders."""

    def build(
        units: Units,
        level: Level = "nominal",
        *,
        articles: Sequence[str] | None = None,
        values: Sequence[Any] | None = None,
    ) -> ReliabilityData:
        declared = None if values is None else [str(value) for value in values]
        return reliability_data(_rows_of(units, articles), level=level, values=declared)

    return build


def _units(example: dict[str, Any]) -> Units:
    if "units" in example:
        return example["units"]
    return [labels for labels, times in example["patterns"] for _ in range(times)]


def _with_units(example: dict[str, Any]) -> dict[str, Any]:
    """An example of kappas with its units, or with those of the alpha example of its name."""
    there = {each["id"]: each for each in _EXAMPLES}
    return {**example, "units": _units({**there.get(example["id"], {}), **example})}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for ``example`` runs on every worked example from the literature.

    ``kappa_example`` has the kappas and their standard errors, as [value, error or null],
    of R irrCAC 1.4, irr 0.84.1, psych 2.2.9 and vcd 1.4, statsmodels 0.15, nltk 3.10.4 and
    scikit-learn 1.9.1, all of which agree where they have the coefficient.
    """
    if "kappa_example" in metafunc.fixturenames:
        examples = [_with_units(example) for example in _KAPPAS]
        ids = [example["id"] for example in examples]
        metafunc.parametrize("kappa_example", examples, ids=ids)
    if "example" in metafunc.fixturenames:
        examples = [{**example, "units": _units(example)} for example in _EXAMPLES]
        metafunc.parametrize("example", examples, ids=[example["id"] for example in examples])
