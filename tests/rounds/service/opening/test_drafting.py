"""Two leads draft a round of the same study in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import select

from annotator.database.session import db, writing
from annotator.rounds.models import Round
from annotator.rounds.service.opening import drafting
from annotator.studies.models import Member
from annotator.studies.queries import study_called
from tests import factories
from tests.databases import KINDS


@pytest.mark.database(*KINDS)
def test_both_get_a_round_with_a_number_of_its_own(app, monkeypatch):
    with app.app_context():
        study = factories.study(db.session)
        factories.codebook(db.session, study)
        factories.article(db.session, study)
        coder = factories.member(db.session, study, "Ann", "coder").id
        slug = study.slug
        db.session.commit()

    together, number = Barrier(2), drafting._next_number

    def number_and_wait(session, study):
        """Let both have a number before one of them uses it, unless one has to wait."""
        found = number(session, study)
        with suppress(BrokenBarrierError):
            together.wait(timeout=1)
        return found

    monkeypatch.setattr(drafting, "_next_number", number_and_wait)

    def draft(title):
        with app.app_context():
            writing(db.session)
            study, member = study_called(db.session, slug), db.session.get_one(Member, coder)
            factories.draft_round(db.session, study, [member], title)
            db.session.commit()

    with ThreadPoolExecutor(2) as leads:
        list(leads.map(draft, ("First", "Second")))
    with app.app_context():
        rows = db.session.execute(select(Round.number, Round.title).order_by(Round.number)).all()
    assert [number for number, _ in rows] == [1, 2]
    assert {title for _, title in rows} == {"First", "Second"}
