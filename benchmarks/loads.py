"""What a server has to bear beside its coders, each in a process of its own.

In the process that measures, the load itself would keep those who measure from computing.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

from tests import factories
from tests.scripted import Browser, form_of, sign_in

PEOPLE = 20
#: Seconds from one time that all sign in to the next.
EVERY = 10
STUDY = "a-large-study"


def sign_ins(port: int, _file: Path) -> None:
    """Twenty people sign in at the same moment, and again every ten seconds, until ended."""
    while True:
        begun = monotonic()
        with ThreadPoolExecutor(PEOPLE) as people:
            list(people.map(lambda n: _sign_in(port, f"Person {n}"), range(PEOPLE)))
        sleep(max(0, EVERY - (monotonic() - begun)))


def _sign_in(port: int, name: str) -> None:
    browser = Browser(port)
    sign_in(browser, name, factories.PASSWORD)
    browser.close()


def upload(port: int, file: Path) -> None:
    """The lead uploads a file, looks at the preview, and imports it."""
    browser = Browser(port)
    sign_in(browser, "Lea", factories.PASSWORD)
    path = f"/studies/{STUDY}/articles/import"
    sent = browser.upload(path, form_of(browser.get(path).text), file)
    fields = form_of(browser.get(sent.location).text)
    done = browser.post(sent.location, [*fields, ("store", "1")])
    assert done.location.endswith("/articles"), done.text
    browser.close()


LOADS = {"sign_ins": sign_ins, "upload": upload}

if __name__ == "__main__":
    LOADS[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))
