"""``codings.csv``, the main table: what every coder said about every unit they were given.

A coding has a line for each variable of the codebook. Some columns depend on the variable
and on what was answered, which many codings have in common. The others are a coding's own:
they are read from the database, and are the same in all of its lines.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import null

from annotator.codebook.kinds.raw_values import number_cell
from annotator.codebook.kinds.variable import Value, Variable
from annotator.coding.models import Coding
from annotator.columns import Column, Kind, Table
from annotator.corpus.models import Article, Sentence
from annotator.database.stored import Expression, Stored, stored
from annotator.rounds.models import Assignment, Unit
from annotator.studies.models import Member


class Line(NamedTuple):
    """What a line of ``codings.csv`` has in common with those of other codings."""

    round: int
    version: int
    variable: Variable
    value: Value
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Own(Stored):
    """A column that is a coding's own.

    ``unseen`` is what the database has for an assignment that is not coded yet.
    """

    unseen: Expression


def own(
    name: str,
    kind: Kind,
    meaning: str,
    coded: Expression,
    *,
    unseen: Expression | None = None,
    cell: Callable[[Any], object] | None = None,
) -> Own:
    """A column that is a coding's own; before the unit is coded it is empty, or ``unseen``."""
    column = stored(name, kind, meaning, coded, cell=cell)
    return Own(
        name,
        kind,
        meaning,
        column.get,
        expression=coded,
        cell=column.cell,
        unseen=null() if unseen is None else unseen,
    )


CODINGS: Table[Line] = Table(
    name="codings",
    row="what one coder said about one unit, for one question (for a question of kind many: "
    "for each of its codes); training and check sentences are in checks.csv, and here only where "
    "they were counted as well",
    key=("round", "unit", "coder", "occasion", "question", "code"),
    columns=(
        Column(
            "round", "integer", "The number of the round in the study.", lambda line: line.round
        ),
        Column(
            "question",
            "text",
            "The key of the question in the codebook.",
            lambda line: line.variable.question,
        ),
        Column(
            "code",
            "text",
            "The key of the code, for a question of kind many; else empty.",
            lambda line: line.variable.code,
        ),
        own(
            "unit",
            "text",
            "The unit: one sentence in one round.",
            Unit.public_id,
            unseen=Unit.public_id,
        ),
        own(
            "article",
            "text",
            "The article that the sentence stands in; see articles.csv.",
            Article.public_id,
            unseen=Article.public_id,
        ),
        own(
            "coder",
            "text",
            "The coder's pseudonym; see coders.csv.",
            Member.pseudonym,
            unseen=Member.pseudonym,
        ),
        Column(
            "value",
            "text",
            "The answer: the key of the code, the number, the text, or for a question of kind "
            "many 1 if the code applies and 0 if not. Empty unless an answer was given.",
            lambda line: line.value.value,
        ),
        Column(
            "status",
            "text",
            "given: answered. none: seen, and no code applies, or an optional question left "
            "empty. skipped: seen and refused, or left out unread with the rest of "
            "something distressing; see skip_reason. not_applicable: a conditional "
            "question that was not shown. unseen: assigned to the coder and not coded yet.",
            lambda line: line.value.status,
            ("given", "none", "skipped", "not_applicable", "unseen"),
        ),
        Column(
            "counted",
            "flag",
            "1 exactly for the rows that the reported agreement used.",
            lambda line: line.counted,
        ),
        Column(
            "primary",
            "flag",
            "1 if the coder named this code as the one that weighs most, 0 if another; empty "
            "where the codebook does not ask for it.",
            lambda line: line.value.primary,
        ),
        own(
            "sentence",
            "text",
            "The sentence; see sentences.csv.",
            Sentence.public_id,
            unseen=Sentence.public_id,
        ),
        own(
            "occasion",
            "integer",
            "1: what a coder said when they coded the unit again is in repeats.csv, and here as 2 "
            "only where it was counted instead.",
            Coding.occasion,
            unseen=Assignment.occasion,
        ),
        Column(
            "version",
            "integer",
            "The version of the codebook that the answer was given under.",
            lambda line: line.version,
        ),
        own(
            "coding",
            "text",
            "The coding that the answer is part of; empty if unseen.",
            Coding.public_id,
        ),
        own(
            "revision",
            "integer",
            "1 for the coder's first answer, 2 for its first revision, ...",
            Coding.revision,
        ),
        own("submitted_at", "time", "When the coding was saved.", Coding.submitted_at),
        own(
            "seconds",
            "number",
            "Seconds on screen; time with the page hidden is left out.",
            Coding.seconds,
            cell=lambda seconds: "" if seconds is None else number_cell(seconds),
        ),
        own("flagged", "flag", "1 if the coder flagged the sentence.", Coding.flagged),
        own("late", "flag", "1 if the coding came after the round was closed.", Coding.late),
        own(
            "context_looks",
            "integer",
            "How often the coder opened the context.",
            Coding.context_looks,
        ),
        own(
            "confidence",
            "integer",
            "How sure the coder was: 1 not sure, 2 fairly sure, 3 sure; empty where it was left "
            "open or the codebook does not ask for it.",
            Coding.confidence,
        ),
        own("skip_reason", "text", "Why the coder skipped the sentence.", Coding.skip_reason),
        own("note", "text", "The coder's note to the lead.", Coding.note),
    ),
)

OWN = [column for column in CODINGS.columns if isinstance(column, Own)]
