"""A round is opened while someone corrects the split of an article that it takes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from annotator.corpus.models import Article, Sentence
from annotator.database.session import db, writing
from annotator.rounds.models import Round, Unit
from annotator.rounds.service.opening.open_round import open_round
from tests import factories
from tests.databases import KINDS


@pytest.mark.database(*KINDS)
def test_a_round_takes_the_split_as_it_is_after_a_correction_that_was_under_way(app):
    with app.app_context():
        session = db.session
        study = factories.study(session)
        factories.codebook(session, study)
        factories.article(session, study)
        coder = factories.member(session, study, "Ann", "coder")
        draft_id = factories.draft_round(session, study, [coder]).id
        session.commit()
        writing(session)
        article = session.scalars(select(Article)).one()
        session.refresh(article, ["frozen_at"], with_for_update=True)
        out = session.scalars(select(Sentence).where(Sentence.position == 2)).one()
        out.included = False
        session.flush()
        with ThreadPoolExecutor(1) as pool:
            opening = pool.submit(_open, app, draft_id)
            with pytest.raises(TimeoutError):
                opening.result(timeout=0.5)
            session.commit()
            assert opening.result(timeout=15) == 2


def _open(app, draft_id):
    with app.app_context():
        session = db.session
        writing(session)
        found = session.get(Round, draft_id)
        open_round(session, found, factories.COMMAND_LINE)
        session.commit()
        return len(session.scalars(select(Unit.id)).all())
