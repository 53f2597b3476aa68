"""Two leads draft a round at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from annotator.database.session import db
from annotator.rounds.models import Round
from annotator.studies.access import study_to_write
from tests import factories
from tests.databases import KINDS
from tests.rounds.test_views import wishes


@pytest.mark.database(*KINDS)
def test_two_leads_who_draft_at_once_both_get_a_round(app, people, browser_of):
    with factories.inside(app, people.study) as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        coder = factories.member_called(session, study, "Cora").pseudonym
        session.commit()
    lea = browser_of("Lea")
    with app.app_context(), ThreadPoolExecutor(1) as pool:
        with study_to_write(people.study) as study:
            cora = factories.member_called(db.session, study, "Cora")
            factories.draft_round(db.session, study, [cora])
            sent = pool.submit(
                lea.post, f"/studies/{people.study}/rounds/new", data=wishes([coder])
            )
            with pytest.raises(TimeoutError):
                sent.result(timeout=0.5)
        assert sent.result(timeout=15).status_code == 302
        assert db.session.scalars(select(Round.number).order_by(Round.number)).all() == [1, 2]
