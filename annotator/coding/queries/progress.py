"""What a coder is told before they go on: what changed, and how long they worked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from annotator.codebook.models import CodebookVersion
from annotator.codebook.queries import book_with_hotkeys
from annotator.codebook.words.changes import changes
from annotator.coding.models import Coding
from annotator.database.base import now
from annotator.rounds.models import Enrolment
from annotator.studies.models import Member


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What differs in the codebook from the version that a coder coded under last: its number."""

    number: int
    sentences: Sequence[str]


def new_version_of(session: Session, enrolment: Enrolment) -> NewVersion | None:
    """What changed in the codebook since this coder last coded in the study, if it did."""
    last = session.scalar(
        select(CodebookVersion)
        .join(Coding, Coding.version_id == CodebookVersion.id)
        .where(Coding.member_id == enrolment.member_id)
        .order_by(Coding.submitted_at.desc(), Coding.id.desc())
        .limit(1)
    )
    newer = enrolment.round.version
    if last is None or last.id == newer.id:
        return None
    return NewVersion(last.number, changes(book_with_hotkeys(last), book_with_hotkeys(newer)))


@dataclass(frozen=True, slots=True)
class TimeWorked:
    """Seconds on screen since Monday (UTC), and in all."""

    this_week: float
    in_all: float


def time_worked(session: Session, member: Member) -> TimeWorked:
    """How long someone had sentences on screen in their study, also such as were revised."""
    seconds = func.coalesce(func.sum(Coding.seconds), 0.0)
    in_all = select(seconds).where(Coding.member_id == member.id)
    this_week = in_all.where(Coding.submitted_at >= monday(now()))
    return TimeWorked(session.scalar(this_week) or 0.0, session.scalar(in_all) or 0.0)


def monday(time: datetime) -> datetime:
    """When the week of this time began, in its own zone."""
    midnight = time.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=time.weekday())
