"""What the front page shows of a study, gathered from its features."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from annotator.codebook.models import CodebookVersion
from annotator.corpus.models import Article, Import, Sentence
from annotator.overview.steps import Counts
from annotator.rounds.models import Enrolment, Round
from annotator.studies.models import Member, Study


def counts(session: Session, study: Study) -> Counts:
    """What the study has. Places and answers come from counters, not from their rows."""
    rounds = list(session.scalars(select(Round).where(Round.study_id == study.id)))
    coded = session.execute(
        select(func.sum(Enrolment.quota), func.sum(Enrolment.done), func.sum(Enrolment.skipped))
        .join(Enrolment.round)
        .where(Round.study_id == study.id)
    ).one()
    return Counts(
        articles=_count(session, _articles(study)),
        sentences=_count(session, _sentences(study)),
        served=_count(session, _sentences(study).where(Sentence.served)),
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
        places=int(coded[0] or 0),
        coded=int(coded[1] or 0),
        skipped=int(coded[2] or 0),
    )


def _articles(study: Study) -> Select[int]:
    return (
        select(func.count())
        .select_from(Article)
        .join(Import, Article.import_id == Import.id)
        .where(Article.study_id == study.id, Import.completed_at.is_not(None))
    )


def _sentences(study: Study) -> Select[int]:
    return _articles(study).join(Sentence, Sentence.article_id == Article.id)


def _count(session: Session, query: Select[int]) -> int:
    return session.scalar(query) or 0
