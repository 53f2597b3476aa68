"""What a page says above each table of a question."""

from annotator.reliability.reporting.table import Table

_NOTES = {
    "codes": "Each code by itself: whether it was given or not. The hairlines are the customary "
    "limits: .667 for tentative conclusions, .800 to rely on the data.",
    "confusions": "Of every two coders who disagree, who said what. Follow a row to its sentences.",
    "coders": "Alpha of all coders but one. Where the difference has an interval above 0, the "
    "others agree better without that coder; that alone does not say who is right.",
    "pairs": "Every two coders on the sentences that both coded.",
    "articles": "There are too few articles for an interval, so each is shown by itself.",
    "coefficients": "All from the same judgements. Alpha is the one to report: it takes any number "
    "of coders, missing codings and every level.",
    "prevalence": "What is rare is hard to agree on beyond chance.",
    "outlet": "The same question, outlet by outlet: coders may read one outlet less alike than "
    "another.",
    "event": "The same question, event by event.",
    "week": "By the week in which a sentence was last coded: where it falls, coders drift apart.",
    "import_file": "Import by import, by the name of the file: a new batch may hold what the "
    "codebook has no answer for.",
    "article": "The articles in which coders agree least, and those in which they agree most. One "
    "article says little by itself; read the lowest ones together.",
}

_OF_SETS = (
    "What a coder gave to a sentence, taken as one set of codes. Alpha counts two sets by MASI as "
    "half agreed where they overlap; all other coefficients count them as the same or not. Report "
    "the codes one by one; report this one as well where what you analyse is the whole set."
)
_OF_PARTS = (
    "How far one part is above another; an interval off 0 is a difference that is not chance."
)

#: Tables that are not drawn: their rows are of different kinds, or too many.
_NOT_DRAWN = {"coefficients", "article"}


def note(table: Table, *, of_sets: bool) -> str:
    """What is to be known of a table; ``of_sets`` says whether its coefficients are of sets."""
    if of_sets and table.key == "coefficients":
        return _OF_SETS
    return _NOTES.get(table.key, _OF_PARTS)


def is_drawn(table: Table) -> bool:
    """Whether the page shows a table as a picture, too."""
    apart = table.key in _NOT_DRAWN or table.key.endswith("-differences")
    return bool(table.drawn) and len(table.rows) > 1 and not apart
