"""Two requests at once for what only one may have."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from annotator.accounts import service
from annotator.accounts.models import Account, Purpose
from annotator.database.session import db
from tests import factories
from tests.databases import KINDS

pytestmark = pytest.mark.database(*KINDS)


@pytest.fixture
def link_for(app, people):
    def made(purpose, name=""):
        with app.app_context():
            account = service.find_account(db.session, name) if name else None
            token = service.make_link(db.session, purpose, account)
            db.session.commit()
        return f"/link/{token}"

    return made


@pytest.fixture
def together(app, monkeypatch):
    """Send so many forms at once, each from a browser of its own, and give the statuses."""
    # Hashing is slow; both requests are to have hashed before one writes.
    barrier = Barrier(2, timeout=20)

    def hashed(session, password):
        barrier.wait()
        return factories.PASSWORD_HASH

    monkeypatch.setattr(service, "hash_password", hashed)

    def send(address, forms):
        browsers = [app.test_client() for _ in forms]
        with ThreadPoolExecutor(len(forms)) as pool:
            answers = pool.map(lambda b, f: b.post(address, data=f), browsers, forms)
        return sorted(answer.status_code for answer in answers)

    return send


def test_of_two_who_race_for_a_link_one_gets_it(link_for, together):
    address = link_for(Purpose.PASSWORD, "Cora")
    forms = [{"password": factories.PASSWORD}, {"password": factories.PASSWORD}]
    assert together(address, forms) == [302, 409]


def test_of_two_who_race_for_the_first_account_one_gets_it(app, link_for, together):
    address = link_for(Purpose.ADMIN)
    forms = [{"name": name, "password": factories.PASSWORD} for name in ("Ada", "Bea")]
    assert together(address, forms) == [302, 409]
    with app.app_context():
        found = db.session.scalars(select(Account).where(Account.name.in_(["Ada", "Bea"])))
        assert len(found.all()) == 1
