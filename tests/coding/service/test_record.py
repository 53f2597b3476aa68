import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from annotator.coding.masking import MASK_VERSION
from annotator.coding.models import Answer, Coding, Exposure, Origin
from annotator.coding.service.record import Kept, Receipt, record
from annotator.coding.submission import MOST_SECONDS, Submission
from annotator.errors import Conflict, NotFound, Refused
from annotator.rounds.models import AssignmentState
from annotator.rounds.service import lifecycle
from tests.factories import CALM, LOUD, assignments, code, codebook


@pytest.fixture
def assignment(session, cora):
    """The sentence that Cora was served first."""
    return assignments(session, cora, 1)[0]


def stored(session):
    session.flush()
    session.expire_all()
    return session.scalars(select(Coding).order_by(Coding.id)).all()


def said(coding):
    """The answers of a coding, as question, state, code, number and text."""
    return [
        (a.question.key, str(a.state), a.code.key if a.code else "", a.number, a.text)
        for a in coding.answers
    ]


def test_a_coding_keeps_all_that_was_said_under_its_version(session, cora, assignment):
    raw = LOUD | {"frames": ["moving", "staged"], "names": "2.5", "remark": " =1+1\r\n“so” 😀 "}
    sent = {"note": " why? ", "flagged": True, "looks": 3, "seconds": 4.25}
    receipt = code(session, cora, assignment, raw, **sent)
    (coding,) = stored(session)
    assert receipt == Receipt(coding.public_id, Kept.SAVED)
    assert said(coding) == [
        ("frames", "given", "staged", None, None),
        ("frames", "given", "moving", None, None),
        ("tone", "given", "loud", None, None),
        ("strength", "given", "middle", 2.0, None),
        ("names", "given", "", 2.5, None),
        ("remark", "given", "", None, " =1+1\n“so” 😀"),
    ]
    assert (coding.note, coding.flagged, coding.context_looks) == ("why?", True, 3)
    assert (coding.seconds, coding.version, coding.revision) == (4.25, cora.round.version, 1)
    assert (coding.current, coding.stale, coding.late) == (True, False, False)
    assert (coding.origin, coding.after_seeing, coding.advised) == ("desk", False, False)


def test_none_and_not_applicable_are_kept_apart(session, cora, assignment):
    code(session, cora, assignment, {"frames": "none", "tone": "calm"})
    assert [(question, state) for question, state, *_ in said(stored(session)[0])] == [
        ("frames", "none"), ("tone", "given"), ("strength", "not_applicable"),
        ("names", "none"), ("remark", "none"),
    ]  # fmt: skip


def test_a_skip_keeps_its_reason_and_no_answer(session, cora, assignment):
    code(session, cora, assignment, skip=" too distressing ")
    (coding,) = stored(session)
    assert (coding.outcome, coding.skip_reason, said(coding)) == ("skipped", "too distressing", [])
    assert (cora.done, cora.skipped, assignment.state) == (0, 1, AssignmentState.SKIPPED)


def test_a_revision_is_a_new_coding_and_the_old_one_stays(session, cora, assignment):
    first = code(session, cora, assignment, CALM).coding
    done_at, said_first = assignment.done_at, said(stored(session)[0])
    second = code(session, cora, assignment, LOUD, revises=first)
    before, after = stored(session)
    assert second == Receipt(after.public_id, Kept.SAVED)
    assert (before.current, after.current) == (False, True)
    assert (after.revision, after.revises_id) == (2, before.id)
    assert said(before) == said_first
    assert said_first[0] == ("frames", "given", "staged", None, None)
    assert assignment.done_at == done_at


def test_a_revision_of_what_is_not_current_any_more_is_kept_as_stale(session, cora, assignment):
    first = code(session, cora, assignment, CALM).coding
    code(session, cora, assignment, LOUD, revises=first)
    late_tab = code(session, cora, assignment, skip="other", revises=first)
    assert late_tab.kept == Kept.STALE
    assert [(coding.current, coding.stale) for coding in stored(session)] == [
        (False, False), (True, False), (False, True),
    ]  # fmt: skip
    assert (cora.done, cora.skipped, assignment.state) == (1, 0, AssignmentState.CODED)


def test_the_same_submission_sent_twice_is_one_coding(session, cora, assignment):
    sent = {"token": "token-of-a-page", "seconds": 1.0}
    first = code(session, cora, assignment, CALM, **sent)
    again = code(session, cora, assignment, CALM, **sent | {"seconds": 9.0})
    assert again == first
    assert len(stored(session)) == 1
    assert cora.done == 1


def test_a_token_used_for_other_content_is_refused(session, cora, assignment):
    code(session, cora, assignment, CALM, token="token-of-a-page")
    with pytest.raises(Conflict, match="the answer before is safe"):
        code(session, cora, assignment, LOUD, token="token-of-a-page")
    (coding,) = stored(session)
    assert said(coding)[1][2] == "calm"


def test_a_token_used_for_another_sentence_is_refused(session, cora):
    one, two = assignments(session, cora, 2)
    code(session, cora, one, CALM, token="token-of-a-page")
    with pytest.raises(Conflict):
        code(session, cora, two, CALM, token="token-of-a-page")
    assert two.state == AssignmentState.RESERVED


