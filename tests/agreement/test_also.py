"""What is left out of agreement can be asked for: on the pages, by commands, and in an export."""

import html
import json
import re
import shlex

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from annotator.agreement.models import Measurement
from annotator.cli import main
from annotator.coding.exclusions import included
from annotator.coding.models import Coding
from annotator.datasets.service import data_set
from annotator.rounds.models import UnitPurpose
from tests import factories

CALM, LOUD = factories.CALM, factories.LOUD
SAID = {"Cora": [CALM, LOUD, CALM], "Carl": [CALM, LOUD, LOUD], "Cleo": [LOUD, LOUD, "unclear"]}


@pytest.fixture
def round_id(inside):
    """A round in which Cora came late with her third sentence and Carl's second was surplus."""
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        factories.member(session, study, "Cleo", "coder")
        members = {name: factories.member_called(session, study, name) for name in SAID}
        round_ = factories.open_round(session, study, list(members.values()))
        coded = {
            name: factories.code_all(session, round_, members[name], said)
            for name, said in SAID.items()
        }
        called = select(Coding).where
        session.scalars(called(Coding.public_id == coded["Cora"][2])).one().late = True
        session.scalars(called(Coding.public_id == coded["Carl"][1])).one().assignment_id = None
        session.commit()
        return round_.public_id


@pytest.fixture
def base(people, round_id):
    return f"/studies/{people.study}/agreement"


@pytest.fixture
def run(settings):
    environment = {"ANNOTATOR_DATABASE_URL": settings.database_url}
    words = ["--data", str(settings.data)]
    return lambda *more: CliRunner(env=environment).invoke(main, [*words, *more])


def text_of(answer):
    assert answer.status_code == 200
    return html.unescape(answer.text)


def judgements(text):
    """How many judgements the page of a question says it measured."""
    return int(re.search(r"([\d,]+) judgements", text)[1])


def ticked(text):
    return set(re.findall(r'name="also" value="([a-z-]+)" checked', text))


def test_the_page_says_what_is_left_out_and_lets_all_but_skips_be_ticked(browser_of, base):
    text = text_of(browser_of("Vera").get(base))
    assert set(re.findall(r'name="also" value="([a-z-]+)"', text)) == {"late", "surplus"}
    assert "1 coding: skips" in text
    assert ticked(text) == set()
    assert "not the figures to report" not in text


def test_what_is_ticked_is_counted_and_said_to_be_no_figure_to_report(browser_of, base, round_id):
    vera = browser_of("Vera")
    page = f"{base}/{round_id}/tone"
    assert judgements(text_of(vera.get(page))) == 6
    text = text_of(vera.get(f"{page}?also=late"))
    assert judgements(text) == 7
    assert ticked(text) == {"late"}
    assert "1 coding late: after the round was closed. These are not the figures to report." in text
    assert "Counted as well, as it was asked for, were codings: late: after the round" in text
    assert judgements(text_of(vera.get(f"{page}?also=late&also=surplus"))) == 8


def test_of_what_has_two_reasons_nothing_is_said_to_be_counted_for_one(
    browser_of, base, inside, round_id
):
    with inside() as (session, _):
        late = session.scalars(select(Coding).where(Coding.late)).one()
        late.assignment_id = None
        session.commit()
    vera = browser_of("Vera")
    text = text_of(vera.get(f"{base}?also=surplus"))
    assert "Counted as well here, as you asked: 1 coding surplus" in text
    assert "1 coding: late: after the round was closed" in text
    assert "2 codings surplus" in text_of(vera.get(f"{base}?also=surplus&also=late"))


@pytest.mark.parametrize("name", ["checks", "training", "repeats"])
def test_who_adjudicates_and_codes_is_not_told_which_sentences_are_checks(
    browser_of, base, inside, round_id, name
):
    with inside() as (session, study):
        factories.member(session, study, "Ada", "coder", "adjudicator")
        session.scalars(select(Coding).where(Coding.late)).one().unit.purpose = UnitPurpose.CHECK
        session.commit()
    ada, vera = browser_of("Ada"), browser_of("Vera")
    for address in (base, f"{base}/{round_id}/tone", f"{base}/{round_id}/tone/sentences"):
        refused = ada.get(f"{address}?also={name}")
        assert refused.status_code == 403
        assert "is for leads and viewers" in html.unescape(refused.text)
        assert vera.get(f"{address}?also={name}").status_code == 200
    offered = 'name="also" value="checks"'
    assert offered in text_of(vera.get(base))
    assert offered not in text_of(ada.get(base))


