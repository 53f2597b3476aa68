"""Until when an assignment is kept for the coder who was served it.

An assignment that is reserved has such a time, and no other has one.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import case

from annotator.database.base import now
from annotator.rounds.models import Assignment, AssignmentState, Round


def reserve(round_: Round, assignment: Assignment) -> None:
    """Keep an assignment for its coder, for as long as the round says."""
    assignment.state = AssignmentState.RESERVED
    assignment.reserved_until = now() + timedelta(minutes=round_.reservation_minutes)


def renew(round_: Round, assignments: Iterable[Assignment]) -> None:
    """Let reservations in their second half begin anew: their coder is at work."""
    soon = now() + timedelta(minutes=round_.reservation_minutes) / 2
    for assignment in assignments:
        if assignment.reserved_until is None or assignment.reserved_until < soon:
            reserve(round_, assignment)


def release(assignment: Assignment, state: AssignmentState) -> None:
    """Give an assignment another state, in which it is kept for nobody."""
    assignment.state, assignment.reserved_until = state, None


def withdrawn() -> Mapping[str, Any]:
    """The values of assignments that are withdrawn, for many at once."""
    return {"state": AssignmentState.WITHDRAWN, "reserved_until": None}


def suspended() -> Mapping[str, Any]:
    """The values of assignments that are withdrawn until their unit is coded again."""
    return {**withdrawn(), "state_before": Assignment.state}


def resumed() -> Mapping[str, Any]:
    """The values of assignments that were suspended and are as before.

    What was reserved then is its coder's again, on a reservation that has run out.
    """
    was_reserved = Assignment.state_before == AssignmentState.RESERVED
    return {
        "state": Assignment.state_before,
        "state_before": None,
        "reserved_until": case((was_reserved, now()), else_=None),
    }
