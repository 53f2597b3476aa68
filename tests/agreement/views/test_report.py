"""The agreement page: one figure everywhere, and who may see it when."""

import csv
import html
import json
import re
import shlex
from io import StringIO

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from annotator.agreement.models import Measurement
from annotator.cli import main
from annotator.coding.service.exposures import LOOK_EARLY
from annotator.datasets.service import data_set
from annotator.rounds.queries import round_of
from annotator.studies.models import LogEntry
from tests import factories

CALM, LOUD = factories.CALM, factories.LOUD


@pytest.fixture
def base(people):
    return f"/studies/{people.study}"


def coded(inside, answers, title="Pilot"):
    """A round coded by these people, and the address of its figures."""
    with inside() as (session, study):
        if title == "Pilot":
            factories.codebook(session, study)
            factories.article(session, study)
        members = {name: factories.member_called(session, study, name) for name in answers}
        round_ = factories.open_round(session, study, list(members.values()), title)
        for name, said in answers.items():
            factories.code_all(session, round_, members[name], said)
        session.commit()
        return round_.public_id


@pytest.fixture
def round_id(inside):
    """Cora and Carl agree about the tone of two sentences of three."""
    return coded(inside, {"Cora": [CALM, LOUD, CALM], "Carl": [CALM, LOUD, LOUD]})


def leads_and_codes(inside):
    with inside() as (session, study):
        factories.member_called(session, study, "Lea").roles = {"lead", "coder"}
        session.commit()


def cells(text, label):
    """The cells of a question's row in the first table, as they can be read."""
    row = re.search(rf'<th scope="row"><a href="#[^"]*">{label}</a></th>(.*?)</tr>', text, re.S)
    return [
        html.unescape(re.sub(r"<[^>]+>", "", cell)).strip()
        for cell in re.findall(r"<td[^>]*>(.*?)</td>", row[1], re.S)
    ]


def test_page_stored_row_csv_and_command_say_the_same_figure(
    browser_of, base, inside, round_id, tmp_path, monkeypatch
):
    lea = browser_of("Lea")
    shown = cells(lea.get(f"{base}/agreement").text, "Which tone has it\\?")
    assert lea.post(f"{base}/agreement/{round_id}/keep").status_code == 302
    with inside() as (session, study):
        kept = session.scalars(select(Measurement).where(Measurement.question_key == "tone")).one()
        stored = {name: each.value for name, each in kept.by_name.items()}
        files = dict(data_set.files(session, study))
    exported = {
        row["coefficient"]: row
        for row in csv.DictReader(StringIO(files["agreement.csv"].decode()))
        if row["question"] == "tone"
    }
    (tmp_path / "codings.csv").write_bytes(files["codings.csv"])
    monkeypatch.chdir(tmp_path)
    words = shlex.split(exported["alpha"]["command"])[1:]
    said = json.loads(CliRunner().invoke(main, [*words, "--json"]).output)["coefficients"]
    # Three units with two calm, two loud and one of each: D_o = 1/3, D_e = 3/5.
    assert stored["alpha"] == pytest.approx(1 - (1 / 3) / (3 / 5))
    for name in ("alpha", "percent"):
        assert float(exported[name]["value"]) == stored[name] == said[name]["value"]
    assert shown[0] == f"{stored['alpha']:.3f}"
    assert f"{stored['percent']:.3f}" in shown


def test_the_page_says_what_is_not_defined_and_why(browser_of, base, inside):
    coded(inside, {"Cora": [CALM, "not a sentence", CALM], "Carl": [CALM, CALM, None]})
    text = html.unescape(browser_of("Vera").get(f"{base}/agreement").text)
    row = cells(text, "Which tone has it\\?")
    assert row[0] == "–undefined: every coder used one value (1 unit, 100 % agreement)"
    assert row[2] == "undefined"
    assert cells(text, "How loud is it\\?")[2] == "no coder has answered it yet"
    assert "What else is to be said?" not in text


def test_without_a_round_the_page_says_what_belongs_here(browser_of, base):
    assert "Nothing to measure yet" in browser_of("Lea").get(f"{base}/agreement").text
    assert "Go to the rounds" not in browser_of("Vera").get(f"{base}/agreement").text


def test_a_round_that_nobody_has_coded_shows_no_picture_and_offers_none(browser_of, base, inside):
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        factories.open_round(session, study, [factories.member_called(session, study, "Cora")])
        session.commit()
    page = browser_of("Lea").get(f"{base}/agreement").get_data(as_text=True)
    assert "Pilot" in page
    assert "forest." not in page


def test_the_newest_round_with_an_answer_is_shown_unless_another_is_named(
    browser_of, base, inside, round_id
):
    coded(inside, {"Cora": [None] * 3}, "Main")
    lea = browser_of("Lea")
    assert "<h2>Round 1: Pilot</h2>" in lea.get(f"{base}/agreement").text
    assert "<h2>Round 2: Main</h2>" in lea.get(f"{base}/agreement?round=2").text
    assert "<h2>Round 1: Pilot</h2>" in lea.get(f"{base}/agreement?round={round_id}").text
    assert lea.get(f"{base}/agreement?round=9").status_code == 404


