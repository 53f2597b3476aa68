"""Imports, outlets, events, articles and their sentences."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.corpus.boilerplate.segments import SentenceKind
from annotator.database.base import Base, Created, Key, PublicId
from annotator.studies.models import Study


class Import(Base):
    """One file that articles came from.

    Its articles are written in batches and are seen by no one until ``completed_at``
    is set with the last of them.
    """

    __tablename__ = "import"

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"), index=True)
    file_name: Mapped[str] = mapped_column(String(255))
    #: Of the bytes of the file.
    sha256: Mapped[str] = mapped_column(String(64))
    #: What read the file, and in which version.
    parser: Mapped[str] = mapped_column(String(40))
    parser_version: Mapped[str] = mapped_column(String(80))
    encoding: Mapped[str] = mapped_column(String(40))
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: How much the file holds and how much of it was taken; the counts must add up.
    ledger: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: The pseudonym of who imported it, or ``command line``.
    imported_by: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[Created]
    completed_at: Mapped[datetime | None]


class Outlet(Base):
    """Who published."""

    __tablename__ = "outlet"
    __table_args__ = (UniqueConstraint("study_id", "name"),)

    id: Mapped[Key]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))


class Event(Base):
    """What articles report on; articles of one event are compared."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("study_id", "name"),)

    id: Mapped[Key]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))


def _unique(name: str, where: str, *columns: str) -> Index:
    """That no two of these rows have the same columns."""
    condition = text(where)
    return Index(name, *columns, unique=True, sqlite_where=condition, postgresql_where=condition)


class ArticleFamily(Base):
    """Articles that are near copies of one another, such as copies of one wire report."""

    __tablename__ = "article_family"

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"), index=True)


class Article(Base):
    """A text as it came, and by which engine it was split.

    Of the included articles of a study, no two have the same outlet and the same text.
    """

    __tablename__ = "article"
    __table_args__ = (
        _unique("uq_article_text", "included", "study_id", "outlet_id", "text_sha256"),
        # A missing outlet is one outlet too: NULLs do not count as equal above.
        _unique(
            "uq_article_text_no_outlet",
            "included AND outlet_id IS NULL",
            "study_id",
            "text_sha256",
        ),
        Index("ix_article_import_id", "import_id"),
        Index("ix_article_study_id_text_sha256", "study_id", "text_sha256"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    study_id: Mapped[int] = mapped_column(ForeignKey(Study.id, ondelete="CASCADE"))
    import_id: Mapped[int] = mapped_column(ForeignKey(Import.id, ondelete="CASCADE"))
    outlet_id: Mapped[int | None] = mapped_column(ForeignKey(Outlet.id))
    event_id: Mapped[int | None] = mapped_column(ForeignKey(Event.id))
    family_id: Mapped[int | None] = mapped_column(ForeignKey(ArticleFamily.id, ondelete="SET NULL"))
    included: Mapped[bool] = mapped_column(default=True)
    title: Mapped[str] = mapped_column(String(500), default="")
    author: Mapped[str] = mapped_column(String(300), default="")
    url: Mapped[str] = mapped_column(String(2000), default="")
    date: Mapped[date | None]
    #: Under which licence or permission the text may be passed on, in words.
    rights: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(35))
    text: Mapped[str]
    text_sha256: Mapped[str] = mapped_column(String(64))
    #: Columns of the file that the tool has no field for, as they came.
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)
    engine: Mapped[str] = mapped_column(String(40))
    engine_version: Mapped[str] = mapped_column(String(80))
    #: Set when a round first uses one of its sentences: the split is final then.
    frozen_at: Mapped[datetime | None]

    study: Mapped[Study] = relationship()
    source: Mapped[Import] = relationship()
    outlet: Mapped[Outlet | None] = relationship()
    event: Mapped[Event | None] = relationship()
    sentences: Mapped[list["Sentence"]] = relationship(
        back_populates="article", order_by="Sentence.position", cascade="all, delete-orphan"
    )


class Sentence(Base):
    """The unit of coding: code points ``start_char`` to ``end_char`` of its article.

    ``article.text[start_char:end_char]`` is its text, always.
    """

    __tablename__ = "sentence"
    __table_args__ = (
        UniqueConstraint("article_id", "start_char"),
        CheckConstraint("start_char >= 0 AND end_char > start_char", name="span_is_not_empty"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    article_id: Mapped[int] = mapped_column(ForeignKey(Article.id, ondelete="CASCADE"))
    position: Mapped[int]
    start_char: Mapped[int]
    end_char: Mapped[int]
    kind: Mapped[SentenceKind]
    #: Whether coders are asked to code it.
    included: Mapped[bool]
    #: Why it is excluded, or why it is included after all, in words.
    reason: Mapped[str] = mapped_column(default="")
    #: It was shown to coders with its answer.
    taught: Mapped[bool] = mapped_column(default=False)

    article: Mapped[Article] = relationship(back_populates="sentences")

    @property
    def text(self) -> str:
        return self.article.text[self.start_char : self.end_char]

    @property
    def length(self) -> int:
        return self.end_char - self.start_char


class Correction(Base):
    """A correction of how an article was split: which sentences it replaced by which.

    One that takes another back names it; each can be taken back once.
    """

    __tablename__ = "correction"

    id: Mapped[Key]
    article_id: Mapped[int] = mapped_column(ForeignKey(Article.id, ondelete="CASCADE"), index=True)
    at: Mapped[Created]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("correction.id"), unique=True)
