"""The page of one question: its parts, its files, the sentences in dispute, and who may look."""

import csv
import html
import json
import shlex
from io import StringIO

import pytest
from click.testing import CliRunner

from annotator.cli import main
from annotator.datasets.service import data_set
from annotator.reliability.data.long_form import Judgements
from annotator.reliability.data.reliability_data import reliability_data
from annotator.reliability.results.measure import measure
from tests import factories

CALM, LOUD = factories.CALM, factories.LOUD
SAID = {"Cora": [CALM, LOUD, CALM], "Carl": [CALM, LOUD, LOUD], "Cleo": [LOUD, LOUD, "unclear"]}


@pytest.fixture
def round_id(inside):
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study, outlet="Fenwick Gazette", title="A gate")
        factories.member(session, study, "Cleo", "coder")
        members = {name: factories.member_called(session, study, name) for name in SAID}
        round_ = factories.open_round(session, study, list(members.values()))
        for name, said in SAID.items():
            factories.code_all(session, round_, members[name], said)
        session.commit()
        return round_.public_id


@pytest.fixture
def base(people, round_id):
    return f"/studies/{people.study}/agreement/{round_id}"


def text_of(answer):
    return html.unescape(answer.text)


def test_the_page_tells_verdict_advice_tables_and_what_was_dropped(browser_of, base):
    text = text_of(browser_of("Vera").get(f"{base}/tone"))
    for part in (
        "Coders do not agree well enough", "What to do next", "Code by code", "Without each coder",
        "Every two coders", "Answers that stand against each other", "How often each answer was",
        "1 coding: skips", "Article by article", "annotator agreement measure codings.csv",
    ):  # fmt: skip
        assert part in text


def test_the_methods_paragraph_says_who_coded_what(browser_of, base):
    text = text_of(browser_of("Lea").get(f"{base}/tone"))
    assert "3 sentences were coded, all that there are (all sentences, seed 1)" in text
    assert "3 coders coded 2 to 3 sentences each (median 3), blind to each other" in text
    assert "No author of the codebook and no lead of the study coded." in text
    assert "Once a sentence was skipped, and not coded by another instead." in text
    assert "codebook is version 1" in text


def test_a_lead_who_coded_is_named_in_the_methods_paragraph(browser_of, base, inside):
    with inside() as (session, study):
        cora = factories.member_called(session, study, "Cora")
        cora.roles, name = {"coder", "lead"}, cora.pseudonym
        session.commit()
    assert f"{name}, who wrote the codebook or leads the study, coded too." in text_of(
        browser_of("Lea").get(f"{base}/tone")
    )


def test_a_question_of_many_leads_to_its_codes(browser_of, base):
    text = text_of(browser_of("Lea").get(f"{base}/frames"))
    assert f"{base}/frames.staged" in text
    assert "of 2 codes" in text
    assert browser_of("Lea").get(f"{base}/frames.staged").status_code == 200


@pytest.mark.parametrize("key", ["remark", "nothing", "frames.none"])
def test_what_is_not_asked_or_not_measured_is_not_there(browser_of, base, key):
    assert browser_of("Lea").get(f"{base}/{key}").status_code == 404


@pytest.mark.parametrize(
    ("name", "mimetype", "begins"),
    [
        ("codes.svg", "image/svg+xml", b"<?xml"),
        ("coders.pdf", "application/pdf", b"%PDF"),
        ("pairs.png", "image/png", b"\x89PNG"),
        ("codes.csv", "text/csv", b"code,label,alpha,low,high,"),
        ("confusions.tex", "application/x-tex", b"% \\usepackage{booktabs}"),
    ],
)
def test_every_table_is_had_as_a_file_and_twice_the_same(browser_of, base, name, mimetype, begins):
    lea = browser_of("Lea")
    first, again = lea.get(f"{base}/tone/{name}"), lea.get(f"{base}/tone/{name}")
    assert first.mimetype == mimetype
    assert first.data.startswith(begins)
    assert first.data == again.data


@pytest.mark.parametrize("name", ["nothing.svg", "nothing.csv", "prevalence.svg", "codes.gif"])
def test_a_file_of_no_table_is_not_there(browser_of, base, name):
    assert browser_of("Lea").get(f"{base}/tone/{name}").status_code == 404


