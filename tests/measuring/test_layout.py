import pytest

from annotator.measuring.csv_table import read_table
from annotator.measuring.layout import guessed


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("unit,coder,value", ("unit", "coder", "value", "")),
        ("Article ID;Sentence ID;Rater;Label", ("Sentence ID", "Rater", "Label", "Article ID")),
        ("text,annotator,answer", ("text", "annotator", "answer", "")),
        ("round,unit,article,coder,value,status", ("unit", "coder", "value", "article")),
    ],
)
def test_a_long_file_is_known_by_the_names_of_its_columns(header, named):
    found = guessed(read_table(f"{header}\n".encode(), "a.csv"))
    assert (found.unit, found.coder, found.value, found.cluster) == named
    assert found.coders == ()


def test_in_a_wide_file_columns_with_few_short_values_are_coders():
    rows = [f"{at},A long sentence that is number {at} of this text,{at // 4},{at % 2},{at % 3}"
            for at in range(12)]  # fmt: skip
    table = read_table("\n".join(["id,text,article,Anna,Ben", *rows]).encode(), "a.csv")
    found = guessed(table)
    assert (found.unit, found.cluster, found.coders) == ("id", "article", ("Anna", "Ben"))
    assert (found.coder, found.value) == ("", "")


def test_a_wide_file_without_a_name_for_its_units_takes_a_column_that_never_repeats():
    rows = [f"s{at},{at % 2},{at % 2}" for at in range(12)]
    found = guessed(read_table("\n".join(["number,A,B", *rows]).encode(), "a.csv"))
    assert (found.unit, found.coders) == ("number", ("A", "B"))
    rows = ["1,1", "0,1", "1,0", "0,0"]
    found = guessed(read_table("\n".join(["A,B", *rows]).encode(), "a.csv"))
    assert (found.unit, found.coders) == ("", ("A", "B"))


LONG = [
    (f"S{at}", f"K{who}", "ruhig" if (at + who) % 3 else "laut", f"T{at // 4}", f"Satz, {at}")
    for at in range(12)
    for who in range(3)
]


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (1, 2, 0, 4, 3)])
def test_a_long_file_with_names_in_another_language_is_known_by_its_cells(order):
    names = ("Satz", "Kodierer", "Wert", "Text", "Wortlaut")
    rows = [names, *LONG]
    lines = [";".join(row[at] for at in order) for row in rows]
    found = guessed(read_table("\n".join(lines).encode(), "a.csv"))
    assert found.coders == ()
    # A sentence and its words are the same to a unit: whichever comes first names it.
    units = {"Satz", "Wortlaut"}
    assert {found.unit, found.text} == units
    assert (found.coder, found.value, found.cluster) == ("Kodierer", "Wert", "Text")


@pytest.mark.parametrize(
    ("header", "coders"),
    [
        ("article,position,Anna,Ben", ("position", "Anna", "Ben")),
        ("outlet,sentence,Anna,Ben,Cleo", ("outlet", "Anna", "Ben", "Cleo")),
    ],
)
def test_a_wide_file_without_a_name_for_each_row_stays_wide(header, coders):
    many = len(header.split(",")) - 2
    rows = [
        [str(a), str(n), *(str((a + n + c) % 2) for c in range(many))]
        for a in range(5)
        for n in range(12)
    ]
    lines = [header, *(",".join(row) for row in rows)]
    found = guessed(read_table("\n".join(lines).encode(), "a.csv"))
    assert (found.coder, found.value, found.coders) == ("", "", coders)


def test_a_file_of_very_many_columns_is_looked_at_at_once(monkeypatch):
    monkeypatch.setattr("annotator.measuring.layout.permutations", None)
    header = ",".join(f"c{at}" for at in range(100))
    rows = [",".join(str((at * row) % 2) for at in range(100)) for row in range(9)]
    assert len(guessed(read_table("\n".join([header, *rows]).encode(), "a.csv")).coders) == 100
