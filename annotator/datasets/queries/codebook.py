"""``codebook.csv``: the questions and codes of the versions that were used."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from annotator.codebook.kinds.registry import KINDS
from annotator.codebook.models import CodebookVersion
from annotator.codebook.queries import book_with_hotkeys
from annotator.codebook.schema import Code, Question
from annotator.columns import Column, Table


class CodeRow(NamedTuple):
    """A code of a question in a version; the code of a question without codes is empty."""

    version: CodebookVersion
    question: Question
    code: Code | None


def _meanings() -> str:
    """What an answer of each kind is, in a sentence for those of which it is the same."""
    grouped = groupby(KINDS.values(), key=lambda kind: kind.meaning)
    return " ".join(f"{', '.join(k.name for k in kinds)}: {words}." for words, kinds in grouped)


CODEBOOK: Table[CodeRow] = Table(
    name="codebook",
    row="a code of a question in one version of the codebook, or a question without codes",
    key=("version", "question", "code"),
    columns=(
        Column(
            "version",
            "integer",
            "The number of the codebook version.",
            lambda row: row.version.number,
        ),
        Column("question", "text", "The key of the question.", lambda row: row.question.key),
        Column(
            "kind",
            "text",
            _meanings(),
            lambda row: row.question.kind,
            tuple(KINDS),
        ),
        Column(
            "level",
            "text",
            "The level of measurement; empty where agreement is not measured.",
            lambda row: row.question.level,
            ("nominal", "ordinal", "interval", "ratio"),
        ),
        Column(
            "question_label",
            "text",
            "The question as coders read it.",
            lambda row: row.question.label,
        ),
        Column("code", "text", "The key of the code.", lambda row: row.code and row.code.key),
        Column(
            "code_label",
            "text",
            "The code as coders read it.",
            lambda row: row.code and row.code.label,
        ),
        Column(
            "code_value",
            "number",
            "The number that a point of a scale stands for.",
            lambda row: row.code and row.code.value,
        ),
        Column(
            "hotkey",
            "text",
            "The key that gives the code on the desk.",
            lambda row: row.code and row.code.hotkey,
        ),
        Column(
            "definition",
            "text",
            "What the code means.",
            lambda row: row.code.definition if row.code else row.question.help,
        ),
    ),
)


def codebook(versions: Sequence[CodebookVersion]) -> Iterator[CodeRow]:
    """The questions and codes of these versions, in the order of the book."""
    for version in sorted(versions, key=lambda version: version.number):
        for question in book_with_hotkeys(version).questions:
            for code in question.codes or (None,):
                yield CodeRow(version, question, code)
