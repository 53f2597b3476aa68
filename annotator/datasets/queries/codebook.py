"""The columns of ``codebook.csv``. Pure."""

from itertools import groupby

from annotator.codebook.kinds.registry import KINDS
from annotator.columns import Column, Table


def _meanings() -> str:
    """What an answer of each kind is, in a sentence for those of which it is the same."""
    grouped = groupby(KINDS.values(), key=lambda kind: kind.meaning)
    return " ".join(f"{', '.join(k.name for k in kinds)}: {words}." for words, kinds in grouped)


CODEBOOK = Table(
    name="codebook",
    row="a code of a question in one version of the codebook, or a question without codes",
    key=("version", "question", "code"),
    columns=(
        Column("version", "integer", "The number of the codebook version."),
        Column("question", "text", "The key of the question."),
        Column(
            "kind",
            "text",
            _meanings(),
            tuple(KINDS),
        ),
        Column(
            "level",
            "text",
            "The level of measurement; empty where agreement is not measured.",
            ("nominal", "ordinal", "interval", "ratio"),
        ),
        Column("question_label", "text", "The question as coders read it."),
        Column("code", "text", "The key of the code."),
        Column("code_label", "text", "The code as coders read it."),
        Column("code_value", "number", "The number that a point of a scale stands for."),
        Column("hotkey", "text", "The key that gives the code on the desk."),
        Column("definition", "text", "What the code means."),
    ),
)
