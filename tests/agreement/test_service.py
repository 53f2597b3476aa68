from dataclasses import replace

import pytest
from sqlalchemy import func, select

from annotator.agreement.models import Coefficient, Measurement
from annotator.agreement.service import keep
from annotator.agreement.service.keep import keep_measurements
from annotator.agreement.service.measure import round_report
from annotator.coding.models import Coding
from annotator.reliability.coefficients.registry import COEFFICIENTS
from annotator.rounds.models import Assignment
from tests import factories


@pytest.fixture
def round_(session):
    """Two coders who agree on one of two sentences."""
    study = factories.study(session)
    factories.codebook(session, study)
    factories.article(session, study)
    coders = [factories.member(session, study, name, "coder") for name in ("Cora", "Carl")]
    made = factories.open_round(session, study, coders)
    factories.code_all(session, made, coders[0], [factories.CALM, factories.CALM, None])
    factories.code_all(session, made, coders[1], [factories.CALM, factories.LOUD, None])
    return made


def kept(session, round_):
    return keep_measurements(session, round_, round_report(session, round_))


def number(session, model):
    return session.scalar(select(func.count()).select_from(model))


def of(rows, question, code=""):
    (found,) = (r for r in rows if (r.question_key, r.code_key) == (question, code))
    return found


def test_measuring_stores_nothing(session, round_):
    assert round_report(session, round_)
    assert number(session, Measurement) == 0


def test_what_is_kept_is_what_was_measured(session, round_):
    lines = {each.variable.key: each for each in round_report(session, round_)}
    row = of(kept(session, round_), "tone")
    measured = lines["tone"].measured
    assert set(row.by_name) == {each.key for each in COEFFICIENTS}
    for name, figure in measured.coefficients.items():
        stored = row.by_name[name]
        assert (stored.value, stored.low, stored.high) == (figure.value, figure.low, figure.high)
        assert stored.se == figure.se
        assert (stored.method, stored.reason) == (figure.method, figure.reason)
    assert (row.n_units, row.n_coders, row.n_judgements, row.n_dropped) == (2, 2, 4, 0)
    assert row.distribution == {"calm": 3, "loud": 1}
    assert row.options == {
        "level": "nominal", "values": ["calm", "loud"], "cluster": "article", "replicates": 2000,
    }  # fmt: skip
    assert (row.study_id, row.round_id) == (round_.study_id, round_.id)
    assert row.fingerprint == lines["tone"].fingerprint


def test_a_code_of_many_is_kept_under_its_question_and_its_own_key(session, round_):
    rows = kept(session, round_)
    assert [(row.question_key, row.code_key) for row in rows] == [
        ("frames", "staged"), ("frames", "moving"), ("tone", ""), ("strength", ""), ("names", ""),
    ]  # fmt: skip


def test_the_same_data_measured_again_are_the_row_that_is_there(session, round_):
    first = [row.id for row in kept(session, round_)]
    session.commit()
    assert [row.id for row in kept(session, round_)] == first
    assert number(session, Measurement) == len(first)
    assert number(session, Coefficient) == len(COEFFICIENTS) * len(first)


def test_a_changed_answer_is_a_new_row_and_the_old_one_stays(session, round_):
    before = kept(session, round_)
    stored = of(before, "tone").by_name["alpha"].value
    part = max(round_.enrolments, key=lambda each: each.member_id)
    # The last coder takes back what they said about the second sentence.
    assignment = session.scalars(
        select(Assignment)
        .where(Assignment.member_id == part.member_id)
        .order_by(Assignment.served_order)
    ).all()[1]
    coding = _coding_at(session, assignment)
    factories.code(session, part, assignment, factories.CALM, revises=coding)
    after = kept(session, round_)
    assert of(after, "tone").id != of(before, "tone").id
    assert of(before, "tone").by_name["alpha"].value == stored
    assert of(after, "tone").by_name["percent"].value == 1
    # What did not change is the row that was there.
    assert of(after, "frames", "moving").id == of(before, "frames", "moving").id


def _coding_at(session, assignment):
    query = select(Coding.public_id).where(Coding.assignment_id == assignment.id, Coding.current)
    return session.scalars(query).one()


def test_another_version_of_annotator_keeps_its_own_row(session, round_, monkeypatch):
    first = of(kept(session, round_), "tone")
    monkeypatch.setattr(keep, "version", lambda _package: "9.9")
    second = of(kept(session, round_), "tone")
    assert second.id != first.id
    assert (second.annotator_version, second.fingerprint) == ("9.9", first.fingerprint)


def test_what_could_not_be_measured_is_not_kept(session, round_):
    (line,) = (each for each in round_report(session, round_) if each.variable.key == "tone")
    nothing = replace(line, measured=None, reason="why")
    assert keep_measurements(session, round_, [nothing]) == []
    assert number(session, Measurement) == 0


def test_an_undefined_figure_is_kept_with_its_reason(session, round_):
    alpha = of(kept(session, round_), "frames", "moving").by_name["alpha"]
    assert (alpha.value, alpha.low, alpha.high) == (None, None, None)
    assert alpha.reason.startswith("undefined: every coder used one value")
