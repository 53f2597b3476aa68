"""Training rounds: the known answer after each coding, the pass mark, and who goes on."""

import pytest
from sqlalchemy import select

from annotator.corpus.models import Sentence
from annotator.errors import Conflict, Refused
from annotator.rounds.models import Assignment, Enrolment, KnownAnswer, Unit
from annotator.rounds.service import joining, training
from annotator.rounds.service.claim import claim
from annotator.studies.models import LogEntry
from tests import factories
from tests.coding.plain import DeskForm
from tests.rounds import controlled

MOVING = {"frames": ["moving"], "tone": "calm"}


@pytest.fixture
def scene(people, inside):
    """A training round of three sentences, and a main round that asks for it."""
    with inside() as (session, study):
        factories.codebook(session, study)
        articles = [factories.article(session, study)]
        coders = [factories.member_called(session, study, name) for name in ("Cora", "Carl")]
        known = controlled.known_answers(session, study, controlled.sentences(session, articles))
        school = controlled.opened(session, study, coders, known, purpose="training", pass_mark=0.6)
        main = factories.open_round(session, study, coders, "Main", requires=school.number)
        session.commit()
        return school.public_id, main.public_id


def part(session, study, round_id, name):
    return session.scalars(
        select(Enrolment)
        .join(Enrolment.round)
        .where(
            Enrolment.round.has(public_id=round_id),
            Enrolment.member_id == factories.member_called(session, study, name).id,
        )
    ).one()


def send(browser, round_id, assignment, answers, revises=""):
    token = f"token-{assignment}-{len(revises)}"
    sent = {"assignment": assignment, "token": token, "answers": answers, "revises": revises}
    answer = browser.post(f"/desk/{round_id}/codings.json", json={"codings": [sent], "want": 1})
    return answer.get_json()["results"][0]


def held(browser, round_id):
    answer = browser.post(f"/desk/{round_id}/next.json", json={"want": 1})
    return [each["assignment"] for each in answer.get_json()["held"]]


def code_all(browser, round_id, *answers):
    return [send(browser, round_id, held(browser, round_id)[0], each) for each in answers]


def test_every_coder_has_every_sentence_and_a_late_one_too(people, inside, scene):
    with inside() as (session, study):
        late = factories.member(session, study, "Late", "coder")
        school = part(session, study, scene[0], "Cora").round
        joining.join(session, school, late, factories.COMMAND_LINE)
        for member in (late, factories.member_called(session, study, "Cora")):
            found = factories.enrolment(session, school, member)
            assert found.assigned == 3
            assert len(claim(session, found, 60)) == 3


def test_the_known_answer_comes_with_the_receipt_and_not_before(browser_of, scene):
    cora, (assignment,) = browser_of("Cora"), held(browser_of("Cora"), scene[0])
    before = cora.get(f"/desk/{scene[0]}/{assignment}.json").get_json()
    assert before["known"] is None
    pages = cora.get(f"/desk/{scene[0]}").text + cora.get(f"/desk/{scene[0]}/held.json").text
    assert controlled.REASONS["frames"] not in pages
    result = send(cora, scene[0], assignment, MOVING)
    assert result["known"][0] == {
        "question": "Which frames does it carry?",
        "known": "Staged",
        "own": "Moving",
        "agrees": False,
        "reason": controlled.REASONS["frames"],
        "compares": True,
    }
    assert result["known"][1]["agrees"]
    after = cora.get(f"/desk/{scene[0]}/{assignment}.json").get_json()
    assert after["known"] == result["known"]


def test_a_sentence_whose_known_answer_is_shown_is_taught_from_then_on(browser_of, inside, scene):
    cora, (assignment,) = browser_of("Cora"), held(browser_of("Cora"), scene[0])
    with inside() as (session, _):
        assert session.scalars(select(Sentence).where(Sentence.taught)).all() == []
    send(cora, scene[0], assignment, MOVING)
    with inside() as (session, _):
        row = session.scalars(select(Assignment).where(Assignment.public_id == assignment)).one()
        assert session.scalars(select(Sentence).where(Sentence.taught)).all() == [row.unit.sentence]


def test_without_a_script_the_known_answer_is_read_before_the_next_sentence(browser_of, scene):
    cora = browser_of("Cora")
    cora.post(f"/desk/{scene[0]}/start")
    form = DeskForm(cora.get(f"/desk/{scene[0]}").text)
    answer = cora.post(form.action, data=form.filled(frames="moving", tone="calm"))
    assert answer.location == form.action
    page = cora.get(answer.location).text
    assert controlled.REASONS["frames"] in page
    assert "You: " in page
    following = DeskForm(cora.get(f"/desk/{scene[0]}").text)
    assert following.action != form.action


