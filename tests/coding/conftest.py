"""An open round of three sentences, in which Cora and Carl code."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from annotator.rounds.models import Enrolment, Round
from annotator.studies.models import Study
from tests import factories


@pytest.fixture
def study(session: Session) -> Study:
    """A study with a codebook and an article."""
    made = factories.study(session)
    factories.codebook(session, made)
    factories.article(session, made)
    return made


@pytest.fixture
def round_(session: Session, study: Study) -> Round:
    """An open round for two coders."""
    coders = [factories.member(session, study, name, "coder") for name in ("Cora", "Carl")]
    made = factories.open_round(session, study, coders)
    session.commit()
    return made


@pytest.fixture
def cora(session: Session, study: Study, round_: Round) -> Enrolment:
    """Cora's part in the round."""
    return factories.enrolment(session, round_, factories.member_called(session, study, "Cora"))


@pytest.fixture
def carl(session: Session, study: Study, round_: Round) -> Enrolment:
    """Carl's part in the round."""
    return factories.enrolment(session, round_, factories.member_called(session, study, "Carl"))


@pytest.fixture
def inside(
    app: Flask, people: factories.Cast
) -> Callable[[], AbstractContextManager[tuple[Session, Study]]]:
    """A session and the study of ``people``, for what is looked up between requests."""
    return lambda: factories.inside(app, people.study)
