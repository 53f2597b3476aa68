"""What a lead is told of the coders of a round, and does about them."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select, update

from annotator.coding.models import Coding
from annotator.database.base import now
from annotator.rounds.models import Assignment, Round
from annotator.rounds.service.claim import claim
from annotator.studies.models import LogEntry, Member
from tests import factories

WORDS = {"design": "open", "k": 2}


@pytest.fixture
def opened(inside):
    """An open round of three sentences with Cora, of which she holds two and coded one."""
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        cora = factories.member_called(session, study, "Cora")
        round_ = factories.open_round(session, study, [cora], **WORDS)
        part = factories.enrolment(session, round_, cora)
        first, *_ = claim(session, part, want=3)
        factories.code(session, part, first)
        session.commit()
        return f"/studies/{study.slug}/rounds/{round_.public_id}", cora.pseudonym


def visible(html):
    """The text of a page, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split()).replace(" .", ".")


def page(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    return visible(answer.text)


def test_the_page_says_who_is_where_and_when_it_may_end(browser_of, opened):
    address, pseudonym = opened
    said = page(browser_of("Lea"), f"{address}/coders")
    assert pseudonym in said
    assert "At the pace of the last seven days it ends about" in said
    assert "5 places to go" in said


def test_a_lease_that_ran_out_is_said_to_go_to_who_asks(browser_of, inside, opened):
    address, pseudonym = opened
    with inside() as (session, _):
        ended = now() - timedelta(minutes=5)
        held = Assignment.reserved_until.is_not(None)
        session.execute(update(Assignment).where(held).values(reserved_until=ended))
        session.commit()
    said = page(browser_of("Lea"), f"{address}/coders")
    assert f"{pseudonym} holds 2 sentences for longer than the lease" in said
    assert "whoever asks next gets them" in said


def test_an_act_says_what_it_would_do_before_it_is_done_and_does_just_that(
    browser_of, inside, opened
):
    address, pseudonym = opened
    lea, coder = browser_of("Lea"), f"{address}/coders/{pseudonym}"
    said = page(lea, coder)
    assert "2 places go to others; 0 codings are touched." in said
    assert "3 places go to others; 1 coding is touched." in said
    answer = lea.post(f"{coder}/leave", follow_redirects=True)
    assert f"{pseudonym}: 2 places go to others; 0 codings are touched." in visible(answer.text)
    with inside() as (session, _):
        entry = session.scalars(select(LogEntry).where(LogEntry.act == "leave round")).one()
        assert entry.after == {
            "coder": pseudonym,
            "effect": "2 places go to others; 0 codings are touched",
        }
    assert browser_of("Cora").get(f"/desk/{address.rpartition('/')[2]}").status_code == 404


def test_codings_that_are_taken_out_can_be_put_in_again(browser_of, inside, opened):
    address, pseudonym = opened
    lea, coder = browser_of("Lea"), f"{address}/coders/{pseudonym}"
    lea.post(f"{coder}/remove")
    with inside() as (session, _):
        assert session.scalars(select(Coding.withdrawn_at)).one() is not None
    assert "1 coding is touched" in page(lea, coder)
    lea.post(f"{coder}/restore")
    with inside() as (session, _):
        coding = session.scalars(select(Coding)).one()
        assert coding.withdrawn_at is None
        assert coding.assignment_id is not None


def test_who_left_may_come_back(browser_of, opened):
    address, pseudonym = opened
    lea = browser_of("Lea")
    lea.post(f"{address}/coders/{pseudonym}/leave")
    assert "Let them come back" in page(lea, f"{address}/coders/{pseudonym}")
    lea.post(f"{address}/coders", data={"coder": pseudonym})
    assert browser_of("Cora").get(f"/desk/{address.rpartition('/')[2]}").status_code == 200


def test_a_coder_of_the_study_begins_by_themselves_in_a_round_for_all(browser_of, inside, opened):
    round_id = opened[0].rpartition("/")[2]
    carl = browser_of("Carl")
    assert "open to all coders" in page(carl, "/desk")
    assert "1 more round you may begin in" in page(carl, "/")
    assert carl.get(f"/desk/{round_id}").status_code == 404
    carl.post(f"/desk/{round_id}/join")
    assert "Ready when you are" in page(carl, f"/desk/{round_id}")
    assert "open to all coders" not in page(carl, "/desk")
    with inside() as (session, study):
        entry = session.scalars(select(LogEntry).where(LogEntry.act == "join round")).one()
        assert entry.actor == factories.member_called(session, study, "Carl").pseudonym


@pytest.mark.parametrize("name", ["Vera", "Stan"])
def test_who_does_not_code_in_the_study_can_not_begin(browser_of, inside, opened, name):
    browser_of(name).post(f"/desk/{opened[0].rpartition('/')[2]}/join")
    with inside() as (session, _):
        assert not session.scalars(select(LogEntry).where(LogEntry.act == "join round")).all()


def test_another_k_is_foretold_and_then_done(browser_of, inside, opened):
    address, lea = opened[0], browser_of("Lea")
    assert "3 places are added; 0 codings are touched." in page(lea, f"{address}/k?k=3").replace(
        "3 Places", "3 places"
    )
    with inside() as (session, _):
        assert session.scalars(select(Round)).one().design.k == 2
    lea.post(f"{address}/k", data={"k": "3"})
    with inside() as (session, _):
        assert session.scalars(select(Round)).one().design.k == 3
        assert len(session.scalars(select(Assignment)).all()) == 9


def test_a_k_is_foretold_where_forms_have_tokens_too(app, browser_of, opened):
    app.config["WTF_CSRF_ENABLED"] = True
    assert "places are added" in page(browser_of("Lea"), f"{opened[0]}/k?k=3")


@pytest.mark.parametrize(("k", "said"), [("0", "between 1 and 100"), ("x", "Not a valid")])
def test_a_k_that_can_not_be_is_refused_with_what_could(browser_of, opened, k, said):
    address = opened[0]
    assert said in page(browser_of("Lea"), f"{address}/k?k={k}")


def test_a_sentence_is_taken_out_and_put_in_again(browser_of, inside, opened):
    address, lea = opened[0], browser_of("Lea")
    assert page(lea, f"{address}/sentences").count("Take out") == 3
    with inside() as (session, _):
        unit = session.scalars(select(Assignment)).first().unit.public_id
    lea.post(f"{address}/sentences/{unit}/take-out")
    assert "taken out" in page(lea, f"{address}/sentences?show=out")
    lea.post(f"{address}/sentences/{unit}/put-in")
    assert "Nothing was taken out" in page(lea, f"{address}/sentences?show=out")


def test_late_codings_count_when_the_lead_says_so(browser_of, inside, opened):
    address, lea = opened[0], browser_of("Lea")
    lea.post(f"{address}/close")
    assert "Nobody has decided yet" in page(lea, address)
    for act, counts in (("count-late", True), ("leave-late", False)):
        lea.post(f"{address}/{act}")
        with inside() as (session, _):
            assert session.scalars(select(Round.late_counted)).one() is counts


def test_who_is_no_member_can_not_be_added(browser_of, opened):
    answer = browser_of("Lea").post(f"{opened[0]}/coders", data={"coder": "C999"})
    assert answer.status_code == 404


def test_who_lost_their_part_in_the_study_can_not_be_added(browser_of, inside, opened):
    with inside() as (session, study):
        carl = factories.member_called(session, study, "Carl")
        session.get(Member, carl.id).left_at = now()
        session.commit()
        name = carl.pseudonym
    answer = browser_of("Lea").post(f"{opened[0]}/coders", data={"coder": name})
    assert answer.status_code == 409


def test_the_pages_of_a_rounds_people_belong_to_rounds(browser_of, opened):
    html = browser_of("Lea").get(f"{opened[0]}/coders").text
    assert re.search(r'aria-current="\w+"[^>]*>Rounds<', html)


def test_who_leaves_the_study_is_foretold_and_then_gone(browser_of, inside, opened):
    address, pseudonym = opened
    lea, leaving = browser_of("Lea"), f"{address.split('/rounds')[0]}/members/{pseudonym}/leave"
    assert f"End the part of {pseudonym} in this study" in page(lea, leaving.rsplit("/", 2)[0])
    assert "2 places go to others; 0 codings are touched." in page(lea, leaving)
    said = visible(lea.post(leaving, follow_redirects=True).text)
    assert f"{pseudonym} has left the study: 2 places go to others" in said
    assert "They have left already" in page(lea, leaving)
    assert browser_of("Cora").get(f"/desk/{address.rpartition('/')[2]}").status_code == 404
    with inside() as (session, _):
        assert session.scalars(select(LogEntry).where(LogEntry.act == "leave study")).one()


def test_it_is_said_what_taking_a_sentence_out_would_do(browser_of, opened):
    said = page(browser_of("Lea"), f"{opened[0]}/sentences")
    assert "2 places are taken out; 0 codings are touched" in said
    assert "1 place is taken out; 0 codings are touched" in said
