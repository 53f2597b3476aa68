"""What a round keeps in its settings about training, checks and repeats. Pure."""

from typing import TYPE_CHECKING, Any

from annotator.rounds.setup import PASS_MARK, REPEAT_DAYS


class Hides:
    """The settings of a round by their names, as it was drafted with them."""

    if TYPE_CHECKING:
        settings: Any

    @property
    def checks(self) -> int:
        """How many sentences with known answers are hidden among those of each coder."""
        return int(self.settings.get("checks", 0))

    @property
    def repeats(self) -> int:
        """How many in a hundred of a coder's own sentences come again, hidden."""
        return int(self.settings.get("repeats", 0))

    @property
    def repeat_days(self) -> int:
        """After how many days at the earliest a sentence comes again."""
        return int(self.settings.get("repeat_days", REPEAT_DAYS))

    @property
    def hides(self) -> bool:
        """Whether some of a coder's sentences are checks or repeats."""
        return bool(self.checks or self.repeats)

    @property
    def requires(self) -> int:
        """The number of the training round that a coder must pass first; 0 if there is none."""
        return int(self.settings.get("requires", 0))

    @property
    def pass_mark(self) -> float:
        """Which share of the known answers a coder must agree with, for each code."""
        return float(self.settings.get("pass_mark", PASS_MARK))
