"""Codings with their answers and marks, and what members saw. Rows are only ever added."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Constraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from annotator.codebook.models import Code, CodebookVersion, Question
from annotator.database.base import Base, Created, Key, PublicId
from annotator.rounds.models import Assignment, Round, Unit
from annotator.studies.models import Member


class Outcome(StrEnum):
    ANSWERED = "answered"
    SKIPPED = "skipped"


class Origin(StrEnum):
    """Where a coding comes from: the desk, a file, a machine, or an earlier version's coding."""

    DESK = "desk"
    IMPORT = "import"
    MACHINE = "machine"
    CARRIED = "carried"


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
        CheckConstraint(
            "origin = 'desk' OR assignment_id IS NULL", name="only_the_desk_fills_assignments"
        ),
        CheckConstraint("seconds >= 0", name="seconds_are_not_negative"),
        CheckConstraint("confidence BETWEEN 1 AND 3", name="confidence_is_one_to_three"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id, ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    occasion: Mapped[int] = mapped_column(default=1)
    origin: Mapped[Origin]
    #: Empty unless it comes from the desk; and if its assignment was given to another in the
    #: meantime (a surplus coding).
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
    #: The version of the masks in the sentence as it was shown; empty if nothing is masked.
    mask_version: Mapped[int | None]
    #: How often the coder opened the context before answering.
    context_looks: Mapped[int] = mapped_column(default=0)
    current: Mapped[bool] = mapped_column(default=True)
    #: It was made on a page that did not show the coding that was current then.
    stale: Mapped[bool] = mapped_column(default=False)
    #: It came when the round was closed already.
    late: Mapped[bool] = mapped_column(default=False)
    #: A skip by which the coder left out, unread, the rest of what distressed them.
    unread: Mapped[bool] = mapped_column(default=False)
    #: It was made after the member had seen others' answers to the unit.
    after_seeing: Mapped[bool] = mapped_column(default=False)
    #: It was made with a suggestion on the page.
    advised: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship()
    member: Mapped[Member] = relationship()
    version: Mapped[CodebookVersion] = relationship()
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="coding", order_by="Answer.id", cascade="all, delete-orphan"
    )

    @hybrid_property
    def is_surplus(self) -> bool:
        """Whether its assignment was given to another coder in the meantime."""
        return self.origin == Origin.DESK and self.assignment_id is None

    @is_surplus.inplace.expression
    @classmethod
    def _is_surplus(cls) -> ColumnElement[bool]:
        return and_(cls.origin == Origin.DESK, cls.assignment_id.is_(None))


class AnswerState(StrEnum):
    """Given, none of the codes, or not asked because of another answer."""

    GIVEN = "given"
    NONE = "none"
    NOT_APPLICABLE = "not_applicable"


class AnswerColumns:
    """What an answer to a question says, wherever it is kept; ``text`` is only a text's."""

    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id))
    state: Mapped[AnswerState]
    code_id: Mapped[int | None] = mapped_column(ForeignKey(Code.id))
    number: Mapped[float | None]
    text: Mapped[str | None] = mapped_column("text")
    primary: Mapped[bool] = mapped_column(default=False)

    @declared_attr
    @classmethod
    def question(cls) -> Mapped[Question]:
        return relationship(Question)

    @declared_attr
    @classmethod
    def code(cls) -> Mapped[Code | None]:
        return relationship(Code)


def answer_rules(table: str, *owner: str) -> tuple[Constraint | Index, ...]:
    """What holds of answers in a table: of one owner, each code of a question is given once."""
    return (
        UniqueConstraint(*owner, "question_id", "code_id"),
        Index(
            f"uq_{table}_without_code",
            *owner,
            "question_id",
            unique=True,
            sqlite_where=text("code_id IS NULL"),
            postgresql_where=text("code_id IS NULL"),
        ),
        Index(f"ix_{table}_question_id", "question_id"),
        CheckConstraint(
            "(state = 'given') = (code_id IS NOT NULL OR number IS NOT NULL OR text IS NOT NULL)",
            name="only_a_given_answer_has_a_value",
        ),
    )


class Answer(AnswerColumns, Base):
    """The answer to one question; a ``many`` question has a row for each code given."""

    __tablename__ = "answer"
    __table_args__ = (
        *answer_rules("answer", "coding_id"),
        CheckConstraint("probability >= 0 AND probability <= 1", name="probability_is_a_share"),
    )

    id: Mapped[Key]
    coding_id: Mapped[int] = mapped_column(ForeignKey(Coding.id, ondelete="CASCADE"))
    #: How sure a machine says it is.
    probability: Mapped[float | None]

    coding: Mapped[Coding] = relationship(back_populates="answers")
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


class Exposure(Base):
    """That a member saw others' answers to a unit, or to a round, and on which page.

    ``early`` is that they chose to look before their own part of the round was done.
    """

    __tablename__ = "exposure"
    __table_args__ = (
        Index("ix_exposure_member_id_round_id", "member_id", "round_id"),
        Index("ix_exposure_round_id", "round_id"),
        Index("ix_exposure_unit_id", "unit_id"),
        CheckConstraint(
            "(round_id IS NULL) <> (unit_id IS NULL)", name="it_is_of_a_unit_or_a_round"
        ),
    )

    id: Mapped[Key]
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    round_id: Mapped[int | None] = mapped_column(ForeignKey(Round.id, ondelete="CASCADE"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id, ondelete="CASCADE"))
    at: Mapped[Created]
    page: Mapped[str] = mapped_column(String(40))
    early: Mapped[bool] = mapped_column(default=False)

    member: Mapped[Member] = relationship()
