"""What is asked about studies and their members."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from annotator.accounts.models import Account
from annotator.errors import NotFound
from annotator.studies.models import Invitation, Member, Study


def study_called(session: Session, slug: str, *, to_write: bool = False) -> Study:
    """The study with this short name; locked if it is to be written to.

    :raises NotFound: with the names that there are.
    """
    query = select(Study).where(Study.slug == slug)
    found = session.scalar(query.with_for_update(key_share=True) if to_write else query)
    if found is None:
        names = ", ".join(session.scalars(select(Study.slug).order_by(Study.slug))) or "none yet"
        raise NotFound(f"There is no study {slug!r}. Studies here: {names}.")
    return found


def all_studies(session: Session) -> Sequence[Study]:
    """All studies of this installation, by title."""
    return session.scalars(select(Study).order_by(Study.title)).all()


def memberships_of(session: Session, account: Account) -> Sequence[Member]:
    """In which studies this person has a part, by title."""
    return session.scalars(
        select(Member)
        .join(Member.study)
        .options(contains_eager(Member.study))
        .where(Member.account_id == account.id, Member.left_at.is_(None))
        .order_by(Study.title)
    ).all()


def members_of(session: Session, study: Study) -> Sequence[Member]:
    """Everyone with a part in the study, also those who left, by pseudonym."""
    return session.scalars(
        select(Member)
        .options(joinedload(Member.account))
        .where(Member.study_id == study.id)
        .order_by(Member.pseudonym)
    ).all()


def coders_of(session: Session, study: Study) -> Sequence[Member]:
    """The study's coders who have not left, by pseudonym."""
    return [m for m in members_of(session, study) if m.coder and m.left_at is None]


def member_called(session: Session, study: Study, pseudonym: str) -> Member:
    """The member with this pseudonym.

    :raises NotFound: if there is none.
    """
    found = session.scalar(
        select(Member).where(Member.study_id == study.id, Member.pseudonym == pseudonym)
    )
    if found is None:
        raise NotFound(f"There is no member {pseudonym!r} in the study {study.slug!r}.")
    return found


def invitations_of(session: Session, study: Study) -> Sequence[Invitation]:
    """The study's invitations, the newest first."""
    return session.scalars(
        select(Invitation)
        .where(Invitation.study_id == study.id)
        .order_by(Invitation.created_at.desc(), Invitation.id.desc())
    ).all()
