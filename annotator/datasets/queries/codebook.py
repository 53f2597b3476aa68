"""The columns of ``codebook.csv``. Pure."""

from annotator.columns import Column, Table

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
            "one: exactly one code. many: any number of codes, or none. "
            "scale: a point of a scale. number, text: a free answer.",
            ("one", "many", "scale", "number", "text"),
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
