"""What an act on an open round does, said before it is done. Pure."""

from dataclasses import dataclass


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
            _counted(self.added, "place is added", "places are added"),
            _counted(self.to_others, "place goes to others", "places go to others"),
            _counted(self.taken_out, "place is taken out", "places are taken out"),
        ]
        codings = "1 coding is" if self.codings == 1 else f"{self.codings:,} codings are"
        return "; ".join([*filter(None, parts), f"{codings} touched"])


def _counted(number: int, one: str, several: str) -> str:
    return "" if not number else f"1 {one}" if number == 1 else f"{number:,} {several}"
