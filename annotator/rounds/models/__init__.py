"""Rounds, the units in them, who is enrolled, and a row for every slot."""

from annotator.rounds.models.assignments import WAITING, Assignment, AssignmentState
from annotator.rounds.models.rounds import (
    AHEAD_IN_OPEN,
    MOST_AHEAD,
    Context,
    Enrolment,
    Order,
    Round,
    RoundPurpose,
    Skips,
)
from annotator.rounds.models.units import KnownAnswer, Unit, UnitPurpose

__all__ = [
    "AHEAD_IN_OPEN",
    "MOST_AHEAD",
    "WAITING",
    "Assignment",
    "AssignmentState",
    "Context",
    "Enrolment",
    "KnownAnswer",
    "Order",
    "Round",
    "RoundPurpose",
    "Skips",
    "Unit",
    "UnitPurpose",
]
