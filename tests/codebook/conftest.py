"""A study of its own for what is kept of codebooks."""

import pytest
from sqlalchemy.orm import Session

from annotator.studies.models import Study
from tests import factories


@pytest.fixture
def study(session: Session) -> Study:
    """A study without a codebook."""
    return factories.study(session)
