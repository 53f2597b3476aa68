"""Measure a file: guessed, shown, measured, carried by the page, and never stored."""

import html
import json
import re
import shlex
from io import BytesIO

import pytest
from click.testing import CliRunner

from annotator.cli import main
from annotator.measuring import forms

ROWS = [f"s{at},{who},{said},a{at % 6}" for at in range(18)
        for who, said in (("Anna", at % 2), ("Ben", at % 2 if at % 5 else 1))]  # fmt: skip
LONG = "\n".join(["sentence,rater,label,article", *ROWS]).encode()
WIDE = b"id,Anna,Ben\n1,x,x\n2,y,y\n3,x,y\n4,y,y\n5,x,x\n6,y,y\n"


@pytest.fixture
def measure(browser_of, people):
    lea = browser_of("Lea")

    def sent(content=None, **fields):
        file = {"file": (BytesIO(content), "mine.csv")} if content is not None else {}
        return lea.post("/measure", data={**file, **fields})

    return sent


def fields_of(answer):
    """What the form of a page would send, as a browser does."""
    found = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', answer.text))
    selects = re.findall(r'<select[^>]*name="(\w+)".*?</select>', answer.text, re.S)
    for name in selects:
        whole = re.search(rf'<select[^>]*name="{name}".*?</select>', answer.text, re.S)[0]
        chosen = re.search(r'<option selected value="([^"]*)"', whole)
        found[name] = chosen[1] if chosen else ""
    return {name: html.unescape(value) for name, value in found.items() if name != "kalpha"}


def text_of(answer):
    return html.unescape(answer.text)


def test_the_columns_are_guessed_shown_and_measured_at_once(measure):
    answer = measure(LONG)
    assert answer.status_code == 200
    text = text_of(answer)
    assert "sentence is the unit, rater is the coder, label is the judgement" in text
    assert "18 units, 2 coders, 36 judgements; nominal level." in text
    assert "delete-one-article jackknife, t(5)" in text


def test_the_page_says_what_the_command_says(measure, tmp_path):
    (tmp_path / "mine.csv").write_bytes(LONG)
    words = ["agreement", "measure", str(tmp_path / "mine.csv"), "--unit", "sentence", "--coder",
             "rater", "--value", "label", "--cluster", "article", "--json"]  # fmt: skip
    said = json.loads(CliRunner().invoke(main, words).output)["coefficients"]
    answer = measure(want="coefficients.csv", **fields_of(measure(LONG)))
    rows = [line.split(",") for line in answer.text.splitlines()[1:]]
    values = [repr(figure["value"]) for figure in said.values()]
    assert [row[1] for row in rows] == values


def test_the_page_carries_the_file_and_measures_it_anew_by_other_options(measure):
    first = measure(WIDE)
    assert "coders are Anna, Ben" in text_of(first)
    fields = fields_of(first)
    again = measure(**{**fields, "missing": "y", "coders": "Anna, Ben"})
    assert 'cells with "y", which is missing' in text_of(again)
    assert "mine.csv" in again.text


@pytest.mark.parametrize(
    ("want", "mimetype"),
    [
        ("pairs.tex", "application/x-tex"),
        ("codes.png", "image/png"),
        ("codes.pdf", "application/pdf"),
    ],
)
def test_tables_and_pictures_are_had_as_files(measure, want, mimetype):
    answer = measure(want=want, **fields_of(measure(LONG)))
    assert answer.mimetype == mimetype
    assert measure(want=f"no{want}", **fields_of(measure(LONG))).status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04", "spreadsheet"),
        (b"unit,coder,value\n1,A,x\n1,A,y\n", "A has judged 1 already in line 2"),
        (b"unit,coder,value\n1,A\n", "This record has 2 cells and the header 3."),
        (b"unit,coder,value\n", "There is a header and no row."),
        (b"id,coder,value\n1,x,x\n2,y,y\n3,x,y\n", "this is a wide file"),
    ],
    ids=["empty", "spreadsheet", "twice", "ragged", "no row", "wide"],
)
def test_bad_input_gets_a_sentence_with_the_row_and_a_remedy(measure, content, said):
    answer = measure(content)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'class="remedy"' in answer.text


