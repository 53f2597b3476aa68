"""Training in a browser: the known answer is read before the next sentence comes."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from annotator.codebook.queries import book, newest
from annotator.corpus.models import Sentence
from annotator.rounds.controls.known_answers import checked_known_answers
from annotator.rounds.draft import RoundDraft
from annotator.rounds.models import Round
from annotator.rounds.service.opening import open_round as opening
from annotator.rounds.service.opening.drafting import draft_round
from annotator.studies.models import Member
from tests import factories
from tests.browser.conftest import Enter
from tests.browser.lab import Lab, open_round, stored
from tests.browser.people import Coder

pytestmark = pytest.mark.browser

REASON = "The gate is opened for the cameras."


@pytest.fixture
def school(lab: Lab) -> tuple[str, str]:
    """A coder, and the address of a training round of three sentences."""
    opened = open_round(lab)
    with lab.session() as session:
        round_ = session.scalars(select(Round).where(Round.public_id == opened.round)).one()
        study = round_.study
        version = newest(session, study)
        answers = {"frames": ["choreographed"], "voice": "outlet"}
        right = checked_known_answers(book(version), answers, {"frames": REASON})
        ids = session.scalars(
            select(Sentence.public_id)
            .join(Sentence.article)
            .where(Sentence.article.has(study_id=study.id))
        ).all()
        coders = session.scalars(
            select(Member).where(Member.study_id == study.id, Member.coder)
        ).all()
        made = draft_round(
            session, study, version, coders, RoundDraft("School", "training"),
            factories.COMMAND_LINE, dict.fromkeys(ids, right),
        )  # fmt: skip
        session.refresh(made)
        opening.open_round(session, made, factories.COMMAND_LINE)
        return opened.coder, f"/desk/{made.public_id}"


def test_the_known_answer_stands_beside_ones_own_until_enter(
    lab: Lab, enter: Enter, school: tuple[str, str]
) -> None:
    coder = Coder(enter(school[0]))
    coder.start(school[1])
    first = coder.reading
    box = coder.page.locator("#known")
    expect(box).to_be_hidden()
    coder.press("2", "o", "Enter")
    expect(box).to_be_visible()
    expect(box).to_contain_text(REASON)
    expect(box.locator(".differs")).to_have_count(1)
    expect(box.locator(".agrees")).to_have_count(1)
    expect(coder.page.locator("#known-title")).to_be_focused()
    assert coder.reading == first
    coder.save()
    assert coder.reading != first
    expect(box).to_be_hidden()
    coder.press("Backspace")
    expect(box).to_contain_text(REASON)
    assert len(stored(lab, school[0])) == 1, "going on stores nothing anew"


def test_the_link_goes_on_and_the_last_one_ends_the_training(
    enter: Enter, school: tuple[str, str]
) -> None:
    coder = Coder(enter(school[0]))
    coder.start(school[1])
    for _ in range(3):
        before = coder.reading
        coder.press("1", "o", "Enter")
        expect(coder.page.locator("#known-title")).to_be_focused()
        coder.page.locator("#known-next").click()
        coder._wait_for("#sentence:focus, .finished h1", before)
    assert coder.is_done
    expect(coder.page.get_by_text("You passed")).to_be_visible()


def test_without_a_network_the_next_sentence_waits_for_the_known_answer(
    enter: Enter, school: tuple[str, str]
) -> None:
    coder = Coder(enter(school[0]))
    coder.start(school[1])
    first = coder.reading
    coder.page.context.set_offline(True)
    coder.press("1", "o", "Enter")
    expect(coder.status).to_have_text("1 waiting")
    coder.press("Enter")
    assert coder.reading == first
    coder.page.context.set_offline(False)
    expect(coder.page.locator("#known-title")).to_be_focused()
    coder.save()
    assert coder.reading != first
