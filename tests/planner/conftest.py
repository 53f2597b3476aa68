"""A session and the study of the people, as for tests of agreement."""

from tests.agreement.conftest import inside

__all__ = ["inside"]
