"""Measurements of agreement, kept so that the same data never get two figures."""

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.database.base import Base, Created, Key, PublicId
from annotator.rounds.models import Round
from annotator.studies.models import Study


class Measurement(Base):
    """The agreement on one question (or one code of it) in one state of the data.

    ``fingerprint`` is a checksum of the judgements that were counted; with the same
    options, seed and version of annotator, measuring again returns this row.
    """

    __tablename__ = "measurement"
    __table_args__ = (
        UniqueConstraint(
            "study_id",
            "fingerprint",
            "options_checksum",
            "seed",
            "annotator_version",
            name="uq_measurement_once",
        ),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"))
    round_id: Mapped[int] = mapped_column(ForeignKey(Round.id, ondelete="CASCADE"))
    question_key: Mapped[str] = mapped_column(String(60))
    #: The code, for a ``many`` question, which is measured code by code.
    code_key: Mapped[str] = mapped_column(String(60), default="")
    fingerprint: Mapped[str] = mapped_column(String(64))
    options: Mapped[dict[str, Any]]
    options_checksum: Mapped[str] = mapped_column(String(64))
    seed: Mapped[int]
    annotator_version: Mapped[str] = mapped_column(String(32))
    measured_at: Mapped[Created]
    n_units: Mapped[int]
    n_coders: Mapped[int]
    n_judgements: Mapped[int]
    n_dropped: Mapped[int]
    #: How often each value was chosen, and each article's own values where few.
    distribution: Mapped[dict[str, Any]] = mapped_column(default=dict)

    round: Mapped[Round] = relationship()
    coefficients: Mapped[list["Coefficient"]] = relationship(
        order_by="Coefficient.id", cascade="all, delete-orphan"
    )

    @property
    def also(self) -> list[str]:
        """What was counted beside what always is."""
        return list(self.options.get("also", []))

    @property
    def by_name(self) -> dict[str, "Coefficient"]:
        return {each.name: each for each in self.coefficients}


class Coefficient(Base):
    """One figure of a measurement; undefined is empty with a reason in words."""

    __tablename__ = "coefficient"
    __table_args__ = (UniqueConstraint("measurement_id", "name"),)

    id: Mapped[Key]
    measurement_id: Mapped[int] = mapped_column(ForeignKey(Measurement.id, ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    value: Mapped[float | None]
    se: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    method: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
