"""The tables of articles and of sentences, as they are exported."""

from annotator.columns import Column, Table
from annotator.corpus.boilerplate.sentence_kind import SentenceKind

ARTICLES = Table(
    "articles",
    "one article of the study",
    ("article",),
    (
        Column("article", "text", "The public id of the article, the same in all tables."),
        Column("outlet", "text", "Who published the article; empty if not known."),
        Column("event", "text", "What the article reports on; articles of one event are compared."),
        Column("title", "text", "The title of the article, as imported."),
        Column("date", "date", "The day of publication; empty if not known."),
        Column("author", "text", "Who wrote the article, as imported."),
        Column("url", "text", "The address of the article on the web, as imported."),
        Column("language", "text", "The language of the text as a BCP 47 code, such as en."),
        Column(
            "sha256",
            "text",
            "The SHA-256 checksum, in hexadecimal digits, of the text in "
            "UTF-8 without white space at its ends.",
        ),
        Column(
            "engine",
            "text",
            "The program that split the text into sentences; ready-made "
            "if the imported file held them split.",
        ),
        Column(
            "engine_version",
            "text",
            "The version of that program and of its rules; hand "
            "corrections are in the log of the study.",
        ),
        Column("sentences", "integer", "How many sentences the article has, served or not."),
        Column("served_sentences", "integer", "How many of them are served to coders."),
        Column("import_file", "text", "The name of the file that the article was imported from."),
        Column(
            "shared_copy",
            "flag",
            "Whether the same text is in the study under another outlet as well.",
        ),
        Column(
            "extra",
            "text",
            "What the imported file said beyond the columns above, as a "
            "JSON object by the names of its columns.",
        ),
        Column(
            "text",
            "text",
            "The whole text, to whose characters start and end of the sentences refer.",
        ),
    ),
)

SENTENCES = Table(
    "sentences",
    "one sentence of an article: the unit of coding",
    ("sentence",),
    (
        Column("sentence", "text", "The public id of the sentence, the same in all tables."),
        Column("article", "text", "The public id of the article that it is part of."),
        Column("position", "integer", "Which sentence of its article it is, counted from 1."),
        Column(
            "start",
            "integer",
            "Where it begins in the text of its article, in Unicode code points from 0.",
        ),
        Column("end", "integer", "Where it ends there: the position after its last code point."),
        Column("kind", "text", "What the sentence is in its article.", tuple(SentenceKind)),
        Column("served", "flag", "Whether coders are asked to code it."),
        Column("reason", "text", "Why it is not served, or why it is after all, in words."),
        Column(
            "masks",
            "text",
            "Which code points of the sentence, counted from 0, are hidden "
            "on the desk in a round that masks names: start-end pairs such as 3-9;20-24, "
            "without the end itself; empty if none.",
        ),
        Column("text", "text", "The sentence as it stands in the text of its article."),
    ),
)
