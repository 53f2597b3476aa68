import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import get_native_id

import pytest
from sqlalchemy import select

from annotator.accounts import passwords, service
from annotator.accounts.models import Account, OneTimeLink, Purpose
from annotator.accounts.passwords import new_token, token_hash
from annotator.database.base import now
from annotator.errors import Conflict, NotFound, Refused
from tests import factories


def test_spaces_in_a_name_do_not_count(session):
    made = service.create_account(session, "  Anna \t Maria ")
    assert made.name == "Anna Maria"
    assert service.find_account(session, "anna  maria") is made


@pytest.mark.parametrize("name", ["Åsa", "åsa", "ÅSA", " åSA ", "A\u030asa"])
def test_a_name_is_one_whatever_its_case_and_however_it_is_typed(session, name):
    made = service.create_account(session, "Åsa")
    with pytest.raises(Refused, match="is taken"):
        service.create_account(session, name)
    assert service.find_account(session, name) is made


@pytest.mark.parametrize("email", ["Anna@Lab.example", "anna@lab.example", " ANNA@LAB.EXAMPLE "])
def test_an_e_mail_is_one_whatever_its_case(session, email):
    made = service.create_account(session, "Anna", email="Anna@lab.example")
    with pytest.raises(Refused, match="e-mail address already"):
        service.create_account(session, "Other", email=email)
    assert service.find_account(session, email) is made


def test_any_number_of_accounts_has_no_e_mail(session):
    assert [service.create_account(session, name).email for name in ("A", "B")] == [None, None]


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a@b", "İ" * 80])
def test_what_can_not_be_a_name_is_refused_beside_its_field(session, name):
    with pytest.raises(Refused) as refused:
        service.create_account(session, name)
    assert [problem.column for problem in refused.value.problems] == ["name"]


@pytest.mark.parametrize("email", ["anna", "@lab", "anna@", "an na@lab", "a@" + "x" * 253])
def test_what_is_no_e_mail_address_is_refused_beside_its_field(session, email):
    with pytest.raises(Refused) as refused:
        service.create_account(session, "Anna", email=email)
    assert [problem.column for problem in refused.value.problems] == ["email"]


def test_who_is_not_there_is_not_found(session):
    with pytest.raises(NotFound, match="'Nobody'"):
        service.find_account(session, "Nobody")


def test_a_deleted_admin_is_no_admin(session):
    assert not service.has_admin(session)
    made = factories.account(session, admin=True)
    assert service.has_admin(session)
    made.deleted_at = now()
    assert not service.has_admin(session)


def fail(session, account, times):
    for _ in range(times):
        with pytest.raises(Refused, match="wrong"):
            service.attempt_sign_in(session, account, correct=False)
        service.count_wrong_password(session, account)


def test_five_wrong_passwords_lock_even_the_right_one_out(session):
    account = factories.account(session)
    fail(session, account, 5)
    with pytest.raises(Refused, match=r"too many wrong passwords.*5 min"):
        service.attempt_sign_in(session, account, correct=True)


def test_four_wrong_passwords_do_not_lock_and_the_right_one_forgets_them(session):
    account = factories.account(session)
    for _ in range(3):
        fail(session, account, 4)
        assert service.attempt_sign_in(session, account, correct=True) is account
    assert (account.failed_sign_ins, account.locked_until) == (0, None)


def test_a_lock_ends_by_itself(session):
    account = factories.account(session)
    fail(session, account, 5)
    account.locked_until = now() - timedelta(seconds=1)
    assert service.attempt_sign_in(session, account, correct=True) is account
    assert account.locked_until is None


def test_no_such_account_is_answered_like_a_wrong_password(session):
    said = []
    for account in (None, factories.account(session)):
        with pytest.raises(Refused) as refused:
            service.attempt_sign_in(session, account, correct=False)
        said.append(str(refused.value))
    assert said[0] == said[1]


def test_a_new_password_unlocks_and_makes_a_new_session_key(session):
    account = factories.account(session)
    before = account.session_key
    fail(session, account, 5)
    service.set_password(session, account, "hash")
    assert account.session_key != before
    assert service.attempt_sign_in(session, account, correct=True) is account


def test_of_a_link_only_a_hash_is_kept(session):
    token = service.make_link(session, Purpose.ADMIN)
    kept = session.scalars(select(OneTimeLink)).one()
    assert kept.token_hash == token_hash(token)
    assert token not in {str(value) for value in vars(kept).values()}


def test_a_link_is_opened_any_number_of_times_and_used_once(session):
    token = service.make_link(session, Purpose.PASSWORD, factories.account(session))
    link = [service.open_link(session, token) for _ in range(3)][-1]
    service.use_link(session, link)
    session.refresh(link)
    assert (link.uses, link.uses_left) == (1, 0)
    with pytest.raises(Conflict):
        service.use_link(session, link)


def test_used_expired_withdrawn_and_unknown_links_say_the_same(session):
    account = factories.account(session)
    used = service.make_link(session, Purpose.ADMIN)
    service.use_link(session, service.open_link(session, used))
    expired = service.make_link(session, Purpose.SIGN_IN, lasts=timedelta(seconds=-1))
    withdrawn = service.make_link(session, Purpose.PASSWORD, account)
    service.withdraw_links(session, Purpose.PASSWORD, account)
    said = set()
    for token in (used, expired, withdrawn, new_token(), ""):
        with pytest.raises(Conflict) as refused:
            service.open_link(session, token)
        said.add(str(refused.value))
    assert said == {service.DEAD_LINK}


def test_only_links_of_this_purpose_and_person_are_withdrawn(session):
    anna, ben = (factories.account(session, name) for name in ("Anna", "Ben"))
    kept = [
        service.make_link(session, Purpose.PASSWORD, ben),
        service.make_link(session, Purpose.SIGN_IN, anna),
        service.make_link(session, Purpose.ADMIN),
    ]
    service.withdraw_links(session, Purpose.PASSWORD, anna)
    assert all(service.open_link(session, token) for token in kept)


def test_the_table_itself_refuses_a_second_account_of_a_name(session):
    session.add_all(Account(name="A", sign_in_name="a", session_key=key) for key in ("one", "two"))
    with pytest.raises(Exception, match=r"(?i)unique"):
        session.flush()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has priorities of threads")
def test_the_thread_that_hashes_steps_back_and_no_other_does(session, monkeypatch):
    seen = []

    class Hasher:
        def verify(self, password_hash, password):
            seen.append((get_native_id(), os.getpriority(os.PRIO_PROCESS, 0)))

    monkeypatch.setattr(passwords, "_HASHER", Hasher())
    at_hand = session()
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    with ThreadPoolExecutor(4) as people:
        ask = partial(service.is_correct_password, at_hand, "some words")
        list(people.map(ask, ["some hash"] * 4))
    assert os.getpriority(os.PRIO_PROCESS, 0) == mine
    assert {priority for _, priority in seen} == {min(19, mine + 10)}
    # One after the other, in the same thread.
    assert len(seen) == 4
    assert len({thread for thread, _ in seen}) == 1
