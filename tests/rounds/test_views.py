import html

import pytest
from sqlalchemy import select

from annotator.corpus.models import Sentence
from annotator.rounds import queries
from annotator.rounds.models import Round
from annotator.studies import queries as studies
from tests import factories


@pytest.fixture
def base(people):
    return f"/studies/{people.study}/rounds"


@pytest.fixture
def inside(app, people):
    """A session and the study, for what is looked up between requests."""
    return lambda: factories.inside(app, people.study)


@pytest.fixture
def ready(inside):
    """The study has a codebook and an article; gives the pseudonyms of its coders."""
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        session.commit()
        return [coder.pseudonym for coder in studies.coders_of(session, study)]


def wishes(coders, **other):
    sent = {"title": "Pilot", "purpose": "pilot", "coders": coders, "order": "article"}
    sent |= {"context": "none", "blinded": ["outlet"], "masked": "y", "seed": "1"}
    sent |= {"design": "full", "stratum": "outlet", "sample": "all", "sample_by": "outlet"}
    sent |= {"skips": "count", "lease_minutes": "60"}
    return sent | other


def test_a_round_is_drafted_opened_paused_resumed_and_closed(browser_of, base, ready):
    lea = browser_of("Lea")
    address = lea.post(f"{base}/new", data=wishes(ready)).location
    text = html.unescape(lea.get(address).text)
    assert "It will serve 3 sentences of 1 article to 2 coders: 6 places (every" in text
    for act, state in (
        ("open", "open"), ("pause", "paused"), ("resume", "open"), ("close", "closed"),
    ):  # fmt: skip
        assert lea.post(f"{address}/{act}").location == address
        assert f'<span class="badge plain">{state}</span>' in lea.get(address).text


def test_what_was_asked_for_is_what_is_kept(browser_of, base, inside, ready):
    sent = wishes(ready[:1], order="random", context="neighbours", seed="42", masked="")
    del sent["masked"]
    browser_of("Lea").post(f"{base}/new", data=sent)
    with inside() as (session, _):
        made = session.scalars(select(Round)).one()
        assert (made.order, made.context, made.seed) == ("random", "neighbours", 42)
        assert (made.masked, made.purpose) == (False, "pilot")
        assert [field for field, hidden in made.blinding.items() if hidden] == ["outlet"]
        assert [e.member.pseudonym for e in made.enrolments] == ready[:1]


def test_conditions_are_kept_and_shown_and_a_wrong_one_is_refused_beside_its_field(
    browser_of, base, ready
):
    lea = browser_of("Lea")
    refused = lea.post(f"{base}/new", data=wishes(ready, where="words>=many"))
    assert refused.status_code == 422
    said = html.unescape(refused.text)
    assert "'words>=many' compares with 'many', which is no number." in said
    assert "words>=many</textarea>" in said, "what was written is there to be mended"
    sent = wishes(ready, where="kind=body\r\nwords>=1\r\n")
    page = lea.get(lea.post(f"{base}/new", data=sent).location)
    said = " ".join(html.unescape(page.text).split())
    assert "only with <code>kind=body</code> and <code>words>=1</code>" in said


def test_a_sample_coded_by_some_is_shown_with_its_balance_before_it_is_opened(
    browser_of, base, inside, ready
):
    with inside() as (session, study):
        factories.article(session, study, ["Bees wept.", "It rained."], outlet="The Lenwick Post")
        session.commit()
    lea = browser_of("Lea")
    sent = wishes(ready, design="balanced", k="1", sample="equal", sample_n="4")
    address = lea.post(f"{base}/new", data=sent).location
    text = " ".join(html.unescape(lea.get(address).text).split())
    assert "4 sentences of 2 articles to 2 coders: 4 places" in text
    assert "each sentence is coded by one coder, in balance" in text
    assert '<th scope="row">The Lenwick Post</th><td class="num">2</td>' in text
    lea.post(f"{address}/open")
    with inside() as (session, _):
        made = session.scalars(select(Round)).one()
        assert [e.quota for e in made.enrolments] == [2, 2]
        assert [row[1:] for row in made.balance["outlet"]] == [[3, 2], [2, 2]]
    assert '<th scope="row">The Lenwick Post</th>' in lea.get(address).text


def test_a_draft_that_can_not_be_opened_any_more_says_why_and_can_be_deleted(
    browser_of, base, inside, ready
):
    lea = browser_of("Lea")
    sent = wishes(ready, design="subsample", n="3")
    address = lea.post(f"{base}/new", data=sent).location
    with inside() as (session, _):
        session.scalars(select(Sentence).limit(1)).one().included = False
        session.commit()
    page = lea.get(address).text
    assert "A reliability sample of 3 is asked for; the round has 2 sentences." in page
    assert lea.post(f"{address}/open").status_code == 422
    assert lea.post(f"{address}/delete").location == base


