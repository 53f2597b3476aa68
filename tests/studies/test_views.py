import html
import re

import pytest
from sqlalchemy import select

from annotator.database.base import now
from annotator.studies import queries, service
from annotator.studies.models import LogEntry
from tests import factories

NEW_ACCOUNT = {"name": "Nora", "password": "four plain words again"}


@pytest.fixture
def base(people):
    return f"/studies/{people.study}"


@pytest.fixture
def inside(app, people):
    """A session and the study, for what is looked up between requests."""
    return lambda: factories.inside(app, people.study)


@pytest.fixture
def link(inside):
    """The address of an invitation."""

    def made(*roles, **wishes):
        with inside() as (session, study):
            token = service.invite(session, study, roles or ["coder"], "command line", **wishes)
            session.commit()
        return f"/join/{token}"

    return made


@pytest.fixture
def called(inside):
    """The pseudonym and the roles of a person."""

    def found(name):
        with inside() as (session, study):
            member = factories.member_called(session, study, name)
            return member.pseudonym, member.roles

    return found


LEAD_PAGES = ["/members", "/rounds", "/rounds/new", "/articles"]
LEAD_ACTS = ["/members/invite", "/members/C01/roles", "/invitations/x/withdraw", "/rounds/1/open"]


@pytest.mark.parametrize("path", ["/", "/codebook", "/agreement", "/data", *LEAD_PAGES])
def test_a_stranger_gets_the_same_answer_as_for_no_study(browser_of, base, path):
    stan = browser_of("Stan")
    answers = [stan.get(base + path), stan.get("/studies/no-such-study" + path)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].text == answers[1].text


@pytest.mark.parametrize("act", LEAD_ACTS)
def test_a_stranger_can_do_nothing(browser_of, base, act):
    assert browser_of("Stan").post(base + act).status_code == 404


@pytest.mark.parametrize("name", ["Cora", "Vera"])
def test_what_is_for_leads_is_forbidden_to_others(browser_of, base, name):
    browser = browser_of(name)
    assert {browser.get(base + page).status_code for page in LEAD_PAGES} == {403}
    assert {browser.post(base + act).status_code for act in LEAD_ACTS} == {403}


@pytest.mark.parametrize("path", ["/agreement", "/data", "/data/download"])
def test_what_is_made_from_answers_is_forbidden_to_coders(browser_of, base, path):
    assert browser_of("Cora").get(base + path).status_code == 403


@pytest.mark.parametrize("path", ["/", "/studies/new", "/desk", "/account", *LEAD_PAGES])
def test_one_who_is_not_signed_in_is_sent_to_sign_in(app, base, path):
    address = base + path if path in LEAD_PAGES else path
    assert app.test_client().get(address).location.startswith("/sign-in")


def test_one_who_left_is_a_stranger(browser_of, base, inside):
    cora = browser_of("Cora")
    assert cora.get(base + "/codebook").status_code == 200
    with inside() as (session, study):
        factories.member_called(session, study, "Cora").left_at = now()
        session.commit()
    assert cora.get(base + "/codebook").status_code == 404


def test_only_admins_make_studies_and_lead_them(browser_of, base):
    assert browser_of("Lea").get("/studies/new").status_code == 403
    assert browser_of("Lea").post("/studies/new", data={"title": "x"}).status_code == 403
    stan = browser_of("Stan")
    made = stan.post("/studies/new", data={"title": "Harbour news", "language": "en"})
    assert made.location == "/studies/harbour-news/"
    assert stan.get("/studies/harbour-news/members").status_code == 200


def test_a_refused_study_shows_what_was_typed(browser_of, people):
    sent = {"title": "Harbour & news", "slug": people.study, "language": "en"}
    answer = browser_of("Stan").post("/studies/new", data=sent)
    assert answer.status_code == 422
    assert "already" in answer.text
    assert 'value="Harbour &amp; news"' in answer.text


def test_an_invitation_link_is_shown_once(browser_of, base):
    lea = browser_of("Lea")
    sent = {"roles": ["coder"], "uses": "2", "days": "7", "note": "for the pilot"}
    assert lea.post(f"{base}/members/invite", data=sent).location == f"{base}/members"
    first, second = lea.get(f"{base}/members").text, lea.get(f"{base}/members").text
    assert len(re.findall(r"http://localhost/join/[\w-]{43}", first)) == 1
    assert "/join/" not in second
    assert "for the pilot" in second


