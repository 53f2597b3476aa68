"""Whatever three coders' programs send, late, twice, in any order or mixed up: nothing that
was acknowledged is lost, nothing is stored twice, and no one is told anything of another."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from annotator.codebook.answers import raw_answers
from annotator.codebook.queries import parsed
from annotator.coding.models import Answer, Coding
from annotator.coding.queries.sentence_view import stored_coding
from annotator.coding.submission import DISTRESSING, LEFT_OUT
from annotator.database.session import db, writing
from annotator.rounds.models import Assignment, Enrolment, Round
from annotator.rounds.service import lifecycle
from tests import factories
from tests.sizes import scaled

NAMES = ("Ann", "Ben", "Cat")
ARTICLES = (("The gate opened.", "A band played."), ("It rained.", "No one came.", "It ended."))
CALM, LOUD, BARE = (
    {"frames": ["staged"], "tone": ["calm"]},
    {"frames": ["none"], "tone": ["loud"], "strength": ["middle"], "names": ["2"]},
    {"frames": ["staged", "moving"], "tone": ["calm"]},
)
GOOD = (
    {"answers": CALM},
    {"answers": LOUD, "flagged": True},
    {"answers": BARE},
    {"skip_reason": "not a sentence"},
    {"skip_reason": DISTRESSING, "rest": "article"},
)
BAD = (
    {"answers": CALM | {"tone": "shrill"}},
    {"answers": {"tone": "calm"}},
    {"answers": CALM | {"strength": "low"}},
    {"answers": CALM, "marks": [{"question": "frames", "code": "staged", "start": 0, "end": 3}]},
    {"answers": CALM, "confidence": 2},
    {"skip_reason": ""},
    {"skip_reason": "not a sentence", "rest": "article"},
)
#: The standing answer to what was left out unread; its public id was never told.
UNREAD = "unread"

coders = st.sampled_from([0, 1, 2])
#: An answer, and what the page showed on which it was made.
MADE = st.tuples(st.sampled_from(GOOD), st.integers(0, 3))


@dataclass
class Coder:
    """A coder's program, and what must be true of them."""

    browser: Any
    ids: dict[str, str]
    assignments: list[str]
    about: dict[str, tuple[str, int]]
    served: list[str] = field(default_factory=list)
    #: What stands at a place: the id of a coding, or that it was left out unread.
    current: dict[str, str] = field(default_factory=dict)
    queue: list[dict[str, Any]] = field(default_factory=list)
    #: What the server said of each token that it took, and what was sent with it.
    taken: dict[str, tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=dict)
    skips: set[str] = field(default_factory=set)
    secrets: set[str] = field(default_factory=set)

    @property
    def held(self) -> list[str]:
        return [assignment for assignment in self.served if assignment not in self.current]

    def of_the_same_article(self, assignment: str) -> list[str]:
        article = self.about[assignment][1]
        return [each for each in self.assignments if self.about[each][1] == article]


