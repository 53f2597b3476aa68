"""The parts that every page is made of."""

from datetime import UTC, datetime

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from wtforms import BooleanField, Form, HiddenField, RadioField, SelectChoice, StringField
from wtforms.validators import DataRequired, Optional

from annotator.errors import Problem
from annotator.paths import shipped
from annotator.wording import figure


class Questions(Form):
    title = StringField("Title", [DataRequired("Give it a title.")], description="Short.")
    note = StringField("Note", [Optional()])
    design = RadioField(
        "Design", choices=[SelectChoice("full", "Full"), SelectChoice("open", "Open")]
    )
    blind = BooleanField("Blind")
    token = HiddenField()


@pytest.fixture(scope="module")
def ui():
    env = Environment(
        loader=FileSystemLoader(shipped("templates")), autoescape=True, undefined=StrictUndefined
    )
    env.globals["csrf_token"] = lambda: "the-token"
    env.filters["figure"] = figure
    return env.get_template("_macros.html").module


@pytest.mark.parametrize(
    ("number", "digits", "shown"),
    [
        (0.8125, 3, "0.812"),
        (-0.0412, 3, "\u22120.041"),
        (-0.0001, 3, "0.000"),
        (12400, 0, "12,400"),
        (1, 2, "1.00"),
    ],
)
def test_a_figure_has_its_digits_and_a_real_minus(ui, number, digits, shown):
    assert ui.figure(number, digits) == shown


@pytest.mark.parametrize("number", [None, float("nan")])
def test_no_figure_is_a_dash_with_its_reason(ui, number):
    shown = ui.figure(number, reason="too few codings")
    assert 'title="too few codings"' in shown
    assert "–" in shown


def test_progress_has_its_denominator_and_survives_none(ui):
    assert "12 of 1,240" in ui.progress(12, 1240, "Pilot")
    empty = ui.progress(0, 0, "Pilot")
    assert "0 of 0" in empty
    assert 'max="1"' in empty


def test_a_time_says_its_zone(ui):
    shown = ui.time(datetime(2026, 3, 14, 9, 5, tzinfo=UTC))
    assert shown == '<time datetime="2026-03-14T09:05:00Z">2026-03-14 09:05 UTC</time>'
    assert "never" in ui.time(None)


def test_a_field_is_tied_to_its_hint_and_its_errors(ui):
    form = Questions(data={"title": ""})
    assert not form.validate()
    shown = ui.field(form.title, autocomplete="off")
    assert 'aria-describedby="title-hint title-error"' in shown
    assert 'id="title-error">Give it a title.' in shown
    assert 'aria-invalid="true"' in shown
    assert 'autocomplete="off"' in shown


def test_only_a_field_that_may_be_empty_is_called_optional(ui):
    form = Questions()
    assert "(optional)" in ui.field(form.note)
    assert "(optional)" not in ui.field(form.title)
    assert "aria-describedby" not in ui.field(form.note)


def test_choices_stand_in_a_fieldset_with_a_legend(ui):
    shown = ui.field(Questions().design, hint="For good.")
    assert "<legend>Design</legend>" in shown
    assert 'aria-describedby="design-hint"' in shown
    assert shown.count('type="radio"') == 2


def test_a_hidden_field_has_no_label(ui):
    assert "<label" not in ui.field(Questions().token)
    assert '<label class="check">' in ui.field(Questions().blind)


def test_a_form_with_errors_links_to_each_field(ui):
    form = Questions(data={"title": ""})
    assert not ui.form_errors(form).strip()
    form.validate()
    form.form_errors.append("The dates overlap.")
    shown = ui.form_errors(form)
    assert '<a href="#title">Title</a>: Give it a title.' in shown
    assert "The dates overlap." in shown


def test_an_act_posts_with_its_token_and_what_is_hidden(ui):
    shown = ui.act("/close", "Close the round", "danger", {"round": 'a"b'})
    assert '<form class="act" method="post" action="/close">' in shown
    assert 'name="csrf_token" value="the-token"' in shown
    assert 'name="round" value="a&#34;b"' in shown
    assert '<button type="submit" class="danger">Close the round</button>' in shown


def test_a_problem_says_where_what_and_what_to_do(ui):
    problem = Problem("It is <empty>.", file="a.csv", line=3, remedy="Fill it in.")
    shown = ui.problems([problem, Problem("Alone.")])
    assert "a.csv, line 3" in shown
    assert "It is &lt;empty&gt;." in shown
    assert "Fill it in." in shown
    assert shown.count('class="place"') == 1


def test_an_empty_state_without_an_address_has_no_link(ui):
    assert "<a " not in ui.empty("No rounds yet", "A round needs a codebook.")
    assert 'href="/new"' in ui.empty("No rounds yet", "Make one.", "/new", "Make a round")
