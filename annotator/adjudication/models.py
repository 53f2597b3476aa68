"""Decisions: an adjudicator's answer to a unit, with its reason."""

from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.database.base import Base, Created, Key, PublicId
from annotator.rounds.models import Unit
from annotator.studies.models import Member


class Decision(Base):
    """The answer to one question of one unit after disagreement. Rows are only added;
    the last one stands, and the coders' own answers are never touched.
    """

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_unit_id_question_key", "unit_id", "question_key"),)

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id, ondelete="CASCADE"))
    #: The adjudicator; empty if a rule decided.
    member_id: Mapped[int | None] = mapped_column(ForeignKey(Member.id))
    rule: Mapped[str] = mapped_column(String(40), default="")
    question_key: Mapped[str] = mapped_column(String(60))
    answer: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[Created]

    unit: Mapped[Unit] = relationship()
