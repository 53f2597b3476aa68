"""What a coding writes beside its own row: its answers and marks, its assignment, the counters."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from annotator.codebook.answers import AnswerRow
from annotator.codebook.queries import BookRows, rows_of
from annotator.coding.models import Answer, AnswerState, Coding, Mark, Outcome
from annotator.coding.submission import CheckedSubmission
from annotator.database.session import add_rows
from annotator.rounds.models import Assignment, AssignmentState, Enrolment
from annotator.rounds.service import pool
from annotator.rounds.service.reservations import release


def settle(session: Session, enrolment: Enrolment, assignment: Assignment, coding: Coding) -> None:
    """Find out whether the coding has its assignment still or again, and who codes a skip."""
    round_ = enrolment.round
    skips = coding.outcome == Outcome.SKIPPED
    is_replaced = round_.replaces_skips and assignment.is_transferable
    if assignment.state == AssignmentState.WITHDRAWN or (
        is_replaced and assignment.state == AssignmentState.SKIPPED and not skips
    ):
        free = pool.free_on(session, assignment.unit_id) if assignment.is_transferable else None
        if free is None:
            coding.assignment_id = None
            return
        free.state = AssignmentState.WITHDRAWN
        if assignment.state == AssignmentState.WITHDRAWN and enrolment.round.is_planned:
            enrolment.quota = (enrolment.quota or 0) + 1
    if is_replaced and skips and assignment.state != AssignmentState.SKIPPED and not coding.late:
        pool.open_another(session, round_, assignment.unit_id)


def fill(enrolment: Enrolment, assignment: Assignment, coding: Coding) -> None:
    """Move the assignment and the coder's counters to where the current coding puts them."""
    assignment.done_at = assignment.done_at or coding.submitted_at
    if coding.is_surplus:
        return
    if assignment.state == AssignmentState.CODED:
        enrolment.done -= 1
    elif assignment.state == AssignmentState.SKIPPED:
        enrolment.skipped -= 1
    if coding.outcome == Outcome.ANSWERED:
        release(assignment, AssignmentState.CODED)
        enrolment.done += 1
    else:
        release(assignment, AssignmentState.SKIPPED)
        enrolment.skipped += 1


def add_answers(
    session: Session, enrolment: Enrolment, coding: Coding, content: CheckedSubmission
) -> None:
    """Store the answers, and the marks of each with it."""
    kept = [row for answer in content.answers for row in answer.rows]
    if not kept:
        return
    rows = _rows(coding, kept, rows_of(session, enrolment.round.version))
    if not content.marks:
        add_rows(session, Answer, rows)
        return
    added = insert(Answer).returning(Answer.id, sort_by_parameter_order=True)
    ids = session.scalars(added, rows).all()
    marked = {(row.question, row.code): id_ for row, id_ in zip(kept, ids, strict=True)}
    marks = [
        {
            "answer_id": marked[mark.question, mark.code],
            "start_char": mark.start,
            "end_char": mark.end,
        }
        for mark in content.marks
    ]
    add_rows(session, Mark, marks)


def _rows(coding: Coding, kept: Sequence[AnswerRow], ids: BookRows) -> list[dict[str, Any]]:
    """The rows of the answers, in the order of the book."""
    return [
        {
            "coding_id": coding.id,
            "question_id": ids.questions[row.question],
            "state": AnswerState(row.state),
            "code_id": ids.codes[row.question, row.code] if row.code else None,
            "number": row.number,
            "text": row.text,
            "primary": row.primary,
        }
        for row in kept
    ]
