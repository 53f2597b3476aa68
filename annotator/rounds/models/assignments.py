"""A row for every slot: who codes which unit, and how far they are."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.database.base import Base, Key, PublicId, words
from annotator.rounds.models.rounds import Round
from annotator.rounds.models.units import Unit
from annotator.studies.models import Member


class AssignmentState(StrEnum):
    """Where an assignment stands: waiting, with its coder, coded, skipped, or taken back."""

    OPEN = "open"
    RESERVED = "reserved"
    CODED = "coded"
    SKIPPED = "skipped"
    WITHDRAWN = "withdrawn"


#: The states in which an assignment is still to be answered.
WAITING = (AssignmentState.OPEN, AssignmentState.RESERVED)


def _partial(name: str, where: str, *columns: str) -> Index:
    """An index of some rows only, so that the others cost it nothing."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Assignment(Base):
    """One coder's slot on one unit. Because slots are rows, k cannot be exceeded."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("unit_id", "slot"),
        UniqueConstraint("unit_id", "member_id", "occasion"),
        CheckConstraint("slot >= 1", name="slots_count_from_one"),
        CheckConstraint("occasion IN (1, 2)", name="occasion_is_first_or_repeat"),
        # A coder's next assignment and the assignments they hold are found by these two.
        Index("ix_assignment_queue", "round_id", "member_id", "state", "planned_order"),
        Index("ix_assignment_served", "round_id", "member_id", "served_order"),
        # The next assignment that is open to anyone, and the reservations that ran out.
        _partial("ix_assignment_pool", "member_id IS NULL", "round_id", "state", "planned_order"),
        _partial("ix_assignment_due", "reserved_until IS NOT NULL", "round_id", "reserved_until"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    #: Repeated from the unit, so that a coder's queue is one index.
    round_id: Mapped[int] = mapped_column(ForeignKey(Round.id, ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id, ondelete="CASCADE"))
    slot: Mapped[int]
    #: Empty while the assignment is open to anyone.
    member_id: Mapped[int | None] = mapped_column(ForeignKey(Member.id))
    occasion: Mapped[int] = mapped_column(default=1)
    state: Mapped[AssignmentState] = mapped_column(default=AssignmentState.OPEN)
    #: What it was when its unit was taken out of the round.
    state_before: Mapped[AssignmentState | None] = mapped_column(
        words(AssignmentState, "state_before")
    )
    #: When in the coder's own order the plan serves it; of an assignment that is open to anyone,
    #: where it stands in the order in which all go round.
    planned_order: Mapped[int | None]
    #: As the how-manieth it was in fact served to its coder.
    served_order: Mapped[int | None]
    #: Until when nobody else gets it; only of an assignment that is held.
    reserved_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship()
    round: Mapped[Round] = relationship()
    member: Mapped[Member | None] = relationship()

    @property
    def is_transferable(self) -> bool:
        """Whether another coder could have it instead."""
        return self.unit.is_transferable(self.occasion)
