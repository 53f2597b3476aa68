"""Whatever two coders and a lead do, in any order: nothing acknowledged is lost or changed,
no sentence is coded by more than k, and the counters tell the truth."""

from collections import Counter
from dataclasses import dataclass, replace

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

from annotator.coding.models import Coding
from annotator.coding.service.record import Kept, Receipt, record
from annotator.coding.submission import Submission
from annotator.database.session import db, writing
from annotator.errors import Conflict, NotFound, Refused
from annotator.rounds.models import Assignment, Enrolment, Round
from annotator.rounds.service import lifecycle
from annotator.rounds.service.claim import claim
from tests import factories
from tests.sizes import scaled

CONTENTS = (
    {"raw": factories.CALM},
    {"raw": factories.LOUD},
    {"raw": factories.CALM, "note": "hm", "flagged": True},
    {"skipped": True, "skip_reason": "other"},
)
WRONG = (
    {"raw": factories.CALM | {"tone": "shrill"}},
    {"raw": {}},
    {"skipped": True},
    {"raw": factories.CALM, "note": "x" * 5001},
)
coders, contents = st.sampled_from([0, 1]), st.sampled_from(CONTENTS)


@dataclass(frozen=True)
class Sent:
    """A submission that was acknowledged, and how."""

    coder: int
    assignment: str
    submission: Submission
    receipt: Receipt


