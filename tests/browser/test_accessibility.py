"""Every page in every state: read aloud, in light and dark, on a narrow screen, enlarged."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from annotator.accounts.models import Purpose
from annotator.accounts.service import find_account, make_link
from annotator.corpus.queries import articles
from annotator.rounds.service import lifecycle
from annotator.studies import service as studies
from annotator.studies.models import Study
from annotator.studies.queries import study_called
from tests import factories
from tests.browser.conftest import PATIENCE, Enter
from tests.browser.faults import in_light_and_dark, violations
from tests.browser.lab import Lab, Opened, act, code_all, open_round, sentences, serve_first

pytestmark = pytest.mark.browser

ARTICLE = Path(__file__).parent / "articles" / "governor_receives_widows.txt"
#: A phone, and a laptop's window enlarged to 200 %.
SIZES = ((320, 640), (640, 400))
PLAIN = {"frames": "none", "voice": "outlet"}
STAGED = {"frames": ["choreographed", "conflict"], "voice": "both"}
IN_ARABIC = "استقبل الحاكم أرامل السد في بيته يوم الخميس."


@dataclass(frozen=True)
class Town:
    """A study in which all is done, one that is paused, one that begins, and an empty one.

    ``names`` are what stands for the words in braces of an address.
    """

    done: Opened
    paused: Opened
    new: Opened
    names: dict[str, str]

    @property
    def people(self) -> dict[str, str]:
        return {
            "nobody": "",
            "lead": self.done.lead,
            "coder": self.done.coder,
            "waiting": self.paused.coder,
            "newcomer": self.new.coder,
            "both": self.new.lead,
        }

    def go(self, page: Page, address: str) -> None:
        page.goto(address.format(**self.names))


@pytest.fixture(scope="module")
def town(lab: Lab) -> Town:
    done, paused = open_round(lab, sentences(4), coders=2), open_round(lab)
    new = open_round(lab, sentences(6), lead_codes=True)
    code_all(lab, done, done.coders[0], PLAIN)
    code_all(lab, done, done.coders[1], STAGED, skip_last="not a sentence")
    act(lab, paused, lifecycle.pause)
    serve_first(lab, new)
    with lab.session() as session:
        return Town(done, paused, new, _names(session, done, paused, new))


def _names(session: Session, done: Opened, paused: Opened, new: Opened) -> dict[str, str]:
    full, lead, coder = (
        study_called(session, done.study),
        find_account(session, done.lead),
        find_account(session, done.coder),
    )
    lead.admin = True
    member = factories.member_called(session, full, done.coder)
    open_article = factories.article(session, full, ("A gate.", "A band."), title="A gate")
    return {
        "study": full.slug,
        "empty": studies.create_study(session, "An empty study", lead=lead).slug,
        "begun": new.study,
        "round": done.round,
        "pseudonym": member.pseudonym,
        "everyones": factories.open_round(
            session, full, [member], "For whoever comes", design="open", k=2
        ).public_id,
        "paused": paused.round,
        "new": new.round,
        "draft": factories.draft_round(session, full, [member], "Main round").public_id,
        "article": open_article.public_id,
        "frozen": _frozen(session, full),
        "first": make_link(session, Purpose.ADMIN),
        "password": make_link(session, Purpose.PASSWORD, coder),
        "once": make_link(session, Purpose.SIGN_IN, coder),
        "invitation": studies.invite(session, full, ["coder"], "command line"),
    }


def _frozen(session: Session, full: Study) -> str:
    """An article whose sentences are in a round."""
    listed = articles(session, full)
    return next(each.article.public_id for each in listed if each.article.frozen_at)


@pytest.fixture(scope="module")
def pages(town: Town, lab: Lab, browser: Browser) -> Iterator[dict[str, Page]]:
    """A page for everyone, kept open; the policy would not let axe in."""
    found = {}
    for who, name in town.people.items():
        context = browser.new_context(base_url=lab.url, bypass_csp=True)
        context.set_default_timeout(PATIENCE)
        if name:
            context.add_cookies([lab.cookie(name)])  # type: ignore[list-item]
        found[who] = context.new_page()
    yield found
    for page in found.values():
        page.context.close()


PAGES = [
    ("nobody", "/sign-in"),
    ("nobody", "/nowhere"),
    ("nobody", "/join/{invitation}"),
    ("nobody", "/join/unknown"),
    ("nobody", "/link/{first}"),
    ("nobody", "/link/{password}"),
    ("nobody", "/link/{once}"),
    ("coder", "/"),
    ("coder", "/account"),
    ("coder", "/desk"),
    ("coder", "/desk/{round}"),
    ("coder", "/desk/{round}/codings"),
    ("coder", "/desk/{round}/codings?show=flagged"),
    ("newcomer", "/desk/{new}/codings"),
    ("lead", "/studies/{study}/rounds/{round}/left-out"),
    ("coder", "/join/{invitation}"),
    ("coder", "/studies/{study}/codebook"),
    ("coder", "/studies/{study}/members"),
    ("coder", "/studies/{empty}/"),
    ("waiting", "/desk/{paused}"),
    ("newcomer", "/desk"),
    ("newcomer", "/desk/{new}"),
    ("both", "/desk/{new}"),
    ("both", "/studies/{begun}/agreement"),
    ("lead", "/measure"),
    ("lead", "/studies/{study}/agreement/measurements"),
    ("lead", "/studies/{study}/agreement/plan"),
    ("lead", "/studies/{study}/agreement/{round}/frames"),
    ("lead", "/studies/{study}/agreement/{round}/frames.choreographed"),
    ("lead", "/studies/{study}/agreement/{round}/voice"),
    ("lead", "/studies/{study}/agreement/{round}/voice/sentences"),
    ("lead", "/"),
    ("lead", "/studies/new"),
    ("lead", "/studies/{empty}/"),
    ("lead", "/studies/{empty}/articles"),
    ("lead", "/studies/{empty}/articles/import"),
    ("lead", "/studies/{empty}/codebook"),
    ("lead", "/studies/{empty}/codebook/import"),
    ("lead", "/studies/{empty}/codebook/ready-made/framing"),
    ("lead", "/studies/{empty}/members"),
    ("lead", "/studies/{empty}/rounds"),
    ("lead", "/studies/{empty}/rounds/new"),
    ("lead", "/studies/{empty}/agreement"),
    ("lead", "/studies/{empty}/data"),
    ("lead", "/studies/{study}/"),
    ("lead", "/studies/{study}/articles"),
    ("lead", "/studies/{study}/articles/{article}"),
    ("lead", "/studies/{study}/articles/{frozen}"),
    ("lead", "/studies/{study}/codebook"),
    ("lead", "/studies/{study}/members"),
    ("lead", "/studies/{study}/members/{pseudonym}/leave"),
    ("lead", "/studies/{study}/rounds"),
    ("lead", "/studies/{study}/rounds/new"),
    ("lead", "/studies/{study}/rounds/{draft}"),
    ("lead", "/studies/{study}/rounds/{round}"),
    ("lead", "/studies/{study}/rounds/{round}/coders"),
    ("lead", "/studies/{study}/rounds/{round}/coders/{pseudonym}"),
    ("lead", "/studies/{study}/rounds/{round}/sentences"),
    ("lead", "/studies/{study}/rounds/{round}/sentences?show=out"),
    ("lead", "/studies/{study}/rounds/{everyones}"),
    ("lead", "/studies/{study}/rounds/{everyones}/coders"),
    ("lead", "/studies/{study}/rounds/{everyones}/k?k=3"),
    ("lead", "/studies/{study}/rounds/{everyones}/k?k=0"),
    ("coder", "/desk/{everyones}"),
    ("lead", "/studies/{study}/agreement"),
    ("lead", "/studies/{study}/data"),
]


@pytest.mark.parametrize(("who", "address"), PAGES, ids=[" ".join(page) for page in PAGES])
def test_a_page_has_no_fault(town: Town, pages: dict[str, Page], who: str, address: str) -> None:
    town.go(pages[who], address)
    assert faults(pages[who]) == []


State = Callable[[Page], None]


def press(*keys: str) -> State:
    """A state of the desk that keys lead to."""

    def reach(page: Page) -> None:
        expect(page.locator("#sentence")).to_be_focused()
        for key in keys:
            page.keyboard.press(key)

    return reach


def skip_without_a_reason(page: Page) -> None:
    press("s", "Enter")(page)
    expect(page.get_by_role("alert")).to_be_visible()


def click(button: str) -> State:
    """A state that a button leads to."""

    def reach(page: Page) -> None:
        with page.expect_event("domcontentloaded"):
            page.get_by_role("button", name=button, exact=True).click()

    return reach


def open_details(page: Page) -> None:
    """Everything that can be unfolded, unfolded."""
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")


def write_wrong_password(page: Page) -> None:
    page.get_by_label("Name or e-mail").fill("nobody")
    page.get_by_label("Password").fill("wrong words")
    click("Sign in")(page)
    expect(page.get_by_role("alert")).to_be_visible()


def look_at_a_text(page: Page) -> None:
    page.get_by_label("Files").set_input_files(ARTICLE)
    click("Look at it")(page)
    expect(page.get_by_role("heading", name="Look over the import")).to_be_visible()
    open_details(page)


def look_at_a_table(page: Page) -> None:
    table = b"title,outlet,text\nA gate,Ondre Ledger,A gate was opened. A band played.\n"
    file = {"name": "articles.csv", "mimeType": "text/csv", "buffer": table}
    page.get_by_label("Files").set_input_files([file])
    click("Look at it")(page)
    expect(page.get_by_role("heading", name="Look over the import")).to_be_visible()
    open_details(page)


def measure_a_file(page: Page) -> None:
    rows = "".join(f"{at},{at % 2},{at % 2 if at % 5 else 1}\n" for at in range(20))
    file = {"name": "mine.csv", "mimeType": "text/csv", "buffer": f"id,Anna,Ben\n{rows}".encode()}
    page.get_by_label("A CSV").set_input_files([file])
    click("Measure it")(page)
    expect(page.get_by_role("heading", name="mine.csv")).to_be_visible()
    open_details(page)


def import_nothing(page: Page) -> None:
    click("Look at it")(page)
    expect(page.get_by_role("alert")).to_be_visible()


def write_a_wrong_book(page: Page) -> None:
    page.get_by_label("The codebook as YAML").fill("key: a\ntitle: A\nquestions: 3\n")
    click("Check it")(page)
    expect(page.get_by_role("alert")).to_be_visible()


STATES: dict[str, tuple[str, str, State]] = {
    "answered": ("newcomer", "/desk/{new}", press("1", "7", "o")),
    "an answer is missing": ("newcomer", "/desk/{new}", press("1", "Enter")),
    "skip panel": ("newcomer", "/desk/{new}", press("s")),
    "note panel": ("newcomer", "/desk/{new}", press(".")),
    "refused": ("newcomer", "/desk/{new}", skip_without_a_reason),
    "signed in wrongly": ("nobody", "/sign-in", write_wrong_password),
    "a text is looked at": ("lead", "/studies/{empty}/articles/import", look_at_a_text),
    "a table is looked at": ("lead", "/studies/{empty}/articles/import", look_at_a_table),
    "nothing to import": ("lead", "/studies/{empty}/articles/import", import_nothing),
    "words to split at": ("lead", "/studies/{study}/articles/{article}", open_details),
    "a book is checked": (
        "lead",
        "/studies/{empty}/codebook/import?from=framing",
        click("Check it"),
    ),
    "a wrong book": ("lead", "/studies/{empty}/codebook/import", write_a_wrong_book),
    "an invitation": ("lead", "/studies/{study}/members", click("Make an invitation link")),
    "roles": ("lead", "/studies/{study}/members", open_details),
    "all figures": ("lead", "/studies/{study}/agreement", open_details),
    "a file is measured": ("lead", "/measure", measure_a_file),
    "a plan": ("lead", "/studies/{study}/agreement/plan", click("Plan it")),
    "all columns": ("lead", "/studies/{study}/data", open_details),
}


@pytest.mark.parametrize("state", STATES)
def test_a_state_of_a_page_has_no_fault(town: Town, pages: dict[str, Page], state: str) -> None:
    who, address, reach = STATES[state]
    page = pages[who]
    town.go(page, address)
    reach(page)
    assert faults(page) == []


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it stands, each in a line."""
    found = in_light_and_dark(page)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"wider than {width} pixels: {each}" for each in wide(page)]
    page.set_viewport_size({"width": 1280, "height": 720})
    return found


