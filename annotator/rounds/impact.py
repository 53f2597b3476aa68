"""What an act on an open round does, said before it is done. Pure."""

from dataclasses import dataclass

from annotator.wording import counted


@dataclass(frozen=True, slots=True)
class Impact:
    """How many assignments and codings an act touches.

    ``added`` assignments are new; those ``to_others`` go back to whoever comes; ``taken_out``
    are no longer to be coded. ``codings`` are taken out of the data, or back into it.
    """

    added: int = 0
    to_others: int = 0
    taken_out: int = 0
    codings: int = 0

    @property
    def in_words(self) -> str:
        """The impact in words, with what is not touched."""
        parts = [
            _if_any(self.added, "place is added", "places are added"),
            _if_any(self.to_others, "place goes to others", "places go to others"),
            _if_any(self.taken_out, "place is taken out", "places are taken out"),
        ]
        codings = counted(self.codings, "coding is", "codings are")
        return "; ".join([*filter(None, parts), f"{codings} touched"])


def _if_any(number: int, one: str, several: str) -> str:
    return counted(number, one, several) if number else ""
