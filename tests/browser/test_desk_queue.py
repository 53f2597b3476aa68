"""Nothing is lost between a coder and the server, whatever happens to either or between them."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from annotator.app import create_app
from annotator.config import Settings
from annotator.database.session import db
from annotator.rounds.service import lifecycle
from tests import factories
from tests.browser.conftest import Enter
from tests.browser.lab import Lab, act, sentences, stored
from tests.browser.people import FRAMES, NONE, VOICES, Coder
from tests.browser.seats import seated
from tests.serving import Server
from tests.sizes import scaled

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that these tests may kill and start again."""
    data = tmp_path_factory.mktemp("fragile")
    file = data / "annotator.db"
    shutil.copy(template_database, file)
    with Server(Settings(data=data, database_url=f"sqlite:///{file}")) as server:
        yield server


@pytest.fixture(scope="module")
def lab(server: Server) -> Iterator[Lab]:
    """The installation that this server serves."""
    said = server.environment
    app = create_app(
        Settings(data=Path(said["ANNOTATOR_DATA"]), database_url=said["ANNOTATOR_DATABASE_URL"])
    )
    yield Lab(f"http://127.0.0.1:{server.port}", app)
    with app.app_context():
        db.engine.dispose()


Meant = list[tuple[str, dict[str, tuple[str, ...]]]]


def code_quickly(
    coder: Coder, number: int, seed: int, keys_a_second: float = 8, *, holds: bool = False
) -> Meant:
    """Answer so many sentences without waiting for anything; what was meant by each.

    Who ``holds`` keeps every fifth key down for so long that it repeats.
    """
    chance = random.Random(seed)
    meant: Meant = []
    due = monotonic()
    for _ in range(number):
        frames = tuple(f for f in FRAMES if chance.random() < 0.2) or NONE
        voice = chance.choice(list(VOICES))
        meant.append((coder.reading, {"frames": frames, "voice": (voice,)}))
        keys = ["n"] if frames == NONE else [FRAMES[frame] for frame in frames]
        for key in (*keys, VOICES[voice], "Enter"):
            due += 1 / keys_a_second
            sleep(max(0, due - monotonic()))
            for _ in range(3 if holds and chance.random() < 0.2 else 1):
                coder.page.keyboard.down(key)
            coder.page.keyboard.up(key)
    return meant


def said(lab: Lab, name: str) -> Meant:
    return [(each.sentence, dict(each.answers)) for each in stored(lab, name)]


def is_waiting(coder: Coder, number: int) -> None:
    expect(coder.status).to_have_text(f"{number} waiting")


def sign_in_as(context: BrowserContext, lab: Lab, name: str) -> None:
    context.add_cookies([lab.cookie(name)])  # type: ignore[list-item]


def test_a_fast_coder_at_eight_keys_a_second(lab: Lab, enter: Enter) -> None:
    many = scaled(25, full=100)
    coder, opened = seated(lab, enter, texts=sentences(many))
    loads: list[str] = []
    coder.page.on("request", lambda sent: loads.append(sent.resource_type))
    meant = code_quickly(coder, many, seed=100, holds=True)
    expect(coder.page.get_by_role("heading", name="You are done")).to_be_visible()
    assert [sentence for sentence, _ in meant] == list(opened.sentences)
    assert said(lab, opened.coder) == meant
    assert loads.count("document") == 1  # The page at the end.


def test_an_hour_without_network_and_a_killed_server_lose_nothing(
    server: Server, lab: Lab, enter: Enter
) -> None:
    coder, opened = seated(lab, enter, texts=sentences(55))
    coder.page.context.set_offline(True)
    meant = code_quickly(coder, 50, seed=50, keys_a_second=30)
    is_waiting(coder, 50)
    assert stored(lab, opened.coder) == []
    server.kill()
    coder.page.context.set_offline(False)
    is_waiting(coder, 50)
    server.start()
    coder.page.evaluate("dispatchEvent(new Event('online'))")
    coder.wait_until_saved()
    expect(coder.status).to_have_text("saved")
    assert said(lab, opened.coder) == meant
    meant += code_quickly(coder, 5, seed=5, keys_a_second=30)
    expect(coder.page.get_by_role("heading", name="You are done")).to_be_visible()
    assert said(lab, opened.coder) == meant


