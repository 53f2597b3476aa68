"""To add a kind of question takes its module, a part of a form, and a line in the registry."""

import csv
import datetime as dt
import html
from collections.abc import Sequence
from io import StringIO

import pytest
from jinja2 import ChoiceLoader, DictLoader

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.kind import Kind
from annotator.codebook.kinds.raw_values import quoted, refusal
from annotator.codebook.kinds.registry import KINDS
from annotator.codebook.queries import parsed
from annotator.codebook.schema import Question
from annotator.codebook.values import variables
from annotator.codebook.words.as_text import plain_text
from annotator.codebook.yaml_file.write import write_book
from annotator.datasets.service import data_set
from annotator.errors import Refused
from annotator.rounds.controls.known_answers import checked_known_answers
from annotator.studies import queries as studies
from tests import factories
from tests.coding.plain import DeskForm

BOOK = """\
key: dated
title: A book with a date
questions:
  - key: meeting
    kind: date
    label: When did they meet?
    help: As far as the sentence says.
"""


class Date(Kind):
    name = "date"
    meaning = "a day"
    levels = ("nominal",)
    form_part = "codebook/kinds/_date.html"

    def instruction(self, question: Question) -> str:
        return "Give a date."

    def answer(
        self, question: Question, values: Sequence[object], primary: Sequence[object]
    ) -> Answer:
        try:
            date = dt.date.fromisoformat(str(values[0]).strip())
        except ValueError as error:
            message = f'"{quoted(values[0])}" is not a date.'
            raise refusal(question, message, "Write 2026-03-01, for example.") from error
        return Answer(question.key, "given", text=date.isoformat())


FORM_PART = '<input type="date" name="{{ name }}" value="{{ chosen | first | default("") }}">'


@pytest.fixture(autouse=True)
def _date(monkeypatch, app):
    monkeypatch.setitem(KINDS, Date.name, Date())
    loaders = [app.jinja_env.loader, DictLoader({Date.form_part: FORM_PART})]
    monkeypatch.setattr(app.jinja_env, "loader", ChoiceLoader(loaders))


@pytest.fixture
def round_id(app, people):
    """An open round of three sentences, under the book with a date."""
    with factories.inside(app, people.study) as (session, study):
        factories.codebook(session, study, BOOK)
        factories.article(session, study)
        made = factories.open_round(session, study, studies.coders_of(session, study))
        session.commit()
        return made.public_id


@pytest.fixture
def cora(browser_of, round_id):
    browser = browser_of("Cora")
    browser.post(f"/desk/{round_id}/start")
    return browser


def at_desk(cora, round_id):
    return DeskForm(cora.get(f"/desk/{round_id}").text)


def test_a_codebook_with_it_is_read_written_and_put_into_words():
    dated = parsed(BOOK)
    assert parsed(write_book(dated)) == dated
    assert "Give a date. [meeting, date, nominal]" in plain_text(dated)
    with pytest.raises(Refused, match='The level "ordinal" does not suit the kind "date"'):
        parsed(BOOK + "    level: ordinal\n")
    with pytest.raises(Refused, match='has codes, but its kind is "date"'):
        parsed(BOOK + "    codes: [{key: a, label: A}]\n")


def test_its_page_of_the_codebook_can_be_read(cora, people):
    assert "Give a date." in cora.get(f"/studies/{people.study}/codebook").text


def test_it_is_asked_answered_and_shown_again(cora, round_id):
    form = at_desk(cora, round_id)
    assert "answer-meeting" in form.fields
    refused = cora.post(form.action, data=form.filled(meeting="yesterday"))
    assert refused.status_code == 422
    assert '"yesterday" is not a date.' in html.unescape(refused.text)
    assert cora.post(form.action, data=form.filled(meeting=" 2026-03-01 ")).status_code == 302
    assert DeskForm(cora.get(form.action).text).said == {"answer-meeting": ["2026-03-01"]}
    assert "2026-03-01" in cora.get(f"/desk/{round_id}/codings").text
    assert cora.get(f"{form.action}.json").json["said"]["answers"] == {"meeting": ["2026-03-01"]}


def test_it_is_a_variable_and_exported(cora, round_id, app, people):
    form = at_desk(cora, round_id)
    cora.post(form.action, data=form.filled(meeting="2026-03-01"))
    (variable,) = variables(parsed(BOOK))
    assert (variable.key, variable.kind, variable.level) == ("meeting", "date", "nominal")
    with factories.inside(app, people.study) as (session, study):
        files = dict(data_set.files(session, study))
    codings = [row for row in rows_of(files["codings.csv"]) if row["status"] == "given"]
    assert [(row["question"], row["value"]) for row in codings] == [("meeting", "2026-03-01")]
    assert [(row["question"], row["kind"]) for row in rows_of(files["codebook.csv"])] == [
        ("meeting", "date")
    ]


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8"))))


def test_it_is_compared_with_a_known_answer():
    right = checked_known_answers(parsed(BOOK), {"meeting": "2026-03-01"}, {}).answers["meeting"]
    kind = KINDS["date"]
    assert kind.is_compared
    assert kind.agrees(right, Answer("meeting", "given", text="2026-03-01"))
    assert not kind.agrees(right, Answer("meeting", "given", text="2026-03-02"))
    assert not kind.agrees(right, None)


def test_the_page_of_agreement_has_the_figure_that_is_exported(round_id, app, people, browser_of):
    days = {"Cora": ("2026-03-01", "2026-03-02", "2026-03-03")}
    days["Carl"] = (*days["Cora"][:2], "2026-03-09")
    for name, dates in days.items():
        browser = browser_of(name)
        browser.post(f"/desk/{round_id}/start")
        for date in dates:
            form = at_desk(browser, round_id)
            browser.post(form.action, data=form.filled(meeting=date))
    with factories.inside(app, people.study) as (session, study):
        files = dict(data_set.files(session, study))
    exported = {row["coefficient"]: row["value"] for row in rows_of(files["agreement.csv"])}
    # One of three units disagrees; of the 15 pairs of six dates 13 are of different dates.
    assert float(exported["alpha"]) == pytest.approx(1 - 5 * 1 / 13)
    page = browser_of("Lea").get(f"/studies/{people.study}/agreement/{round_id}/meeting").text
    assert f"{float(exported['alpha']):.3f}" in page
    assert "2026-03-09" in page