def test_first_answers_that_agree_qualify(browser_of, people, inside, scene):
    cora = browser_of("Cora")
    assert held(cora, scene[1]) == []
    assert "First a little training" in cora.get(f"/desk/{scene[1]}").text
    assert "passed the training round" in cora.get("/desk").text
    code_all(cora, scene[0], controlled.ANSWERS, controlled.ANSWERS, MOVING)
    assert "You passed" in cora.get(f"/desk/{scene[0]}").text
    assert len(held(cora, scene[1])) == 1
    with inside() as (session, study):
        assert part(session, study, scene[0], "Cora").qualified_at is not None
        assert part(session, study, scene[0], "Carl").qualified_at is None
        acts = session.scalars(select(LogEntry.act)).all()
        assert acts.count("pass training") == 1


def test_an_answer_that_was_changed_after_the_known_one_does_not_count(
    browser_of, people, inside, scene
):
    cora = browser_of("Cora")
    first, second, _ = code_all(cora, scene[0], MOVING, MOVING, controlled.ANSWERS)
    for each in (first, second):
        changed = send(
            cora, scene[0], each["assignment"], dict(controlled.ANSWERS), revises=each["coding"]
        )
        assert changed["status"] == "saved"
        assert changed["known"][0]["agrees"]
    with inside() as (session, study):
        assert part(session, study, scene[0], "Cora").qualified_at is None
    assert held(cora, scene[1]) == []
    assert "less than 60% of the known answers" in cora.get(f"/desk/{scene[0]}").text


def test_a_skip_is_no_agreement(browser_of, people, inside, scene):
    cora = browser_of("Cora")
    for _ in range(3):
        (assignment,) = held(cora, scene[0])
        sent = {"assignment": assignment, "token": f"token-{assignment}", "skip_reason": "other"}
        cora.post(f"/desk/{scene[0]}/codings.json", json=sent)
    with inside() as (session, study):
        assert part(session, study, scene[0], "Cora").qualified_at is None


def test_a_lead_sees_how_coders_did_and_may_qualify_by_hand(browser_of, people, inside, scene):
    code_all(browser_of("Cora"), scene[0], MOVING, MOVING, MOVING)
    lea, address = browser_of("Lea"), f"/studies/{people.study}/rounds/{scene[0]}/results"
    page = lea.get(address).text
    assert '<th scope="row">Staged' in page
    assert "not qualified yet" in page
    with inside() as (session, study):
        name = factories.member_called(session, study, "Cora").pseudonym
    lea.post(f"{address}/{name}", data={"reason": "We talked."})
    assert len(held(browser_of("Cora"), scene[1])) == 1
    with inside() as (session, _):
        entry = session.scalars(select(LogEntry).where(LogEntry.act == "qualify by hand")).one()
        assert entry.after == {"coder": name, "reason": "We talked."}
    assert lea.post(f"{address}/{name}").status_code == 409


def test_a_training_round_without_known_answers_stays_a_draft(people, inside):
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        coder = factories.member_called(session, study, "Cora")
        with pytest.raises(Refused, match="has none yet"):
            controlled.opened(session, study, [coder], {}, purpose="training")
        with pytest.raises(Refused, match="everyone alike"):
            factories.draft_round(session, study, [coder], purpose="training", design="open", k=1)
        with pytest.raises(Refused, match="Round 9 is no training round"):
            factories.draft_round(session, study, [coder], requires=9)


def test_nobody_qualifies_where_nothing_is_asked(session, study, cora):
    with pytest.raises(Conflict, match="neither trains nor asks"):
        training.qualify(session, cora, factories.COMMAND_LINE)


def test_known_answers_are_rows_once_the_round_is_open(people, inside, scene):
    with inside() as (session, study):
        round_ = part(session, study, scene[0], "Cora").round
        rows = session.scalars(select(KnownAnswer)).all()
        assert len(rows) == 6
        about = {(row.round_id, row.unit_id, row.sentence_id) for row in rows}
        units = session.scalars(select(Unit).where(Unit.round_id == round_.id)).all()
        assert about == {(round_.id, unit.id, unit.sentence_id) for unit in units}
