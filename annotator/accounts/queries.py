"""What is asked about accounts."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from annotator.accounts.models import Account


def has_admin(session: Session) -> bool:
    """Whether anyone can create studies here yet."""
    return (
        session.scalar(select(exists().where(Account.admin, Account.deleted_at.is_(None)))) or False
    )