def test_the_sentences_in_dispute_stand_with_every_coders_answer(browser_of, base, inside):
    lea = browser_of("Lea")
    text = text_of(lea.get(f"{base}/tone/sentences?one=calm&other=loud"))
    assert "2 sentences to which one coder said “Calm” and another “Loud”" in text
    assert "The mayor of Lower Fenwick opened the gate." in text
    assert "Nobody had asked for a gate." not in text
    assert "Fenwick Gazette, A gate" in text
    with inside() as (session, study):
        names = [factories.member_called(session, study, name).pseudonym for name in SAID]
    assert all(f"<dt>{name}</dt>" in text for name in names)
    assert "Cora" not in text
    assert "No such sentence" in lea.get(f"{base}/tone/sentences?one=calm&other=calm").text


def notebook(codings):
    """Alpha of the tone as a notebook computes it from an exported file."""
    kept = [
        (row["unit"], row["coder"], row["value"], row["article"])
        for row in csv.DictReader(StringIO(codings.decode()))
        if row["question"] == "tone" and row["counted"] == "1"
    ]
    data = reliability_data(Judgements(*zip(*kept, strict=True)), values=["calm", "loud"])
    return measure(data).coefficients["alpha"].value


@pytest.mark.parametrize("below", ["frames", "frames/sentences", "tone", "tone/sentences"])
def test_before_anyone_coded_the_pages_say_so(browser_of, base, inside, below):
    with inside() as (session, study):
        cora = factories.member_called(session, study, "Cora")
        later = factories.open_round(session, study, [cora], "Main").public_id
        session.commit()
    address = f"{base.rpartition('/')[0]}/{later}/{below}"
    answer = browser_of("Lea").get(address)
    assert answer.status_code == 200
    said = "No such sentence" if "sentences" in below else "No coder has coded yet."
    assert said in answer.text


def test_page_file_and_command_say_the_same_of_every_code_and_coder(
    browser_of, base, inside, tmp_path, monkeypatch
):
    """One number everywhere, also beyond the first line of a question."""
    lea = browser_of("Lea")
    tables = {
        name: list(csv.DictReader(StringIO(lea.get(f"{base}/tone/{name}.csv").text)))
        for name in ("codes", "coders", "pairs", "coefficients")
    }
    with inside() as (session, study):
        files = dict(data_set.files(session, study))
    (tmp_path / "codings.csv").write_bytes(files["codings.csv"])
    monkeypatch.chdir(tmp_path)
    exported = csv.DictReader(StringIO(files["agreement.csv"].decode()))
    command = next(row["command"] for row in exported if row["question"] == "tone")
    said = json.loads(CliRunner().invoke(main, [*shlex.split(command)[1:], "--json"]).output)
    assert [float(row["alpha"]) for row in tables["codes"]] == [
        said["per_code"][row["code"]]["alpha"]["value"] for row in tables["codes"]
    ]
    assert notebook(files["codings.csv"]) == said["coefficients"]["alpha"]["value"]
    without = {each["name"]: each["alpha"]["value"] for each in said["without_coder"]["parts"]}
    for row in tables["coders"][1:]:
        assert (float(row["alpha"]) if row["alpha"] else None) == without[row["without"]]
    assert float(tables["coders"][0]["alpha"]) == said["coefficients"]["alpha"]["value"]
    assert [row["cohen_kappa"] for row in tables["pairs"]] == [
        "" if pair["cohen_kappa"]["value"] is None else repr(pair["cohen_kappa"]["value"])
        for pair in said["pairs"]
    ]
    values = [figure["value"] for figure in said["coefficients"].values()]
    assert [row["value"] for row in tables["coefficients"]] == [
        "" if value is None else repr(value) for value in values
    ]
    assert f"{said['coefficients']['alpha']['value']:.3f}" in lea.get(f"{base}/tone").text


def test_a_question_of_many_is_told_as_one_answer_too(browser_of, base):
    text = text_of(browser_of("Lea").get(f"{base}/frames"))
    assert "All codes as one answer" in text
    assert "Report the codes one by one" in text
    assert "taken as one set, alpha with the MASI distance is" in text
    assert "Recompute this table" in text


def test_the_overview_leads_to_all_codes_of_a_question(browser_of, people, base):
    text = browser_of("Lea").get(f"/studies/{people.study}/agreement").text
    assert f'<a href="{base}/frames">All codes of “frames” together' in text
