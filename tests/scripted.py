"""A coder who never tires: signs in, reads the desk, sends plain forms, over real HTTP."""

import html
import json
import random
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode, urlsplit

#: What a browser says when the server is gone.
GONE = (OSError, HTTPException)
REDIRECTS = (302, 303)

_TAG = re.compile(r"<(form|input|select|option)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    """What came back, and after how many seconds."""

    status: int
    text: str
    location: str
    seconds: float
    retry_after: str = ""


class Browser:
    """As much of a browser as plain forms need: one connection, cookies, no redirects."""

    def __init__(self, port: int, patience: float = 600) -> None:
        self.cookies: dict[str, str] = {}
        #: How many requests went out, answered or not.
        self.sent = 0
        self._connection = HTTPConnection("127.0.0.1", port, timeout=patience)

    def get(self, path: str) -> Page:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Fields) -> Page:
        return self._ask("POST", path, urlencode(fields))

    def upload(self, path: str, fields: Fields, file: Path) -> Page:
        """Send a form with a file in its field ``files``."""
        mark = "-" * 20 + secrets.token_hex(8)
        parts = [f'name="{name}"\r\n\r\n{value}' for name, value in fields]
        content = file.read_text("utf-8")
        parts += [f'name="files"; filename="{file.name}"\r\n\r\n{content}']
        start = f"--{mark}\r\nContent-Disposition: form-data; "
        body = "\r\n".join([*(start + part for part in parts), f"--{mark}--\r\n"])
        return self._ask("POST", path, body.encode(), f"multipart/form-data; boundary={mark}")

    def tell(self, path: str, message: object, csrf_token: str) -> Page:
        """Send a message in JSON, as programs do."""
        body = json.dumps(message)
        return self._ask("POST", path, body, "application/json", {"X-CSRFToken": csrf_token})

    def close(self) -> None:
        self._connection.close()

    def _ask(
        self,
        method: str,
        path: str,
        body: str | bytes | None,
        kind: str = "application/x-www-form-urlencoded",
        more: dict[str, str] | None = None,
    ) -> Page:
        headers = {
            **(more or {}),
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = kind
        begun = perf_counter()
        try:
            self._connection.request(method, path, body, headers)
            self.sent += 1
            answer = self._connection.getresponse()
            text = answer.read().decode()
        except GONE:
            self._connection.close()
            raise
        seconds = perf_counter() - begun
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: each.value for name, each in SimpleCookie(line).items()}
        target = urlsplit(answer.headers.get("Location", ""))
        soon = answer.headers.get("Retry-After", "")
        return Page(answer.status, text, target.path, seconds, soon)


def tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The tags of forms on a page, with their attributes."""
    for name, attributes in _TAG.findall(text):
        yield name, {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(attributes)}


def form_of(text: str) -> Fields:
    """What a page's forms say already: hidden fields, and what is chosen in lists."""
    fields: dict[str, str] = {}
    select = ""
    for tag, its in tags(text):
        if tag == "select":
            select = its["name"]
        elif tag == "option" and "selected" in its:
            fields[select] = its["value"]
        elif its.get("type") == "hidden":
            fields[its["name"]] = its.get("value", "")
    return list(fields.items())


def desk_form(text: str) -> str | None:
    """Where the form of a desk page is sent, if it has one."""
    actions = (its.get("action", "") for tag, its in tags(text) if tag == "form")
    return next((action for action in actions if action.startswith("/desk/")), None)


def sign_in(browser: Browser, name: str, password: str) -> None:
    """Sign in with the form that the page has."""
    fields = form_of(browser.get("/sign-in").text)
    page = browser.post("/sign-in", [*fields, ("name", name), ("password", password)])
    assert page.status in REDIRECTS, page.text


@dataclass(frozen=True)
class Sent:
    """One coding as it was sent: for which place, under which token, saying what."""

    assignment: str
    token: str
    answers: frozenset[tuple[str, str]]
    skip_reason: str
    fields: Fields = field(repr=False, compare=False)


@dataclass
class Coder:
    """Codes a round, one sentence after the other; now and then revises or skips one.

    ``acknowledged`` are the codings that the server said were saved, ``unanswered``
    those of which it never said anything, ``waits`` the seconds that each save took.
    """

    browser: Browser
    round_id: str
    by: random.Random
    acknowledged: list[Sent] = field(default_factory=list)
    unanswered: list[Sent] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    _page: Page | None = None

    def code_one(self) -> bool:
        """Answer the sentence on the desk; False if there is none left."""
        page = self._page or self._desk()
        if page is None:
            return False
        self._page = None
        self._send(_filled_in(page.text, self.by))
        return True

    def send_again(self) -> None:
        """Send what was never answered once more, as a browser does that kept it."""
        for sent in tuple(self.unanswered):
            self._send(sent)

    def _send(self, sent: Sent) -> None:
        if sent not in self.unanswered:
            self.unanswered.append(sent)
        answer = self.browser.post(f"/desk/{self.round_id}/{sent.assignment}", sent.fields)
        assert answer.status in REDIRECTS, (answer.status, answer.text)
        self.unanswered.remove(sent)
        self.acknowledged.append(sent)
        self.waits.append(answer.seconds)
        back = self.by.random() < 0.1
        target = f"/desk/{self.round_id}/{sent.assignment}" if back else answer.location
        page = self.browser.get(target)
        self._page = page if desk_form(page.text) else None

    def _desk(self) -> Page | None:
        page = self.browser.get(f"/desk/{self.round_id}")
        action = desk_form(page.text)
        if action and action.endswith("/start"):
            self.browser.post(action, form_of(page.text))
            page = self.browser.get(f"/desk/{self.round_id}")
            action = desk_form(page.text)
        return page if action else None


def _filled_in(text: str, by: random.Random) -> Sent:
    """The form of a desk page, filled in at random: an answer to every question, or a skip."""
    assignment = (desk_form(text) or "").rsplit("/", 1)[1]
    fields, answers, reason = form_of(text), [], ""
    token = dict(fields)["token"]
    if by.random() < 0.1:
        reason = "not a sentence"
        fields += [("do", "skip"), ("skip_reason", reason)]
    else:
        answers = _answers(text, by)
        fields += [("do", "save"), *((f"answer-{key}", value) for key, value in answers)]
    return Sent(assignment, token, frozenset(answers), reason, fields)


def _answers(text: str, by: random.Random) -> list[tuple[str, str]]:
    choices: dict[str, list[str]] = {}
    for _, its in tags(text):
        if its.get("type") in ("checkbox", "radio") and its["name"].startswith("answer-"):
            choices.setdefault(its["name"].removeprefix("answer-"), []).append(its["value"])
    return [(key, value) for key, values in choices.items() for value in _chosen(values, by)]


def _chosen(values: Sequence[str], by: random.Random) -> Sequence[str]:
    """None of them, or a few where several may be chosen, or one."""
    if "none" not in values:
        return [by.choice(values)]
    return by.sample(values[:-1], by.randint(1, 3)) if by.random() < 0.7 else ["none"]
