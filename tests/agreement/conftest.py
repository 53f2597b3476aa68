from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.reliability.conftest import rows_of

__all__ = ["inside", "rows_of"]


@pytest.fixture
def inside(app: Flask, people: factories.Cast) -> Callable[[], Any]:
    """Into the study of these people, with a session."""
    return lambda: factories.inside(app, people.study)
