import html

import pytest
from sqlalchemy import select

from annotator.accounts import service
from annotator.accounts.models import Account, Purpose
from annotator.accounts.service import DEAD_LINK
from annotator.database.session import db
from tests.factories import PASSWORD

NEW = "another four plain words"


@pytest.fixture
def visitor(app, people):
    """A browser in which no one is signed in."""
    return app.test_client()


@pytest.fixture
def link_for(app, people):
    """A one-time link for a person."""

    def made(purpose, name=""):
        with app.app_context():
            account = service.find_account(db.session, name) if name else None
            token = service.make_link(db.session, purpose, account)
            db.session.commit()
        return f"/link/{token}"

    return made


def sign_in(browser, name, password=PASSWORD, address="/sign-in"):
    return browser.post(address, data={"name": name, "password": password})


def is_in(browser):
    return browser.get("/account").status_code == 200


def words(answer):
    """The text of a page without the name that was typed."""
    return html.unescape(answer.text).replace("Cora", "?").replace("Nobody", "?")


def test_one_signs_in_by_name_whatever_its_case_and_out_again(visitor):
    assert sign_in(visitor, "cORA").location == "/"
    assert is_in(visitor)
    assert visitor.post("/sign-out").location == "/sign-in"
    assert not is_in(visitor)


def test_a_wrong_name_and_a_wrong_password_are_answered_in_the_same_words(visitor):
    wrong_password = sign_in(visitor, "Cora", "wrong words here")
    wrong_name = sign_in(visitor, "Nobody")
    assert wrong_password.status_code == wrong_name.status_code == 422
    assert words(wrong_password) == words(wrong_name)
    assert "The name or the password is wrong" in words(wrong_name)


def test_after_five_wrong_passwords_the_right_one_does_not_help(visitor):
    for _ in range(5):
        sign_in(visitor, "Cora", "wrong words here")
    assert "too many wrong passwords" in sign_in(visitor, "Cora").text
    assert not is_in(visitor)
    assert sign_in(visitor, "Carl").location == "/"


def test_a_page_that_needs_sign_in_is_come_back_to(visitor):
    address = visitor.get("/desk").location
    assert sign_in(visitor, "Cora", address=address).location == "/desk"


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "/%09/evil.example",
        "/%09\\evil.example",
        "/%0a/evil.example",
        "javascript:alert(1)",
        "evil.example",
    ],
)
def test_sign_in_leads_to_no_other_site(visitor, wanted):
    assert sign_in(visitor, "Cora", address=f"/sign-in?next={wanted}").location == "/"
    assert visitor.get(f"/sign-in?next={wanted}").location == "/"


def test_an_address_of_ours_with_a_query_is_followed(visitor):
    wanted = "/studies/staged-meetings/codebook%3Fversion%3D1"
    assert sign_in(visitor, "Cora", address=f"/sign-in?next={wanted}").location == (
        "/studies/staged-meetings/codebook?version=1"
    )


@pytest.mark.parametrize(
    ("purpose", "name"),
    [(Purpose.ADMIN, ""), (Purpose.PASSWORD, "Cora"), (Purpose.SIGN_IN, "Cora")],
)
def test_looking_at_a_link_does_not_spend_it(visitor, link_for, purpose, name):
    address = link_for(purpose, name)
    for _ in range(3):
        assert visitor.get(address).status_code == 200
        assert visitor.head(address).status_code == 200
    assert not is_in(visitor)
    sent = {"name": "Ada", "password": NEW}
    assert visitor.post(address, data=sent).location == "/"
    assert is_in(visitor)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_used_link_says_the_same_as_an_unknown_one(app, visitor, link_for, method):
    used = link_for(Purpose.SIGN_IN, "Cora")
    visitor.post(used)
    other = app.test_client()
    answers = [getattr(other, method)(address) for address in (used, "/link/unknown")]
    assert {answer.status_code for answer in answers} == {409}
    assert answers[0].text == answers[1].text
    assert DEAD_LINK in html.unescape(answers[0].text)
    assert not is_in(other)


def test_a_refused_password_does_not_spend_the_link(visitor, link_for):
    address = link_for(Purpose.PASSWORD, "Cora")
    refused = visitor.post(address, data={"password": "short"})
    assert "has 5 characters" in refused.text
    assert refused.status_code == 422
    assert visitor.post(address, data={"password": NEW}).location == "/"
    assert sign_in(visitor, "Cora", NEW).location == "/"


def test_a_refused_name_does_not_spend_the_first_link(visitor, link_for):
    address = link_for(Purpose.ADMIN)
    refused = visitor.post(address, data={"name": "CORA", "password": NEW})
    assert "is taken" in refused.text
    assert refused.status_code == 422
    assert visitor.post(address, data={"name": "Ada", "password": NEW}).location == "/"


def test_the_first_account_is_an_admin(app, visitor, link_for):
    sent = {"name": "Ada", "email": "Ada@Lab.example", "password": NEW}
    visitor.post(link_for(Purpose.ADMIN), data=sent)
    with app.app_context():
        made = db.session.scalars(select(Account).where(Account.name == "Ada")).one()
        assert (made.admin, made.email) == (True, "ada@lab.example")


@pytest.mark.parametrize("by", ["account", "link"])
def test_a_new_password_ends_all_other_sessions(app, browser_of, link_for, by):
    here, there = browser_of("Cora"), browser_of("Cora")
    address = "/account" if by == "account" else link_for(Purpose.PASSWORD, "Cora")
    assert here.post(address, data={"password": NEW}).status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert sign_in(app.test_client(), "Cora").status_code == 422
    assert sign_in(app.test_client(), "Cora", NEW).status_code == 302


def test_a_refused_new_password_changes_nothing(browser_of):
    here, there = browser_of("Cora"), browser_of("Cora")
    refused = here.post("/account", data={"password": "aaaaaaaaaaaa"})
    assert refused.status_code == 422
    assert "repeats the same few characters" in refused.text
    assert is_in(there)


def test_a_deleted_person_is_signed_in_nowhere(app, browser_of):
    from annotator.database.base import now

    cora = browser_of("Cora")
    with app.app_context():
        service.find_account(db.session, "Cora").deleted_at = now()
        db.session.commit()
    assert not is_in(cora)