def test_the_server_dies_while_answers_are_on_their_way(
    server: Server, lab: Lab, enter: Enter
) -> None:
    coder, opened = seated(lab, enter, texts=sentences(20))
    meant = code_quickly(coder, 8, seed=8, keys_a_second=30)
    server.kill()
    meant += code_quickly(coder, 12, seed=12, keys_a_second=30)
    expect(coder.page.get_by_role("heading", name="can not be fetched now")).to_be_visible()
    server.start()
    expect(coder.page.get_by_role("heading", name="You are done")).to_be_visible(timeout=60_000)
    assert said(lab, opened.coder) == meant


def test_what_waits_is_sent_after_the_tab_was_closed(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, texts=sentences(4))
    context = coder.page.context
    context.set_offline(True)
    meant = code_quickly(coder, 2, seed=2, keys_a_second=30)
    is_waiting(coder, 2)
    coder.page.close()
    context.set_offline(False)
    again = Coder(context.new_page())
    again.page.goto(opened.desk)
    expect(again.page.locator("#sentence")).to_have_text(opened.sentences[2])
    again.wait_until_saved()
    assert said(lab, opened.coder) == meant


def test_signed_out_in_the_middle_the_work_goes_on_after_signing_in(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, texts=sentences(5))
    context = coder.page.context
    context.clear_cookies()
    meant = code_quickly(coder, 3, seed=3, keys_a_second=30)
    expect(coder.page.locator("#notice")).to_contain_text("You are signed out")
    with context.expect_page() as opening:
        coder.page.get_by_role("link", name="Sign in").click()
    other = opening.value
    other.get_by_label("Name or e-mail").fill(opened.coder)
    other.get_by_label("Password").fill(factories.PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    expect(other.locator("#notice")).to_contain_text("open in another tab")
    other.close()
    coder.page.bring_to_front()
    coder.page.evaluate("dispatchEvent(new Event('focus'))")
    coder.wait_until_saved()
    expect(coder.page.locator("#notice")).to_be_hidden()
    assert said(lab, opened.coder) == meant


def test_another_account_in_the_same_browser_neither_sees_nor_sends_the_queue(
    lab: Lab, enter: Enter
) -> None:
    coder, opened = seated(lab, enter, texts=sentences(4), coders=2)
    first, second = opened.coders
    context = coder.page.context
    context.set_offline(True)
    meant = code_quickly(coder, 2, seed=2, keys_a_second=30)
    is_waiting(coder, 2)
    sign_in_as(context, lab, second)
    context.set_offline(False)
    expect(coder.page.locator("#notice")).to_contain_text("Someone else is signed in")
    other = Coder(context.new_page())
    other.start(opened.desk)
    expect(other.page.locator("#notice")).to_be_hidden()
    assert other.chosen == set()
    (theirs,) = code_quickly(other, 1, seed=1, keys_a_second=30)
    other.wait_until_saved()
    assert (said(lab, first), said(lab, second)) == ([], [theirs])
    sign_in_as(context, lab, first)
    coder.page.evaluate("dispatchEvent(new Event('focus'))")
    coder.wait_until_saved()
    assert (said(lab, first), said(lab, second)) == (meant, [theirs])


@pytest.mark.parametrize("has_locks", [True, False])
def test_a_second_tab_is_told_and_may_take_over(lab: Lab, enter: Enter, has_locks: bool) -> None:
    coder, opened = seated(lab, enter, texts=sentences(4))
    if not has_locks:  # As where a laboratory serves without https.
        coder.page.context.add_init_script("delete Navigator.prototype.locks")
        coder.page.reload()
    meant = code_quickly(coder, 1, seed=1)
    coder.wait_until_saved()
    other = Coder(coder.page.context.new_page())
    other.page.goto(opened.desk)
    expect(other.page.locator("#notice")).to_contain_text("open in another tab")
    other.press("1", "o", "Enter")
    assert other.chosen == set()
    other.page.get_by_role("button", name="Go on here").click()
    expect(other.page.locator("#notice")).to_be_hidden()
    expect(coder.page.locator("#notice")).to_contain_text("open in another tab")
    expect(other.page.locator("#sentence:focus")).to_have_text(opened.sentences[1])
    meant += code_quickly(other, 1, seed=2)
    coder.press("1", "o", "Enter")
    other.wait_until_saved()
    assert said(lab, opened.coder) == meant
    other.page.close()
    coder.page.evaluate("dispatchEvent(new Event('focus'))")  # Its coder comes back to it.
    expect(coder.page.locator("#notice")).to_be_hidden()
    expect(coder.page.locator("#sentence:focus")).to_have_text(opened.sentences[2])


def test_a_refused_answer_is_still_there_and_can_be_corrected(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, book=factories.BOOK)
    number = coder.page.get_by_label("How many people are named?")
    coder.press("1", "3")
    number.fill("-5")
    coder.press("Enter")
    expect(coder.page.locator("#notice")).to_contain_text("was not accepted")
    expect(coder.status).to_contain_text("refused: ")
    assert coder.reading == opened.sentences[1]
    coder.page.reload()
    coder.page.get_by_role("button", name="Show it").click()
    assert coder.reading == opened.sentences[0]
    expect(number).to_have_value("-5")
    assert coder.chosen == {"frames=staged", "tone=calm"}
    number.fill("5")
    coder.press("Enter")
    expect(coder.page.locator("#notice")).to_be_hidden()
    coder.wait_until_saved()
    assert [(each.sentence, each.answers["names"]) for each in stored(lab, opened.coder)] == [
        (opened.sentences[0], ("5.0",))
    ]


def sign_out(page: Page) -> None:
    page.goto("/desk")
    page.get_by_role("button", name="Sign out").click()


def test_signing_out_sends_what_waits(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, texts=sentences(4))
    coder.page.context.set_offline(True)
    meant = code_quickly(coder, 2, seed=2, keys_a_second=30)
    is_waiting(coder, 2)
    page = coder.page.context.new_page()
    coder.page.close()
    page.context.set_offline(False)
    sign_out(page)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert said(lab, opened.coder) == meant


def test_signing_out_warns_of_what_can_not_be_sent(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, texts=sentences(4))
    context = coder.page.context
    context.set_offline(True)
    meant = code_quickly(coder, 2, seed=2, keys_a_second=30)
    is_waiting(coder, 2)
    page = context.new_page()
    coder.page.close()
    context.set_offline(False)
    page.route("**/codings.json", lambda route: route.abort())
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    sign_out(page)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert asked[0].startswith("2 answers could not be sent.")
    sign_in_as(context, lab, opened.coder)
    page.unroute("**/codings.json")
    page.goto(opened.desk)
    expect(page.locator(".saved")).to_have_text("saved")
    assert said(lab, opened.coder) == meant


def test_an_answer_and_its_correction_wait_together(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter)
    coder.page.context.set_offline(True)
    coder.press("1", "o", "Enter", "Backspace", "2", "q", "Enter", "u", "b", "Enter")
    is_waiting(coder, 3)
    coder.page.context.set_offline(False)
    coder.wait_until_saved()
    codings = stored(lab, opened.coder)
    assert [each.revision for each in codings] == [1, 2, 3]
    assert [each.current for each in codings] == [False, False, True]
    assert codings[-1].answers == {"frames": ("choreographed", "emotional"), "voice": ("both",)}


def test_what_comes_after_the_round_closed_is_said_to_be_late(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, texts=sentences(4))
    act(lab, opened, lifecycle.close)
    meant = code_quickly(coder, 1, seed=1)
    expect(coder.status).to_contain_text("kept as late: the round was closed already")
    expect(coder.page.locator("#notice")).to_contain_text("This round was closed.")
    assert said(lab, opened.coder) == meant
