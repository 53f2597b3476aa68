"""Who writes is permitted under the write lock, not only before."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from annotator.database.base import now
from annotator.database.session import writing
from annotator.studies.models import Invitation, LogEntry
from tests import factories
from tests.databases import KINDS

INVITATION = {"roles": "coder", "uses": "3", "days": "7"}


@pytest.fixture
def meanwhile(app, people, browser_of):
    """What Lea is answered to a form that she sends while something is done to her part."""
    lea = browser_of("Lea")

    def answered(path, form, change):
        with factories.inside(app, people.study) as (session, study):
            writing(session)
            with ThreadPoolExecutor(1) as pool:
                change(factories.member_called(session, study, "Lea"))
                session.flush()
                sent = pool.submit(lea.post, f"/studies/{people.study}{path}", data=form)
                with pytest.raises(TimeoutError):
                    sent.result(timeout=0.3)
                session.commit()
                return sent.result(timeout=15)

    return answered


def demote(lea):
    lea.roles = ["coder", "viewer"]


def leave(lea):
    lea.left_at = now()


@pytest.mark.database(*KINDS)
def test_a_lead_who_is_demoted_before_the_lock_is_theirs_invites_no_one(app, people, meanwhile):
    answer = meanwhile("/members/invite", INVITATION, demote)
    assert answer.status_code == 403
    assert "This page is for: lead." in answer.text
    with factories.inside(app, people.study) as (session, _):
        assert session.scalars(select(Invitation)).all() == []
        assert session.scalars(select(LogEntry).where(LogEntry.act == "invite")).all() == []


@pytest.mark.every_database
def test_one_who_left_before_the_lock_is_theirs_finds_no_study(meanwhile):
    assert meanwhile("/members/invite", INVITATION, leave).status_code == 404


@pytest.mark.every_database
@pytest.mark.parametrize(
    "path",
    [
        "/members/C01/roles",
        "/members/C01/leave",
        "/invitations/x/withdraw",
        "/articles/x/edit",
        "/rounds/1/pause",
        "/rounds/1/sentences/x/take-out",
        "/rounds/1/coders",
        "/rounds/1/coders/C01/release",
        "/rounds/1/left-out/C01",
        "/rounds/1/known/x/back",
        "/rounds/1/results/C01",
    ],
)
def test_permission_is_asked_for_under_the_lock_before_anything_else(meanwhile, path):
    assert meanwhile(path, {}, demote).status_code == 403


@pytest.mark.every_database
def test_what_is_refused_under_the_lock_leaves_it_to_the_next(app, people, browser_of):
    base = f"/studies/{people.study}"
    assert browser_of("Lea").post(f"{base}/rounds/9/pause").status_code == 404
    with factories.inside(app, people.study) as (session, study), writing(session):
        study.title = "Harbour"
    assert "Harbour" in browser_of("Lea").get(f"{base}/members").text
