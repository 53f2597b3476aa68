"""``agreement.csv`` and ``measurements.csv``: agreement as it is now, and as it was kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from annotator.agreement.live.judgements import judged
from annotator.agreement.models import Measurement
from annotator.agreement.queries.measurements import measurements
from annotator.agreement.report.variable_report import measured_report
from annotator.columns import Column, Table
from annotator.datasets.queries.round_data import RoundData
from annotator.reliability.coefficients.registry import COEFFICIENTS
from annotator.reliability.data.scales import LEVELS
from annotator.reliability.uncertainty.resampling import KeptDraws, Resampling
from annotator.studies.models import Study
from annotator.tables.csv_text import utc


class Counts(Protocol):
    """What was measured of a variable."""

    @property
    def n_units(self) -> int: ...
    @property
    def n_coders(self) -> int: ...
    @property
    def n_judgements(self) -> int: ...
    @property
    def n_dropped(self) -> int: ...
    @property
    def seed(self) -> int: ...


class Figure(Protocol):
    """A coefficient with its interval."""

    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def method(self) -> str: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One coefficient of one variable of a round."""

    round: int
    question: str
    code: str
    level: str
    counts: Counts
    coefficient: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class RecomputableRow(FigureRow):
    """The same, with the command that recomputes it."""

    command: str


@dataclass(frozen=True, slots=True)
class KeptRow(FigureRow):
    """The same, with the measurement that was kept."""

    kept: Measurement


#: What was measured of which question, and what came of it: the same in both tables.
_MEASURED: tuple[Column[FigureRow], ...] = (
    Column("round", "integer", "The number of the round.", lambda row: row.round),
    Column("question", "text", "The key of the question.", lambda row: row.question),
    Column(
        "code",
        "text",
        "The key of the code, for a question of kind many; else empty.",
        lambda row: row.code,
    ),
    Column(
        "coefficient",
        "text",
        " ".join(f"{each.key}: {each.meaning}." for each in COEFFICIENTS),
        lambda row: row.coefficient,
        tuple(each.key for each in COEFFICIENTS),
    ),
    Column(
        "value",
        "number",
        "The coefficient; empty if it is undefined, see reason.",
        lambda row: row.figure.value,
    ),
    Column("low", "number", "The lower limit of the 95 % interval.", lambda row: row.figure.low),
    Column("high", "number", "The upper limit of the 95 % interval.", lambda row: row.figure.high),
    Column("method", "text", "How the interval was computed.", lambda row: row.figure.method),
    Column(
        "reason",
        "text",
        "Why the value or its interval is missing, in words.",
        lambda row: row.figure.reason,
    ),
    Column(
        "level",
        "text",
        "The level of measurement.",
        lambda row: row.level,
        LEVELS,
    ),
    Column(
        "n_units",
        "integer",
        "Units with at least one judgement.",
        lambda row: row.counts.n_units,
    ),
    Column(
        "n_coders",
        "integer",
        "Coders with at least one judgement.",
        lambda row: row.counts.n_coders,
    ),
    Column("n_judgements", "integer", "Judgements in all.", lambda row: row.counts.n_judgements),
    Column(
        "n_dropped",
        "integer",
        "Units with exactly one judgement, which can not agree.",
        lambda row: row.counts.n_dropped,
    ),
    Column("seed", "integer", "The seed of the bootstrap.", lambda row: row.counts.seed),
)

AGREEMENT: Table[RecomputableRow] = Table(
    name="agreement",
    row="one coefficient for one question (or one code of a question of kind many) in one round",
    key=("round", "question", "code", "coefficient"),
    columns=(
        *_MEASURED,
        Column(
            "command",
            "text",
            "The command that recomputes the figure from codings.csv.",
            lambda row: row.command,
        ),
    ),
)

MEASUREMENTS: Table[KeptRow] = Table(
    name="measurements",
    row="one coefficient of a measurement that was kept, of the codings as they were then",
    key=("measurement", "coefficient"),
    columns=(
        Column(
            "measurement",
            "text",
            "The public id of the measurement.",
            lambda row: row.kept.public_id,
        ),
        Column(
            "measured_at", "time", "When it was measured.", lambda row: utc(row.kept.measured_at)
        ),
        *_MEASURED,
        Column(
            "fingerprint",
            "text",
            "A checksum of the judgements that it used: the same if and only if they are the same.",
            lambda row: row.kept.fingerprint,
        ),
        Column(
            "also",
            "text",
            "What was counted beside the codings that always count, with + between; empty for "
            "the figures to report.",
            lambda row: "+".join(row.kept.also),
        ),
        Column(
            "annotator_version",
            "text",
            "The version of annotator that measured.",
            lambda row: row.kept.annotator_version,
        ),
    ),
)


def figures_now(rounds: Sequence[RoundData]) -> Iterator[RecomputableRow]:
    """Every coefficient of every round, measured from the rows that are exported."""
    resampling = Resampling(kept=KeptDraws())
    for data in sorted(rounds, key=lambda data: data.number):
        for each in judged(data.variables, data.codings, data.answers):
            report = measured_report(each.variable, each.rows, data.number, resampling)
            if report.measured is None:
                continue
            about = (data.number, each.variable.question, each.variable.code)
            for name, figure in report.measured.coefficients.items():
                yield RecomputableRow(
                    *about, report.measured.level, report.measured, name, figure, report.command
                )


def figures_kept(session: Session, study: Study) -> list[KeptRow]:
    """Every figure that was kept, by the public id of its measurement."""
    return [
        KeptRow(
            kept.round.number,
            kept.question_key,
            kept.code_key,
            kept.options["level"],
            kept,
            figure.name,
            figure,
            kept,
        )
        for kept in sorted(measurements(session, study), key=lambda kept: kept.public_id)
        for figure in kept.coefficients
    ]
