"""The open round in which Cora and Carl code, as for tests of coding."""

from tests.coding.conftest import carl, cora, inside, round_, study

__all__ = ["carl", "cora", "inside", "round_", "study"]
