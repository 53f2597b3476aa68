"""What people do in a browser, in their own words."""

from playwright.sync_api import Locator, Page, expect


class Coder:
    """A coder at the desk, who touches nothing but the keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def start(self, desk: str) -> None:
        """Open the round and begin, or go on, by Enter."""
        self.page.goto(desk)
        if not self.is_at_the_desk:
            self.press("Enter")
        self.wait_for_a_sentence()

    @property
    def is_at_the_desk(self) -> bool:
        return self.page.locator("#desk").count() > 0

    @property
    def reading(self) -> str:
        """The sentence on the desk."""
        return (self.page.locator("#sentence").text_content() or "").strip()

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
        """Hold a key so long that it repeats; one that is down already only repeats."""
        for _ in range(4):
            self.page.keyboard.down(key)
        if is_down or key != "Enter":
            self.page.keyboard.up(key)

    def save(self) -> None:
        """Save by Enter and wait for the next sentence, or for the end of the round."""
        self._and_wait("Enter")

    def go_back(self) -> None:
        """Go to the sentence before by Backspace."""
        self._and_wait("Backspace")

    def wait_for_a_sentence(self, other_than: str = "") -> None:
        """Wait until a sentence has the focus; from then on the keys work."""
        ready = self.page.locator("#sentence:focus, .finished h1")
        if other_than:
            ready = ready.filter(has_not_text=other_than)
        expect(ready).to_be_visible()

    def _and_wait(self, key: str) -> None:
        before = self.reading
        self.press(key)
        self.wait_for_a_sentence(other_than=before)

    @property
    def chosen(self) -> set[str]:
        """What is chosen on the page, as ``question=code``."""
        boxes = self.page.locator(".question input:checked")
        pairs = boxes.evaluate_all("boxes => boxes.map(box => `${box.name}=${box.value}`)")
        return {pair.removeprefix("answer-") for pair in pairs}

    @property
    def outline(self) -> float:
        """How thick the line around what has the focus is, in pixels."""
        focused = self.page.locator(":focus")
        marked = focused.locator("xpath=ancestor-or-self::*[contains(@class, 'code') or @id]")
        widths = marked.or_(focused).evaluate_all(
            "all => all.map(one => getComputedStyle(one)).filter(style => style.outlineStyle !== 'none')"
            ".map(style => parseFloat(style.outlineWidth))"
        )
        return max(widths, default=0)
