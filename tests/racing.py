"""Coders who race through an open round by the services, as the views use them."""

import random
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.accounts.models import Account
from annotator.app import create_app
from annotator.coding.access import lock_enrolment
from annotator.coding.service.record import record
from annotator.coding.submission import Submission
from annotator.config import Settings
from annotator.database.session import db, writing
from annotator.rounds.models import Enrolment
from annotator.rounds.service.claim import claim
from annotator.studies.models import Member
from tests.programs import SAID


def race(settings: Settings, names: Sequence[str], threads: int = 1) -> int:
    """Let these coders take turns until nothing is left; in so many threads of a process."""
    app = create_app(settings)
    shares = [names[at::threads] for at in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        saved = sum(pool.map(lambda share: _until_done(app, share), shares))
    with app.app_context():
        db.engine.dispose()
    return saved


def _until_done(app: Flask, names: Sequence[str]) -> int:
    """One turn of each after the other; who finds nothing more has done their part."""
    by, saved = random.Random(names[0]), 0
    with app.app_context():
        left = [_part(db.session, name) for name in names]  # type: ignore[arg-type]
        db.session.remove()
    while left:
        for part in tuple(left):
            with app.app_context():
                done = _turn(db.session, part, by)  # type: ignore[arg-type]
                saved += done
                db.session.remove()
            if not done:
                left.remove(part)
    return saved


def _part(session: Session, name: str) -> int:
    query = select(Enrolment.id).join(Enrolment.member).join(Member.account)
    return session.scalars(query.where(Account.name == name)).one()


def _turn(session: Session, part: int, by: random.Random) -> int:
    """Take what one holds, or something new, and answer it, each in a transaction."""
    writing(session)
    held = [
        assignment.public_id
        for assignment in claim(session, lock_enrolment(session, part), by.choice((1, 3)))
    ]
    session.commit()
    for assignment in held:
        writing(session)
        enrolment = lock_enrolment(session, part)
        said = Submission(token=secrets.token_hex(8), raw=dict(by.choice(SAID)))
        record(session, enrolment, assignment, said)
        claim(session, enrolment, 1)
        session.commit()
    return len(held)