def wide(page: Page) -> list[str]:
    """What makes the page scroll sideways; nothing if it does not."""
    found: list[str] = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const all = [...document.body.querySelectorAll("*")];
          const out = all.filter((one) => !one.closest(".scroll") || one.matches(".scroll"));
          return out.filter((one) => one.getBoundingClientRect().right > width + 1)
            .map((one) => one.outerHTML.slice(0, 120));
        }"""
    )
    return found


def test_the_sentence_has_the_highest_contrast(town: Town, pages: dict[str, Page]) -> None:
    page = pages["newcomer"]
    town.go(page, "/desk/{new}")
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page, "#sentence", ["color-contrast-enhanced"]) == [], scheme


def test_a_sentence_is_read_in_its_own_direction(lab: Lab, enter: Enter) -> None:
    opened = open_round(lab, [IN_ARABIC], article={"language": "ar"})
    page = enter(opened.coder)
    page.goto(opened.desk)
    page.keyboard.press("Enter")
    sentence = page.locator("#sentence")
    expect(sentence).to_have_css("direction", "rtl")
    expect(sentence).to_have_attribute("lang", "ar")
    expect(page.locator("html")).to_have_css("direction", "ltr")


def test_nothing_moves_for_those_who_want_no_motion(town: Town, enter: Enter) -> None:
    page = enter(town.paused.coder, reduced_motion="reduce")
    town.go(page, "/desk/{paused}")
    assert coming_in(page) <= 0.001
    page.emulate_media(reduced_motion="no-preference")
    assert coming_in(page) > 0.1


def coming_in(page: Page) -> float:
    """How many seconds the mark that says *saved* takes to come in."""
    seconds: float = page.locator(".saved").evaluate(
        """mark => {
          mark.dataset.state = "saved";
          return parseFloat(getComputedStyle(mark).animationDuration);
        }"""
    )
    return seconds


def test_the_sentence_stays_in_view_on_a_laptop(lab: Lab, enter: Enter) -> None:
    opened = open_round(lab)
    page = enter(opened.coder, viewport={"width": 1280, "height": 650})
    page.goto(opened.desk)
    page.keyboard.press("Enter")
    expect(page.locator("#sentence")).to_be_focused()
    before = page.locator("#sentence").bounding_box()
    for key in ("1", "9", "n", "3", "b"):
        page.keyboard.press(key)
        assert page.locator("#sentence").bounding_box() == before