class Contract(RuleBasedStateMachine):
    """Three programs at their desks, and a lead."""

    def __init__(self, app) -> None:
        super().__init__()
        self.app, self.number, self.round_state = app, 0, "open"
        with app.app_context():
            session = db.session
            study = factories.study(session)
            factories.codebook(session, study)
            for sentences in ARTICLES:
                factories.article(session, study, [f"{study.slug}: {each}" for each in sentences])
            names = [f"{study.slug} {name}" for name in NAMES]
            members = [factories.member(session, study, name, "coder") for name in names]
            round_ = factories.open_round(session, study, members, context="article")
            session.commit()
            self.round_id, self.desk = round_.id, f"/desk/{round_.public_id}"
            self.coders = [
                self.coder(session, round_, *each) for each in zip(names, members, strict=True)
            ]

    def coder(self, session, round_, name, member) -> Coder:
        query = select(Assignment).where(Assignment.member_id == member.id)
        assignments = session.scalars(query.order_by(Assignment.planned_order)).all()
        about = {
            assignment.public_id: (
                assignment.unit.sentence.text,
                assignment.unit.sentence.article_id,
            )
            for assignment in assignments
        }
        made = Coder(
            factories.signed_in(self.app, name),
            {"coder": member.public_id, "pseudonym": member.pseudonym},
            list(about),
            about,
        )
        made.secrets |= {*about, member.public_id}
        return made

    # What is sent

    def post(self, coder: Coder, address: str, message: object, status: int = 200) -> Any:
        answer = coder.browser.post(f"{self.desk}/{address}", json=message)
        self.tells_nothing_of_others(coder, answer)
        assert answer.status_code == status, answer.text
        return answer.json

    def get(self, coder: Coder, address: str) -> Any:
        answer = coder.browser.get(f"{self.desk}{address}")
        self.tells_nothing_of_others(coder, answer)
        return answer

    def tells_nothing_of_others(self, coder: Coder, answer) -> None:
        # A word of its own: in a longer one, three letters may stand by chance.
        assert set(re.findall(r"\bC\d+\b", answer.text)) <= {coder.ids["pseudonym"]}
        for other in self.coders:
            if other is not coder:
                assert not {secret for secret in other.secrets if secret in answer.text}

    @initialize()
    def begin(self):
        for coder in self.coders:
            self.claims(coder, want=2)

    @rule(at=coders, want=st.integers(0, 5))
    def claim(self, at, want):
        self.claims(self.coders[at], want)

    def claims(self, coder: Coder, want: int) -> None:
        self.serve(coder, want)
        self.tells_the_state(coder, self.post(coder, "next.json", {"want": want}))

    def serve(self, coder: Coder, want: int) -> None:
        waiting = [p for p in coder.assignments if p not in coder.served and p not in coder.current]
        if self.round_state == "open":
            coder.served += waiting[: max(0, want - len(coder.held))]

    def tells_the_state(self, coder: Coder, state: Any, after: int = 0) -> None:
        held = [assignment for assignment in coder.held if coder.served.index(assignment) >= after]
        assert [each["assignment"] for each in state["held"]] == held
        assert [each["text"] for each in state["held"]] == [coder.about[p][0] for p in held]
        skipped = len(coder.skips)
        done, left = len(coder.current) - skipped, len(coder.assignments) - len(coder.current)
        told = {"assigned": len(coder.assignments), "done": done, "skipped": skipped, "left": left}
        assert state["progress"] == told
        assert (state["round"], state["coder"]) == (self.round_state, coder.ids["coder"])

    @rule(at=coders, contents=st.lists(st.sampled_from(GOOD), min_size=1, max_size=3))
    def work(self, at, contents):
        """What is held is answered in order and arrives at once, as on a good day."""
        coder = self.coders[at]
        held = coder.held[: len(contents)]
        for assignment, content in zip(held, contents, strict=False):
            self.queue(coder, assignment, content)
        at_once = [coder.queue.pop() for _ in held][::-1]
        self.send(coder, at_once, want=2)

    def one_who(self, data, can) -> Coder:
        """One of the coders of whom this is true."""
        return data.draw(st.sampled_from([coder for coder in self.coders if can(coder)]))

    @rule(data=st.data(), made=st.lists(MADE, min_size=1, max_size=4))
    def make(self, data, made):
        """Answers are made, on pages that show what stands, or nothing, or something old."""
        coder = self.one_who(data, lambda each: each.served)
        for good, seen in made:
            assignment = data.draw(st.sampled_from(coder.served))
            stands = coder.current.get(assignment, "")
            old = [t["coding"] for s, t in coder.taken.values() if s["assignment"] == assignment]
            shown = ("" if stands == UNREAD else stands, "", (old or [""])[0], "nonesuch")[seen]
            self.queue(coder, assignment, good, shown)

    def queue(
        self, coder: Coder, assignment: str, content: dict[str, Any], revises: str = ""
    ) -> None:
        self.number += 1
        token = f"token-of-{coder.ids['coder']}-{self.number}"
        note = f"canary {token}"
        coder.secrets.add(token)
        made = {"assignment": assignment, "token": token, "note": note, "revises": revises}
        coder.queue.append(made | content)

    @precondition(lambda self: any(coder.queue for coder in self.coders))
    @rule(data=st.data(), want=st.integers(0, 3), after=st.integers(0, 3))
    def deliver(self, data, want, after):
        """Some of what was made arrives, in any order; some of it is sent again later."""
        coder = self.one_who(data, lambda each: each.queue)
        some = st.lists(st.sampled_from(coder.queue), min_size=1, max_size=4)
        sent = data.draw(some)
        forgotten = data.draw(st.booleans())
        if not forgotten:
            coder.queue = [each for each in coder.queue if each not in sent]
        self.send(coder, sent, want, after)

    @precondition(lambda self: any(coder.taken for coder in self.coders))
    @rule(data=st.data(), seconds=st.floats(0, 99), good=st.sampled_from(GOOD))
    def send_again(self, data, seconds, good):
        """Long after, as it was; or other content under a token that was used already."""
        coder = self.one_who(data, lambda each: each.taken)
        sent, _told = data.draw(st.sampled_from(list(coder.taken.values())))
        other = {key: sent[key] for key in ("assignment", "token", "note", "revises")} | good
        self.send(coder, [sent | {"seconds": seconds}, other, sent])

    @rule(at=coders, other=coders, data=st.data(), bad=st.sampled_from(BAD))
    def send_what_is_refused(self, at, other, data, bad):
        """A place of another, one that was never served, or what is no answer to the book."""
        coder = self.coders[at]
        theirs = data.draw(st.sampled_from(self.coders[other].assignments))
        mine = data.draw(st.sampled_from(coder.assignments))
        self.number += 1
        for assignment, content in ((theirs, GOOD[0]), (mine, bad), (mine, {"skip_reason": ""})):
            if assignment in coder.served and content is GOOD[0]:
                continue
            token = f"refused-{self.number}"
            message = {"assignment": assignment, "token": token, **content}
            # Who asks for a place of another knows its id, and learns no more than that.
            said = self.refusal(coder, message)
            if assignment not in coder.assignments:
                assert said == self.refusal(coder, message | {"assignment": "nonesuch"})

    def refusal(self, coder: Coder, message: dict[str, Any]) -> Any:
        answer = coder.browser.post(f"{self.desk}/codings.json", json=message).json
        assert answer["results"][0]["status"] == "refused", message
        return answer["results"][0]["problems"]

    @precondition(lambda self: any(coder.queue for coder in self.coders))
    @rule(data=st.data())
    def send_under_another_sign_in(self, data):
        owner = self.one_who(data, lambda each: each.queue)
        coder = self.one_who(data, lambda each: each is not owner)
        message = {"codings": owner.queue, "coder": owner.ids["coder"]}
        answer = coder.browser.post(f"{self.desk}/codings.json", json=message)
        assert answer.status_code == 409

    @rule(at=coders, data=st.data())
    def look(self, at, data):
        """Everything that a coder can look at, also what is not theirs."""
        coder = self.coders[at]
        self.tells_the_state(coder, self.get(coder, "/held.json").json)
        listed = self.get(coder, "/codings").text
        for assignment in coder.served:
            assert (f"/{assignment}" in listed) == (assignment in coder.current)
            said = self.get(coder, f"/{assignment}.json").json["said"]
            stands = coder.current.get(assignment)
            assert (said is None) == (stands is None)
            if stands not in (None, UNREAD):
                assert said["coding"] == stands
        self.get(coder, "")
        assignment = data.draw(st.sampled_from(self.coders[(at + 1) % 3].assignments))
        assert coder.browser.get(f"{self.desk}/{assignment}.json").status_code == 404
        assert coder.browser.get(f"{self.desk}/{assignment}").status_code == 404

    @precondition(lambda self: self.round_state != "closed" and self.number > 4)
    @rule(closing=st.integers(0, 4))
    def pause_resume_or_close(self, closing):
        act = "resume" if self.round_state == "paused" else "pause"
        act = "close" if closing == 4 else act
        with self.app.app_context():
            writing(db.session)
            getattr(lifecycle, act)(
                db.session, db.session.get(Round, self.round_id), "command line"
            )
            db.session.commit()
        self.round_state = {"pause": "paused", "resume": "open", "close": "closed"}[act]

    # What must come of it

    def send(self, coder: Coder, codings, want: int = 0, after: int = 0) -> None:
        message = {"codings": codings, "want": want, "after": after, "coder": coder.ids["coder"]}
        answer = self.post(coder, "codings.json", message)
        assert [each["token"] for each in answer["results"]] == [each["token"] for each in codings]
        for sent, told in zip(codings, answer["results"], strict=True):
            self.take(coder, sent, told)
        self.serve(coder, want)
        self.tells_the_state(coder, answer, after)

    def take(self, coder: Coder, sent, told) -> None:
        """Compare what the server said of a coding with the model, and note what stands now."""
        if sent["token"] in coder.taken:
            before, said = coder.taken[sent["token"]]
            same = {**sent, "seconds": None} == {**before, "seconds": None}
            expected = (said["status"], said["coding"]) if same else ("refused", None)
            assert (told["status"], told.get("coding")) == expected
            return
        assignment, closed = sent["assignment"], self.round_state == "closed"
        stands = coder.current.get(assignment, "")
        shown = "" if stands == UNREAD else stands
        stale = sent["revises"] != shown
        how = "late" if closed else "stale" if stale else None
        assert (told["status"], told.get("how")) == ("kept" if how else "saved", how)
        coder.taken[sent["token"]] = (sent, told)
        coder.secrets.add(told["coding"])
        if (closed and stands) or (not closed and stale):
            assert told.get("left_out", []) == self.left_out(coder, sent)
            return
        becomes_current = not stands if closed else True
        if becomes_current:
            coder.current[assignment] = told["coding"]
            self.count(coder, assignment, skipped="skip_reason" in sent)
            if "rest" in sent and not closed:
                self.leave(coder, assignment)
        assert told.get("left_out", []) == self.left_out(coder, sent)

    def count(self, coder: Coder, assignment: str, *, skipped: bool) -> None:
        coder.skips.add(assignment) if skipped else coder.skips.discard(assignment)

    def leave(self, coder: Coder, assignment: str) -> None:
        for other in coder.of_the_same_article(assignment):
            if other not in coder.current:
                coder.current[other] = UNREAD
                coder.skips.add(other)

    def left_out(self, coder: Coder, sent) -> list[str]:
        if "rest" not in sent:
            return []
        same = coder.of_the_same_article(sent["assignment"])
        return [p for p in coder.served if p in same and coder.current.get(p) == UNREAD]

    @invariant()
    def everything_acknowledged_is_stored_once_as_it_was_sent(self):
        with self.app.app_context():
            for coder in self.coders:
                self.stored_is_what_was_taken(coder)

    def stored_is_what_was_taken(self, coder: Coder) -> None:
        answers = selectinload(Coding.answers)
        query = select(Coding).options(
            answers.joinedload(Answer.question),
            answers.joinedload(Answer.code),
            answers.selectinload(Answer.marks),
        )
        mine = db.session.scalars(
            query.where(Coding.member.has(public_id=coder.ids["coder"]))
        ).all()
        stored = {each.public_id: each for each in mine if not each.unread}
        assert len(stored) == sum(not each.unread for each in mine)
        assert stored.keys() == {told["coding"] for _, told in coder.taken.values()}
        for sent, told in coder.taken.values():
            found = stored[told["coding"]]
            assert (found.token, found.note) == (sent["token"], sent["note"])
            assert (found.skip_reason, found.flagged) == (
                sent.get("skip_reason", ""), sent.get("flagged", False),
            )  # fmt: skip
            kept = raw_answers(parsed(factories.BOOK), stored_coding(found).answers)
            assert kept == sent.get("answers", {})
        self.what_stands_is_current(coder, mine)

    def what_stands_is_current(self, coder: Coder, mine) -> None:
        assignments = db.session.scalars(
            select(Assignment).where(Assignment.member.has(public_id=coder.ids["coder"]))
        )
        names = {assignment.unit_id: assignment.public_id for assignment in assignments}
        assert {
            names[each.unit_id]: UNREAD if each.unread else each.public_id
            for each in mine
            if each.current
        } == coder.current
        assert {each.skip_reason for each in mine if each.unread} <= {LEFT_OUT}
        enrolment = db.session.scalars(
            select(Enrolment).where(Enrolment.member.has(public_id=coder.ids["coder"]))
        ).one()
        skipped = len(coder.skips)
        assert (enrolment.done, enrolment.skipped) == (len(coder.current) - skipped, skipped)


@pytest.mark.every_database
def test_the_contract_keeps_its_promises(app):
    run_state_machine_as_test(
        lambda: Contract(app),
        settings=settings(max_examples=scaled(5, full=80), stateful_step_count=40),
    )
