"""Take several codings at once: each is stored or refused by itself, in their order."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from annotator.coding.api_messages import Sent
from annotator.coding.service.record import Receipt, record
from annotator.errors import AnnotatorError, Problem, Refused
from annotator.rounds.models import Enrolment


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one coding: a receipt, or the problems for which it was refused."""

    sent: Sent
    receipt: Receipt | None
    problems: tuple[Problem, ...] = ()


def record_all(session: Session, enrolment: Enrolment, codings: Sequence[Sent]) -> list[Result]:
    """Record each coding; of one that is refused nothing is stored, the others stand.

    ``record`` refuses before its first change, so none has to be taken back.
    """
    return [_record_one(session, enrolment, sent) for sent in codings]


def _record_one(session: Session, enrolment: Enrolment, sent: Sent) -> Result:
    try:
        return Result(sent, record(session, enrolment, sent.assignment, sent.submission))
    except AnnotatorError as error:
        problems = error.problems if isinstance(error, Refused) else (Problem(str(error)),)
        return Result(sent, None, problems)