def test_remedies_name_the_fields_of_the_page(measure):
    answer = measure(b"id,coder,value\n1,x,x\n2,y,y\n3,x,y\n")
    assert "--coders" not in text_of(answer).partition("</section>")[0]
    assert "“The coders' columns, in a wide file” coder,value" in text_of(answer)


def test_what_is_wrong_but_measurable_is_noted(measure):
    text = text_of(measure(b"unit,coder,value\n1,A,x\n2,A,y\n"))
    assert "Every judgement (lines 2 and 3) is one coder's, A." in text


def test_without_a_file_or_with_too_large_a_one_nothing_is_measured(measure, monkeypatch):
    assert "No file was chosen." in text_of(measure())
    monkeypatch.setattr(forms, "MOST_BYTES", 20)
    assert "larger than 10 MB" in text_of(measure(LONG))


@pytest.mark.parametrize("kept", ["###", "AAAA", "eJw"])
def test_a_file_that_the_page_did_not_carry_is_refused(measure, kept):
    answer = measure(kept=kept, name="x.csv")
    assert answer.status_code == 422
    assert "not the file any more" in text_of(answer)


def test_nothing_is_stored(measure, app):
    before = {file for file in app.config["ANNOTATOR_SETTINGS"].data.rglob("*") if file.is_file()}
    measure(LONG)
    after = {file for file in app.config["ANNOTATOR_SETTINGS"].data.rglob("*") if file.is_file()}
    assert {each for each in after - before if not each.name.startswith("annotator.db")} == set()


def test_what_is_pasted_is_measured_with(measure):
    fields = fields_of(measure(LONG))
    text = text_of(measure(**{**fields, "distances": ",0,1\n0,0,4\n1,4,0\n"}))
    assert "Krippendorff's alpha (distances of one's own)" in text
    assert "--distance distances.csv" in text
    text = text_of(measure(**{**fields, "coder_groups": "coder\tgroup\nAnna\told\nBen\told\n"}))
    assert "By group of coders" in text
    wrong = measure(**{**fields, "distances": ",0,1\n0,0,1\n1,2,0\n"})
    assert wrong.status_code == 422
    assert 'From "0" to "1" it is 1, and back 2 (line 3).' in text_of(wrong)


def test_weights_add_what_they_weigh(measure):
    fields = fields_of(measure(LONG))
    text = text_of(measure(**{**fields, "weights": "linear", "level": "ordinal"}))
    assert "Gwet's AC2" in text
    assert "Weighted kappa" in text
    refused = text_of(measure(**{**fields, "weights": "linear"}))
    assert "need an order of values" in refused
    assert "leave out “Near misses count in part, by weights”" in refused


def test_the_units_in_dispute_stand_with_their_words(measure):
    rows = [f"s{at},Gate {at} was opened.,{a},{b}" for at, (a, b) in enumerate(["xx", "xy", "yy"])]
    text = text_of(measure("\n".join(["id,text,Anna,Ben", *rows]).encode()))
    assert "Units on which coders disagree" in text
    assert "Gate 1 was opened." in text
    assert "Gate 0 was opened." not in text
    assert "Anna: x; Ben: y" in text


def test_the_command_of_the_page_says_what_the_page_says(measure, tmp_path, monkeypatch):
    fields = fields_of(measure(LONG))
    asked = {
        **fields, "level": "ordinal", "values": "0, 1", "weights": "quadratic", "group": "article",
        "missing": "NA, -1", "repeats": "occasions",
    }  # fmt: skip
    page = measure(**asked)
    command = html.unescape(re.search(r"<code>(annotator [^<]*)</code>", page.text)[1])
    (tmp_path / "mine.csv").write_bytes(LONG)
    monkeypatch.chdir(tmp_path)
    for table in ("coefficients", "codes", "pairs", "article", "prevalence", "disputes"):
        said = CliRunner().invoke(main, [*shlex.split(command)[1:], "--table", table])
        assert said.exit_code == 0, said.output
        assert measure(**asked, want=f"{table}.csv").text == said.output