@pytest.mark.parametrize(
    ("context", "said"),
    [
        ("none", "the sentence alone"),
        ("neighbours", "neighbouring sentences"),
        ("article", "the article so far"),
    ],
)
def test_what_coders_read_of_the_article_is_chosen_and_said(browser_of, base, ready, context, said):
    lea = browser_of("Lea")
    address = lea.post(f"{base}/new", data=wishes(ready, context=context)).location
    assert f"<dd>{said}</dd>" in lea.get(address).text


def test_what_is_missing_before_a_round_is_named_with_a_link(browser_of, base, inside):
    lea = browser_of("Lea")
    assert "There is no codebook yet" in lea.get(f"{base}/new").text
    with inside() as (session, study):
        factories.codebook(session, study)
        session.commit()
    assert "There is no sentence to serve yet" in lea.get(f"{base}/new").text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": ""}, "Give the round a title."),
        ({"title": "  "}, "A round needs a title"),
        ({"coders": []}, "The round has no coder."),
        ({"coders": ["C00"]}, "not a valid choice"),
        ({"seed": "x"}, "Not a valid integer"),
        ({"design": "balanced", "k": "3"}, "3 coders for each sentence are asked for"),
        ({"design": "subsample", "n": "9"}, "the round has 3 sentences"),
        ({"design": "balanced", "k": "1", "quotas": "C07"}, "'C07' is no quota"),
        ({"design": "balanced", "k": "1", "quotas": "C00=3"}, "There is a quota for C00"),
        ({"sample": "random", "sample_n": "4"}, "can not be drawn from 3"),
        ({"sample": "random"}, "A sample of 0 sentences"),
        ({"k": "none"}, "Not a valid integer"),
        ({"seed": "-1"}, "between 0"),
        ({"order": "backwards"}, "Not a valid choice"),
        ({"purpose": "retest"}, "Not a valid choice"),
        ({"blinded": ["everything"]}, "not a valid choice"),
    ],
)
def test_a_refused_draft_says_why_and_is_not_made(browser_of, base, inside, ready, wrong, message):
    answer = browser_of("Lea").post(f"{base}/new", data=wishes(ready) | wrong)
    assert answer.status_code == 422
    assert message in html.unescape(answer.text)
    with inside() as (session, _):
        assert session.scalars(select(Round)).all() == []


@pytest.mark.parametrize("act", ["pause", "resume", "close"])
def test_an_act_that_the_state_does_not_allow_is_a_conflict(browser_of, base, ready, act):
    lea = browser_of("Lea")
    address = lea.post(f"{base}/new", data=wishes(ready)).location
    answer = lea.post(f"{address}/{act}")
    assert answer.status_code == 409
    assert "Round 1 is draft" in answer.text


def test_opening_twice_is_a_conflict_and_makes_no_place_twice(browser_of, base, inside, ready):
    lea = browser_of("Lea")
    address = lea.post(f"{base}/new", data=wishes(ready)).location
    assert lea.post(f"{address}/open").status_code == 302
    assert lea.post(f"{address}/open").status_code == 409
    with inside() as (session, study):
        assert queries.units(session, queries.round_of(session, study, "1")) == 3


def test_a_draft_can_be_deleted_and_an_open_round_can_not(browser_of, base, ready):
    lea = browser_of("Lea")
    first = lea.post(f"{base}/new", data=wishes(ready)).location
    assert lea.post(f"{first}/delete").location == base
    assert lea.get(first).status_code == 404
    second = lea.post(f"{base}/new", data=wishes(ready)).location
    lea.post(f"{second}/open")
    assert lea.post(f"{second}/delete").status_code == 409


def test_an_unknown_act_or_round_is_not_found(browser_of, base, ready):
    lea = browser_of("Lea")
    address = lea.post(f"{base}/new", data=wishes(ready)).location
    assert lea.post(f"{address}/explode").status_code == 404
    assert lea.get(f"{base}/nonesuch").status_code == 404
    assert lea.post(f"{base}/nonesuch/open").status_code == 404


def test_the_list_tells_how_far_each_round_is(browser_of, base, inside, ready):
    with inside() as (session, study):
        made = factories.open_round(session, study, studies.coders_of(session, study), "Main round")
        enrolment = factories.enrolment(session, made, studies.coders_of(session, study)[0])
        for assignment in factories.assignments(session, enrolment, 2):
            factories.code(session, enrolment, assignment)
        session.commit()
    assert "2 of 6" in browser_of("Lea").get(base).text
    assert "No round yet" not in browser_of("Lea").get(base).text


def test_a_study_without_rounds_teaches_its_lead(browser_of, base):
    text = browser_of("Lea").get(base).text
    assert "No round yet" in text
    assert f'href="{base}/new"' in text
