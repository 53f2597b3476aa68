"""Which codings count. What the services can not do yet is written into the rows themselves."""

import datetime as dt

import pytest
from sqlalchemy import select

from annotator.agreement.queries import measurements as kept
from annotator.agreement.service.keep import keep_measurements
from annotator.agreement.service.measure import judgements_of_round, round_report
from annotator.coding.models import Coding, Origin
from annotator.database.base import now
from annotator.datasets.queries import round_data
from annotator.rounds.models import Assignment, Unit, UnitPurpose
from annotator.rounds.service import lifecycle
from tests import factories

SKIP = "not a sentence"


class Bench:
    """A round of three sentences and two coders; what is done to it, one thing a test."""

    def __init__(self, session):
        self.session = session
        self.study = factories.study(session)
        factories.codebook(session, self.study)
        factories.article(session, self.study)
        self.cora, self.carl = (
            factories.member(session, self.study, name, "coder") for name in ("Cora", "Carl")
        )
        self.round = factories.open_round(session, self.study, [self.cora, self.carl])

    def code(self, member, *answers):
        return factories.code_all(self.session, self.round, member, answers)

    def coding(self, public_id):
        query = select(Coding).where(Coding.public_id == public_id)
        return self.session.scalars(query).one()

    def judgements(self, key):
        """Who judged which sentence how, for one variable."""
        self.session.flush()
        found = {
            each.variable.key: each.rows for each in judgements_of_round(self.session, self.round)
        }
        assignment = dict(
            self.session.execute(
                select(Unit.public_id, Unit.position).where(Unit.round_id == self.round.id)
            ).all()
        )
        rows = found[key]
        return {
            (assignment[unit], coder): value
            for unit, coder, value in zip(rows.unit, rows.coder, rows.value, strict=True)
        }

    def counted(self):
        """The pseudonyms of those whose only coding counts."""
        return {coder for _, coder in self.judgements("tone")}


@pytest.fixture
def bench(session):
    return Bench(session)


def test_every_measured_variable_has_its_judgements(bench):
    bench.code(bench.cora, factories.CALM, factories.LOUD, SKIP)
    bench.code(bench.carl, factories.LOUD, None, factories.CALM)
    cora, carl = bench.cora.pseudonym, bench.carl.pseudonym
    assert bench.judgements("tone") == {
        (1, cora): "calm", (2, cora): "loud", (1, carl): "loud", (3, carl): "calm",
    }  # fmt: skip
    assert bench.judgements("frames.staged") == {
        (1, cora): "1", (2, cora): "0", (1, carl): "0", (3, carl): "1",
    }  # fmt: skip
    assert bench.judgements("strength") == {(2, cora): "2", (1, carl): "2"}
    assert bench.judgements("names") == {(2, cora): "2", (1, carl): "2"}
    keys = [each.variable.key for each in judgements_of_round(bench.session, bench.round)]
    assert keys == ["frames.staged", "frames.moving", "tone", "strength", "names"]


def test_only_the_newest_revision_counts(bench):
    bench.code(bench.carl, factories.CALM, None, None)
    (first,) = bench.code(bench.cora, factories.CALM, None, None)
    part = factories.enrolment(bench.session, bench.round, bench.cora)
    assignment = bench.session.get(Assignment, bench.coding(first).assignment_id)
    factories.code(bench.session, part, assignment, factories.LOUD, revises=first)
    # One that was made on an old page is kept, and does not count.
    factories.code(bench.session, part, assignment, factories.CALM, revises="")
    assert bench.judgements("tone") == {
        (1, bench.cora.pseudonym): "loud", (1, bench.carl.pseudonym): "calm",
    }  # fmt: skip


def machine(bench, coding):
    coding.origin, coding.assignment_id = Origin.MACHINE, None


def withdrawn(bench, coding):
    coding.withdrawn_at = now()


def repeated(bench, coding):
    coding.occasion = 2


def surplus(bench, coding):
    coding.assignment_id = None


