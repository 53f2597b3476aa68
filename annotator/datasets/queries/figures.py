"""The columns of ``agreement.csv`` and ``measurements.csv``. Pure."""

from annotator.columns import Column, Table
from annotator.reliability.coefficients.registry import COEFFICIENTS
from annotator.reliability.data.scales import LEVELS

#: What was measured of which question, and what came of it: the same in both tables.
_MEASURED = (
    Column("round", "integer", "The number of the round."),
    Column("question", "text", "The key of the question."),
    Column("code", "text", "The key of the code, for a question of kind many; else empty."),
    Column(
        "coefficient",
        "text",
        " ".join(f"{each.key}: {each.meaning}." for each in COEFFICIENTS),
        tuple(each.key for each in COEFFICIENTS),
    ),
    Column("value", "number", "The coefficient; empty if it is undefined, see reason."),
    Column("low", "number", "The lower limit of the 95 % interval."),
    Column("high", "number", "The upper limit of the 95 % interval."),
    Column("method", "text", "How the interval was computed."),
    Column("reason", "text", "Why the value or its interval is missing, in words."),
    Column("level", "text", "The level of measurement.", LEVELS),
    Column("n_units", "integer", "Units with at least one judgement."),
    Column("n_coders", "integer", "Coders with at least one judgement."),
    Column("n_judgements", "integer", "Judgements in all."),
    Column("n_dropped", "integer", "Units with exactly one judgement, which can not agree."),
    Column("seed", "integer", "The seed of the bootstrap."),
)

AGREEMENT = Table(
    name="agreement",
    row="one coefficient for one question (or one code of a question of kind many) in one round",
    key=("round", "question", "code", "coefficient"),
    columns=(
        *_MEASURED,
        Column("command", "text", "The command that recomputes the figure from codings.csv."),
    ),
)

MEASUREMENTS = Table(
    name="measurements",
    row="one coefficient of a measurement that was kept, of the codings as they were then",
    key=("measurement", "coefficient"),
    columns=(
        Column("measurement", "text", "The public id of the measurement."),
        Column("measured_at", "time", "When it was measured."),
        *_MEASURED,
        Column(
            "fingerprint",
            "text",
            "A checksum of the judgements that it used: the same if and only if they are the same.",
        ),
        Column(
            "also",
            "text",
            "What was counted beside the codings that always count, with + between; empty for "
            "the figures to report.",
        ),
        Column("annotator_version", "text", "The version of annotator that measured."),
    ),
)

REPEATS = Table(
    name="repeats",
    row="what one coder said about one sentence at two times, for one question (for a question of "
    "kind many: for each of its codes): by a hidden repeat, or in a retest round",
    key=("round", "sentence", "coder", "question", "code"),
    columns=(
        Column("round", "integer", "The number of the round in which the sentence came again."),
        Column("question", "text", "The key of the question in the codebook."),
        Column("code", "text", "The key of the code, for a question of kind many; else empty."),
        Column("sentence", "text", "The sentence; see sentences.csv."),
        Column("coder", "text", "The coder's pseudonym; see coders.csv."),
        Column("first", "text", "The value of the first coding; empty unless there is one."),
        Column("second", "text", "The value of the second coding; empty unless there is one."),
        Column("first_at", "time", "When the first coding was saved."),
        Column("second_at", "time", "When the second coding was saved."),
        Column("days", "number", "How many days lie between."),
    ),
)
