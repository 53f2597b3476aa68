"""Accounts and the one-time links that give access to them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.database.base import Base, Created, Key, PublicId


class Account(Base):
    """A person who can sign in.

    A deleted person's row stays with everything personal emptied, so that what they
    coded keeps its pseudonym.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        CheckConstraint("sign_in_name = lower(sign_in_name)", name="sign_in_name_is_lower_case"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    #: May be empty: a coder can work under a name alone.
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    #: The name in lower case, to sign in with; unique, so that a name finds one person.
    sign_in_name: Mapped[str | None] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    #: The language and the zone in which pages speak to them.
    locale: Mapped[str] = mapped_column(String(35), default="en")
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    admin: Mapped[bool] = mapped_column(default=False)
    #: What a session cookie names. A new password makes a new key and ends all sessions.
    session_key: Mapped[str] = mapped_column(String(64), unique=True)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[Created]
    deleted_at: Mapped[datetime | None]


class Purpose(StrEnum):
    """What a one-time link is for."""

    ADMIN = "admin"
    """Make the first admin and lead."""
    PASSWORD = "password"  # noqa: S105 - A purpose, not a password.
    """Choose a new password."""
    SIGN_IN = "sign_in"
    """Sign in once, without a password (the demo)."""


class OneTimeLink(Base):
    """A link that gives access once. Only a hash of its token is kept."""

    __tablename__ = "one_time_link"

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[Purpose]
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"))
    created_at: Mapped[Created]
    expires_at: Mapped[datetime]
    uses_left: Mapped[int] = mapped_column(default=1)
    uses: Mapped[int] = mapped_column(default=0)

    account: Mapped[Account | None] = relationship()
