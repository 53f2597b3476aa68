"""What a coder's browser fetches: little at first, and almost nothing for each sentence."""

import gzip
from pathlib import PurePosixPath

import pytest
from playwright.sync_api import Page, Response

from tests.browser.conftest import Enter
from tests.browser.lab import Lab, open_round, serve_first
from tests.browser.people import Coder

pytestmark = pytest.mark.browser

KB = 1000
#: As the server sends them: it compresses what browsers keep; a proxy in front of it all.
MOST_FILES = 10
MOST_BYTES = 100 * KB
MOST_COMPRESSED = 60 * KB
MOST_FOR_A_SENTENCE = 2 * KB


def fetched(page: Page) -> list[Response]:
    """Everything that the page fetches from now on, in a list that grows."""
    answers: list[Response] = []

    # Playwright keeps a note on each handler, which a list's own method can not hold.
    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    return answers


def sent(answers: list[Response]) -> int:
    """How many bytes came over the network, with their headers."""
    sizes = [answer.request.sizes() for answer in answers]
    return sum(each["responseBodySize"] + each["responseHeadersSize"] for each in sizes)


def compressed(answers: list[Response]) -> int:
    """How many bytes a proxy that compresses would send."""
    return sum(len(gzip.compress(answer.body())) for answer in answers if answer.ok)


def test_the_desk_is_light_on_the_first_visit(lab: Lab, enter: Enter) -> None:
    opened = open_round(lab)
    serve_first(lab, opened)
    page = enter(opened.coder)
    answers = fetched(page)
    page.goto(opened.desk, wait_until="networkidle")
    assert len(answers) <= MOST_FILES
    assert sent(answers) <= MOST_BYTES
    assert compressed(answers) <= MOST_COMPRESSED
    assert {PurePosixPath(answer.url.partition("?")[0]).suffix for answer in answers} <= {
        "",
        ".css",
        ".js",
        ".json",
        ".svg",
    }


def test_the_next_sentence_brings_nothing_but_what_became_of_the_last(
    lab: Lab, enter: Enter
) -> None:
    opened = open_round(lab)
    coder = Coder(enter(opened.coder))
    coder.start(opened.desk)
    answers = fetched(coder.page)
    coder.press("1", "o")
    coder.save()
    (saved,) = [answer for answer in answers if not answer.url.endswith("icon.svg")]
    assert saved.url.endswith("/codings.json")
    assert sent([saved]) <= MOST_FOR_A_SENTENCE
