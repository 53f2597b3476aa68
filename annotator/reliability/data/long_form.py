"""Judgements in long form, and where each one stood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from annotator.errors import Problem, Refused

Role = Literal["unit", "coder", "value", "cluster"]

#: More lines than these are counted, not named: nobody reads a list of thousands.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Judgements:
    """Judgements in long form: at each position, this coder gave this value to this unit.

    Parameters
    ----------
    unit, coder, value : sequence of str, length J
        The unit, the coder and the value of each judgement.
    cluster : sequence of str, length J or 0
        The article that each unit stands in; empty where articles are not known.
    lines : sequence of int, length J or 0
        The lines of ``file`` on which the judgements stood. Without them rows count from 1.
    file : str
        The file that they were read from, for messages.
    columns : tuple of str
        What the file calls the unit, the coder, the value and the cluster. Where each coder
        has a column of their own, the coder and the value have none.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> judgements = rel.Judgements(
    ...     unit=["s1", "s1", "s2", "s2"],
    ...     coder=["Ann", "Bob", "Ann", "Bob"],
    ...     value=["calm", "calm", "loud", "calm"],
    ... )
    >>> len(judgements)
    4
    """

    unit: Sequence[str]
    coder: Sequence[str]
    value: Sequence[str]
    cluster: Sequence[str] = ()
    lines: Sequence[int] = ()
    file: str = ""
    columns: tuple[str, str, str, str] = ("unit", "coder", "value", "article")

    def __len__(self) -> int:
        return len(self.value)

    def line(self, at: int) -> int:
        """The line of the file on which a row stood, or its number."""
        return self.lines[at] if self.lines else at + 1

    def column(self, role: Role) -> str:
        """What the file calls the unit, the coder, the value or the cluster."""
        unit, coder, value, cluster = self.columns
        return {"unit": unit, "coder": coder, "value": value, "cluster": cluster}[role]

    def problem(self, at: int, role: Role, message: str, remedy: str) -> Problem:
        """Something wrong with one cell of one row."""
        # In a wide file the column of a judgement is its coder's.
        column = self.column(role) or ("" if role in {"unit", "cluster"} else self.coder[at])
        return Problem(message, self.file, self.line(at), column, remedy)

    def with_values(self, value: Sequence[str]) -> "Judgements":
        """The same judgements with other values."""
        return replace(self, value=value)

    def where(self, kept: Sequence[int]) -> "Judgements":
        """Some of the judgements, by their positions."""

        def chosen(labels: Sequence[str]) -> list[str]:
            return [labels[at] for at in kept] if labels else []

        return replace(
            self,
            unit=chosen(self.unit),
            coder=chosen(self.coder),
            value=chosen(self.value),
            cluster=chosen(self.cluster),
            lines=[self.line(at) for at in kept],
        )

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Refuse if there is any problem; the first few are named, the others counted.

        :raises Refused: if there is at least one problem.
        """
        rest = iter(problems)
        named = list(islice(rest, NAMED))
        more = sum(1 for _ in rest)
        if more:
            named.append(Problem(f"{more:,} more lines have the same problem.", self.file))
        if named:
            raise Refused(named)
