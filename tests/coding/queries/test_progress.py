"""After a new version of the codebook, a coder is told what is different for them."""

import html

import pytest

from annotator.coding.queries.progress import new_version_of
from tests import factories
from tests.factories import CALM, assignments, code

SENTENCE = (
    'The definition of the code "staged" of "frames" was changed from "It is arranged." to '
    '"It is arranged for an audience.".'
)
NEWER = factories.BOOK.replace("It is arranged.", "It is arranged for an audience.")


@pytest.fixture
def newer_round(session, study, round_):
    """A round under a second version, for Cora and Carl; Carl coded in no earlier one."""
    factories.add_version(session, study, NEWER, factories.COMMAND_LINE, "changecanary")
    coders = [factories.member_called(session, study, name) for name in ("Cora", "Carl")]
    return factories.open_round(session, study, coders, "Second")


def part(session, round_, of):
    return factories.enrolment(session, round_, of.member)


def test_who_coded_under_an_earlier_version_is_told_what_changed(session, cora, newer_round):
    code(session, cora, assignments(session, cora, 1)[0], CALM)
    found = new_version_of(session, part(session, newer_round, cora))
    assert found.number == 1
    assert found.sentences == (SENTENCE,)


def test_who_never_coded_is_told_nothing(session, cora, carl, newer_round):
    code(session, cora, assignments(session, cora, 1)[0], CALM)
    assert new_version_of(session, part(session, newer_round, carl)) is None


def test_it_is_told_until_the_coder_has_coded_under_the_new_version(session, cora, newer_round):
    code(session, cora, assignments(session, cora, 1)[0], CALM)
    mine = part(session, newer_round, cora)
    code(session, mine, assignments(session, mine, 1)[0], CALM)
    assert new_version_of(session, mine) is None
    assert new_version_of(session, cora).number == 2


@pytest.fixture
def desk(inside, people):
    """Cora's desk in a second round with a newer codebook."""
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        coder = factories.member_called(session, study, "Cora")
        first = factories.open_round(session, study, [coder])
        factories.code_all(session, first, coder, [CALM, None, None])
        factories.add_version(session, study, NEWER, factories.COMMAND_LINE, "changecanary")
        second = factories.open_round(session, study, [coder], "Second")
        session.commit()
        return f"/desk/{second.public_id}"


@pytest.mark.parametrize("where", ["the pause", "all desks"])
def test_the_start_page_says_what_changed_but_not_what_the_lead_noted(browser_of, desk, where):
    cora = browser_of("Cora")
    address = desk if where == "the pause" else "/desk"
    page = html.unescape(cora.get(address).text)
    assert SENTENCE in page
    assert page.count("The codebook has changed") == 1
    assert "changecanary" not in page
