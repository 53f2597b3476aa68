"""Checks and repeats can not be told from other sentences in anything that reaches a coder."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from annotator.coding.models import Coding
from annotator.coding.queries.training import result_of
from annotator.database.base import now
from annotator.datasets.queries import round_data
from annotator.rounds.controls.controls import Controls
from annotator.rounds.models import Assignment, Unit, UnitPurpose
from annotator.rounds.service import checks_and_repeats as service
from tests import factories
from tests.databases import listening
from tests.rounds import controlled

WISHES = {"order": "random", "context": "neighbours"}


@pytest.fixture
def rounds(people, inside):
    """A round of twelve sentences for Cora, and one of ten with two checks and two repeats."""
    with inside() as (session, study):
        factories.codebook(session, study)
        articles = [
            factories.article(session, study, [f"Lamp {a}{n} was lit." for n in range(4)])
            for a in range(3)
        ]
        cora = factories.member_called(session, study, "Cora")
        plain = factories.open_round(session, study, [cora], "Round", **WISHES)
        known = controlled.known_answers(
            session, study, controlled.sentences(session, articles)[:2]
        )
        hidden = controlled.opened(
            session, study, [cora], known, controls=Controls(2, 20, repeat_days=0), **WISHES
        )
        session.commit()
        return plain.public_id, hidden.public_id


def shape(value):
    """What kinds of things an answer has, with texts, ids and times left out."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def walk(browser, round_id):
    """Everything that a coder is told on the way through a round, sentence by sentence."""
    told = []
    for number in range(1, 100):
        state = browser.post(f"/desk/{round_id}/next.json", json={"want": 1}).get_json()
        if not state["held"]:
            break
        (assignment,) = state["held"]
        address = f"/desk/{round_id}/{assignment['assignment']}"
        page = browser.get(address).text
        sent = {"assignment": assignment["assignment"], "token": f"token-{round_id}-{number}",
                "answers": factories.CALM}  # fmt: skip
        result = browser.post(f"/desk/{round_id}/codings.json", json={"codings": [sent], "want": 0})
        told.append((state, browser.get(f"{address}.json").get_json(), page, result.get_json()))
    return told


def words_of(page):
    """A page without what is each sentence's own."""
    page = re.sub(r"data-desk='[^']*'", "", page)
    page = re.sub(r'<p class="context-.*?</p>', "", page)
    page = re.sub(r"Lamp \d+ was lit\.", "", page)
    page = re.sub(r"[0-9a-z]{12}|\d+", "", page)
    page = re.sub(r'<(a|button)[^>]* id="back".*?</(a|button)>', "", page)
    return re.sub(r'name="token" value="[^"]*"', "", page)


def test_a_round_with_hidden_sentences_tells_the_same_as_one_without(browser_of, rounds):
    plain, hidden = (walk(browser_of("Cora"), each) for each in rounds)
    assert len(plain) == 12
    assert len(hidden) == 14
    for walked in (plain, hidden):
        for number, (state, one, _, result) in enumerate(walked, start=1):
            assert one["order"] == number
            progress = {"assigned": len(walked), "done": number - 1, "skipped": 0}
            assert state["progress"] == {**progress, "left": len(walked) - number + 1}
            assert result["results"][0]["status"] == "saved"
            assert bool(one["previous"]) == (number > 1)
            assert one["said"]["answers"] == {"frames": ["staged"], "tone": ["calm"]}
    like_all = {repr(shape({**one, "previous": "", "before": "", "after": ""}))
                for walked in (plain, hidden) for _, one, _, _ in walked}  # fmt: skip
    assert len(like_all) == 1
    for walked in (plain, hidden):
        assert len({"".join(words_of(page).split()) for _, _, page, _ in walked}) == 1


def test_a_repeat_shows_nothing_of_the_first_answer(browser_of, people, inside, rounds):
    cora = browser_of("Cora")
    walked = walk(cora, rounds[1])
    texts = [one["text"] for _, one, _, _ in walked]
    again = min(number for number, text in enumerate(texts) if text in texts[:number])
    first = texts.index(texts[again])
    states = [state["held"][0] for state, *_ in walked]
    assert states[first]["assignment"] != states[again]["assignment"]
    page = walked[again][2]
    assert "saved before" not in page
    assert " checked" not in page
    listed = cora.get(f"/desk/{rounds[1]}/codings").text
    assert listed.count(texts[again]) == 2
    assert re.findall(r"Sentence (\d+)</a>", listed) == [str(n) for n in range(1, len(walked) + 1)]


