"""What the front page shows of a study, gathered from its features."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from annotator.codebook.models import CodebookVersion
from annotator.corpus.queries import counts
from annotator.overview.next_step import StudyCounts
from annotator.rounds.models import Enrolment, Round
from annotator.studies.models import Member, Study


def study_counts(session: Session, study: Study) -> StudyCounts:
    """What the study has. Slots and answers come from counters, not from their rows."""
    texts = counts(session, study)
    rounds = list(session.scalars(select(Round).where(Round.study_id == study.id)))
    coded = session.execute(
        select(
            func.sum(Enrolment.quota).filter(Round.is_planned),
            func.sum(Enrolment.done),
            func.sum(Enrolment.skipped),
        )
        .join(Enrolment.round)
        .where(Round.study_id == study.id)
    ).one()
    return StudyCounts(
        articles=texts.articles,
        sentences=texts.sentences,
        included=texts.included,
        codebook=_count(
            session,
            select(func.max(CodebookVersion.number)).where(CodebookVersion.study_id == study.id),
        ),
        coders=_count(
            session,
            select(func.count())
            .select_from(Member)
            .where(Member.study_id == study.id, Member.coder, Member.left_at.is_(None)),
        ),
        rounds=len(rounds),
        drafts=sum(each.state == "draft" for each in rounds),
        open_rounds=sum(each.state in ("open", "paused") for each in rounds),
        slots=int(coded[0] or 0) + sum(each.open_slots for each in rounds),
        coded=int(coded[1] or 0),
        skipped=int(coded[2] or 0),
    )


def _count(session: Session, query: Select[int]) -> int:
    return session.scalar(query) or 0
