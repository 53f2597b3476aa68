"""Save what a coder did at the desk, and serve them the next sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from annotator.coding.api_messages import SentCoding
from annotator.coding.service.record import Receipt, record
from annotator.coding.submission import Submission
from annotator.errors import AnnotatorError, Problem, Refused
from annotator.rounds.models import Enrolment
from annotator.rounds.service.claim import claim


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one coding: a receipt, or the problems for which it was refused."""

    sent: SentCoding
    receipt: Receipt | None
    problems: tuple[Problem, ...] = ()


def save_one(
    session: Session, enrolment: Enrolment, assignment_id: str, submission: Submission
) -> Receipt:
    """Record one coding and serve the next sentence.

    :raises AnnotatorError: if the coding is refused; nothing is changed then.
    """
    receipt = record(session, enrolment, assignment_id, submission)
    claim(session, enrolment)
    return receipt


def save_all(
    session: Session, enrolment: Enrolment, codings: Sequence[SentCoding], want: int
) -> list[Result]:
    """Record each coding, and serve sentences until so many are held.

    Of a coding that is refused nothing is stored, and the others stand: ``record`` refuses
    before its first change, so none has to be taken back.
    """
    results = [_recorded(session, enrolment, sent) for sent in codings]
    claim(session, enrolment, want)
    return results


def _recorded(session: Session, enrolment: Enrolment, sent: SentCoding) -> Result:
    try:
        return Result(sent, record(session, enrolment, sent.assignment, sent.submission))
    except AnnotatorError as error:
        problems = error.problems if isinstance(error, Refused) else (Problem(str(error)),)
        return Result(sent, None, problems)
