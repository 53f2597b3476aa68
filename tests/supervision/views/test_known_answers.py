"""The lead's pages of known answers."""

from io import BytesIO

import pytest
from sqlalchemy import select

from annotator.rounds.controls.controls import Controls
from annotator.rounds.models import KnownAnswer
from annotator.supervision.views import known_answers
from tests import factories


@pytest.fixture
def draft(people, inside):
    """The address of a draft that asks for a check, and the id of a sentence."""
    with inside() as (session, study):
        factories.codebook(session, study)
        article = factories.article(session, study)
        coders = [factories.member_called(session, study, name) for name in ("Cora", "Carl")]
        made = factories.draft_round(
            session, study, coders, controls=Controls(checks=1), order="random"
        )
        session.commit()
        return (
            f"/studies/{study.slug}/rounds/{made.public_id}",
            article.sentences[0].public_id,
            article.public_id,
        )


def answered(lea, draft, **fields):
    form = {"answer-frames": ["staged"], "answer-tone": "calm", "reason-frames": "Why so."}
    return lea.post(f"{draft[0]}/known/{draft[1]}", data=form | fields)


def test_a_draft_without_known_answers_says_what_is_missing(browser_of, draft):
    page = browser_of("Lea").get(draft[0]).text
    assert "the known answers are there for 0." in page
    assert "Write the known answers" in page


def test_a_lead_chooses_a_sentence_answers_and_gives_a_reason(browser_of, draft):
    lea = browser_of("Lea")
    page = lea.get(f"{draft[0]}/known?article={draft[2]}").text
    assert draft[1] in page
    assert "Why, for “Which frames does it carry?”" in lea.get(f"{draft[0]}/known/{draft[1]}").text
    assert answered(lea, draft).status_code == 302
    page = lea.get(f"{draft[0]}/known").text
    assert "Why so." in page
    assert "<strong>Staged</strong>" in page
    again = lea.get(f"{draft[0]}/known/{draft[1]}").text
    assert "Why so.</textarea>" in again
    assert 'value="staged" data-key="' in again


def test_what_can_not_be_an_answer_is_refused_beside_what_was_written(browser_of, draft):
    answer = answered(browser_of("Lea"), draft, **{"answer-strength": "high"})
    assert answer.status_code == 422
    assert "is not asked after this answer" in answer.text
    assert "Why so." in answer.text


def test_the_round_opens_with_its_check_and_the_answers_are_final(
    browser_of, draft, people, inside
):
    lea = browser_of("Lea")
    answered(lea, draft)
    assert "1 check sentence will be hidden" in lea.get(draft[0]).text
    lea.post(f"{draft[0]}/open")
    with inside() as (session, _):
        rows = session.scalars(select(KnownAnswer)).all()
        assert {(row.question_key, row.reason) for row in rows} == {
            ("frames", "Why so."),
            ("tone", ""),
        }
    assert "Why so." in lea.get(f"{draft[0]}/known").text
    assert lea.get(f"{draft[0]}/known/{draft[1]}").status_code == 409
    assert answered(lea, draft).status_code == 409
    assert lea.post(f"{draft[0]}/known/{draft[1]}/back").status_code == 409


def test_a_sentence_is_taken_off_the_list(browser_of, draft):
    lea = browser_of("Lea")
    answered(lea, draft)
    lea.post(f"{draft[0]}/known/{draft[1]}/back")
    assert "No known answer yet" in lea.get(f"{draft[0]}/known").text


def test_a_file_is_brought_or_refused_with_its_lines(browser_of, draft):
    lea = browser_of("Lea")

    def send(text):
        file = (BytesIO(text.encode()), "known.csv")
        return lea.post(f"{draft[0]}/known", data={"file": file})

    refused = send(f"sentence,question,answer\n{draft[1]},tone,soft\n")
    assert refused.status_code == 422
    assert "known.csv, line 2, column answer" in refused.text
    assert send(f"sentence,question,answer\n{draft[1]},tone,loud\n").status_code == 302
    assert "<strong>Loud</strong>" in lea.get(f"{draft[0]}/known").text
    assert lea.post(f"{draft[0]}/known").status_code == 422


def test_the_page_takes_files_with_the_endings_that_are_read(browser_of, draft, monkeypatch):
    monkeypatch.setattr(known_answers, "TABLE_ENDINGS", (".csv", ".jsonl"))
    assert 'accept=".csv,.jsonl"' in browser_of("Lea").get(f"{draft[0]}/known").text


def test_a_form_asks_for_training_checks_and_repeats(browser_of, people, inside, draft):
    lea = browser_of("Lea")
    page = lea.get(f"/studies/{people.study}/rounds/new").text
    for label in ("Check sentences", "Repeats, in a hundred", "Retest: of which round"):
        assert label in page
    with inside() as (session, study):
        names = [factories.member_called(session, study, "Cora").pseudonym]
    form = {"title": "School", "purpose": "training", "coders": names, "design": "full",
            "order": "article", "context": "none", "seed": "1", "skips": "count",
            "lease_minutes": "60", "sample": "all",
            "stratum": "outlet", "sample_by": "outlet", "blinded": ["outlet"], "pass_mark": "0.7",
            "articles": [draft[2]]}  # fmt: skip
    answer = lea.post(f"/studies/{people.study}/rounds/new", data=form)
    assert answer.status_code == 302
    made = lea.get(answer.location).text
    assert "70% of the known answers" in made
    assert "has none yet" in made
