"""What a coder is told before they go on: what changed, and how long they worked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from annotator.codebook.models import CodebookVersion
from annotator.codebook.queries import book_with_hotkeys as book
from annotator.codebook.words.changes import changes
from annotator.coding.models import Coding
from annotator.database.base import now
from annotator.rounds.models import Enrolment
from annotator.studies.models import Member


@dataclass(frozen=True, slots=True)
class Changed:
    """The version that a coder coded under last, and in sentences what is different now."""

    number: int
    sentences: Sequence[str]


def changed_since(session: Session, enrolment: Enrolment) -> Changed | None:
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
    return Changed(last.number, changes(book(last), book(newer)))


@dataclass(frozen=True, slots=True)
class Worked:
    """Seconds on screen since Monday (UTC), and in all."""

    this_week: float
    in_all: float


def worked(session: Session, member: Member) -> Worked:
    """How long someone had sentences on screen in their study, also such as were revised."""
    seconds = func.coalesce(func.sum(Coding.seconds), 0.0)
    mine = select(seconds).where(Coding.member_id == member.id)
    this_week = mine.where(Coding.submitted_at >= monday(now()))
    return Worked(session.scalar(this_week) or 0.0, session.scalar(mine) or 0.0)


def monday(moment: datetime) -> datetime:
    """When the week of a moment began, in the zone of the moment."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=moment.weekday())
