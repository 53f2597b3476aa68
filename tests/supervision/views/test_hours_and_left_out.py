"""What leads see of what was left out as too distressing, and how they give it back."""

import html
import re

import pytest

from annotator.coding.submission import DISTRESSING
from annotator.studies import queries as studies
from tests import factories
from tests.coding.plain import DeskForm


@pytest.fixture
def round_id(inside):
    """An open round of three sentences for Cora and Carl."""
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        made = factories.open_round(session, study, studies.coders_of(session, study))
        session.commit()
        return made.public_id


@pytest.fixture
def page(people, round_id):
    return f"/studies/{people.study}/rounds/{round_id}/left-out"


def left(cora, round_id):
    """Cora skips her first sentence and leaves out the rest of the article, by plain form."""
    cora.post(f"/desk/{round_id}/start")
    form = DeskForm(cora.get(f"/desk/{round_id}").text)
    sent = form.filled(do="skip", skip_reason=DISTRESSING)
    sent["rest"] = "article"
    return cora.post(form.action, data=sent)


def test_a_coder_leaves_out_an_article_by_plain_form_and_a_lead_gives_it_back(
    browser_of, page, round_id
):
    cora, lea = browser_of("Cora"), browser_of("Lea")
    assert "Nothing was left out" in lea.get(page).text
    assert left(cora, round_id).location == f"/desk/{round_id}"
    assert "You are done" in cora.get(f"/desk/{round_id}").text
    assert "2 sentences of the skipped you left out unread" in (
        cora.get(f"/desk/{round_id}/codings").text
    )
    shown = lea.get(page).text
    assert '<td class="num">2</td>' in shown
    action = shown.partition('<form class="act" method="post" action="')[2].partition('"')[0]
    assert lea.post(action).location == page
    assert "Nothing was left out" in lea.get(page).text
    assert "2 sentences of 3 to do" in cora.get(f"/desk/{round_id}").text


def test_leaving_out_more_needs_the_reason(browser_of, round_id):
    cora = browser_of("Cora")
    cora.post(f"/desk/{round_id}/start")
    form = DeskForm(cora.get(f"/desk/{round_id}").text)
    sent = form.filled(do="skip", skip_reason="not a sentence")
    sent["rest"] = "article"
    answer = cora.post(form.action, data=sent)
    assert answer.status_code == 422
    assert "only where it is too distressing" in answer.text


def test_who_does_not_code_in_the_round_is_named(browser_of, page):
    assert browser_of("Lea").post(f"{page}/C00").status_code == 404


def test_the_page_of_the_round_leads_there(browser_of, page, people, round_id):
    lea = browser_of("Lea")
    assert page in lea.get(f"/studies/{people.study}/rounds/{round_id}").text


@pytest.mark.parametrize("rest", ["article", "event"])
def test_a_coder_who_skipped_leaves_out_the_rest_from_their_own_list(
    browser_of, page, round_id, rest
):
    cora, lea = browser_of("Cora"), browser_of("Lea")
    cora.post(f"/desk/{round_id}/start")
    form = DeskForm(cora.get(f"/desk/{round_id}").text)
    cora.post(form.action, data=form.filled(do="skip", skip_reason=DISTRESSING, note="<hm>"))
    listed = cora.get(f"/desk/{round_id}/codings").text
    sent = {
        name: html.unescape(re.findall(f'name="{name}" value="([^"]*)"', listed)[rest == "event"])
        for name in ("do", "token", "revises", "skip_reason", "rest", "note", "flagged")
    }
    assert sent["rest"] == rest
    answer = cora.post(form.action, data=sent)
    assert answer.status_code == 302
    assert '<td class="num">2</td>' in lea.get(page).text
    said = cora.get(f"{form.action}.json").json["said"]
    assert (said["note"], said["flagged"]) == ("<hm>", False)


def test_only_what_was_too_distressing_offers_to_leave_out_more(browser_of, round_id):
    cora = browser_of("Cora")
    cora.post(f"/desk/{round_id}/start")
    form = DeskForm(cora.get(f"/desk/{round_id}").text)
    cora.post(form.action, data=form.filled(do="skip", skip_reason="not a sentence"))
    assert "Leave out" not in cora.get(f"/desk/{round_id}/codings").text
