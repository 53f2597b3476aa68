"""Several coders save at the same moment; a report is read while someone saves."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier

import pandas as pd
import pytest
from sqlalchemy import func, select

from annotator.agreement.service.measure import judgements_of_round
from annotator.coding.models import Coding
from annotator.coding.queries import judgements
from annotator.database.session import writing
from annotator.datasets.queries.round_data import round_data
from annotator.datasets.service.codings_csv import pieces
from annotator.rounds.models import Enrolment, Round
from annotator.studies import queries as studies
from tests import factories
from tests.coding.plain import DeskForm
from tests.databases import KINDS

pytestmark = pytest.mark.database(*KINDS)

NAMES = ("Cora", "Carl", "Cleo", "Cuno")


@pytest.fixture
def round_id(inside):
    """An open round of three sentences for four coders."""
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        for name in NAMES[2:]:
            factories.member(session, study, name, "coder")
        made = factories.open_round(session, study, studies.coders_of(session, study))
        session.commit()
        return made.public_id


def at_once(tasks):
    """Run the tasks in threads that begin together."""
    barrier = Barrier(len(tasks), timeout=30)

    def run(task):
        barrier.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_coders_who_save_at_the_same_moment_never_get_an_error(browser_of, inside, round_id):
    def code_all(browser):
        statuses = [browser.post(f"/desk/{round_id}/start").status_code]
        for _ in range(3):
            form = DeskForm(browser.get(f"/desk/{round_id}").text)
            sent = form.filled(frames="staged", tone="calm")
            statuses.append(browser.post(form.action, data=sent).status_code)
        return statuses

    browsers = [browser_of(name) for name in NAMES]
    found = at_once([lambda browser=browser: code_all(browser) for browser in browsers])
    assert found == [[302] * 4] * 4
    with inside() as (session, _):
        assert session.scalar(select(func.count(Coding.id))) == 12
        assert {e.done for e in session.scalars(select(Enrolment))} == {3}


def test_a_button_that_is_pressed_twice_saves_once_and_serves_once(browser_of, inside, round_id):
    cora = [browser_of("Cora") for _ in range(2)]
    at_once([lambda browser=browser: browser.post(f"/desk/{round_id}/start") for browser in cora])
    form = DeskForm(cora[0].get(f"/desk/{round_id}").text)
    sent = form.filled(frames="staged", tone="calm")
    answers = at_once([lambda browser=b: browser.post(form.action, data=sent) for b in cora])
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    with inside() as (session, _):
        assert session.scalar(select(func.count(Coding.id))) == 1
        assert sorted(e.served for e in session.scalars(select(Enrolment))) == [0, 0, 0, 2]


def test_two_tabs_that_save_different_answers_leave_one_current(browser_of, inside, round_id):
    cora = [browser_of("Cora") for _ in range(2)]
    cora[0].post(f"/desk/{round_id}/start")
    forms = [DeskForm(browser.get(f"/desk/{round_id}").text) for browser in cora]
    sent = [
        form.filled(frames=frames, tone="calm")
        for form, frames in zip(forms, ("staged", "moving"), strict=True)
    ]
    answers = at_once(
        [lambda b=b, s=s: b.post(forms[0].action, data=s) for b, s in zip(cora, sent, strict=True)]
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    with inside() as (session, _):
        found = session.scalars(select(Coding).order_by(Coding.id)).all()
        assert [(coding.current, coding.stale) for coding in found] == [
            (True, False),
            (False, True),
        ]


@pytest.fixture
def revised_meanwhile(app, inside, round_id, monkeypatch):
    """Cora has coded; between the queries of whoever reads, she revises and Carl codes."""
    with inside() as (session, study):
        mine = cora_of(session, study)
        (assignment,) = factories.assignments(session, mine, 1)
        first = factories.code(session, mine, assignment).coding
        session.commit()
        name = assignment.public_id
    read, done = judgements.answers, []

    def revise():
        with inside() as (session, study):
            writing(session)
            mine = cora_of(session, study)
            assignment = next(p for p in judgements_places(session, mine) if p.public_id == name)
            factories.code(session, mine, assignment, factories.LOUD, revises=first)
            session.commit()

    def answers(session, round_):
        if not done:
            done.append(True)
            with ThreadPoolExecutor(1) as pool:
                pool.submit(revise).result(timeout=30)
        return read(session, round_)

    monkeypatch.setattr(judgements, "answers", answers)


def cora_of(session, study):
    round_ = session.scalars(select(Round)).one()
    return factories.enrolment(session, round_, factories.member_called(session, study, "Cora"))


def judgements_places(session, enrolment):
    model = factories.Assignment
    return session.scalars(select(model).where(model.member_id == enrolment.member_id))


def test_who_reads_while_someone_revises_gets_the_answer_before_or_after(inside, revised_meanwhile):
    with inside() as (session, _):
        round_ = session.scalars(select(Round)).one()
        content = b"".join(pieces([round_data(session, round_)]))
    frame = pd.read_csv(BytesIO(content), dtype=str, keep_default_na=False)
    tone = frame[(frame["question"] == "tone") & (frame["status"] != "unseen")]
    assert tone[["value", "status"]].values.tolist() in (
        [["calm", "given"]],
        [["loud", "given"]],
    )


def test_agreement_that_is_read_while_someone_revises_misses_no_judgement(
    inside, revised_meanwhile
):
    with inside() as (session, _):
        round_ = session.scalars(select(Round)).one()
        tone = next(j for j in judgements_of_round(session, round_) if j.variable.key == "tone")
    assert list(tone.rows.value) in (["calm"], ["loud"])
