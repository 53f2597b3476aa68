"""Rounds, and who is enrolled in them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.codebook.models import CodebookVersion
from annotator.database.base import Base, Created, Key, PublicId
from annotator.rounds.settings import Hides
from annotator.studies.models import Member, Study

#: How many sentences a coder holds ahead where a plan gave them, and at most.
MOST_AHEAD = 60
#: How many where the first to come is served first: what one holds, no other can take.
AHEAD_IN_OPEN = 3


class RoundPurpose(StrEnum):
    TRAINING = "training"
    PILOT = "pilot"
    MAIN = "main"
    RETEST = "retest"


class Order(StrEnum):
    """In which order a coder meets the sentences."""

    ARTICLE = "article"
    RANDOM = "random"


class Context(StrEnum):
    """What else of the article a coder may read."""

    NONE = "none"
    NEIGHBOURS = "neighbours"
    ARTICLE = "article"


class Skips(StrEnum):
    """Whether a skipped assignment is given to another coder, or counts as it is."""

    REPLACE = "replace"
    COUNT = "count"


class Round(Hides, Base):
    """Sentences coded under one codebook version and one design."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("study_id", "number"),)

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey(CodebookVersion.id))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[RoundPurpose] = mapped_column(default=RoundPurpose.MAIN)
    design: Mapped[str] = mapped_column(String(16), default="full")
    #: What the design asks for (k, share, strata), how sentences were sampled, and the
    #: balance that was achieved.
    settings: Mapped[dict[str, Any]] = mapped_column("setup", default=dict)
    seed: Mapped[int] = mapped_column(default=1)
    order: Mapped[Order] = mapped_column(default=Order.ARTICLE)
    context: Mapped[Context] = mapped_column(default=Context.NONE)
    #: Which of outlet, author, date, url, title, event a coder never sees.
    blinding: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Names of the article's outlet and author are masked in the text on the desk.
    masked: Mapped[bool] = mapped_column(default=True)
    reservation_minutes: Mapped[int] = mapped_column(default=60)
    skips: Mapped[Skips] = mapped_column(default=Skips.COUNT)
    #: What the lead decided about codings that came after the round closed.
    late_counted: Mapped[bool | None]
    #: Each act that changes which codings count, or how, increases it.
    revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Created]
    opened_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    study: Mapped[Study] = relationship()
    version: Mapped[CodebookVersion] = relationship()
    enrolments: Mapped[list["Enrolment"]] = relationship(
        back_populates="round", cascade="all, delete-orphan"
    )

    @property
    def state(self) -> str:
        """``draft``, ``open``, ``paused`` or ``closed``."""
        if self.closed_at:
            return "closed"
        if self.paused_at:
            return "paused"
        return "open" if self.opened_at else "draft"

    @property
    def is_planned(self) -> bool:
        """Whether it was settled before who codes what; otherwise assignments go to who comes."""
        return self.design != "open"

    @property
    def is_own(self) -> bool:
        """Whether each assignment is its coder's own, and no other could code in it."""
        return self.design in ("full", "retest")

    @property
    def is_training(self) -> bool:
        """Whether coders are shown the known answer after each of theirs."""
        return self.purpose == RoundPurpose.TRAINING

    @property
    def units(self) -> int:
        """How many units the round was opened with."""
        return int(self.settings.get("units", 0))

    @property
    def last_planned(self) -> int:
        """The highest planned order of a plan; what comes back stands behind it."""
        return self.units + self.checks

    @property
    def has_one_k(self) -> bool:
        """Whether every sentence is to have the same number of coders, which can change."""
        return self.design in ("open", "balanced")

    @property
    def open_slots(self) -> int:
        """How many assignments were made for whoever comes."""
        return 0 if self.is_planned else self.units * int(self.settings.get("k", 0))

    @property
    def replaces_skips(self) -> bool:
        """Whether another coder is to code what one skipped."""
        return self.skips == Skips.REPLACE

    @property
    def ahead(self) -> int:
        """How many sentences a coder may hold at once; in training one: each is learnt from."""
        if self.is_training:
            return 1
        return MOST_AHEAD if self.is_planned else int(self.settings.get("ahead") or AHEAD_IN_OPEN)

    @property
    def shares(self) -> bool:
        """Whether who runs dry goes on with what others were to code and have not seen."""
        return bool(self.settings.get("shares"))


class Enrolment(Base):
    """A coder's part in a round. The counters are written with each of their codings."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("round_id", "member_id"),
        Index("ix_enrolment_member_id", "member_id"),
    )

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey(Round.id, ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    #: How many sentences this coder is to code, as planned; in an open design at most so
    #: many, if it says so.
    quota: Mapped[int | None]
    seed: Mapped[int]
    #: The planned order of the assignment that was taken last of those that are open to anyone.
    cursor: Mapped[int] = mapped_column(default=0)
    #: How many sentences were served to this coder, also those that were taken back.
    served: Mapped[int] = mapped_column(default=0)
    #: The row ids of articles and events of which the coder wants no more.
    avoids: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: How many hidden repeats are still to come, in a planned round, and as the how-manieth
    #: sentence the next one may come.
    repeats_left: Mapped[int] = mapped_column(default=0)
    repeat_at: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    #: How many codings of theirs were ever stored in the round, revisions and skips too.
    codings: Mapped[int] = mapped_column(default=0)
    qualified_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    round: Mapped[Round] = relationship(back_populates="enrolments")
    member: Mapped[Member] = relationship()

    @property
    def assigned(self) -> int | None:
        """How many sentences are this coder's in all; none where nobody can say it."""
        return self.quota or 0 if self.round.is_planned else self.quota

    @property
    def left(self) -> int | None:
        """How many sentences are still to do; none where nobody can say it."""
        if self.assigned is None:
            return None
        return max(0, self.assigned - self.done - self.skipped)