def test_every_link_and_picture_of_the_page_asks_for_the_same(browser_of, base, round_id):
    text = text_of(browser_of("Vera").get(f"{base}/{round_id}/tone?also=late&also=surplus"))
    links = re.findall(rf'(?:href|src|srcset)="({base}/{round_id}/[^"#]*)"', text)
    apart = [each for each in links if "also=late&also=surplus" not in each]
    assert len(links) > 20
    assert apart == [f"{base}/{round_id}/tone"], "the way back to what counts"


def test_files_and_sentences_are_those_of_the_page(browser_of, base, round_id):
    vera = browser_of("Vera")
    page = f"{base}/{round_id}/tone"
    plain, wider = (vera.get(f"{page}/prevalence.csv{more}").text for more in ("", "?also=late"))
    assert plain != wider
    asked = text_of(vera.get(f"{page}/sentences?also=late"))
    assert "2 sentences" in asked
    assert "1 sentence," in text_of(vera.get(f"{page}/sentences"))


def test_what_there_is_not_to_be_counted_is_said_in_a_sentence(browser_of, base):
    answer = browser_of("Vera").get(f"{base}?also=lat")
    assert answer.status_code == 404
    assert 'There is no "lat" to be counted as well' in html.unescape(answer.text)
    assert "also=lat" not in answer.text, "no link leads here again"


def test_figures_that_are_kept_say_what_was_counted_as_well(browser_of, base, round_id, inside):
    lea = browser_of("Lea")
    action = re.search(r'action="([^"]*/keep[^"]*)"', lea.get(f"{base}?also=late").text)[1]
    for address in (f"{base}/{round_id}/keep", html.unescape(action)):
        assert lea.post(address).status_code == 302
    with inside() as (session, study):
        kept = session.scalars(select(Measurement).where(Measurement.question_key == "tone"))
        assert {(tuple(each.also), each.n_judgements) for each in kept} == {
            ((), 6), (("late",), 7),
        }  # fmt: skip
        table = dict(data_set.files(session, study))["measurements.csv"].decode()
    assert {line.split(",")[-2] for line in table.splitlines()[1:]} == {"", "late"}
    assert "with late" in text_of(lea.get(base))
    assert "tone+late" in text_of(lea.get(f"{base}/measurements"))
    assert lea.get(f"{base}/measurements/tone+late.csv").text.count("\n") == 2


@pytest.mark.every_database
def test_the_command_shows_it_and_the_check_agrees(run, people, round_id):
    words = (people.study, "--also", "late", "--also", "surplus")
    shown = run("agreement", "show", *words)
    assert shown.exit_code == 0, shown.output
    assert shown.output.startswith("With surplus, late: export with the same --also to recompute.")
    assert "8 judgements" in shown.output
    assert (
        run("agreement", "check", *words).output == "Round 1: the pages count what the rows say.\n"
    )


def test_the_printed_commands_recompute_it_from_the_data_set_that_the_page_names(
    browser_of, run, people, base, round_id, tmp_path, monkeypatch
):
    page = f"{base}/{round_id}/tone?also=late&also=surplus"
    text = text_of(browser_of("Lea").get(page))
    export, measure = re.findall(r"<code>(annotator [^<]*)</code>", text)[-2:]
    folder = tmp_path / "release"
    assert run(*shlex.split(export)[1:], "--to", str(folder)).exit_code == 0
    monkeypatch.chdir(folder)
    said = json.loads(run(*shlex.split(measure)[1:], "--json").output)
    assert said["n_judgements"] == judgements(text) == 8
    assert (
        "**Counted as well, as asked for,** were codings: surplus"
        in (folder / "README.md").read_text()
    )


@pytest.mark.parametrize(
    ("asked", "rows"), [((), 0), (("withdrawn",), 6), (("surplus",), 0)], ids=str
)
def test_an_export_has_rows_of_what_was_asked_for_and_of_nothing_else(
    inside, round_id, asked, rows
):
    with inside() as (session, study):
        query = select(Coding).where(Coding.late)
        coding = session.scalars(query).one()
        coding.late, coding.withdrawn_at = False, coding.submitted_at
        name = coding.public_id
        session.commit()
        table = dict(data_set.files(session, study, included(asked)))["codings.csv"].decode()
    assert table.count(f",{name},") == rows
