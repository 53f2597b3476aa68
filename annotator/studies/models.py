"""Studies, members, invitations, and the log of what was done."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.accounts.models import Account
from annotator.database.base import Base, Created, Key, PublicId
from annotator.studies.permissions import ROLES


class HasRoles:
    """A set of roles, kept as one column each so that a query can ask for one."""

    lead: Mapped[bool] = mapped_column(default=False)
    coder: Mapped[bool] = mapped_column(default=False)
    adjudicator: Mapped[bool] = mapped_column(default=False)
    viewer: Mapped[bool] = mapped_column(default=False)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role for role in ROLES if getattr(self, role))

    @roles.setter
    def roles(self, roles: Iterable[str]) -> None:
        wanted = frozenset(roles)
        for role in ROLES:
            setattr(self, role, role in wanted)


class Study(Base):
    """One research project: corpus, codebook, members, rounds."""

    __tablename__ = "study"
    __table_args__ = (CheckConstraint("slug = lower(slug)", name="slug_is_lower_case"),)

    id: Mapped[Key]
    #: Its name in addresses and on the command line.
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(35), default="en")
    #: Made by the demo: its codings come from a rule, not from people.
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Created]

    members: Mapped[list["Member"]] = relationship(back_populates="study")


class MemberKind(StrEnum):
    """Who codes: a person who signs in, a machine, or someone known from a file."""

    PERSON = "person"
    MACHINE = "machine"
    IMPORTED = "imported"


class Member(HasRoles, Base):
    """A person's (or machine's) part in a study, under a pseudonym drawn at random."""

    __tablename__ = "member"
    __table_args__ = (
        UniqueConstraint("study_id", "account_id"),
        UniqueConstraint("study_id", "pseudonym"),
        Index("ix_member_account_id", "account_id"),
        CheckConstraint(
            "kind = 'person' OR account_id IS NULL", name="only_a_person_has_an_account"
        ),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"))
    kind: Mapped[MemberKind] = mapped_column(default=MemberKind.PERSON)
    pseudonym: Mapped[str] = mapped_column(String(16))
    joined_at: Mapped[Created]
    left_at: Mapped[datetime | None]
    #: Leads who wrote the codebook are named in a methods section as author coders.
    author: Mapped[bool] = mapped_column(default=False)
    background: Mapped[dict[str, Any]] = mapped_column(default=dict)

    study: Mapped[Study] = relationship(back_populates="members")
    account: Mapped[Account | None] = relationship()


class Invitation(HasRoles, Base):
    """A link by which people join a study. Only a hash of its token is kept."""

    __tablename__ = "invitation"

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    note: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[Created]
    expires_at: Mapped[datetime]
    #: How many people may still join by it.
    uses_left: Mapped[int] = mapped_column(default=1)
    uses: Mapped[int] = mapped_column(default=0)
    withdrawn_at: Mapped[datetime | None]

    study: Mapped[Study] = relationship()


class LogEntry(Base):
    """One act in a study: who did what to what, and what it was before and after.

    Rows are only ever added, and nothing is decided by them: they are a record. ``actor``
    is the pseudonym of who did it, or ``command line``.
    """

    __tablename__ = "log_entry"
    __table_args__ = (Index("ix_log_entry_study_id_subject", "study_id", "subject"),)

    id: Mapped[Key]
    study_id: Mapped[int | None] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"))
    at: Mapped[Created]
    actor: Mapped[str] = mapped_column(String(40))
    #: Whose act it was; empty for the command line.
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"))
    act: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
