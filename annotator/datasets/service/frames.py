"""Tables as pandas builds them: cells are kept as the objects they are. Pure."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

# pandas takes half a second to load, which only those who export wait for.
if TYPE_CHECKING:
    import pandas as pd


def frame(rows: Sequence[object], columns: Iterable[str]) -> "pd.DataFrame":
    """A table of these rows (tuples, or mappings by column) with these columns."""
    import pandas as pd

    return pd.DataFrame(rows, columns=list(columns), dtype=object)
