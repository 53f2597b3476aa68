"""What people do in a browser, in their own words."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

#: The keys of the ready-made book ``framing``.
FRAMES = {
    "choreographed": "1",
    "emotional": "2",
    "propaganda": "3",
    "humanising": "4",
    "heroic": "5",
    "human_interest": "6",
    "conflict": "7",
    "delegitimising": "8",
    "loaded": "9",
}
VOICES = {"outlet": "o", "source": "q", "both": "b"}
NONE = ("none",)

PASSWORD = "seven lanterns on the quay"


def make_account(page: Page, link: str, name: str) -> None:
    """Open a link, choose a name and a password, and go in."""
    page.goto(link)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main form button").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()


class Lead:
    """A lead in a study, with a mouse and a plain way through its pages."""

    def __init__(self, page: Page, study: str = "") -> None:
        self.page = page
        self.study = study

    def open(self, place: str) -> None:
        """Open a page of the study by its address below the study's."""
        self.page.goto(f"/studies/{self.study}/{place}")

    def press(self, name: str) -> None:
        """Press the button, or follow the link, of this name."""
        acts = self.page.get_by_role("button", name=name, exact=True)
        acts.or_(self.page.get_by_role("link", name=name, exact=True)).click()

    def make_study(self, title: str) -> None:
        self.page.goto("/")
        self.press("Make a study")
        self.page.get_by_role("textbox", name="Title").fill(title)
        self.press("Make the study")
        expect(self.page.get_by_role("heading", name=title)).to_be_visible()
        self.study = self.page.url.rstrip("/").rsplit("/", 1)[1]

    def bring_articles(self, files: Mapping[Path, Mapping[str, str]]) -> None:
        """Import text files, each with what is said about it: ``{"Outlet": "Ondre Ledger"}``."""
        self.open("articles/import")
        self.page.get_by_label("Files").set_input_files(list(files))
        self.press("Look at it")
        for file, said in files.items():
            section = self.page.get_by_role("region", name=file.name, exact=True)
            for label, value in said.items():
                section.get_by_label(label, exact=True).fill(value)

    def store_articles(self) -> None:
        self.page.get_by_role("button", name="Import ").click()
        expect(self.page.get_by_role("status")).to_contain_text("Imported")

    def review(self, title: str) -> None:
        """Open an article to look over how it was split."""
        self.open("articles")
        self.press(title)

    def row(self, text: str) -> Locator:
        """The row of a sentence under review."""
        return self.page.locator(".review-row").filter(
            has=self.page.locator(".review-text", has_text=text)
        )

    def split(self, text: str, *, before: str) -> None:
        """Split the sentence with this text before a word."""
        row = self.row(text)
        row.locator("summary").click()
        row.get_by_role("button", name=before).click()

    def bring_codebook(self, title: str) -> None:
        """Start from one of the ready-made books."""
        self.open("codebook")
        self.press(title)
        self.press("Start from this one")
        self.press("Check it")
        self.press("Store version 1")

    def invite(self, people: int) -> str:
        """Make a link by which so many people can join as coders."""
        self.open("members")
        self.page.get_by_label("How many people may join by it").fill(str(people))
        self.press("Make an invitation link")
        return self.page.locator("code.link").inner_text()

    def open_round(self, title: str) -> None:
        """Draft a round of everything for everyone, look at what it will serve, and open it."""
        self.open("rounds/new")
        self.page.get_by_role("textbox", name="Title").fill(title)
        self.press("Make a draft")
        self.press("Open the round")
        expect(self.page.get_by_role("status")).to_contain_text("The round is open")

    def keep_figures(self) -> None:
        """Look at the agreement, and keep the figures as they are now."""
        self.open("agreement")
        self.press("Keep these figures")
        expect(self.page.get_by_role("status")).to_contain_text("are kept")

    def download(self, to: Path) -> Path:
        """Download the data set."""
        self.open("data")
        with self.page.expect_download() as download:
            self.press("Download the data set")
        download.value.save_as(to)
        return to


