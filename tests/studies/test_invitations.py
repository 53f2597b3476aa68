from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from annotator.accounts.passwords import new_token, token_hash
from annotator.database.base import now
from annotator.database.session import db, writing
from annotator.errors import Conflict, NotFound, Refused
from annotator.studies import queries, service
from annotator.studies.models import Invitation, LogEntry
from tests import factories


@pytest.fixture
def study(session):
    return factories.study(session)


@pytest.fixture
def lea(session, study):
    return factories.member(session, study, "Lea", "lead")


@pytest.fixture
def invited(session, study, lea):
    """The token of an invitation."""
    return lambda *roles, **wishes: service.invite(
        session, study, roles or ["coder"], lea, **wishes
    )


def of(session, token):
    return session.scalars(
        select(Invitation).where(Invitation.token_hash == token_hash(token))
    ).one()


def test_one_joins_with_the_roles_of_the_invitation(session, invited):
    token = invited("coder", "viewer")
    member = service.accept_invitation(session, token, factories.account(session))
    assert member.roles == {"coder", "viewer"}
    assert (of(session, token).uses, of(session, token).uses_left) == (1, 0)


def test_of_an_invitation_only_a_hash_is_kept(session, invited):
    token = invited()
    assert token not in {str(value) for value in vars(of(session, token)).values()}


def test_so_many_join_as_were_invited(session, invited):
    token = invited(uses=3)
    for name in ("Ann", "Ben", "Cem"):
        service.accept_invitation(session, token, factories.account(session, name))
    with pytest.raises(Conflict, match="used up"):
        service.accept_invitation(session, token, factories.account(session, "Dan"))


def test_accepting_twice_spends_one_use_and_makes_one_member(session, study, invited):
    token = invited(uses=2)
    anna = factories.account(session)
    first, second = (service.accept_invitation(session, token, anna) for _ in range(2))
    assert first is second
    assert of(session, token).uses_left == 1
    assert len(queries.coders_of(session, study)) == 1


def test_a_member_gains_a_role_by_a_later_invitation(session, invited):
    anna = factories.account(session)
    service.accept_invitation(session, invited("coder"), anna)
    assert service.accept_invitation(session, invited("lead"), anna).roles == {"coder", "lead"}


def test_used_expired_withdrawn_and_unknown_invitations_say_the_same(session, study, lea, invited):
    used, expired, withdrawn = invited(), invited(), invited()
    service.accept_invitation(session, used, factories.account(session))
    of(session, expired).expires_at = now() - timedelta(seconds=1)
    service.withdraw_invitation(session, study, of(session, withdrawn).public_id, lea)
    session.flush()
    said = set()
    for token in (used, expired, withdrawn, new_token(), ""):
        with pytest.raises(Conflict) as refused:
            service.open_invitation(session, token)
        said.add(str(refused.value))
    assert len(said) == 1


@pytest.mark.parametrize(
    "wishes", [{"uses": 0}, {"uses": 1001}, {"uses": -1}, {"days": 0}, {"days": 366}]
)
def test_uses_and_days_have_bounds(session, invited, wishes):
    with pytest.raises(Refused, match="not possible"):
        invited(**wishes)
    assert session.scalars(select(Invitation)).all() == []


def test_an_invitation_of_another_study_can_not_be_withdrawn(session, lea, invited):
    public_id = of(session, invited()).public_id
    with pytest.raises(NotFound):
        service.withdraw_invitation(session, factories.study(session, "Other"), public_id, lea)


def test_inviting_and_withdrawing_are_logged(session, study, lea, invited):
    invitation = of(session, invited("coder", uses=2, days=3))
    service.withdraw_invitation(session, study, invitation.public_id, lea)
    entries = session.scalars(select(LogEntry).order_by(LogEntry.id)).all()[-2:]
    assert [entry.act for entry in entries] == ["invite", "withdraw invitation"]
    assert {entry.subject for entry in entries} == {f"invitation:{invitation.public_id}"}
    assert entries[0].after == {"roles": ["coder"], "uses": 2, "days": 3}
    assert {entry.actor for entry in entries} == {lea.pseudonym}


@pytest.mark.every_database
def test_of_two_who_race_for_the_last_use_one_joins(app, session, study, invited):
    token = invited()
    accounts = [factories.account(session, name).id for name in ("Ann", "Ben")]
    session.commit()
    barrier = Barrier(2, timeout=20)

    def accept(account_id):
        with app.app_context():
            account = db.session.get(factories.Account, account_id)
            service.open_invitation(db.session, token)
            barrier.wait()
            writing(db.session)
            try:
                service.accept_invitation(db.session, token, account)
                db.session.commit()
            except Conflict:
                return "refused"
        return "joined"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(accept, accounts)) == ["joined", "refused"]
    assert len(queries.coders_of(session, study)) == 1