def test_two_coders_may_use_the_same_token(session, cora, carl, assignment):
    code(session, cora, assignment, CALM, token="token-of-a-page")
    (theirs,) = assignments(session, carl, 1)
    code(session, carl, theirs, CALM, token="token-of-a-page")
    assert len(stored(session)) == 2


def test_a_place_that_was_never_served_is_refused(session, cora, assignment):
    assignment.state, assignment.served_order = AssignmentState.OPEN, None
    with pytest.raises(Conflict, match="not served to you yet"):
        code(session, cora, assignment)
    assert stored(session) == []


def test_another_coders_place_is_answered_like_no_place(session, cora, carl):
    (theirs,) = assignments(session, carl, 1)
    refusals = []
    for name in (theirs.public_id, "no-such-place"):
        with pytest.raises(NotFound) as refused:
            record(session, cora, name, Submission("token-of-a-page", CALM))
        refusals.append(str(refused.value))
    assert refusals[0] == refusals[1]
    assert stored(session) == []


@pytest.mark.parametrize(
    "raw",
    [
        CALM | {"tone": "shrill"},
        CALM | {"frames": ["staged", "none"]},
        CALM | {"strength": "low"},
        CALM | {"colour": "red"},
        {"frames": ["staged"]},
        CALM | {"names": "-1"},
        {},
    ],
)
def test_an_answer_that_is_not_valid_stores_nothing(session, cora, assignment, raw):
    with pytest.raises(Refused):
        code(session, cora, assignment, raw)
    assert stored(session) == []
    assert (assignment.state, cora.done) == (AssignmentState.RESERVED, 0)


def test_answers_stay_under_the_version_of_their_round(session, cora, assignment, study):
    codebook(session, study, "bias")
    code(session, cora, assignment, CALM)
    assert stored(session)[0].version.number == 1


def test_what_is_held_when_a_round_pauses_can_be_saved(session, cora, round_, assignment):
    lifecycle.pause(session, round_, "command line")
    assert code(session, cora, assignment).kept == Kept.SAVED


def test_a_first_answer_after_the_close_is_kept_as_late_and_fills_the_gap(
    session, cora, round_, assignment
):
    lifecycle.close(session, round_, "command line")
    assert code(session, cora, assignment).kept == Kept.LATE
    (coding,) = stored(session)
    assert (coding.late, coding.current, assignment.state) == (True, True, AssignmentState.CODED)
    assert cora.done == 1


def test_what_counted_when_a_round_closed_goes_on_counting(session, cora, round_, assignment):
    first = code(session, cora, assignment, CALM).coding
    lifecycle.close(session, round_, "command line")
    assert code(session, cora, assignment, LOUD, revises=first).kept == Kept.LATE
    assert [(c.current, c.late) for c in stored(session)] == [(True, False), (False, True)]


def test_a_page_left_open_for_days_counts_as_a_day(session, cora, assignment):
    code(session, cora, assignment, seconds=10.0**9)
    assert stored(session)[0].seconds == MOST_SECONDS


def test_the_table_itself_refuses_a_second_current_coding(session, cora, assignment):
    first = code(session, cora, assignment).coding
    code(session, cora, assignment, LOUD, revises=first)
    stored(session)[0].current = True
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_table_itself_refuses_a_value_that_was_not_given(session, cora, assignment):
    code(session, cora, assignment, {"frames": "none", "tone": "calm"})
    session.scalars(select(Answer)).first().number = 1.0
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(("masked", "version"), [(True, MASK_VERSION), (False, None)])
def test_a_coding_keeps_under_which_masks_its_sentence_was_shown(
    session, cora, assignment, masked, version
):
    cora.round.masked = masked
    code(session, cora, assignment)
    assert stored(session)[0].mask_version == version


def exposed(**about):
    return Exposure(page="a page", **about)


def test_after_seeing_others_answers_a_coding_is_marked(session, cora, carl):
    first, second, third = assignments(session, cora)
    code(session, cora, first)
    session.add(exposed(member_id=cora.member_id, unit_id=second.unit_id))
    session.add(exposed(member_id=carl.member_id, round_id=cora.round_id))
    for assignment in (second, third):
        code(session, cora, assignment)
    session.add(exposed(member_id=cora.member_id, round_id=cora.round_id))
    code(session, cora, third, revises=stored(session)[2].public_id)
    assert [coding.after_seeing for coding in stored(session)] == [False, True, False, True]


def test_an_exposure_is_to_a_unit_or_to_a_round(session, cora, assignment):
    session.add(
        exposed(member_id=cora.member_id, round_id=cora.round_id, unit_id=assignment.unit_id)
    )
    with pytest.raises(IntegrityError, match="it_is_of_a_unit_or_a_round"):
        session.flush()


def test_only_a_coding_from_the_desk_can_fill_an_assignment(session, cora, assignment):
    code(session, cora, assignment)
    (coding,) = stored(session)
    coding.origin = Origin.MACHINE
    with pytest.raises(IntegrityError, match="only_the_desk_fills_assignments"):
        session.flush()
