"""Codebook versions with their questions and codes, and what becomes the next version.

A used version never changes.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.database.base import Base, Created, Key, PublicId
from annotator.studies.models import Member, Study


class ChangeKind(StrEnum):
    """How far a version changes the one that it was made from."""

    WORDING = "wording"
    MEANING = "meaning"
    STRUCTURE = "structure"


class CodebookVersion(Base):
    """One version of a study's codebook: the source as written, and what it says."""

    __tablename__ = "codebook_version"
    __table_args__ = (UniqueConstraint("study_id", "number"),)

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"))
    number: Mapped[int]
    #: The version that it was made from, and what kind of change it is; empty for the first.
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("codebook_version.id"))
    change_kind: Mapped[ChangeKind | None]
    title: Mapped[str] = mapped_column(String(200))
    #: The YAML as it was imported, comments and all.
    source: Mapped[str]
    checksum: Mapped[str] = mapped_column(String(64))
    change_note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[Created]
    #: Set when a round first uses it.
    frozen_at: Mapped[datetime | None]

    study: Mapped[Study] = relationship()
    questions: Mapped[list["Question"]] = relationship(
        back_populates="version", order_by="Question.position", cascade="all, delete-orphan"
    )


class AskedOf(StrEnum):
    """What a question is about: each sentence, or an article as a whole."""

    SENTENCE = "sentence"
    ARTICLE = "article"


class Question(Base):
    """One question of a codebook. Its key is the same in every version."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(ForeignKey(CodebookVersion.id, ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    asked_of: Mapped[AskedOf] = mapped_column(default=AskedOf.SENTENCE)
    kind: Mapped[str] = mapped_column(String(16))
    label: Mapped[str]
    help: Mapped[str] = mapped_column(default="")
    level: Mapped[str | None] = mapped_column(String(16))
    required: Mapped[bool] = mapped_column(default=True)
    none: Mapped[bool] = mapped_column(default=False)
    marks: Mapped[str] = mapped_column(String(16), default="off")
    primary: Mapped[bool] = mapped_column(default=False)
    shown_if: Mapped[dict[str, Any] | None]

    version: Mapped[CodebookVersion] = relationship(back_populates="questions")
    codes: Mapped[list["Code"]] = relationship(
        back_populates="question", order_by="Code.position", cascade="all, delete-orphan"
    )


class Code(Base):
    """One possible answer of a question. Its key is the same in every version."""

    __tablename__ = "code"
    __table_args__ = (UniqueConstraint("question_id", "key"),)

    id: Mapped[Key]
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id, ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    label: Mapped[str]
    definition: Mapped[str] = mapped_column(default="")
    hotkey: Mapped[str] = mapped_column(String(1), default="")
    #: The number that a point of a scale stands for.
    value: Mapped[float | None]

    question: Mapped[Question] = relationship(back_populates="codes")


class CodebookDraft(Base):
    """The next version of a study's codebook while it is written; a study has one at most.

    A page saves with the edit token that it was opened with. Each save draws a new token,
    so that a page that shows an older text cannot overwrite a newer one.
    """

    __tablename__ = "codebook_draft"

    id: Mapped[Key]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"), unique=True)
    #: The version that it starts from; empty where there is none yet.
    version_id: Mapped[int | None] = mapped_column(ForeignKey(CodebookVersion.id))
    source: Mapped[str]
    edit_token: Mapped[str] = mapped_column(String(64))
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey(Member.id))
    edited_at: Mapped[Created]


class MappingKind(StrEnum):
    """What became of a code in a later version."""

    SAME = "same"
    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    MOVED = "moved"
    RETIRED = "retired"


class MappingPolicy(StrEnum):
    """What happens to old answers with the code: carried over, asked again, or left."""

    CARRY = "carry"
    RECODE = "recode"
    LEAVE = "leave"


class CodeMapping(Base):
    """What became of a code from one version to another; no code if it was retired."""

    __tablename__ = "code_mapping"
    __table_args__ = (UniqueConstraint("from_code_id", "to_version_id", "to_code_id"),)

    id: Mapped[Key]
    from_version_id: Mapped[int] = mapped_column(
        ForeignKey(CodebookVersion.id, ondelete="CASCADE"), index=True
    )
    to_version_id: Mapped[int] = mapped_column(
        ForeignKey(CodebookVersion.id, ondelete="CASCADE"), index=True
    )
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id, ondelete="CASCADE"))
    from_code_id: Mapped[int] = mapped_column(ForeignKey(Code.id, ondelete="CASCADE"))
    to_code_id: Mapped[int | None] = mapped_column(ForeignKey(Code.id, ondelete="CASCADE"))
    kind: Mapped[MappingKind]
    policy: Mapped[MappingPolicy]


class ProposalState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class CodebookProposal(Base):
    """A change of the codebook that somebody proposes, and what was decided about it."""

    __tablename__ = "codebook_proposal"

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(CodebookVersion.id, ondelete="CASCADE"))
    question_key: Mapped[str] = mapped_column(String(60), default="")
    code_key: Mapped[str] = mapped_column(String(60), default="")
    text: Mapped[str]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey(Member.id))
    proposed_at: Mapped[Created]
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.OPEN)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(Member.id))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
