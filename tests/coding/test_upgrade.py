"""Codings on their way through the migrations: what was said before is said afterwards."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from annotator.coding.models import Answer, Coding
from annotator.database import schema
from annotator.database.session import db
from tests.factories import CALM, assignments, code

pytestmark = pytest.mark.every_database


def stored(session):
    rows = session.execute(
        select(Coding.public_id, Coding.token, Coding.note, Coding.current, Coding.seconds,
               Coding.submitted_at, Coding.unread, Coding.confidence, Answer.state, Answer.code_id)
        .outerjoin(Answer)
        .order_by(Coding.id, Answer.id)
    )  # fmt: skip
    return [tuple(row) for row in rows]


def test_codings_and_their_answers_come_through(session, cora):
    first, second, _ = assignments(session, cora)
    before = code(session, cora, first, CALM, note="Why?", seconds=2.5).coding
    code(session, cora, first, CALM | {"tone": "calm", "names": "1"}, revises=before)
    code(session, cora, second, skip="not a sentence")
    session.commit()
    expected = stored(session)
    session.remove()
    schema.downgrade(db.engine, "0001")
    schema.upgrade(db.engine)
    assert stored(session) == expected
    # Only one may be current, as before.
    session.scalars(select(Coding).where(~Coding.current)).one().current = True
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
