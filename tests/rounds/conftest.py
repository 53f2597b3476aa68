"""A study with a codebook, two articles of three sentences, and three coders."""

from collections.abc import Sequence

import pytest
from sqlalchemy.orm import Session

from annotator.corpus.models import Article
from annotator.studies.models import Member, Study
from tests import factories


@pytest.fixture
def study(session: Session) -> Study:
    """A study that has a codebook."""
    made = factories.study(session)
    factories.codebook(session, made)
    return made


@pytest.fixture
def articles(session: Session, study: Study) -> list[Article]:
    """Two articles of three sentences, in the order in which rounds take them."""
    made = [
        factories.article(session, study, [f"{word} sentence of article {n}." for word in "ABC"])
        for n in (1, 2)
    ]
    return sorted(made, key=lambda each: each.public_id)


@pytest.fixture
def coders(session: Session, study: Study) -> Sequence[Member]:
    """Three coders, by pseudonym."""
    made = [factories.member(session, study, name, "coder") for name in ("Ann", "Ben", "Cem")]
    return sorted(made, key=lambda each: each.pseudonym)
