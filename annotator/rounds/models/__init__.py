"""Rounds, the units in them, who is enrolled, and a row for every slot."""

from annotator.rounds.models.assignments import WAITING, Assignment, AssignmentState
from annotator.rounds.models.rounds import Enrolment, Round
from annotator.rounds.models.units import KnownAnswer, Unit, UnitPurpose

__all__ = [
    "WAITING",
    "Assignment",
    "AssignmentState",
    "Enrolment",
    "KnownAnswer",
    "Round",
    "Unit",
    "UnitPurpose",
]
