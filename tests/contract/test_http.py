"""The desk's four addresses take the messages and give the answers that programs outside know.

``docs/http.md`` tells what they mean.
"""

import json
from collections.abc import Iterator
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.contract.laboratory import CALM, LOUD, MOVING, STUDY, Lab, coding, places, skip
from tests.contract.pinned import compare
from tests.contract.shapes import Shape

LIST = "http.txt"

#: Objects whose keys are those of the codebook, or fields that a round shows.
DATA = ("/said/answers", "/fields")

#: What stands in many places.
NAMED = {
    "SENTENCE": (
        "assignment", "leased_until", "language", "text", "masked", "words", "before", "after",
        "so_far", "place", "fields", "order",
    ),
    "PROGRESS": ("assigned", "done", "skipped", "left"),
    "PROBLEM": ("place", "message", "remedy"),
    "KNOWN": ("question", "known", "own", "agrees", "reason", "compares"),
}  # fmt: skip

#: What has one of a few values that programs compare with.
WORDS = ("status", "how", "round")

#: The rounds by number: the second of the lab, and two more.
SCHOOL, DAY, FAR = 2, 3, 4

JSON = "application/json"

MARK = {"question": "frames", "code": "staged", "start": 0, "end": 3}

#: A coding with every key of an answer, and what is wrong for each key that there is.
WHOLE = {
    "answers": CALM,
    "marks": [MARK],
    "seconds": 7.5,
    "note": "",
    "flagged": False,
    "looks": 0,
    "revises": "",
    "confidence": 3,
}
WRONG = {
    "assignment": 1,
    "token": 1,
    **{key: "yes" for key in WHOLE if key not in ("note", "revises")},
    "note": 1,
    "revises": 1,
    "skip_reason": 1,
    "rest": 1,
    "more": 1,
}


class Desk:
    """The addresses of a round's desk for a coder; what they answer is added to a shape."""

    def __init__(self, lab: Lab, browser: FlaskClient, number: int, shape: Shape) -> None:
        self.browser, self.start, self.shape = browser, lab.desk(number), shape
        self.kind = " in training" if number == SCHOOL else ""

    def get(self, address: str) -> Any:
        name = address if address == "held.json" else "ASSIGNMENT.json"
        return self._kept(f"GET {name}", self.browser.get(f"{self.start}/{address}"))

    def post(self, name: str, message: object) -> Any:
        return self._kept(f"POST {name}", self.browser.post(f"{self.start}/{name}", json=message))

    def next(self) -> list[str]:
        """Claim what there is, and give it in the order of its words."""
        return places(self.post("next.json", {"want": 60}))

    def code(self, *codings: object) -> list[dict[str, Any]]:
        """Send codings, and give what became of each."""
        message = {"codings": codings, "want": 0}
        results: list[dict[str, Any]] = self.post("codings.json", message)["results"]
        return results

    def status(self, name: str, message: object) -> int:
        """With which status a message is answered."""
        return self.browser.post(f"{self.start}/{name}", json=message).status_code

    def _kept(self, name: str, answer: TestResponse) -> Any:
        assert answer.status_code == 200, answer.text
        self.shape.add(name + self.kind, answer.json)
        for key, value in _words(answer.json):
            self.shape.add(f"{key}={value}", value)
        return answer.json


def answers(lab: Lab) -> list[str]:
    """What the addresses take and answer on a coder's day, in training and when refused."""
    for title, more in (("Day", "--context neighbours --show date"), ("Far", "--context article")):
        lab.said(f"round open {STUDY} {title} {more}")
    shape = Shape(DATA, NAMED)
    taken = sorted(_taken(Desk(lab, lab.cora, FAR, shape)))
    _code_a_day(lab, Desk(lab, lab.cora, DAY, shape))
    _train(Desk(lab, lab.cora, SCHOOL, shape))
    return [*taken, *_refused(lab, shape), *shape.lines()]


def _taken(desk: Desk) -> Iterator[str]:
    """The keys of the messages, each right and wrong."""
    wishes = [{"want": 2}, {"want": "2"}, {"want": 61}, {"after": 0}, {"after": "0"}]
    for each in [*wishes, {"coder": ""}, {"coder": 0}, {"coder": "nobody"}, []]:
        yield f"POST next.json with {json.dumps(each)}: {desk.status('next.json', each)}"
    whole = coding(desk.next()[0], **WHOLE)
    for key in ("assignment", "token"):
        rest = {name: value for name, value in whole.items() if name != key}
        yield f"POST codings.json without {key}: {desk.status('codings.json', rest)}"
    wrong = [{key: value} for key, value in WRONG.items()]
    wrong += [{"marks": [{**MARK, key: None}]} for key in MARK]
    wrong += [{"marks": [{**MARK, "more": 1}]}]
    for each in wrong:
        status = desk.status("codings.json", {**whole, **each})
        yield f"POST codings.json with {json.dumps(each)}: {status}"
    yield f"POST codings.json with {', '.join(whole)}: {desk.status('codings.json', whole)}"


def _code_a_day(lab: Lab, desk: Desk) -> None:
    """Look, claim, code, revise, skip, and answer when the round is closed."""
    all_there_is = desk.next()
    first, second, last, third, _left_out = all_there_is
    desk.get("held.json")
    one = desk.code(coding(first, marks=[MARK], confidence=2))[0]["coding"]
    for place in all_there_is:
        desk.get(f"{place}.json")
    desk.code(coding(first, answers=LOUD, revises=one), skip(second))
    desk.code(coding(first, answers=MOVING, revises=one), coding(third, answers={"tone": "shrill"}))
    desk.get(f"{second}.json")
    desk.code({**skip(third, "too distressing"), "rest": "article"})
    lab.said(f"round close {STUDY} {DAY}")
    desk.code(coding(last))


def _train(desk: Desk) -> None:
    """Code in a training round, where the known answers come with the result."""
    first, second = desk.next()
    desk.get(f"{first}.json")
    desk.code(coding(first), coding(second, answers=LOUD))
    desk.get(f"{first}.json")


def _words(value: object) -> Iterator[tuple[str, str]]:
    """The values of the keys that have one of a few."""
    if isinstance(value, dict):
        yield from ((key, value[key]) for key in WORDS if isinstance(value.get(key), str))
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _words(each)


def _refused(lab: Lab, shape: Shape) -> Iterator[str]:
    """The statuses of refusals, which have a common shape."""
    desk, stranger = lab.desk(1), lab.app.test_client()
    long = {"codings": [coding("nowhere")] * 101}
    refusals = {
        "a form": lab.cora.post(f"{desk}/next.json", data={"want": 1}),
        "broken JSON": lab.cora.post(f"{desk}/next.json", data="{", content_type=JSON),
        "signed out": stranger.get(f"{desk}/held.json"),
        "no such round": lab.cora.get("/desk/nowhere/held.json"),
        "no coder of it": lab.anna.get(f"{desk}/held.json"),
        "no such sentence": lab.cora.get(f"{desk}/nowhere.json"),
        "a GET of next.json": lab.cora.get(f"{desk}/next.json"),
        "too many codings": lab.cora.post(f"{desk}/codings.json", json=long),
    }
    for name, answer in refusals.items():
        shape.add("refused", answer.json)
        yield f"refused, {name}: {answer.status_code}"


def test_messages_and_answers_of_the_desk_are_as_they_were(lab):
    compare(LIST, answers(lab))
