"""What all models stand on: names of constraints, column types, keys."""

import secrets
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry
from sqlalchemy.types import JSON, TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

_ALPHABET = b"0123456789abcdefghjkmnpqrstvwxyz"  # No letter that is read as another.


def now() -> datetime:
    """The time, in UTC, with its zone."""
    return datetime.now(UTC)


def new_public_id() -> str:
    """A random name for a row, safe in an address: 12 characters, 60 bits."""
    return secrets.token_bytes(12).translate(_ALPHABET * 8).decode()


class UtcTime(TypeDecorator[datetime]):
    """A moment: stored in UTC, read with its zone, on databases with and without zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _words(enum: type[StrEnum]) -> list[str]:
    return [member.value for member in enum]


def words(enum: type[StrEnum], name: str | None = None) -> Enum:
    """A set of words, kept as text that the table itself checks.

    ``name`` tells the check from that of another column with the same words.
    """
    return Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=16,
        values_callable=_words,
    )


class Base(DeclarativeBase):
    """What all models stand on: one metadata with names for every constraint."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcTime,
            dict[str, Any]: JSON,
            list[str]: JSON,
            StrEnum: words(StrEnum),
        },
    )


# SQLite numbers rows by itself only in columns of its plain INTEGER type.
BIG = BigInteger().with_variant(Integer, "sqlite")

Key = Annotated[int, mapped_column(BIG, primary_key=True)]
PublicId = Annotated[str, mapped_column(String(16), unique=True, default=new_public_id)]
Created = Annotated[datetime, mapped_column(default=now)]
