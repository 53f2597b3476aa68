"""What is kept of a round and brought up to date is, at any time, what its rows say."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from sqlalchemy import func, select, update

from annotator.agreement.live.judgements import judged
from annotator.agreement.live.measured_round import MeasuredRound
from annotator.agreement.live.snapshot import Units
from annotator.agreement.queries import excluded, packed_codings, recount
from annotator.agreement.queries.self_agreement import answers
from annotator.agreement.service import follow
from annotator.agreement.service.check import differences
from annotator.agreement.service.left_out import left_out
from annotator.agreement.service.measure import question_report, round_report
from annotator.codebook.queries import book
from annotator.codebook.values import variables
from annotator.coding.exclusions import ASKABLE, NOTHING, Exclusion
from annotator.coding.models import Coding
from annotator.coding.service.leave_out import give_back
from annotator.database.session import db
from annotator.datasets.queries import round_data
from annotator.rounds.models import Assignment, Enrolment, Round
from annotator.rounds.service import lifecycle, sentences
from annotator.supervision.service import removal
from tests import factories
from tests.coding.test_round_promises import OpenRound
from tests.databases import listening
from tests.sizes import scaled

BOTH = pytest.mark.every_database


def measured_now(session, round_, also=NOTHING):
    with follow.followed(session, round_, also) as kept:
        for at in range(len(kept.measured.snapshot.variables)):
            kept.measured.counts_by_article(at)
        return kept.measured


def in_rows(snapshot):
    """The judgements of each variable, as a set of rows."""
    return {
        each.key: {*zip(*(getattr(rows, name) for name in NAMES), strict=True)}
        for each, rows in zip(
            snapshot.variables,
            map(snapshot.judgements, range(len(snapshot.variables))),
            strict=True,
        )
    }


NAMES = ("unit", "coder", "value", "cluster")


def told_by_rows(session, round_, also=NOTHING):
    """The same by what the exports read, coding by coding and answer by answer."""
    asked = variables(book(round_.version))
    found = judged(asked, round_data.codings(session, round_, also), answers(session, round_))
    return {
        each.variable.key: {*zip(*(getattr(each.rows, name) for name in NAMES), strict=True)}
        for each in found
    }


def counts(measured):
    """Units of each kind by article, and what each coder gave, without regard to order."""
    found = []
    for at, labels in enumerate(measured.snapshot.labels):
        tally = measured.counts_by_article(at)
        kinds = {
            (article, frozenset(zip(labels, kind, strict=False)) - {(each, 0) for each in labels}):
            int(many)
            for kind, column in zip(tally.kinds.tolist(), tally.units.T, strict=True)
            for article, many in enumerate(column) if many
        }  # fmt: skip
        given = [
            {
                (article, measured.snapshot.coders[coder], labels[value]): int(table[assignment])
                for assignment in zip(*table.nonzero(), strict=True)
                for article, coder, value in [assignment]
            }
            for table in (tally.given, tally.paired)
        ]
        found.append((kinds, given))
    return found


EVERYTHING = frozenset(ASKABLE)


class ReadRound(OpenRound):
    """The same round, read after every act."""

    @invariant()
    def what_is_kept_is_what_the_rows_say(self):
        session, round_ = db.session, self.round
        now = measured_now(session, round_)
        anew = follow.read(session, round_).measured
        assert in_rows(now.snapshot) == in_rows(anew.snapshot) == told_by_rows(session, round_)
        assert counts(now) == counts(MeasuredRound(anew.snapshot))
        assert differences(session, round_) == []
        assert left_out(session, round_) == excluded.left_out(session, round_)

    @invariant()
    def what_is_asked_for_is_what_the_rows_say_too(self):
        session, round_ = db.session, self.round
        now = measured_now(session, round_, EVERYTHING)
        assert in_rows(now.snapshot) == told_by_rows(session, round_, EVERYTHING)
        assert differences(session, round_, EVERYTHING) == []
        assert {*left_out(session, round_, EVERYTHING)} <= {Exclusion.SKIPS}


@BOTH
def test_a_round_brought_up_to_date_is_the_round_read_anew_whatever_was_done(session):
    run_state_machine_as_test(
        ReadRound,
        settings=settings(
            max_examples=scaled(5, full=80),
            stateful_step_count=20,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def round_(session):
    """Cora and Carl, who each coded the first of three sentences."""
    study = factories.study(session)
    factories.codebook(session, study)
    factories.article(session, study)
    coders = [factories.member(session, study, name, "coder") for name in ("Cora", "Carl")]
    made = factories.open_round(session, study, coders)
    for coder in coders:
        factories.code_all(session, made, coder, [factories.CALM, None, None])
    session.commit()
    return made


def part_of(session, round_, at=0):
    query = select(Enrolment).where(Enrolment.round_id == round_.id).order_by(Enrolment.id)
    return session.scalars(query).all()[at]


def waiting(session, part):
    query = select(Assignment).where(
        Assignment.member_id == part.member_id, Assignment.state == "reserved"
    )
    return session.scalars(query.order_by(Assignment.served_order)).first()


@pytest.fixture
def reads(monkeypatch):
    """How often a round was read as a whole."""
    found = []
    read = packed_codings.coded

    def count(*args):
        found.append(args)
        return read(*args)

    monkeypatch.setattr(packed_codings, "coded", count)
    return found


def code_one_more(session, round_, at=0, answers=factories.LOUD):
    part = part_of(session, round_, at)
    factories.code(session, part, waiting(session, part), answers)
    session.commit()


@BOTH
def test_after_one_more_coding_only_that_one_is_read(session, round_, reads):
    measured_now(session, round_)
    code_one_more(session, round_)
    now = measured_now(session, round_)
    assert len(reads) == 1
    assert in_rows(now.snapshot) == told_by_rows(session, round_)


def test_what_was_measured_is_there_until_something_changes(session, round_):
    first, again = round_report(session, round_), round_report(session, round_)
    assert all(one.measured is other.measured for one, other in zip(first, again, strict=True))
    code_one_more(session, round_)
    after = round_report(session, round_)
    assert all(one.measured is not other.measured for one, other in zip(first, after, strict=True))


def test_what_was_said_of_a_question_is_there_until_something_changes(session, round_):
    first = question_report(session, round_, "tone")
    assert question_report(session, round_, "tone") is first
    code_one_more(session, round_)
    assert question_report(session, round_, "tone") is not first


@BOTH
def test_a_unit_belongs_to_the_week_in_which_it_was_last_judged(session, round_):
    code_one_more(session, round_)
    codings = session.scalars(select(Coding).order_by(Coding.id)).all()
    # A Sunday shortly before midnight, and a Monday; and a day before days are counted.
    moments = [(2026, 3, 1, 23, 59), (2026, 3, 2, 0, 1), (1969, 12, 31, 23, 0)]
    for coding, moment in zip(codings, moments, strict=True):
        coding.submitted_at = datetime(*moment, tzinfo=UTC)
    session.commit()
    snapshot = follow.read(session, round_).measured.snapshot
    tone = [each.key for each in snapshot.variables].index("tone")
    last = {unit.public_id: week for unit, week in ((codings[0].unit, "2026-W10"),
                                                    (codings[2].unit, "1970-W01"))}  # fmt: skip
    assert list(snapshot.weeks(tone)) == [last[unit] for unit in sorted(last)]
    assert snapshot.workloads == {
        name: sum(each.member.pseudonym == name for each in codings)
        for name in sorted({each.member.pseudonym for each in codings})
    }
    assert sorted(snapshot.coders_per_unit.tolist()) == [1, 2]


@pytest.mark.parametrize("counts_late", [True, False])
def test_a_decision_on_late_codings_is_seen_at_once(session, round_, counts_late):
    lifecycle.close(session, round_, factories.COMMAND_LINE)
    code_one_more(session, round_)
    assert len(measured_now(session, round_).snapshot.unit) == 2
    lifecycle.count_late(session, round_, factories.COMMAND_LINE, counts=counts_late)
    session.commit()
    assert len(measured_now(session, round_).snapshot.unit) == (3 if counts_late else 2)


def test_what_is_asked_for_is_brought_up_to_date_too(session, round_):
    late = frozenset({Exclusion.LATE})
    assert len(measured_now(session, round_, late).snapshot.unit) == 2
    lifecycle.close(session, round_, factories.COMMAND_LINE)
    code_one_more(session, round_)
    assert len(measured_now(session, round_, late).snapshot.unit) == 3
    code_one_more(session, round_, at=1)
    assert len(measured_now(session, round_, late).snapshot.unit) == 4
    assert len(measured_now(session, round_).snapshot.unit) == 2


def test_what_is_asked_for_is_read_once_for_each_look_however_many_save(
    session, round_, monkeypatch
):
    read, looks = packed_codings.coded, []

    def meanwhile(*args):
        found = list(read(*args))
        looks.append(True)
        if len(looks) < 4:
            with factories.another_process() as other:
                code_one_more(other, other.get(Round, round_.id), at=len(looks) % 2)
        return iter(found)

    monkeypatch.setattr(packed_codings, "coded", meanwhile)
    measured_now(session, round_, frozenset({Exclusion.LATE}))
    assert len(looks) == 1
    assert len(measured_now(session, round_, frozenset({Exclusion.LATE})).snapshot.unit) == 3


def test_skips_that_are_given_back_are_not_said_to_be_left_out(session, round_):
    part = part_of(session, round_)
    assignment = waiting(session, part)
    factories.code(session, part, assignment, skip="too distressing", rest="article")
    session.commit()
    assert left_out(session, round_) == {"skips": 2}
    give_back(session, part, part.member)
    session.commit()
    assert left_out(session, round_) == excluded.left_out(session, round_) == {"skips": 1}


def test_who_is_removed_and_what_is_taken_out_is_gone_at_once(session, round_):
    assert len(measured_now(session, round_).snapshot.unit) == 2
    part = part_of(session, round_)
    removal.remove_coder(session, part, factories.COMMAND_LINE)
    session.commit()
    assert len(measured_now(session, round_).snapshot.unit) == 1
    removal.restore_coder(session, part_of(session, round_), factories.COMMAND_LINE)
    session.commit()
    assert len(measured_now(session, round_).snapshot.unit) == 2
    unit = session.scalars(select(Coding)).first().unit
    sentences.exclude_units(session, round_, [unit], factories.COMMAND_LINE)
    session.commit()
    assert len(measured_now(session, round_).snapshot.unit) < 2


def test_what_pauses_a_round_does_not_let_it_be_read_again(session, round_, reads):
    measured_now(session, round_)
    lifecycle.pause(session, round_, factories.COMMAND_LINE)
    session.commit()
    measured_now(session, round_)
    assert len(reads) == 1


@pytest.mark.database("postgresql")
def test_a_coding_with_a_lower_number_that_is_committed_later_is_not_missed(session, round_, reads):
    measured_now(session, round_)
    with factories.another_process() as slow:
        mine = part_of(slow, slow.get(Round, round_.id), 0)
        factories.code(slow, mine, waiting(slow, mine), factories.LOUD)
        code_one_more(session, round_, at=1)
        now = measured_now(session, round_)
        assert len(now.snapshot.unit) == 3
        slow.commit()
    highest = session.scalar(select(func.max(Coding.id)).where(Coding.current))
    assert session.get(Coding, highest).member_id == part_of(session, round_, 1).member_id
    now = measured_now(session, round_)
    assert len(now.snapshot.unit) == 4
    assert len(reads) == 1, "it is found without reading all again"
    assert in_rows(now.snapshot) == told_by_rows(session, round_)


def test_a_coding_that_is_counted_but_not_found_lets_the_round_be_read_anew(session, round_, reads):
    measured_now(session, round_)
    session.execute(update(Enrolment).values(codings=Enrolment.codings + 1))
    session.commit()
    measured_now(session, round_)
    assert len(reads) > 1


def test_a_database_that_was_put_back_is_read_anew(session, round_, reads):
    code_one_more(session, round_)
    measured_now(session, round_)
    session.execute(update(Enrolment).values(codings=Enrolment.codings - 1))
    session.commit()
    measured_now(session, round_)
    assert len(reads) > 1


def test_a_lead_who_acts_while_a_round_is_read_is_not_half_seen(session, round_, monkeypatch):
    read, done = packed_codings.coded, []

    def meanwhile(*args):
        found = list(read(*args))
        if not done:
            done.append(True)
            with factories.another_process() as other:
                removal.remove_coder(
                    other, part_of(other, other.get(Round, round_.id)), factories.COMMAND_LINE
                )
                other.commit()
        return iter(found)

    monkeypatch.setattr(packed_codings, "coded", meanwhile)
    assert len(measured_now(session, round_).snapshot.unit) == 1


@BOTH
def test_many_who_ask_at_once_let_it_be_read_once_and_see_the_same(app, session, round_, reads):
    name, many = round_.public_id, 4
    barrier = Barrier(many)
    session.commit()

    def ask(_):
        with app.app_context():
            mine = db.session.scalars(select(Round).where(Round.public_id == name)).one()
            barrier.wait(10)
            found = [each.measured for each in round_report(db.session, mine)]
            db.session.remove()
            return found

    with ThreadPoolExecutor(many) as pool:
        found = list(pool.map(ask, range(many)))
    assert len(reads) == 1
    assert all(one is other for each in found for one, other in zip(each, found[0], strict=True))


def test_another_process_that_saves_is_noticed_by_its_rows_alone(session, round_):
    """What another process saves comes by no other way than the database."""
    measured_now(session, round_)
    with factories.another_process() as other:
        code_one_more(other, other.get(Round, round_.id))
    assert len(measured_now(session, round_).snapshot.unit) == 3


def test_pages_ask_one_question_of_the_database_when_nothing_is_new(session, round_):
    round_report(session, round_)
    with listening(db.engine) as asked, follow.followed(session, round_):
        pass
    assert len(asked) == 1


def test_a_check_finds_nothing_where_nothing_is_wrong(session, round_):
    assert differences(session, round_) == []


def test_a_check_names_the_coder_whose_counter_was_changed(session, round_):
    session.execute(update(Enrolment).values(codings=5))
    session.commit()
    found = differences(session, round_)
    assert len(found) == 2
    assert found[0].endswith(": 1 codings are stored, and 5 were counted as they came.")


def test_a_check_names_the_variable_of_which_something_else_is_kept(session, round_):
    snapshot = measured_now(session, round_).snapshot
    snapshot.values[0][0] = 1 - snapshot.values[0][0]
    (found,) = differences(session, round_)
    assert found.startswith("frames.staged: 1 units are counted otherwise, the first is ")


def test_a_check_finds_a_row_that_was_changed_behind_what_is_kept(session, round_):
    measured_now(session, round_)
    session.execute(update(Coding).values(current=False))
    session.commit()
    assert {each.partition(":")[0] for each in differences(session, round_)} >= {
        "frames.staged",
        "tone",
    }


def test_recounting_knows_every_kind_of_answer(session, round_):
    code_one_more(session, round_, answers=factories.LOUD)
    units = measured_now(session, round_).snapshot.units.row
    found = recount.recounted(session, round_, int(units[0]), int(units[-1]))
    values = {(cell.variable, cell.value): many for cell, many in found.items()}
    assert values["strength", "2"] == 1
    assert values["names", "2"] == 1
    assert values["frames.moving", "0"] == 1


@BOTH
def test_what_was_left_out_is_asked_again_only_if_it_may_have_changed(session, round_, monkeypatch):
    asked = []
    ask = excluded.left_out
    monkeypatch.setattr(excluded, "left_out", lambda *args: asked.append(True) or ask(*args))
    assert left_out(session, round_) == {}
    code_one_more(session, round_)
    assert left_out(session, round_) == {}
    assert len(asked) == 1
    part = part_of(session, round_)
    factories.code(session, part, waiting(session, part), skip="other")
    session.commit()
    assert left_out(session, round_) == {"skips": 1}
    assert len(asked) == 2


def test_what_is_left_out_unread_is_counted_when_it_is_stored(session, round_):
    measured_now(session, round_)
    part = part_of(session, round_)
    assignment = waiting(session, part)
    factories.code(session, part, assignment, skip="too distressing", rest="article")
    session.commit()
    assert session.get(Enrolment, part.id).codings == 3
    assert differences(session, round_) == []


def test_a_coding_of_a_sentence_that_came_later_is_not_missed(session, round_, monkeypatch):
    known, ask = [], packed_codings.units

    def without_the_last(*args):
        found = ask(*args)
        if known:
            return found
        known.append(True)
        return Units(found.row[:2], found.name[:2], found.home[:2], found.articles)

    monkeypatch.setattr(packed_codings, "units", without_the_last)
    measured_now(session, round_)
    part = part_of(session, round_)
    second, third = factories.assignments(session, part)[:2]
    for assignment in (second, third):
        factories.code(session, part, assignment, factories.CALM)
    session.commit()
    assert in_rows(measured_now(session, round_).snapshot) == told_by_rows(session, round_)