def test_where_in_its_article_a_sentence_stands_is_told_of_none_or_all(people, inside, browser_of):
    with inside() as (session, study):
        factories.codebook(session, study)
        article = factories.article(session, study, [f"Lamp {n} was lit." for n in range(6)])
        cora = factories.member_called(session, study, "Cora")
        known = controlled.known_answers(
            session, study, controlled.sentences(session, [article])[:1]
        )
        found = [
            controlled.opened(session, study, [cora], known, controls=each).public_id
            for each in (Controls(), Controls(checks=1), Controls(repeats=20))
        ]
        session.commit()
    for round_id, tells in zip(found, (True, False, False), strict=True):
        walked = walk(browser_of("Cora"), round_id)
        assert {one["place"] is not None for _, one, _, _ in walked} == {tells}


@pytest.mark.every_database
def test_the_main_rows_have_neither_checks_nor_repeats(session, study, round_):
    coders = [part.member for part in round_.enrolments]
    article = factories.article(session, study, [f"Lamp {n} was lit." for n in range(9)])
    known = controlled.known_answers(session, study, controlled.sentences(session, [article])[:2])
    made = controlled.opened(
        session, study, coders, known, controls=Controls(2, 30, repeat_days=0), seed=5
    )
    part = factories.enrolment(session, made, coders[0])
    while found := factories.assignments(session, part, 1):
        factories.code(session, part, found[0])
    rows = round_data.codings(session, made)
    mains = select(Unit.public_id).where(Unit.round_id == made.id, Unit.purpose == UnitPurpose.MAIN)
    assert part.done > len(rows) + 2
    assert sorted(row.unit for row in rows) == sorted(session.scalars(mains))
    waiting = round_data.unseen(session, made)
    assert {row.coder for row in waiting} == {coders[1].pseudonym}
    assert len(waiting) == len(rows)


def test_who_leaves_out_the_rest_of_an_article_sees_it_in_no_repeat(session, study, cora):
    article = factories.article(session, study, [f"Lamp {n} was lit." for n in range(20)])
    made = controlled.opened(
        session, study, [cora.member], {}, controls=Controls(repeats=50, repeat_days=0)
    )
    part = factories.enrolment(session, made, cora.member)
    left_out = False
    while found := factories.assignments(session, part, 1):
        (assignment,) = found
        if assignment.unit.sentence.article_id == article.id:
            assert not left_out
        if (
            assignment.unit.sentence.article_id == article.id
            and assignment.unit.sentence.position > 5
        ):
            factories.code(session, part, assignment, skip="too distressing", rest="article")
            left_out = True
            continue
        factories.code(session, part, assignment)
    assert left_out
    assert part.left == 0


def test_an_old_coding_is_looked_for_without_looking_through_the_round(session, study, cora):
    """However long a coder has worked: the same number of queries for a repeat."""
    factories.article(session, study, [f"Lamp {n} was lit." for n in range(80)])
    made = controlled.opened(session, study, [cora.member], {}, controls=Controls(repeats=10))
    part = factories.enrolment(session, made, cora.member)
    for assignment in factories.assignments(session, part, 60):
        factories.code(session, part, assignment)
    session.flush()
    with listening(session.get_bind()) as asked:
        assert service._long_ago(session, part) is None
    assert len(asked) <= 2 * service.TRIES
    session.execute(
        update(Assignment)
        .where(Assignment.round_id == made.id, Assignment.done_at.is_not(None))
        .values(done_at=now() - timedelta(days=30))
    )
    session.expire_all()
    assert service._long_ago(session, part) is not None


def test_a_check_that_is_revised_counts_as_it_stands(session, study, cora):
    article = factories.article(session, study, ["A lamp was lit."])
    known = controlled.known_answers(session, study, controlled.sentences(session, [article]))
    made = controlled.opened(session, study, [cora.member], known, controls=Controls(checks=1))
    part = factories.enrolment(session, made, cora.member)
    for assignment in factories.assignments(session, part, 60):
        first = factories.code(session, part, assignment, factories.LOUD)
        if assignment.unit.purpose == UnitPurpose.CHECK:
            factories.code(session, part, assignment, factories.CALM, revises=first.coding)
    assert {tally.agreed / tally.n for tally in result_of(session, part)} == {1.0}
    assert session.scalars(select(Coding).where(Coding.revision == 2)).one().current