class Coder:
    """A coder at the desk, who touches nothing but the keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def start(self, desk: str) -> None:
        """Open the round and begin, or go on, by Enter."""
        self.page.goto(desk)
        self.begin()

    def begin(self) -> None:
        """Begin by Enter on the page that says how much there is to do."""
        expect(self.page.get_by_role("button", name="Start coding")).to_be_visible()
        self.page.wait_for_load_state()
        self.press("Enter")
        self.wait_for_a_sentence()

    def tab_to(self, name: str) -> None:
        """Press Tab until a button or link of this name has the focus."""
        focused = self.page.locator(":focus")
        for _ in range(20):
            self.press("Tab")
            if focused.count() and focused.inner_text() == name:
                return
        raise AssertionError(f"{name!r} can not be reached by Tab")

    @property
    def reading(self) -> str:
        """The sentence on the desk."""
        return (self.page.locator("#sentence").text_content() or "").strip()

    @property
    def is_done(self) -> bool:
        return self.page.get_by_role("heading", name="You are done").is_visible()

    @property
    def status(self) -> Locator:
        return self.page.locator(".saved")

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as fast as the page takes them."""
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    def hold(self, key: str, *, is_down: bool = False) -> None:
        """Hold a key so long that it repeats; Enter stays down until it is held again."""
        for _ in range(4):
            self.page.keyboard.down(key)
        if is_down or key != "Enter":
            self.page.keyboard.up(key)

    def answer(self, frames: Sequence[str], voice: str) -> None:
        """Answer both questions of the book ``framing``, and save."""
        keys = ["n"] if tuple(frames) == NONE else [FRAMES[frame] for frame in frames]
        self.press(*keys, VOICES[voice])
        self.save()

    def save(self) -> None:
        """Save by Enter and wait for the next sentence, or for the end of the round."""
        self._and_wait("Enter")

    def go_back(self) -> None:
        """Go to the sentence before by Backspace."""
        self._and_wait("Backspace")

    def skip(self, reason: str) -> None:
        """Skip the sentence for the reason with this number."""
        self._and_wait("s", reason, "Enter")

    def wait_for_a_sentence(self, other_than: str = "") -> None:
        """Wait until a sentence has the focus; from then on the keys work."""
        self._wait_for("#sentence:focus", other_than)

    def wait_until_saved(self) -> None:
        """Wait until nothing is on its way any more."""
        expect(
            self.page.locator(".saved:is([data-state=saving], [data-state=waiting])")
        ).to_have_count(0)

    def _and_wait(self, *keys: str) -> None:
        """Press keys that lead to another sentence, or to the end of the round."""
        before = self.reading
        self.press(*keys)
        self._wait_for("#sentence:focus, .finished h1", before)

    def _wait_for(self, selector: str, other_than: str) -> None:
        found = self.page.locator(selector)
        expect(found.filter(has_not_text=other_than) if other_than else found).to_be_visible()
        self.wait_until_saved()

    @property
    def chosen(self) -> set[str]:
        """What is chosen on the page, as ``question=code``."""
        boxes = self.page.locator(".question input:checked")
        pairs = boxes.evaluate_all("boxes => boxes.map(box => `${box.name}=${box.value}`)")
        return {pair.removeprefix("answer-") for pair in pairs}

    @property
    def outline(self) -> float:
        """How thick the line is around what has the focus, in pixels."""
        width: float = self.page.evaluate(
            """() => {
              const focused = document.activeElement;
              const marked = [focused, focused.closest(".code")].filter(Boolean);
              const styles = marked.map((element) => getComputedStyle(element));
              const lines = styles.filter((style) => style.outlineStyle !== "none");
              return Math.max(0, ...lines.map((style) => parseFloat(style.outlineWidth)));
            }"""
        )
        return width