@pytest.mark.parametrize(
    "wrong", [{"uses": "0"}, {"uses": "many"}, {"days": "999"}, {"roles": []}, {"roles": ["boss"]}]
)
def test_a_refused_invitation_says_why_and_is_not_made(browser_of, base, inside, wrong):
    sent = {"roles": ["coder"], "uses": "1", "days": "7", "note": "my note"} | wrong
    answer = browser_of("Lea").post(f"{base}/members/invite", data=sent)
    assert answer.status_code == 422
    assert 'value="my note"' in answer.text
    with inside() as (session, study):
        assert queries.invitations_of(session, study) == []


def test_a_new_person_joins_with_an_account_of_their_own(app, called, link):
    address, browser = link("coder", "viewer"), app.test_client()
    page = browser.get(address)
    assert "You are invited as coder, viewer." in page.text
    assert browser.post(address, data=NEW_ACCOUNT).location == "/"
    assert called("Nora")[1] == {"coder", "viewer"}
    assert "Staged meetings" in browser.get("/").text


def test_a_taken_name_spends_no_invitation(app, link):
    address, browser = link(), app.test_client()
    refused = browser.post(address, data=NEW_ACCOUNT | {"name": "cora"})
    assert refused.status_code == 422
    assert "is taken" in refused.text
    assert browser.post(address, data=NEW_ACCOUNT).status_code == 302


def test_looking_at_an_invitation_does_not_spend_it(app, browser_of, link):
    address = link()
    for browser in (app.test_client(), browser_of("Stan")):
        assert browser.get(address).status_code == 200
    assert browser_of("Stan").post(address).status_code == 302


def test_who_is_signed_in_joins_with_their_account(browser_of, base, called, link):
    assert browser_of("Stan").post(link("viewer")).location == f"{base}/"
    assert called("Stan")[1] == {"viewer"}


def test_a_used_up_invitation_makes_no_account(app, link):
    address = link()
    app.test_client().post(address, data=NEW_ACCOUNT)
    late = app.test_client().post(address, data=NEW_ACCOUNT | {"name": "Otto"})
    assert late.status_code == 409
    assert "has expired, was used up, or was withdrawn" in html.unescape(late.text)
    sent = {"name": "Otto", "password": NEW_ACCOUNT["password"]}
    assert app.test_client().post("/sign-in", data=sent).status_code == 422


def test_a_withdrawn_invitation_lets_no_one_in(app, browser_of, base, inside, link):
    address = link()
    with inside() as (session, study):
        public_id = queries.invitations_of(session, study)[0].public_id
    browser_of("Lea").post(f"{base}/invitations/{public_id}/withdraw")
    assert app.test_client().get(address).status_code == 409
    assert "withdrawn" in browser_of("Lea").get(f"{base}/members").text


def test_a_lead_changes_roles_and_the_log_says_so(browser_of, base, inside, called):
    name = called("Cora")[0]
    address = f"{base}/members/{name}/roles"
    browser_of("Lea").post(address, data={"roles": ["coder", "adjudicator"]})
    assert called("Cora") == (name, {"adjudicator", "coder"})
    with inside() as (session, _):
        entry = session.scalars(select(LogEntry).order_by(LogEntry.id.desc())).first()
        assert (entry.act, entry.actor) == ("roles", called("Lea")[0])


def test_the_only_lead_can_not_step_down(browser_of, base, called):
    address = f"{base}/members/{called('Lea')[0]}/roles"
    answer = browser_of("Lea").post(address, data={"roles": ["coder"]})
    assert answer.status_code == 409
    assert "only lead" in html.unescape(answer.text)
    assert browser_of("Lea").get(f"{base}/members").status_code == 200


@pytest.mark.parametrize("roles", [[], ["boss"]])
def test_roles_that_can_not_be_are_refused_in_words(browser_of, base, called, roles):
    address = f"{base}/members/{called('Cora')[0]}/roles"
    answer = browser_of("Lea").post(address, data={"roles": roles})
    assert answer.status_code == 422
    assert "Choose one or more of" in answer.text


def test_names_and_titles_are_not_taken_for_markup(app, browser_of, base, link):
    sent = NEW_ACCOUNT | {"name": "<script>alert(1)</script>"}
    app.test_client().post(link(), data=sent)
    assert "<script>alert" not in browser_of("Lea").get(f"{base}/members").text
