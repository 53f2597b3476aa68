"""Plan how much to code: from what is expected, or from a round; and what was kept over time."""

import csv
import html
import re
from io import StringIO

import pytest
from sqlalchemy import select

from annotator.coding.models import Coding
from annotator.planner import views as planning
from annotator.reliability.results.power import sample_size
from annotator.reliability.results.study_sources import simulated_studies
from tests import factories

ASKED = {"minimum": 0.5, "alpha": 0.9, "prevalence": 0.3, "coders": 3, "sentences": 20,
         "power": 0.5, "pace": 18, "pilot": ""}  # fmt: skip


@pytest.fixture
def base(people):
    return f"/studies/{people.study}/agreement"


@pytest.fixture
def round_id(inside):
    """Six articles of three sentences; Carl differs about the first of some of them."""
    calm, loud = factories.CALM, factories.LOUD
    with inside() as (session, study):
        factories.codebook(session, study)
        for at in range(6):
            factories.article(session, study, [f"{each} ({at})" for each in factories.SENTENCES])
        members = [factories.member_called(session, study, name) for name in ("Cora", "Carl")]
        round_ = factories.open_round(session, study, members)
        factories.code_all(session, round_, members[0], [calm, loud, calm] * 6)
        factories.code_all(session, round_, members[1], [loud, loud, calm, calm, loud, calm] * 3)
        session.commit()
        return round_.public_id


def text_of(answer):
    return html.unescape(answer.text)


def test_the_page_says_what_the_simulation_says(browser_of, base):
    answer = browser_of("Vera").get(f"{base}/plan", query_string=ASKED)
    source = simulated_studies(0.9, 0.3, 3, 20, planning.DEPENDENCE)
    made = sample_size(source, 0.5, power=0.5, studies=200)
    text = text_of(answer)
    assert (
        f"{made.articles} articles, about {made.articles * 20} sentences, each coded by 3" in text
    )
    assert f"{made.judgements * 18 / 3600:,.0f} hours in all" in text
    assert "Bloch and Kraemer" in text


def test_before_it_is_asked_there_is_only_the_form(browser_of, base):
    text = text_of(browser_of("Lea").get(f"{base}/plan"))
    assert "Plan it" in text
    assert "hours in all" not in text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("alpha", "1.5", "A number between 0 and 1 is expected."),
        ("alpha", "much", "Not a valid float value."),
        ("coders", "1", "Number must be between 2 and 50."),
        ("pilot", "9 tone", "Not a valid choice."),
    ],
)
def test_what_can_not_be_planned_is_said_beside_its_field(browser_of, base, field, value, said):
    answer = browser_of("Lea").get(f"{base}/plan", query_string={**ASKED, field: value})
    assert answer.status_code == 422
    assert said in text_of(answer)


@pytest.mark.parametrize(
    ("seconds", "pace"), [([None], "20"), ([10, 11], "10.5"), ([None, 7], "7")]
)
def test_the_pace_is_at_first_that_of_the_study(browser_of, base, inside, round_id, seconds, pace):
    with inside() as (session, _):
        for at, coding in enumerate(session.scalars(select(Coding))):
            coding.seconds = seconds[at % len(seconds)]
        session.commit()
    (field,) = re.findall(
        '<input[^>]*name="pace"[^>]*>', browser_of("Lea").get(f"{base}/plan").text
    )
    assert float(re.search('value="([^"]*)"', field)[1]) == float(pace)


def test_a_minimum_that_can_not_be_reached_is_no_plan(browser_of, base):
    answer = browser_of("Lea").get(f"{base}/plan", query_string={**ASKED, "minimum": 0.95})
    assert "No plan:" in text_of(answer)


def test_a_round_is_a_pilot_and_brings_its_own_alpha(browser_of, base, round_id):
    asked = {**ASKED, "pilot": "1 tone", "minimum": 0.2}
    text = text_of(browser_of("Lea").get(f"{base}/plan", query_string=asked))
    # 18 units; in 3 of them the two differ, so alpha is 1 - 35 * 2 * 3 / (2 * 15 * 21).
    assert "If alpha is 0.667, its lower 95 % limit then clears 0.200" in text
    assert "Bloch and Kraemer" not in text


def test_a_question_in_which_nothing_varies_is_no_pilot(browser_of, base, round_id):
    asked = {**ASKED, "pilot": "1 frames.moving"}
    text = text_of(browser_of("Lea").get(f"{base}/plan", query_string=asked))
    assert "No plan:" in text
    assert "nan" not in text


def test_what_was_kept_is_followed_over_time_with_the_figures_of_the_page(
    browser_of, base, round_id
):
    lea = browser_of("Lea")
    assert "Nothing was kept yet" in lea.get(f"{base}/measurements").text
    lea.post(f"{base}/{round_id}/keep")
    page = text_of(lea.get(f"{base}/measurements?of=tone"))
    (row,) = csv.DictReader(StringIO(lea.get(f"{base}/measurements/tone.csv").text))
    shown = csv.DictReader(StringIO(lea.get(f"{base}/{round_id}/tone/coefficients.csv").text))
    alpha = next(each for each in shown if each["coefficient"] == "Krippendorff's alpha")
    assert (row["alpha"], row["low"], row["high"]) == (alpha["value"], alpha["low"], alpha["high"])
    assert "0.667" in page
    assert ", round 1" in page
    assert lea.get(f"{base}/measurements/tone.pdf").data.startswith(b"%PDF")
    assert lea.get(f"{base}/measurements/nothing.csv").status_code == 404
    assert "Nothing was kept of it." in lea.get(f"{base}/measurements?of=nothing").text