def late(bench, coding):
    coding.late = True


def training(bench, coding):
    coding.unit.purpose = UnitPurpose.TRAINING


def check(bench, coding):
    coding.unit.purpose = UnitPurpose.CHECK


def unit_withdrawn(bench, coding):
    coding.unit.withdrawn_at = now()


def imported(bench, coding):
    coding.origin, coding.assignment_id = Origin.IMPORT, None


def late_but_let_in(bench, coding):
    coding.late, bench.round.late_counted = True, True


def late_and_kept_out(bench, coding):
    coding.late, bench.round.late_counted = True, False


def left_the_study(bench, coding):
    coding.member.left_at = now()


@pytest.mark.parametrize(
    "what",
    [machine, withdrawn, repeated, surplus, late, late_and_kept_out, training, check,
     unit_withdrawn],
    ids=lambda what: what.__name__,
)  # fmt: skip
def test_what_does_not_count(bench, what):
    (coding,) = bench.code(bench.cora, factories.CALM, None, None)
    bench.code(bench.carl, None, factories.CALM, None)
    what(bench, bench.coding(coding))
    assert bench.counted() == {bench.carl.pseudonym}


@pytest.mark.parametrize(
    "what", [imported, late_but_let_in, left_the_study], ids=lambda what: what.__name__
)
def test_what_counts_all_the_same(bench, what):
    (coding,) = bench.code(bench.cora, factories.CALM, None, None)
    what(bench, bench.coding(coding))
    assert bench.counted() == {bench.cora.pseudonym}


@pytest.mark.parametrize("what", [repeated, training], ids=lambda what: what.__name__)
def test_training_and_repeats_are_in_tables_of_their_own(bench, what):
    (coding,) = bench.code(bench.cora, factories.CALM, None, None)
    what(bench, bench.coding(coding))
    bench.session.flush()
    assert round_data.codings(bench.session, bench.round) == []


@pytest.mark.parametrize("what", [machine, surplus, late], ids=lambda what: what.__name__)
def test_what_does_not_count_is_still_among_the_codings(bench, what):
    (coding,) = bench.code(bench.cora, factories.CALM, None, None)
    what(bench, bench.coding(coding))
    bench.session.flush()
    (row,) = round_data.codings(bench.session, bench.round)
    assert (row.coding, bool(row.counted)) == (coding, False)


def test_a_coding_that_came_when_the_round_was_closed_is_not_counted(bench):
    bench.code(bench.carl, factories.CALM, None, None)
    part = factories.enrolment(bench.session, bench.round, bench.cora)
    assignment = factories.assignments(bench.session, part)[0]
    lifecycle.close(bench.session, bench.round, "command line")
    factories.code(bench.session, part, assignment, factories.CALM)
    assert bench.counted() == {bench.carl.pseudonym}
    lifecycle.count_late(bench.session, bench.round, "command line", counts=True)
    assert bench.counted() == {bench.carl.pseudonym, bench.cora.pseudonym}


def test_a_round_does_not_see_the_codings_of_another(bench):
    bench.code(bench.cora, factories.CALM, None, None)
    other = factories.open_round(bench.session, bench.study, [bench.cora], "Next")
    assert all(len(each.rows) == 0 for each in judgements_of_round(bench.session, other))


def test_measurements_come_newest_first_and_of_one_study_only(bench, session):
    bench.code(bench.cora, factories.CALM, factories.CALM, None)
    measured = keep_measurements(session, bench.round, round_report(session, bench.round))
    for at, row in enumerate(measured):
        row.measured_at = dt.datetime(2022, 11, 1 + at, tzinfo=dt.UTC)
    session.flush()
    newest_first = [row.public_id for row in reversed(measured)]
    found = kept.measurements(session, bench.study)
    assert [row.public_id for row in found] == newest_first
    assert [row.public_id for row in kept.measurements(session, bench.study, 2)] == (
        newest_first[:2]
    )
    assert kept.measurements(session, factories.study(session, "Another")) == []
