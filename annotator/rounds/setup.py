"""How a round is set up: what a lead chooses, one value of it kept with a version number."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from annotator.errors import Conflict
from annotator.rounds.controls.controls import Controls, Training
from annotator.rounds.designs.design import Design
from annotator.rounds.designs.registry import DEFAULT, DESIGNS
from annotator.rounds.fields import Option, Section, Switch, setting
from annotator.rounds.sampling.sample import Sampling

#: That of the form in which a setup is kept; a change of it needs a way to read the one before.
VERSION = 1
#: What can be hidden from coders, and is unless the round says otherwise.
BLINDABLE = ("outlet", "author", "date", "url", "title", "event")


class RoundPurpose(StrEnum):
    TRAINING = "training"
    PILOT = "pilot"
    MAIN = "main"
    RETEST = "retest"


class Order(StrEnum):
    """In which order a coder meets the sentences."""

    ARTICLE = "article"
    RANDOM = "random"


class Context(StrEnum):
    """What else of the article a coder may read."""

    NONE = "none"
    NEIGHBOURS = "neighbours"
    ARTICLE = "article"


class Skips(StrEnum):
    """Whether a skipped assignment is given to another coder, or counts as it is."""

    REPLACE = "replace"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class RoundSetup:
    """How a round is set up, beside what has a column of its own.

    ``shares`` lets coders who finish early take over what others have not seen.
    ``reliability`` is the least reliability that the round is to reach, by question key.
    """

    design: Design = field(default_factory=DEFAULT)
    sampling: Sampling = field(default_factory=Sampling)
    controls: Controls = field(default_factory=Controls)
    training: Training = field(default_factory=Training)
    shares: bool = setting(
        False,
        Switch(
            label="Who has done their part goes on with what others were to code and have not seen",
            section=Section.CODERS,
        ),
        Option("--share", "Who runs dry goes on with what others have not seen."),
    )
    reliability: Mapping[str, float] = field(default_factory=dict)


def to_json(setup: RoundSetup) -> dict[str, Any]:
    """A setup as it is kept."""
    design = {"name": setup.design.name, **asdict(setup.design)}
    return {"version": VERSION, **asdict(setup), "design": design}


def from_json(kept: Mapping[str, Any]) -> RoundSetup:
    """A setup that was kept.

    :raises Conflict: if it is of a version or a design that this version of annotator does
        not know.
    """
    design = dict(kept.get("design", ()))
    name = design.pop("name", None)
    if kept.get("version") != VERSION or name not in DESIGNS:
        raise Conflict(
            f"The setup of this round (version {kept.get('version')}, design {name}) is not one "
            "that this version of annotator can read. Use the version that wrote it."
        )
    return RoundSetup(
        design=DESIGNS[name](**design),
        sampling=Sampling(**_with_tuples(kept["sampling"])),
        controls=Controls(**kept["controls"]),
        training=Training(**kept["training"]),
        shares=kept["shares"],
        reliability=kept["reliability"],
    )


def _with_tuples(kept: Mapping[str, Any]) -> dict[str, Any]:
    """JSON has lists where a frozen value has tuples."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in kept.items()}
