"""Codebook versions with their questions and codes. A used version never changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.database.base import Base, Created, Key, PublicId
from annotator.studies.models import Study


class CodebookVersion(Base):
    """One version of a study's codebook: the source as written, and what it says."""

    __tablename__ = "codebook_version"
    __table_args__ = (UniqueConstraint("study_id", "number"),)

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"))
    number: Mapped[int]
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


class Question(Base):
    """What is asked of a sentence. Its key is the same in every version."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(ForeignKey(CodebookVersion.id, ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
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
