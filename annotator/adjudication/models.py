"""Which disputed units get a decision, who decides them, and the decisions themselves."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.codebook.models import CodebookVersion, Question
from annotator.coding.models import AnswerColumns, Coding, answer_rules
from annotator.database.base import Base, Created, Key, PublicId
from annotator.rounds.models import Round, Unit
from annotator.studies.models import Member, Study


class AdjudicationPlan(Base):
    """Which units and questions of some rounds are decided, by which rule and options."""

    __tablename__ = "adjudication_plan"

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"), index=True)
    rule: Mapped[str] = mapped_column(String(40))
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    seed: Mapped[int]
    created_at: Mapped[Created]
    frozen_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class PlanRound(Base):
    """A round whose units a plan decides."""

    __tablename__ = "adjudication_plan_round"
    __table_args__ = (UniqueConstraint("plan_id", "round_id"),)

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey(AdjudicationPlan.id, ondelete="CASCADE"))
    round_id: Mapped[int] = mapped_column(ForeignKey(Round.id, ondelete="CASCADE"), index=True)


class CaseOrigin(StrEnum):
    """Why a unit is decided: coders disagree, by chance, it was flagged, or it was sent."""

    DISPUTED = "disputed"
    AUDIT = "audit"
    FLAGGED = "flagged"
    SENT = "sent"


class Case(Base):
    """A unit and a question that wait for a decision, or have one."""

    __tablename__ = "adjudication_case"
    __table_args__ = (
        UniqueConstraint("plan_id", "unit_id", "question_id"),
        Index("ix_adjudication_case_unit_id", "unit_id"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    plan_id: Mapped[int] = mapped_column(ForeignKey(AdjudicationPlan.id, ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id, ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id))
    origin: Mapped[CaseOrigin]
    #: Its number in the queue, and what a decision on it is worth.
    rank: Mapped[int]
    expected_error: Mapped[float | None]

    plan: Mapped[AdjudicationPlan] = relationship()
    unit: Mapped[Unit] = relationship()
    question: Mapped[Question] = relationship()


class CaseState(StrEnum):
    """How far an adjudicator's slot on a case is."""

    OPEN = "open"
    RESERVED = "reserved"
    DECIDED = "decided"
    SKIPPED = "skipped"
    WITHDRAWN = "withdrawn"


class CaseAssignment(Base):
    """One adjudicator's slot on one case; no case gets more decisions than it has slots."""

    __tablename__ = "case_assignment"
    __table_args__ = (
        UniqueConstraint("case_id", "slot"),
        UniqueConstraint("case_id", "member_id"),
        Index("ix_case_assignment_queue", "member_id", "state"),
        CheckConstraint("slot >= 1", name="slots_count_from_one"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id, ondelete="CASCADE"))
    slot: Mapped[int]
    #: Empty while it is open to any adjudicator.
    member_id: Mapped[int | None] = mapped_column(ForeignKey(Member.id))
    state: Mapped[CaseState] = mapped_column(default=CaseState.OPEN)
    reserved_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship()
    member: Mapped[Member | None] = relationship()


class DecisionKind(StrEnum):
    """Whether an adjudicator decided, or the coders of the unit in a discussion."""

    ADJUDICATED = "adjudicated"
    DISCUSSED = "discussed"


class Decision(Base):
    """A member's decision on a case, with its reason. The coders' codings stay as they are.

    Rows are only added: a decision is revised by a new one, once, and only
    ``withdrawn_at`` ever changes.
    """

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("member_id", "token"),
        UniqueConstraint("revises_id"),
        Index(
            "uq_decision_first",
            "case_id",
            "member_id",
            "kind",
            unique=True,
            sqlite_where=text("revises_id IS NULL"),
            postgresql_where=text("revises_id IS NULL"),
        ),
        CheckConstraint("seconds >= 0", name="seconds_are_not_negative"),
        CheckConstraint("confidence BETWEEN 1 AND 3", name="confidence_is_one_to_three"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id, ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    kind: Mapped[DecisionKind]
    version_id: Mapped[int] = mapped_column(ForeignKey(CodebookVersion.id))
    #: It is an answer that no coder gave.
    novel: Mapped[bool] = mapped_column(default=False)
    #: The public ids of the codings that were shown, in the order in which they were, and
    #: the fingerprint of what they said.
    order_shown: Mapped[list[str]] = mapped_column(default=list)
    shown_fingerprint: Mapped[str] = mapped_column(String(64))
    reason_code: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(default="")
    confidence: Mapped[int | None]
    seconds: Mapped[float | None]
    #: The name that the page gave this submission; sent twice, it is one decision.
    token: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[Created]
    revises_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    withdrawn_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship()
    member: Mapped[Member] = relationship()
    answers: Mapped[list["DecisionAnswer"]] = relationship(
        back_populates="decision", order_by="DecisionAnswer.id", cascade="all, delete-orphan"
    )


class DecisionAnswer(AnswerColumns, Base):
    """The answer of a decision, kept as a coding's is.

    ``blind_first`` is what the adjudicator answered before they saw the coders' answers.
    """

    __tablename__ = "decision_answer"
    __table_args__ = answer_rules("decision_answer", "decision_id", "blind_first")

    id: Mapped[Key]
    decision_id: Mapped[int] = mapped_column(ForeignKey(Decision.id, ondelete="CASCADE"))
    blind_first: Mapped[bool] = mapped_column(default=False)

    decision: Mapped[Decision] = relationship(back_populates="answers")
    marks: Mapped[list["DecisionMark"]] = relationship(cascade="all, delete-orphan")


class DecisionMark(Base):
    """A span of the sentence that a decision ties to a code."""

    __tablename__ = "decision_mark"
    __table_args__ = (
        CheckConstraint("start_char >= 0 AND end_char > start_char", name="span_is_not_empty"),
    )

    id: Mapped[Key]
    answer_id: Mapped[int] = mapped_column(
        ForeignKey(DecisionAnswer.id, ondelete="CASCADE"), index=True
    )
    start_char: Mapped[int]
    end_char: Mapped[int]


class AdoptedCoding(Base):
    """A coding whose answer a decision adopted."""

    __tablename__ = "adopted_coding"
    __table_args__ = (UniqueConstraint("decision_id", "coding_id"),)

    id: Mapped[Key]
    decision_id: Mapped[int] = mapped_column(ForeignKey(Decision.id, ondelete="CASCADE"))
    coding_id: Mapped[int] = mapped_column(ForeignKey(Coding.id, ondelete="CASCADE"), index=True)


class ConsensusRun(Base):
    """What a method made of the codings of a study in one state of the data."""

    __tablename__ = "consensus_run"
    __table_args__ = (
        UniqueConstraint(
            "study_id",
            "fingerprint",
            "method",
            "parameters_checksum",
            "seed",
            "annotator_version",
            name="uq_consensus_run_once",
        ),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"))
    method: Mapped[str] = mapped_column(String(40))
    parameters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    parameters_checksum: Mapped[str] = mapped_column(String(64))
    seed: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))
    annotator_version: Mapped[str] = mapped_column(String(32))
    result: Mapped[dict[str, Any]]
    run_at: Mapped[Created]
