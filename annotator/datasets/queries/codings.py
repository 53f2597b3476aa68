"""The columns of ``codings.csv``, the main table, and of ``marks.csv`` and ``checks.csv``. Pure."""

from annotator.columns import Column, Table

CODINGS = Table(
    name="codings",
    row="what one coder said about one unit, for one question (for a question of kind many: "
    "for each of its codes); training and check sentences are in checks.csv, and here only where "
    "they were counted as well",
    key=("round", "unit", "coder", "occasion", "question", "code"),
    columns=(
        Column("round", "integer", "The number of the round in the study."),
        Column("question", "text", "The key of the question in the codebook."),
        Column("code", "text", "The key of the code, for a question of kind many; else empty."),
        Column("unit", "text", "The unit: one sentence in one round."),
        Column("article", "text", "The article that the sentence stands in; see articles.csv."),
        Column("coder", "text", "The coder's pseudonym; see coders.csv."),
        Column(
            "value",
            "text",
            "The answer: the key of the code, the number, the text, or for a question of kind "
            "many 1 if the code applies and 0 if not. Empty unless an answer was given.",
        ),
        Column(
            "status",
            "text",
            "given: answered. none: seen, and no code applies, or an optional question left "
            "empty. skipped: seen and refused, or left out unread with the rest of "
            "something distressing; see skip_reason. not_applicable: a conditional "
            "question that was not shown. unseen: assigned to the coder and not coded yet.",
            ("given", "none", "skipped", "not_applicable", "unseen"),
        ),
        Column("counted", "flag", "1 exactly for the rows that the reported agreement used."),
        Column(
            "primary",
            "flag",
            "1 if the coder named this code as the one that weighs most, 0 if another; empty "
            "where the codebook does not ask for it.",
        ),
        Column("sentence", "text", "The sentence; see sentences.csv."),
        Column(
            "occasion",
            "integer",
            "1: what a coder said when they coded the unit again is in repeats.csv, and here as 2 "
            "only where it was counted instead.",
        ),
        Column(
            "version", "integer", "The version of the codebook that the answer was given under."
        ),
        Column("coding", "text", "The coding that the answer is part of; empty if unseen."),
        Column(
            "revision", "integer", "1 for the coder's first answer, 2 for its first revision, ..."
        ),
        Column("submitted_at", "time", "When the coding was saved."),
        Column("seconds", "number", "Seconds on screen; time with the page hidden is left out."),
        Column("flagged", "flag", "1 if the coder flagged the sentence."),
        Column("late", "flag", "1 if the coding came after the round was closed."),
        Column("context_looks", "integer", "How often the coder opened the context."),
        Column(
            "confidence",
            "integer",
            "How sure the coder was: 1 not sure, 2 fairly sure, 3 sure; empty where it was left "
            "open or the codebook does not ask for it.",
        ),
        Column("skip_reason", "text", "Why the coder skipped the sentence."),
        Column("note", "text", "The coder's note to the lead."),
    ),
)

MARKS = Table(
    name="marks",
    row="a span of a sentence that a coder tied to a code, in a coding that stands",
    key=("round", "unit", "coder", "occasion", "question", "code", "start", "end"),
    columns=(
        Column("round", "integer", "The number of the round in the study."),
        Column("question", "text", "The key of the question in the codebook."),
        Column("code", "text", "The key of the code that the words carry."),
        Column("unit", "text", "The unit: one sentence in one round."),
        Column("coder", "text", "The coder's pseudonym; see coders.csv."),
        Column("occasion", "integer", "1, as in codings.csv."),
        Column("sentence", "text", "The sentence; see sentences.csv."),
        Column("coding", "text", "The coding that the mark is part of; see codings.csv."),
        Column("start", "integer", "The first character of the sentence that is marked, from 0."),
        Column("end", "integer", "The character behind the last; both count code points."),
        Column("text", "text", "The words that are marked."),
    ),
)

CHECKS = Table(
    name="checks",
    row="what one coder said about one sentence with a known answer, in a training round or as a "
    "check hidden among others; it is part of no agreement between coders unless that is asked for",
    key=("round", "unit", "coder", "question", "code"),
    columns=(
        Column("round", "integer", "The number of the round in the study."),
        Column("purpose", "text", "Why the answer is known.", ("training", "check")),
        Column("question", "text", "The key of the question in the codebook."),
        Column("code", "text", "The key of the code, for a question of kind many; else empty."),
        Column("unit", "text", "The unit: one sentence in one round."),
        Column("sentence", "text", "The sentence; see sentences.csv."),
        Column("coder", "text", "The coder's pseudonym; see coders.csv."),
        Column("known", "text", "The known answer, as in codings.csv; empty for none."),
        Column(
            "value",
            "text",
            "The coder's answer: in training the first one, given before the known one was "
            "shown. Empty unless one was given.",
        ),
        Column("agrees", "flag", "1 if both are the same; empty for texts."),
        Column("reason", "text", "Why the known answer is right."),
    ),
)
