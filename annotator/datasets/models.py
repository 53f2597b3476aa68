"""Releases: frozen, numbered, checksummed data sets."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.database.base import BIG, Base, Created, Key, PublicId
from annotator.studies.models import Study


class ReleaseStatus(StrEnum):
    """A release is never changed; it can be withdrawn, with its files kept."""

    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class Release(Base):
    """A data set that was given a number; ``fingerprint`` is a checksum of its data."""

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("study_id", "number"),)

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"))
    number: Mapped[str] = mapped_column(String(20))
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    title: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(default="")
    citation: Mapped[str] = mapped_column(default="")
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[ReleaseStatus] = mapped_column(default=ReleaseStatus.RELEASED)
    #: The pseudonym of who released it, or ``command line``.
    released_by: Mapped[str] = mapped_column(String(40))
    released_at: Mapped[Created]
    withdrawn_at: Mapped[datetime | None]

    files: Mapped[list["ReleaseFile"]] = relationship(
        order_by="ReleaseFile.path", cascade="all, delete-orphan"
    )


class ReleaseFile(Base):
    """One file of a release, by which it can be verified."""

    __tablename__ = "release_file"
    __table_args__ = (UniqueConstraint("release_id", "path"),)

    id: Mapped[Key]
    release_id: Mapped[int] = mapped_column(ForeignKey(Release.id, ondelete="CASCADE"))
    path: Mapped[str] = mapped_column(String(255))
    bytes: Mapped[int] = mapped_column(BIG)
    sha256: Mapped[str] = mapped_column(String(64))
    #: How many rows it has; empty if it is no table.
    rows: Mapped[int | None]
