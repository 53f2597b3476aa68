"""What stands around a sentence at the desk, where the round shows it."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from annotator.accounts.models import Account
from annotator.coding.models import Coding
from annotator.studies.models import Member
from tests.browser.conftest import Enter
from tests.browser.lab import Lab, sentences
from tests.browser.seats import seated

pytestmark = pytest.mark.browser


def looks(lab: Lab, name: str) -> list[int]:
    """How often the coder looked at the context of each stored coding."""
    with lab.session() as session:
        mine = select(Coding.context_looks).join(Coding.member).join(Member.account)
        return list(session.scalars(mine.where(Account.name == name).order_by(Coding.id)))


def test_every_sentence_stands_between_its_own_neighbours(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, texts=sentences(4), context="neighbours")
    before, after = coder.page.locator("#before"), coder.page.locator("#after")
    first, second, third, fourth = opened.sentences
    expect(after).to_have_text(second)
    expect(before.filter(visible=True)).to_have_count(0)
    coder.press("1", "o", "Enter")
    expect(before).to_have_text(first)
    expect(after).to_have_text(third)
    coder.press("1", "o", "Enter", "1", "o", "Enter")
    assert coder.reading == fourth
    expect(before).to_have_text(third)
    expect(after.filter(visible=True)).to_have_count(0)
    coder.press("Backspace")
    expect(before).to_have_text(second)
    expect(after).to_have_text(fourth)


def test_looks_at_the_context_are_stored_with_the_coding(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, texts=sentences(3), context="neighbours")
    coder.press("c")
    expect(coder.page.locator("#after")).to_be_focused()
    coder.press("c", "1", "o", "Enter", "2", "o", "Enter", "c", "3", "o", "Enter")
    expect(coder.page.get_by_role("heading", name="You are done")).to_be_visible()
    assert looks(lab, opened.coder) == [2, 0, 1]


def test_without_context_there_is_none_and_its_key_does_nothing(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, texts=sentences(2))
    coder.press("c", "1", "o", "Enter")
    coder.wait_until_saved()
    expect(coder.page.locator("#before, #after, #so-far")).to_have_count(0)
    assert looks(lab, opened.coder) == [0]