def test_keeping_twice_keeps_once_and_a_changed_answer_keeps_anew(
    browser_of, base, inside, round_id
):
    lea = browser_of("Lea")
    answer = lea.post(f"{base}/agreement/{round_id}/keep", follow_redirects=True)
    assert "5 figures of this round are kept." in answer.text
    lea.post(f"{base}/agreement/{round_id}/keep")
    assert number(inside) == 5
    coded(inside, {"Cora": [CALM, None, None], "Carl": [LOUD, None, None]}, "Main")
    lea.post(f"{base}/agreement/2/keep")
    assert number(inside) > 5


def number(inside):
    with inside() as (session, _):
        return session.scalar(select(func.count()).select_from(Measurement))


def test_a_viewer_looks_and_keeps_nothing(browser_of, base, inside, round_id):
    vera = browser_of("Vera")
    page = vera.get(f"{base}/agreement")
    assert page.status_code == 200
    assert "Keep these figures" not in page.text
    assert vera.get(f"{base}/agreement/{round_id}/forest.svg").status_code == 200
    assert vera.post(f"{base}/agreement/{round_id}/keep").status_code == 403
    assert number(inside) == 0


@pytest.mark.parametrize(("name", "status"), [("Cora", 403), ("Stan", 404)])
@pytest.mark.parametrize("below", ["agreement", "agreement/{}/forest.svg"])
def test_coders_and_strangers_see_no_agreement(browser_of, base, round_id, name, status, below):
    assert browser_of(name).get(f"{base}/{below.format(round_id)}").status_code == status


def test_the_picture_is_the_same_for_the_same_data_and_another_in_the_dark(
    browser_of, base, round_id
):
    lea = browser_of("Lea")
    address = f"{base}/agreement/{round_id}/forest.svg"
    light, again = lea.get(address), lea.get(address)
    assert light.mimetype == "image/svg+xml"
    assert light.data == again.data
    assert "Which tone has it?" in light.text
    assert lea.get(f"{address}?dark=1").data != light.data
    assert lea.get(f"{base}/agreement/9/forest.svg").status_code == 404


def test_a_lead_who_codes_finishes_first_and_then_sees_all(browser_of, base, inside):
    leads_and_codes(inside)
    round_id = coded(inside, {"Lea": [CALM, CALM, None], "Cora": [CALM, LOUD, CALM]})
    lea = browser_of("Lea")
    page = lea.get(f"{base}/agreement")
    assert "Finish coding first" in page.text
    assert "alpha" not in page.text.lower()
    picture = lea.get(f"{base}/agreement/{round_id}/forest.svg")
    assert (picture.status_code, picture.mimetype) == (403, "text/html")
    assert lea.post(f"{base}/agreement/{round_id}/keep").status_code == 403
    assert number(inside) == 0
    with inside() as (session, study):
        round_ = round_of(session, study, round_id)
        part = factories.enrolment(session, round_, factories.member_called(session, study, "Lea"))
        (left,) = factories.assignments(session, part)
        factories.code(session, part, left, CALM)
        session.commit()
    assert "Round 1: Pilot" in lea.get(f"{base}/agreement").text
    assert lea.get(f"{base}/agreement/{round_id}/forest.svg").status_code == 200


def test_a_closed_round_need_not_be_finished(browser_of, base, inside):
    leads_and_codes(inside)
    round_id = coded(inside, {"Lea": [CALM, None, None], "Cora": [CALM, LOUD, CALM]})
    lea = browser_of("Lea")
    assert "Finish coding first" in lea.get(f"{base}/agreement").text
    lea.post(f"{base}/rounds/{round_id}/pause")
    assert "Finish coding first" in lea.get(f"{base}/agreement").text
    lea.post(f"{base}/rounds/{round_id}/close")
    assert "Round 1: Pilot" in lea.get(f"{base}/agreement").text


def test_looking_early_opens_that_round_only_is_logged_and_is_reported(browser_of, base, inside):
    leads_and_codes(inside)
    first = coded(inside, {"Lea": [None] * 3, "Cora": [CALM, LOUD, CALM]})
    second = coded(inside, {"Lea": [None] * 3}, "Main")
    lea = browser_of("Lea")
    lea.post(f"{base}/rounds/{first}/look-early")
    assert "Finish coding first" in lea.get(f"{base}/agreement").text
    lea.post(f"{base}/rounds/{second}/look-early")
    with inside() as (session, study):
        pseudonym = factories.member_called(session, study, "Lea").pseudonym
        entries = session.scalars(select(LogEntry).where(LogEntry.act == LOOK_EARLY)).all()
        assert [(e.actor, e.subject) for e in entries] == [
            (pseudonym, "round:1"), (pseudonym, "round:2"),
        ]  # fmt: skip
        coders = dict(data_set.files(session, study))["coders.csv"].decode()
    assert {row["coder"]: row["looked_early"] for row in csv.DictReader(StringIO(coders))} == {
        pseudonym: "1", next(r for r in re.findall(r"C\w+", coders) if r != pseudonym): "0",
    }  # fmt: skip
    page = lea.get(f"{base}/agreement").text
    assert f"Looked at others&#39; answers before finishing their own: {pseudonym}." in (
        page.replace("others' answers", "others&#39; answers")
    )


def test_one_who_does_not_have_to_finish_is_not_logged_for_looking(browser_of, base, inside):
    round_id = coded(inside, {"Cora": [CALM, LOUD, CALM]})
    browser_of("Lea").post(f"{base}/rounds/{round_id}/look-early")
    assert browser_of("Cora").post(f"{base}/rounds/{round_id}/look-early").status_code == 403
    with inside() as (session, _):
        assert session.scalars(select(LogEntry).where(LogEntry.act == LOOK_EARLY)).all() == []
