"""A coder's own list of codings: all of theirs, nothing of others, each opened at the desk."""

import html
import re

import pytest

from annotator.coding.queries import own_codings as own
from annotator.coding.queries.own_codings import CodingFilter, own_codings
from annotator.rounds.models import AssignmentState
from tests import factories
from tests.factories import CALM, LOUD, assignments, code

MANY = tuple(f"Sentence number {number} of the report." for number in range(1, 8))


@pytest.fixture
def address(app, people, inside):
    """The list of Cora's codings: flagged, with a note, skipped; Carl's say otherwise."""
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study, MANY, outlet="Number 3")
        cora, carl = (factories.member_called(session, study, name) for name in ("Cora", "Carl"))
        round_ = factories.open_round(session, study, [cora, carl])
        mine, theirs = (factories.enrolment(session, round_, each) for each in (cora, carl))
        for assignment in assignments(session, theirs):
            code(session, theirs, assignment, LOUD, note="a canary's note", flagged=True)
        first, second, third, fourth, fifth, *_ = assignments(session, mine, 6)
        code(session, mine, fourth, LOUD)
        code(session, mine, first, CALM, flagged=True)
        code(session, mine, second, CALM | {"remark": "<b>"}, note="A doubt & a half")
        code(session, mine, third, skip="It is a poem.")
        earlier = code(session, mine, fifth, CALM).coding
        code(session, mine, fifth, LOUD | {"frames": ["moving"]}, revises=earlier)
        session.commit()
        return f"/desk/{round_.public_id}/codings"


def listed(page):
    """The numbers of the sentences on a page."""
    return [int(number) for number in re.findall(r">Sentence (\d+)</a>", page)]


def test_ones_codings_stand_in_served_order_with_the_answers_that_hold_in_words(
    browser_of, address
):
    page = html.unescape(browser_of("Cora").get(address).text)
    assert listed(page) == [1, 2, 3, 4, 5]
    for words in ("A doubt & a half", "It is a poem.", ">Staged<", ">Moving<", "flagged", "<b>"):
        assert words in page
    assert "You coded 4 sentences and skipped 1; 2 of 7 are left." in page


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("show=flagged", [1]),
        ("show=note", [2]),
        ("show=skipped", [3]),
        ("code=frames.staged", [1, 2]),
        ("code=frames.none", [4]),
        ("code=frames.moving", [5]),
        ("code=tone.loud", [4, 5]),
        ("code=strength.middle", [4, 5]),
        ("show=note&code=frames.staged", [2]),
        ("show=flagged&code=frames.none", []),
    ],
)
def test_what_is_wanted_is_listed(browser_of, address, asked, numbers):
    page = browser_of("Cora").get(f"{address}?{asked}").text
    assert listed(page) == numbers
    assert ("None of your codings is like that" in page) == (not numbers)


def test_names_are_masked_as_on_the_desk(browser_of, address):
    page = browser_of("Cora").get(address).text
    assert "Number 3" not in html.unescape(page)
    assert "number 3 of" not in html.unescape(page)
    assert "number 2 of" in html.unescape(page)


def test_each_opens_its_sentence_at_the_desk(browser_of, address):
    cora = browser_of("Cora")
    found = re.findall(r'href="([^"]+)">Sentence', cora.get(address).text)
    texts = [html.unescape(cora.get(each).text) for each in found]
    assert all(f"number {at} of" in texts[at - 1] for at in (1, 2, 4, 5))


def test_nothing_of_another_coder_is_in_the_list(browser_of, address):
    page = browser_of("Cora").get(address).text
    assert "canary" not in page
    assert "Number 6" not in page


def test_who_coded_nothing_is_told_what_belongs_here(browser_of, inside, people):
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        coder = factories.member_called(session, study, "Cora")
        name = factories.open_round(session, study, [coder]).public_id
        session.commit()
    page = browser_of("Cora").get(f"/desk/{name}/codings").text
    assert "Nothing coded yet" in page
    assert "Show these" not in page


def test_the_list_comes_in_pages(browser_of, address, monkeypatch):
    monkeypatch.setattr(own, "PAGE", 2)
    cora, found, asked = browser_of("Cora"), [], f"{address}?code=&show="
    while asked:
        page = html.unescape(cora.get(asked).text)
        found.append(listed(page))
        after = re.search(r'rel="next" href="([^"]+)"', page)
        asked = after and after[1]
    assert found == [[1, 2], [3, 4], [5]]


def test_a_place_that_was_taken_back_is_not_listed(session, cora, carl):
    served = assignments(session, cora)
    for assignment in served:
        code(session, cora, assignment)
    served[1].state = AssignmentState.WITHDRAWN
    session.flush()
    found, more = own_codings(session, cora, CodingFilter())
    assert [each.assignment for each in found] == [served[0].public_id, served[2].public_id]
    assert not more
    assert own_codings(session, carl, CodingFilter()) == ([], False)


def test_the_desk_and_the_pause_lead_to_the_list(browser_of, address):
    cora, desk = browser_of("Cora"), address.removesuffix("/codings")
    for page in (desk, "/desk"):
        assert f'href="{address}"' in cora.get(page).text
