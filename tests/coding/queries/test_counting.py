"""Which codings count, whatever is asked for: said by the database as it is in plain words."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from annotator.agreement.queries import excluded
from annotator.coding.exclusions import ASKABLE, Exclusion, included
from annotator.coding.models import Coding, Origin, Outcome
from annotator.database.base import now
from annotator.datasets.queries import round_data
from annotator.rounds.models import Assignment, Unit, UnitPurpose
from tests.sizes import scaled

OUTCOMES = st.sampled_from([Outcome.ANSWERED, Outcome.ANSWERED, Outcome.SKIPPED])
#: What a coder said of a unit on one occasion: each revision, and what became of the last.
said = st.fixed_dictionaries(
    {
        "revisions": st.lists(st.tuples(OUTCOMES, st.booleans(), st.booleans()), max_size=2),
        "withdrawn": st.booleans(),
    }
)
units = st.lists(
    st.tuples(st.sampled_from(UnitPurpose), st.booleans()), min_size=3, max_size=3
)  # fmt: skip
asked_for = st.sets(st.sampled_from(ASKABLE)).map(included)


def fill(session, round_, parts, about, chains):
    """Codings by two coders of three units, each on up to two occasions."""
    found = session.scalars(
        select(Unit).where(Unit.round_id == round_.id).order_by(Unit.id).limit(3)
    ).all()
    assignments = {
        (each.unit_id, each.member_id): each.id
        for each in session.scalars(select(Assignment).where(Assignment.round_id == round_.id))
    }
    for unit, (purpose, gone) in zip(found, about, strict=True):
        unit.purpose, unit.withdrawn_at = purpose, now() if gone else None
    made = []
    for (unit, part, occasion), chain in zip(product(found, parts, (1, 2)), chains, strict=True):
        # In training nothing comes again.
        comes_again = occasion == 2 and unit.purpose == UnitPurpose.TRAINING
        revisions = [] if comes_again else chain["revisions"]
        for number, (outcome, late, surplus) in enumerate(revisions, 1):
            is_last = number == len(revisions)
            made.append(
                Coding(
                    unit=unit,
                    member=part.member,
                    occasion=occasion,
                    origin=Origin.DESK,
                    assignment_id=None if surplus else assignments[unit.id, part.member_id],
                    revision=number,
                    outcome=outcome,
                    skip_reason="other" if outcome == Outcome.SKIPPED else "",
                    version_id=round_.version_id,
                    token=f"{unit.id}-{occasion}-{number}",
                    digest="made",
                    note="",
                    flagged=False,
                    context_looks=0,
                    current=is_last,
                    stale=False,
                    late=late,
                    withdrawn_at=now() if is_last and chain["withdrawn"] else None,
                )
            )
    session.add_all(made)
    session.flush()
    return made


def looked_at(codings, asked):
    """The one coding that says what a coder says of a unit on an occasion."""

    def is_looked_at(coding):
        practised = coding.unit.purpose == UnitPurpose.TRAINING
        return coding.revision == 1 if practised and "training" in asked else coding.current

    return [each for each in codings if is_looked_at(each)]


def reasons(coding, codings, round_):
    """Everything that speaks against counting a coding."""
    where = (coding.unit, coding.member, coding.occasion)
    standing = next(
        each for each in codings
        if each.current and (each.unit, each.member, each.occasion) == where
    )  # fmt: skip
    machine = coding.origin == Origin.MACHINE
    holds = {
        Exclusion.WITHDRAWN: standing.withdrawn_at is not None,
        Exclusion.TAKEN_OUT: coding.unit.withdrawn_at is not None,
        Exclusion.TRAINING: coding.unit.purpose == UnitPurpose.TRAINING,
        Exclusion.CHECKS: coding.unit.purpose == UnitPurpose.CHECK,
        Exclusion.MACHINES: machine,
        Exclusion.REPEATS: coding.occasion > 1,
        Exclusion.SKIPS: coding.outcome == Outcome.SKIPPED,
        Exclusion.SURPLUS: coding.assignment_id is None and not machine,
        Exclusion.LATE: coding.late and not round_.late_counted,
    }
    return {why for why, does in holds.items() if does}


@pytest.mark.every_database
@settings(
    max_examples=scaled(15, full=200),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    about=units,
    chains=st.lists(said, min_size=12, max_size=12),
    asked=asked_for,
    machine=st.booleans(),
    late_counted=st.sampled_from([None, False, True]),
)
def test_what_counts_is_what_has_no_reason_against_it_but_those_asked_for(
    session, round_, cora, carl, about, chains, asked, machine, late_counted
):
    with session.begin_nested() as sketch:
        round_.late_counted = late_counted
        codings = fill(session, round_, (cora, carl), about, chains)
        for each in codings if machine else ():
            if each.member_id == carl.member_id:
                each.origin, each.assignment_id = Origin.MACHINE, None
        session.flush()
        seen = looked_at(codings, asked)
        counts = [each for each in seen if reasons(each, codings, round_) <= asked]
        replaced = []
        if "repeats" in asked:
            last = {(each.unit_id, each.member_id): each for each in counts}
            again = {key for key, each in last.items() if each.occasion == 2}
            replaced = [
                each for each in seen
                if each.occasion == 1 and (each.unit_id, each.member_id) in again
            ]  # fmt: skip
            counts = list(last.values())

        rows = round_data.codings(session, round_, asked)
        assert sorted(row.id for row in rows if row.counted) == sorted(each.id for each in counts)
        of_each = Counter((row.unit, row.coder) for row in rows if row.counted)
        assert set(of_each.values()) <= {1}
        out, come = (
            excluded.left_out(session, round_, asked),
            excluded.let_in(session, round_, asked),
        )
        assert sum(out.values()) + len(counts) + len(replaced) == len(seen)
        against = [reasons(each, codings, round_) for each in counts]
        assert sum(come.values()) == sum(map(bool, against))
        sketch.rollback()
    session.expire_all()