class Desk(RuleBasedStateMachine):
    """Two coders at their desks, and a small model of what must be true of them."""

    def __init__(self) -> None:
        super().__init__()
        session = db.session
        study = factories.study(session)
        factories.codebook(session, study)
        factories.article(session, study)
        members = [
            factories.member(session, study, f"{study.slug} {name}", "coder") for name in "ab"
        ]
        round_ = factories.open_round(session, study, members)
        session.commit()
        self.round_id = round_.id
        self.enrolments = [factories.enrolment(session, round_, each).id for each in members]
        self.round_state = "open"
        self.assignments = [
            [assignment.public_id for assignment in self.rows(Assignment, coder)]
            for coder in (0, 1)
        ]
        self.served: list[list[str]] = [[], []]
        self.current: dict[str, Sent] = {}
        self.sent: list[Sent] = []
        self.kept: dict[str, tuple] = {}

    def enrolment(self, coder: int) -> Enrolment:
        return db.session.get(Enrolment, self.enrolments[coder])

    def rows(self, model, coder, *options):
        member = self.enrolment(coder).member_id
        query = select(model).where(model.member_id == member).options(*options)
        return db.session.scalars(query.order_by(model.id)).all()

    def submit(self, coder: int, assignment: str, submission: Submission) -> Receipt:
        writing(db.session)
        try:
            receipt = record(db.session, self.enrolment(coder), assignment, submission)
            db.session.commit()
        finally:
            db.session.rollback()
        return receipt

    def token(self) -> str:
        return f"token-{len(self.sent):04d}"

    @initialize()
    def begin(self):
        for coder in (0, 1):
            self.take_sentences(coder, want=1)

    def take_sentences(self, coder, want):
        writing(db.session)
        found = [
            assignment.public_id for assignment in claim(db.session, self.enrolment(coder), want)
        ]
        db.session.commit()
        held = [name for name in self.served[coder] if name not in self.current]
        new = (
            self.assignments[coder][len(self.served[coder]) :] if self.round_state == "open" else []
        )
        assert found == [*held, *new[: max(0, want - len(held))]]
        self.served[coder] += found[len(held) :]

    @rule(coder=coders, content=contents, want=st.integers(1, 2))
    def work(self, coder, content, want):
        """Answer what one holds, and take the next, as the desk does."""
        waiting = [
            assignment for assignment in self.served[coder] if assignment not in self.current
        ]
        if waiting:
            self.save(coder, waiting[-1], content, revises="")
        self.take_sentences(coder, want)

    @precondition(lambda self: self.current)
    @rule(data=st.data(), content=contents, seen=st.sampled_from(["now", "nothing", "first"]))
    def revise(self, data, content, seen):
        before = data.draw(st.sampled_from(list(self.current.values())))
        first = next(sent for sent in self.sent if sent.assignment == before.assignment)
        shown = {"now": before.receipt.coding, "nothing": "", "first": first.receipt.coding}
        self.save(before.coder, before.assignment, content, shown[seen])

    def save(self, coder, assignment, content, revises):
        before = self.current.get(assignment)
        submission = Submission(self.token(), **content, revises=revises)
        receipt = self.submit(coder, assignment, submission)
        closed = self.round_state == "closed"
        stale = revises != (before.receipt.coding if before else "")
        assert receipt.kept == (Kept.LATE if closed else Kept.STALE if stale else Kept.SAVED)
        sent = Sent(coder, assignment, submission, receipt)
        self.sent.append(sent)
        if before is None or not (closed or stale):
            self.current[assignment] = sent

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), content=contents, seconds=st.floats(0, 100))
    def send_again(self, data, content, seconds):
        """The same content is the same coding; other content under its token is refused."""
        sent = data.draw(st.sampled_from(self.sent))
        again = replace(sent.submission, seconds=seconds)
        assert self.submit(sent.coder, sent.assignment, again) == sent.receipt
        other = Submission(sent.submission.token, **content, revises=sent.submission.revises)
        if other != sent.submission:
            with pytest.raises(Conflict):
                self.submit(sent.coder, sent.assignment, other)

    @rule(coder=coders, at=st.integers(0, 2), content=contents, wrong=st.sampled_from(WRONG))
    def answer_what_can_not_be_answered_so(self, coder, at, content, wrong):
        assignment = self.assignments[coder][at]
        with pytest.raises(NotFound):
            self.submit(1 - coder, assignment, Submission(self.token(), **content))
        with pytest.raises(Refused):
            self.submit(coder, assignment, Submission(self.token(), **wrong))
        if assignment not in self.served[coder]:
            with pytest.raises(Conflict):
                self.submit(coder, assignment, Submission(self.token(), **content))

    @precondition(lambda self: self.round_state != "closed" and len(self.sent) >= 2)
    @rule(closing=st.integers(0, 3))
    def pause_resume_or_close(self, closing):
        pause = "resume" if self.round_state == "paused" else "pause"
        self.lead("close" if closing == 3 else pause)

    def lead(self, act):
        writing(db.session)
        getattr(lifecycle, act)(db.session, db.session.get(Round, self.round_id), "command line")
        db.session.commit()
        self.round_state = {"pause": "paused", "resume": "open", "close": "closed"}[act]

    @invariant()
    def promises(self):
        db.session.expire_all()
        with_answers = selectinload(Coding.answers)
        codings = [each for at in (0, 1) for each in self.rows(Coding, at, with_answers)]
        assignments = [self.rows(Assignment, at) for at in (0, 1)]
        self.nothing_acknowledged_is_lost_or_changed({each.public_id: each for each in codings})
        self.exactly_k_places_and_one_current_coding([*assignments[0], *assignments[1]], codings)
        self.places_and_counters_tell_the_truth(assignments)

    def nothing_acknowledged_is_lost_or_changed(self, found):
        assert found.keys() == {sent.receipt.coding for sent in self.sent}
        for sent in self.sent:
            said = self.said(found[sent.receipt.coding])
            assert said == self.kept.setdefault(sent.receipt.coding, said)
            assert said[:4] == (
                sent.submission.token, sent.submission.skip_reason,
                sent.submission.note, sent.submission.flagged,
            )  # fmt: skip
        assert {name for name, coding in found.items() if coding.current} == {
            sent.receipt.coding for sent in self.current.values()
        }

    @staticmethod
    def said(coding):
        answers = [
            (a.question_id, str(a.state), a.code_id, a.number, a.text) for a in coding.answers
        ]
        fixed = (coding.submitted_at, coding.unit_id, coding.revision, coding.stale, coding.late)
        return coding.token, coding.skip_reason, coding.note, coding.flagged, answers, fixed

    @staticmethod
    def exactly_k_places_and_one_current_coding(assignments, codings):
        assert set(Counter(assignment.unit_id for assignment in assignments).values()) == {2}
        assert len({(assignment.unit_id, assignment.member_id) for assignment in assignments}) == 6
        current = [coding for coding in codings if coding.current]
        assert len({(c.unit_id, c.member_id, c.occasion) for c in current}) == len(current)

    def places_and_counters_tell_the_truth(self, assignments):
        for coder in (0, 1):
            states = {assignment.public_id: assignment.state for assignment in assignments[coder]}
            assert states == {
                assignment: self.state_of(coder, assignment)
                for assignment in self.assignments[coder]
            }
            counts, enrolment = Counter(states.values()), self.enrolment(coder)
            assert (enrolment.done, enrolment.skipped) == (counts["coded"], counts["skipped"])
            assert (enrolment.served, enrolment.quota) == (len(self.served[coder]), 3)

    def state_of(self, coder, assignment):
        if assignment not in self.served[coder]:
            return "open"
        if assignment not in self.current:
            return "reserved"
        return "skipped" if self.current[assignment].submission.skipped else "coded"

    def teardown(self):
        db.session.rollback()


@pytest.mark.every_database
def test_the_desk_keeps_its_promises(session):
    run_state_machine_as_test(
        Desk,
        settings=settings(max_examples=scaled(6, full=100), stateful_step_count=30),
    )
