"""The columns of ``coders.csv``: pseudonyms, never a name or an address. Pure."""

from annotator.columns import Column, Table

CODERS = Table(
    name="coders",
    row="a coder of the exported rounds",
    key=("coder",),
    columns=(
        Column("coder", "text", "The pseudonym, drawn at random when the person joined."),
        Column(
            "kind",
            "text",
            "Whether a person coded, a machine, or someone known from a file.",
            ("person", "machine", "imported"),
        ),
        Column("lead", "flag", "1 if the coder is also a lead of the study."),
        Column(
            "looked_early",
            "flag",
            "1 if the coder, as a lead, looked at others' answers before finishing a round.",
        ),
        Column("assigned", "integer", "Sentences assigned in the exported rounds."),
        Column("coded", "integer", "Sentences coded."),
        Column("skipped", "integer", "Sentences skipped."),
    ),
)
