"""Codings, their answers and marks. Rows are only ever added."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.codebook.models import Code, CodebookVersion, Question
from annotator.database.base import Base, Created, Key, PublicId
from annotator.rounds.models import Assignment, Unit
from annotator.studies.models import Member


class Outcome(StrEnum):
    ANSWERED = "answered"
    SKIPPED = "skipped"


class Coding(Base):
    """One coder's whole answer to one unit at one moment; a revision is a new coding.

    Only ``current`` and ``withdrawn_at`` ever change. A coding that is not current was
    revised later, or was overtaken before it came (stale), and stays as it was.
    """

    __tablename__ = "coding"
    __table_args__ = (
        UniqueConstraint("member_id", "token"),
        Index(
            "uq_coding_current",
            "unit_id",
            "member_id",
            "occasion",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
        Index("ix_coding_unit_id_member_id", "unit_id", "member_id"),
        CheckConstraint("seconds >= 0", name="seconds_are_not_negative"),
        CheckConstraint("confidence BETWEEN 1 AND 3", name="confidence_is_one_to_three"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id, ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    occasion: Mapped[int] = mapped_column(default=1)
    #: Empty if its assignment was given to another in the meantime (a surplus coding).
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey(Assignment.id), index=True)
    #: 1 for the first answer, 2 for its first revision, and so on.
    revision: Mapped[int] = mapped_column(default=1)
    revises_id: Mapped[int | None] = mapped_column(ForeignKey("coding.id"))
    outcome: Mapped[Outcome]
    skip_reason: Mapped[str] = mapped_column(String(500), default="")
    version_id: Mapped[int] = mapped_column(ForeignKey(CodebookVersion.id))
    #: The name that the page gave this submission; sent twice, it is one coding.
    token: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    submitted_at: Mapped[Created]
    #: Seconds on screen, as the page measured them.
    seconds: Mapped[float | None]
    note: Mapped[str] = mapped_column(default="")
    flagged: Mapped[bool] = mapped_column(default=False)
    #: How sure the coder was, from 1 to 3, where the codebook asks for it.
    confidence: Mapped[int | None]
    #: How often the coder opened the context before answering.
    context_looks: Mapped[int] = mapped_column(default=0)
    current: Mapped[bool] = mapped_column(default=True)
    #: It was made on a page that did not show the coding that was current then.
    stale: Mapped[bool] = mapped_column(default=False)
    #: It came when the round was closed already.
    late: Mapped[bool] = mapped_column(default=False)
    #: A skip by which the coder left out, unread, the rest of what distressed them.
    unread: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship()
    member: Mapped[Member] = relationship()
    version: Mapped[CodebookVersion] = relationship()
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="coding", order_by="Answer.id", cascade="all, delete-orphan"
    )


class AnswerState(StrEnum):
    """Given, none of the codes, or not asked because of another answer."""

    GIVEN = "given"
    NONE = "none"
    NOT_APPLICABLE = "not_applicable"


class Answer(Base):
    """The answer to one question; a ``many`` question has a row for each code given."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("coding_id", "question_id", "code_id"),
        Index(
            "uq_answer_without_code",
            "coding_id",
            "question_id",
            unique=True,
            sqlite_where=text("code_id IS NULL"),
            postgresql_where=text("code_id IS NULL"),
        ),
        Index("ix_answer_question_id", "question_id"),
        CheckConstraint(
            "(state = 'given') = (code_id IS NOT NULL OR number IS NOT NULL OR text IS NOT NULL)",
            name="only_a_given_answer_has_a_value",
        ),
    )

    id: Mapped[Key]
    coding_id: Mapped[int] = mapped_column(ForeignKey(Coding.id, ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id))
    state: Mapped[AnswerState]
    code_id: Mapped[int | None] = mapped_column(ForeignKey(Code.id))
    number: Mapped[float | None]
    text: Mapped[str | None] = mapped_column("text")
    primary: Mapped[bool] = mapped_column(default=False)

    coding: Mapped[Coding] = relationship(back_populates="answers")
    question: Mapped[Question] = relationship()
    code: Mapped[Code | None] = relationship()
    marks: Mapped[list["Mark"]] = relationship(cascade="all, delete-orphan")


class Mark(Base):
    """A span of the sentence, in code points, that a coder ties to a code."""

    __tablename__ = "mark"
    __table_args__ = (
        CheckConstraint("start_char >= 0 AND end_char > start_char", name="span_is_not_empty"),
    )

    id: Mapped[Key]
    answer_id: Mapped[int] = mapped_column(ForeignKey(Answer.id, ondelete="CASCADE"), index=True)
    start_char: Mapped[int]
    end_char: Mapped[int]
