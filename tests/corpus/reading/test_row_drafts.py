import datetime as dt

import pytest

from annotator.corpus.reading.columns import understand
from annotator.corpus.reading.drafts import ArticleDraft
from annotator.corpus.reading.row_drafts import drafts_of
from annotator.errors import Problem
from annotator.tables.delimited import read_delimited
from annotator.tables.grid import Grid, Line


def read(text: str) -> tuple[list[ArticleDraft], list[Problem]]:
    problems: list[Problem] = []
    grid = read_delimited(text.encode(), "a.csv")
    return drafts_of(grid, understand(grid), problems), problems


def test_a_row_becomes_a_draft_with_all_that_it_tells() -> None:
    header = "text,title,outlet,event,date,url,author,language,id,leaning,empty"
    row = (
        '" Shut. ", Bridge ,Kestrel,closure,25.11.2022,https://example.org/1,J. Doe,EN_gb,7, left ,'
    )
    assert read(f"{header}\n{row}\n") == (
        [
            ArticleDraft(
                text=" Shut. ",
                title="Bridge",
                outlet="Kestrel",
                event="closure",
                date=dt.date(2022, 11, 25),
                url="https://example.org/1",
                author="J. Doe",
                language="en-gb",
                article="7",
                metadata={"leaning": " left "},
                file="a.csv",
                line=2,
            )
        ],
        [],
    )


def test_a_sentence_is_trimmed() -> None:
    assert read("sentence\n  Shut.  \n")[0][0].text == "Shut."


@pytest.mark.parametrize(
    ("header", "cell", "message"),
    [
        ("Body", "", "The text is empty."),
        ("Body", " \u200b\ufeff\xad ", "The text is empty."),
        ("sentence", " ", "The sentence is empty."),
        ("date", "03/04/2022", "“03/04/2022” does not tell whether"),
        ("link", "ftp://example.org", "“ftp://example.org” is not the address"),
        ("lang", "english", "“english” is not a code of a language."),
        ("outlet", "k" * 201, "The outlet has 201 characters; at most 200 are kept."),
        ("headline", "k" * 501, "The title has 501 characters; at most 500 are kept."),
    ],
)
def test_a_bad_cell_is_named_by_line_and_by_their_column(
    header: str, cell: str, message: str
) -> None:
    body = "" if header in {"Body", "sentence"} else ",text"
    drafts, (problem,) = read(f"{header}{body},x\n{cell}{body and ',Shut.'},y\n")
    assert drafts == []
    assert problem.message.startswith(message)
    assert (problem.file, problem.line, problem.column) == ("a.csv", 2, header)
    assert problem.remedy


def test_all_problems_of_a_row_are_found() -> None:
    _, problems = read("text,date,url\n,NA,NA\nShut.,,\n,,\n,,http://example.org\n")
    assert [(problem.line, problem.column) for problem in problems] == [
        (2, "text"),
        (2, "date"),
        (2, "url"),
        (5, "text"),
    ]


def test_a_formula_matters_only_in_a_column_that_is_read() -> None:
    spoilt = {(2, 0): Problem("Cell A2 holds a formula, not a text."), (2, 1): Problem("B2")}
    grid = Grid("a.xlsx", Line(1, ("text", "length")), (Line(2, ("=A1", "=2")),), spoilt=spoilt)
    problems: list[Problem] = []
    assert drafts_of(grid, understand(grid), problems) == []
    assert [str(problem) for problem in problems] == [
        "a.xlsx, line 2, column text: Cell A2 holds a formula, not a text."
    ]
    problems.clear()
    del spoilt[2, 0]
    (draft,) = drafts_of(grid, understand(grid), problems)
    assert (problems, draft.metadata) == ([], {"length": "=2"})
