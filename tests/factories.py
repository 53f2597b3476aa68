"""Studies, people, articles and rounds for tests, made by the services themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from annotator.accounts import passwords
from annotator.accounts import service as accounts
from annotator.accounts.models import Account
from annotator.db import db
from annotator.studies import service as studies
from annotator.studies.models import Member, Study

PASSWORD = "four plain words here"
# Hashed once: hashing is slow on purpose.
PASSWORD_HASH = passwords.hashed(PASSWORD)


def account(session: Session, name: str = "Anna", *, admin: bool = False) -> Account:
    """An account whose password is ``PASSWORD``."""
    return accounts.create(session, name, password_hash=PASSWORD_HASH, admin=admin)


def study(session: Session, title: str = "Staged meetings") -> Study:
    """A study without members."""
    return studies.create(session, title)


def member(session: Session, study: Study, name: str, *roles: str) -> Member:
    """A person with these roles in the study."""
    return studies.join(session, study, account(session, name), roles)


@dataclass(frozen=True)
class Cast:
    """Lea leads, Cora and Carl code, Vera only reads, Stan is a stranger with a study."""

    study: str
    lea: str = "Lea"
    cora: str = "Cora"
    carl: str = "Carl"
    vera: str = "Vera"
    stan: str = "Stan"


def cast(session: Session) -> Cast:
    """A study with the people that tests speak of, committed."""
    made = study(session)
    member(session, made, "Lea", "lead")
    member(session, made, "Cora", "coder")
    member(session, made, "Carl", "coder")
    member(session, made, "Vera", "viewer")
    other = study(session, "Another study")
    studies.join(session, other, account(session, "Stan", admin=True), ["lead"])
    session.commit()
    return Cast(made.slug)


def signed_in(app: Flask, name: str) -> FlaskClient:
    """A browser in which this person is signed in."""
    with app.app_context():
        key = accounts.find(db.session, name).session_key  # type: ignore[arg-type]
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = key, True
    return client


def text_of(sentences: Sequence[str]) -> str:
    """An article of these sentences, a line each."""
    return "\n".join(sentences)
