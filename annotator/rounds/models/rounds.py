"""Rounds, and who is enrolled in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Dialect,
    ForeignKey,
    Index,
    String,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from annotator.codebook.models import CodebookVersion
from annotator.database.base import Base, Created, Key, PublicId
from annotator.rounds.controls.controls import Controls
from annotator.rounds.designs.design import Design
from annotator.rounds.designs.registry import DEFAULT, names_of_designs
from annotator.rounds.setup import (
    Context,
    Order,
    RoundPurpose,
    RoundSetup,
    Skips,
    from_json,
    to_json,
)
from annotator.studies.models import Member, Study


class SetupColumn(TypeDecorator[RoundSetup]):
    """A setup, kept as JSON with its version."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: RoundSetup | None, dialect: Dialect) -> Any:
        return None if value is None else to_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> RoundSetup | None:
        return None if value is None else from_json(value)


class Round(Base):
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
    #: The name of the setup's design, to be asked for in queries.
    design_name: Mapped[str] = mapped_column("design", String(16), default=DEFAULT.name)
    setup: Mapped[RoundSetup] = mapped_column(SetupColumn, default=RoundSetup)
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
    #: How many units it was opened with, without its checks.
    units: Mapped[int] = mapped_column(default=0)
    #: For outlets and events: each by name, with how much there was and how much was taken.
    balance: Mapped[dict[str, Any]] = mapped_column(default=dict)
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

    @validates("setup")
    def _name_design(self, _attribute: str, setup: RoundSetup) -> RoundSetup:
        self.design_name = setup.design.name
        return setup

    @property
    def design(self) -> Design:
        """Who codes which sentences."""
        return self.setup.design

    @property
    def controls(self) -> Controls:
        """What is hidden among a coder's sentences."""
        return self.setup.controls

    @hybrid_property
    def is_planned(self) -> bool:
        """Whether it was settled before who codes what; otherwise assignments go to who comes."""
        return self.design.is_planned

    @is_planned.inplace.expression
    @classmethod
    def _is_planned(cls) -> ColumnElement[bool]:
        return cls.design_name.in_(names_of_designs(lambda design: design.is_planned))

    @property
    def sorted_enrolments(self) -> list["Enrolment"]:
        """Those who are enrolled, by pseudonym."""
        return sorted(self.enrolments, key=lambda each: each.member.pseudonym)

    @property
    def is_training(self) -> bool:
        """Whether coders are shown the known answer after each of theirs."""
        return self.purpose == RoundPurpose.TRAINING

    @property
    def last_planned(self) -> int:
        """The highest planned order of a plan; what comes back stands behind it."""
        return self.units + self.controls.checks

    @property
    def open_slots(self) -> int:
        """How many assignments were made for whoever comes."""
        return self.design.open_slots(self.units)

    @property
    def replaces_skips(self) -> bool:
        """Whether another coder is to code what one skipped."""
        return self.skips == Skips.REPLACE

    @property
    def most_held(self) -> int:
        """How many sentences a coder may hold at once; in training one: each is learnt from."""
        return 1 if self.is_training else self.design.most_held


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
