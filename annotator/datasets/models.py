"""Releases: frozen, numbered, checksummed exports."""

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from annotator.database.base import Base, Created, Key, PublicId
from annotator.studies.models import Study


class Release(Base):
    """An export that was given a number and will never change."""

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("study_id", "number"),)

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(default="")
    #: The files with their SHA-256 sums, and the versions that made them.
    manifest: Mapped[dict[str, Any]]
    checksum: Mapped[str] = mapped_column(String(64))
    released_by: Mapped[str] = mapped_column(String(40))
    released_at: Mapped[Created]
