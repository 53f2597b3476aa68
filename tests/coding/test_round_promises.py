"""Whatever coders and a lead do while a round is open, in any order: each sentence has exactly k
places, nobody codes one twice, nothing that was acknowledged is lost or changed, and in the end
no place is left that someone could take."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, update

from annotator.coding.models import Coding
from annotator.coding.service.record import record
from annotator.coding.submission import Submission
from annotator.corpus.models import Article
from annotator.database.base import now
from annotator.database.session import db, writing
from annotator.datasets.queries import round_data
from annotator.rounds.controls.controls import Controls
from annotator.rounds.controls.slots import DUE
from annotator.rounds.models import Assignment, AssignmentState, Enrolment, Round, Unit, UnitPurpose
from annotator.rounds.sampling.sample import Sampling
from annotator.rounds.service import coders_per_sentence, departures, joining, lifecycle, sentences
from annotator.rounds.service.claim import claim, held
from annotator.studies.models import Member
from annotator.supervision.service import removal
from tests import factories
from tests.rounds import controlled
from tests.sizes import scaled

LEAD = factories.COMMAND_LINE
HIDDEN = {"controls": Controls(1, 50, repeat_days=0), "order": "random"}
ROUNDS = (
    {"design": "open", "k": 2},
    {"design": "open", "k": 2, "skips": "replace", "order": "random"},
    {"design": "open", "k": 1, "ahead": 5, "skips": "replace"},
    {"design": "balanced", "k": 2},
    {"design": "balanced", "k": 2, "shares": True, "skips": "replace"},
    {"design": "subsample", "k": 2, "n": 1, "shares": True},
    {"design": "full"},
    {"design": "full", "skips": "replace"},
    {"design": "full", **HIDDEN},
    {"design": "balanced", "k": 2, "shares": True, **HIDDEN},
    {"design": "balanced", "k": 2, "skips": "replace", **HIDDEN},
    {"design": "open", "k": 2, "skips": "replace", **HIDDEN},
)
ANSWER = {"raw": factories.CALM}
SKIP = {"skipped": True, "skip_reason": "other"}
coders = st.integers(0, 3)


def _first_article(session, study):
    """All sentences but the one whose answer is known."""
    first = session.scalars(
        select(Article.public_id).where(Article.study_id == study.id).order_by(Article.id)
    ).first()
    return Sampling(articles=(first,))


contents = st.sampled_from([ANSWER, ANSWER, SKIP])


class OpenRound(RuleBasedStateMachine):
    """A round of three sentences with two coders at first; two more may join."""

    @initialize(wishes=st.sampled_from(ROUNDS))
    def begin(self, wishes):
        session = db.session
        session.rollback()
        study = factories.study(session)
        factories.codebook(session, study)
        factories.article(session, study)
        members = [
            factories.member(session, study, f"{study.slug} {name}", "coder") for name in "abcd"
        ]
        more = factories.article(session, study, ["A lamp was lit."])
        known = controlled.known_answers(session, study, more.sentences)
        without = {} if "controls" in wishes else {"sampling": _first_article(session, study)}
        round_ = controlled.opened(session, study, members[:2], known, **wishes, **without)
        session.commit()
        self.round_id, self.members = round_.id, [each.id for each in members]
        self.sent: list[tuple[int, str, str]] = []
        self.content: dict[str, tuple] = {}

    # What is there

    @property
    def round(self) -> Round:
        return db.session.get(Round, self.round_id)

    def part(self, coder: int) -> Enrolment | None:
        return db.session.scalar(
            select(Enrolment).where(
                Enrolment.round_id == self.round_id, Enrolment.member_id == self.members[coder]
            )
        )

    def parts(self) -> list[Enrolment]:
        return [part for coder in range(4) if (part := self.part(coder)) is not None]

    def is_here(self, coder: int) -> bool:
        part = self.part(coder)
        return part is not None and part.left_at is None

    def assignments(self, *where) -> list[Assignment]:
        query = select(Assignment).where(Assignment.round_id == self.round_id, *where)
        return list(db.session.scalars(query))

    def mine(self, part) -> list[Assignment]:
        return self.assignments(Assignment.member_id == part.member_id)

    def anyones(self) -> list[Assignment]:
        """The places of main sentences that are nobody's second one."""
        return [
            assignment
            for assignment in self.assignments(Assignment.occasion == 1)
            if assignment.unit.purpose == UnitPurpose.MAIN
        ]

    def units(self) -> list[Unit]:
        query = (
            select(Unit)
            .where(Unit.round_id == self.round_id, Unit.purpose == UnitPurpose.MAIN)
            .order_by(Unit.position)
        )
        return list(db.session.scalars(query))

    # What coders do

    @rule(coder=coders, content=contents, want=st.integers(1, 4))
    def work(self, coder, content, want):
        """Answer what one holds first, and take the next, as the desk does."""
        if not self.is_here(coder):
            return
        writing(db.session)
        part = self.part(coder)
        for assignment in held(db.session, part)[:1]:
            self.save(part, assignment.public_id, content)
        found = claim(db.session, part, want)
        assert len(found) <= max(want, 5)
        assert sum(assignment.occasion == 2 for assignment in self.mine(part)) <= part.served
        db.session.commit()

    @rule(coder=coders, content=contents, data=st.data())
    def answer_what_was_served_once(self, coder, content, data):
        """Also what was lost meanwhile, or was answered before."""
        served = self.assignments(
            Assignment.member_id == self.members[coder], Assignment.served_order.is_not(None)
        )
        if not served or not self.is_here(coder):
            return
        name = data.draw(st.sampled_from(sorted(assignment.public_id for assignment in served)))
        writing(db.session)
        self.save(self.part(coder), name, content)
        db.session.commit()

    def save(self, part, assignment, content):
        standing = db.session.scalar(
            select(Coding.public_id)
            .join(Coding.unit)
            .join(Assignment, Assignment.unit_id == Unit.id)
            .where(
                Assignment.public_id == assignment,
                Coding.member_id == part.member_id,
                Coding.occasion == Assignment.occasion,
                Coding.current,
            )
        )
        token = f"token-{len(self.sent):05d}"
        receipt = record(
            db.session, part, assignment, Submission(token, **content, revises=standing or "")
        )
        self.sent.append((part.member_id, token, receipt.coding))

    @rule(coder=coders)
    def stay_away(self, coder):
        """All leases of a coder end."""
        ended = now() - timedelta(minutes=1)
        db.session.execute(
            update(Assignment)
            .where(
                Assignment.round_id == self.round_id,
                Assignment.member_id == self.members[coder],
                Assignment.reserved_until.is_not(None),
            )
            .values(reserved_until=ended)
        )
        db.session.commit()

    # What a lead does

    def act(self, do, *args):
        writing(db.session)
        do(db.session, *args, LEAD)
        db.session.commit()

    @rule(coder=coders)
    def join(self, coder):
        if self.is_here(coder) or self.round.state == "closed":
            return
        self.act(joining.join, self.round, db.session.get(Member, self.members[coder]))

    @rule(coder=coders)
    def leave(self, coder):
        if self.is_here(coder):
            self.act(departures.leave, self.part(coder))

    @rule(coder=coders)
    def release(self, coder):
        if self.is_here(coder) and not self.round.design.is_own and self.round.state != "closed":
            self.act(departures.give_away, self.part(coder))

    @rule(coder=coders)
    def remove(self, coder):
        if self.is_here(coder):
            self.act(removal.remove_coder, self.part(coder))

    @rule(coder=coders)
    def restore(self, coder):
        part = self.part(coder)
        if part and self.codings(part.member_id, Coding.withdrawn_at.is_not(None)):
            self.act(removal.restore_coder, part)

    @rule(k=st.integers(1, 4))
    def change_k(self, k):
        here = sum(self.is_here(coder) for coder in range(4))
        if self.round.design.has_one_k and (k <= here or not self.round.is_planned):
            self.act(coders_per_sentence.change_k, self.round, k)

    @rule(at=st.integers(0, 2))
    def take_out_or_put_in_again(self, at):
        unit = self.units()[at]
        do = sentences.restore_units if unit.withdrawn_at else sentences.exclude_units
        self.act(do, self.round, [unit])

    @rule()
    def pause_or_resume(self):
        do = lifecycle.resume if self.round.state == "paused" else lifecycle.pause
        self.act(do, self.round)

    # What always holds

    def codings(self, member_id, *where):
        query = select(Coding).join(Coding.unit).where(Unit.round_id == self.round_id, *where)
        return db.session.scalars(query.where(Coding.member_id == member_id)).all()

    @invariant()
    def each_sentence_has_exactly_k_places(self):
        round_ = self.round
        standing = {unit.id for unit in self.units() if unit.withdrawn_at is None}
        filled, waiting = Counter(), Counter()
        for assignment in self.anyones():
            if assignment.state == AssignmentState.OPEN:
                waiting[assignment.unit_id] += 1
            elif assignment.state in (AssignmentState.CODED, AssignmentState.RESERVED) or (
                assignment.state == AssignmentState.SKIPPED and not round_.replaces_skips
            ):
                filled[assignment.unit_id] += 1
        assert all(not waiting[unit.id] for unit in self.units() if unit.id not in standing)
        for unit in standing:
            if round_.design.has_one_k:
                k = round_.design.k
                assert filled[unit] + waiting[unit] == max(k, filled[unit])
            else:
                assert filled[unit] + waiting[unit] <= 4

    @invariant()
    def counters_tell_the_truth(self):
        for part in self.parts():
            mine = self.assignments(Assignment.member_id == part.member_id)
            states = Counter(assignment.state for assignment in mine)
            assert part.done == states[AssignmentState.CODED]
            assert part.skipped == states[AssignmentState.SKIPPED]
            if part.round.is_planned:
                due = sum(
                    assignment.state == AssignmentState.OPEN
                    and (assignment.planned_order or 0) > DUE
                    for assignment in mine
                )
                own = len(mine) - states[AssignmentState.WITHDRAWN] - due
                assert part.quota == own + part.repeats_left
            if part.left_at is not None:
                assert not states[AssignmentState.OPEN]
                assert not states[AssignmentState.RESERVED]
            orders = [assignment.served_order for assignment in mine if assignment.served_order]
            assert len(orders) == len(set(orders))
            assert max(orders, default=0) <= part.served

    @invariant()
    def a_lease_is_of_what_is_held(self):
        for assignment in self.assignments():
            assert (assignment.reserved_until is not None) == (
                assignment.state == AssignmentState.RESERVED
            )

    @invariant()
    def nothing_acknowledged_is_lost_or_changed(self):
        for member_id, token, name in self.sent:
            coding = db.session.scalar(
                select(Coding).where(Coding.member_id == member_id, Coding.token == token)
            )
            assert coding.public_id == name
            content = (coding.digest, coding.outcome, coding.submitted_at, coding.revision)
            assert self.content.setdefault(name, content) == content

    @invariant()
    def what_counts_has_a_place(self):
        counted = Counter(
            row.coder for row in round_data.codings(db.session, self.round) if row.counted
        )
        out = {unit.id for unit in self.units() if unit.withdrawn_at}
        coded = Counter(
            assignment.member.pseudonym
            for assignment in self.anyones()
            if assignment.state == AssignmentState.CODED and assignment.unit_id not in out
        )
        assert counted == coded

    def teardown(self):
        if not hasattr(self, "round_id"):
            return
        db.session.rollback()
        if self.round.state == "paused":
            self.pause_or_resume()
        self.finish()
        self.each_sentence_has_exactly_k_places()
        self.counters_tell_the_truth()
        self.nothing_is_left_that_someone_could_take()

    def finish(self):
        """Everyone who is there codes until nothing comes."""
        for _ in range(8):
            for coder in range(4):
                self.stay_away(coder)
                while self.is_here(coder) and self.one_more(coder):
                    pass

    def one_more(self, coder) -> bool:
        writing(db.session)
        part = self.part(coder)
        found = claim(db.session, part)
        for assignment in found:
            self.save(part, assignment.public_id, ANSWER)
        db.session.commit()
        return bool(found)

    def nothing_is_left_that_someone_could_take(self):
        here = {self.members[coder] for coder in range(4) if self.is_here(coder)}
        for assignment in self.assignments(Assignment.state == AssignmentState.OPEN):
            if (assignment.planned_order or 0) > DUE:
                continue  # It falls due when its coder goes on, and there is no more to go on with.
            assert assignment.member_id is None
            had = {
                each.member_id
                for each in self.assignments(Assignment.unit_id == assignment.unit_id)
            }
            assert here <= had


@pytest.mark.every_database
def test_an_open_round_keeps_its_promises(session):
    run_state_machine_as_test(
        OpenRound,
        settings=settings(
            max_examples=scaled(12, full=250),
            stateful_step_count=25,
            suppress_health_check=list(HealthCheck),
        ),
    )
