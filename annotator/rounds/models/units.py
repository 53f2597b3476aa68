"""The sentences of a round, and the right answers that are known of some of them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.corpus.models import Sentence
from annotator.database.base import Base, Key, PublicId
from annotator.rounds.models.rounds import Round


class UnitPurpose(StrEnum):
    MAIN = "main"
    TRAINING = "training"
    CHECK = "check"


class Unit(Base):
    """A sentence in a round."""

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("round_id", "sentence_id"),
        UniqueConstraint("round_id", "position"),
        Index("ix_unit_sentence_id", "sentence_id"),
        CheckConstraint("probability > 0 AND probability <= 1", name="probability_is_a_share"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    round_id: Mapped[int] = mapped_column(ForeignKey(Round.id, ondelete="CASCADE"))
    sentence_id: Mapped[int] = mapped_column(ForeignKey(Sentence.id))
    position: Mapped[int]
    purpose: Mapped[UnitPurpose] = mapped_column(default=UnitPurpose.MAIN)
    #: The probability with which it was drawn; empty where nobody knows it.
    probability: Mapped[float | None]
    withdrawn_at: Mapped[datetime | None]

    round: Mapped[Round] = relationship()
    sentence: Mapped[Sentence] = relationship()

    def is_transferable(self, occasion: int) -> bool:
        """Whether an assignment could go to another coder: checks, training and repeats are
        their coder's own.
        """
        return occasion == 1 and self.purpose == UnitPurpose.MAIN


class KnownAnswer(Base):
    """The right answer to one question of a sentence, and why.

    A draft has them before it has units; its training and check units get theirs when it
    is opened.
    """

    __tablename__ = "known_answer"
    __table_args__ = (
        UniqueConstraint("round_id", "sentence_id", "question_key"),
        UniqueConstraint("unit_id", "question_key"),
        Index("ix_known_answer_sentence_id", "sentence_id"),
    )

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey(Round.id, ondelete="CASCADE"))
    sentence_id: Mapped[int] = mapped_column(ForeignKey(Sentence.id, ondelete="CASCADE"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id, ondelete="CASCADE"))
    question_key: Mapped[str] = mapped_column(String(60))
    answer: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(default="")
