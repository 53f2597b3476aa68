"""A coder that is a program: the desk's HTTP contract over one connection."""

import json
import random
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from time import monotonic, sleep
from typing import Any

from tests.scripted import GONE, Browser, Page, sign_in

#: What the desk's page does too: the message may be sent again, the server is only away.
AWAY = range(500, 600)

#: Several answers to the small book of ``factories``, all of them valid.
SAID: Sequence[Mapping[str, object]] = (
    {"frames": ["staged"], "tone": "calm"},
    {"frames": ["staged", "moving"], "tone": "calm"},
    {"frames": "none", "tone": "loud", "strength": "low"},
)


class Away(Exception):
    """The server could not take the message now; the same may be sent again."""


@dataclass
class Program:
    """Codes a round through JSON; what is not acknowledged is sent again, as it was.

    ``acknowledged`` says under which token which place was saved; ``claims`` and ``saves``
    hold the seconds that each of the two took.
    """

    browser: Browser
    round_id: str
    by: random.Random
    ahead: int = 1
    said: Sequence[Mapping[str, object]] = SAID
    acknowledged: dict[str, str] = field(default_factory=dict)
    claims: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    _token: str = ""
    _held: list[str] = field(default_factory=list)
    _message: dict[str, Any] | None = None

    def code_one(self) -> bool:
        """Save one answer; False if there is no sentence to be had.

        :raises Away: if the server could not take it; called again, the same is sent.
        """
        if self._message is None:
            if not self._held and not self.claim():
                return False
            self._message = self._coding(self._held[0])
        page = self._tell("codings.json", self._message)
        self.saves.append(page.seconds)
        said = json.loads(page.text)
        (result,) = said["results"]
        assert result["status"] in ("saved", "kept"), result
        self.acknowledged[result["token"]] = result["assignment"]
        self._message = None
        self._take(said)
        return True

    def claim(self) -> bool:
        """Ask for the next sentences; False if there are none.

        :raises Away: if the server could not answer.
        """
        page = self._tell("next.json", {"want": self.ahead})
        self.claims.append(page.seconds)
        self._take(json.loads(page.text))
        return bool(self._held)

    def _coding(self, assignment: str) -> dict[str, Any]:
        coding = {
            "assignment": assignment,
            "token": secrets.token_hex(8),
            "answers": self.by.choice(self.said),
            "seconds": 2.5,
        }
        return {"codings": [coding], "want": self.ahead}

    def _take(self, said: Mapping[str, Any]) -> None:
        self._held = [each["assignment"] for each in said["held"]]

    def _tell(self, what: str, message: object) -> Page:
        path = f"/desk/{self.round_id}"
        if not self._token:
            page = self._there(self.browser.get(f"{path}/held.json"))
            self._token = json.loads(page.text)["csrf_token"]
        return self._there(self.browser.tell(f"{path}/{what}", message, self._token))

    def _there(self, page: Page) -> Page:
        if page.status in AWAY:
            raise Away(page.text)
        assert page.status == 200, (page.status, page.text)
        return page


def seated(port: int, name: str, password: str, round_id: str, **how: Any) -> Program:
    """A program that has signed in as this person."""
    browser = Browser(port)
    sign_in(browser, name, password)
    return Program(browser, round_id, random.Random(name), **how)


@contextmanager
def at_work(coders: Sequence[Program]) -> Iterator[Callable[[int], None]]:
    """The programs code, each in a thread, and send again what was not taken.

    It gives a function that waits for so many saves more.
    """
    home = Event()
    with ThreadPoolExecutor(len(coders)) as threads:
        working = [threads.submit(_work, coder, home) for coder in coders]

        def wait_for(saves: int) -> None:
            wanted, patience = _saved(coders) + saves, monotonic() + 60
            while _saved(coders) < wanted:
                for each in working:
                    assert not each.done(), each.result()
                assert monotonic() < patience, "nobody could save for a minute"
                sleep(0.005)

        try:
            yield wait_for
        finally:
            home.set()
        for each in working:
            each.result()
    for coder in coders:
        coder.browser.close()


def _work(coder: Program, home: Event) -> None:
    while not home.is_set():
        try:
            assert coder.code_one(), "the round is too short for this test"
        except (Away, *GONE):
            sleep(0.02)


def _saved(coders: Sequence[Program]) -> int:
    return sum(len(coder.acknowledged) for coder in coders)
