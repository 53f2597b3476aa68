"""The state of the database's tables: bring it up to date, compare, take it back."""

from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from annotator.database.base import Base
from annotator.errors import Conflict
from annotator.paths import shipped

#: The revisions of development versions, whose tables were never released.
OF_DEVELOPMENT = ("0001", "0002", "0003", "0004", "0005")


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables to a revision, the newest by default; nothing happens twice.

    :raises Conflict: if the database is from a newer or a development version.
    """
    with engine.connect() as connection:
        refuse_unknown(connection)
        command.upgrade(_config(connection), revision)
        connection.commit()


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Take the tables back to a revision; what only newer tables hold is lost."""
    with engine.connect() as connection:
        command.downgrade(_config(connection), revision)
        connection.commit()


def revision_of(connection: Connection) -> str | None:
    """The revision that the database is at, or nothing if it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision that this version of annotator needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def refuse_unknown(connection: Connection) -> None:
    """Refuse a database whose revision this version does not know.

    :raises Conflict: if it is from a newer or a development version, with what to do.
    """
    revision = revision_of(connection)
    if revision in OF_DEVELOPMENT:
        raise Conflict(
            "This database was made by a development version and cannot be upgraded. "
            "Export it with that version, then create a new one with `annotator init`."
        )
    try:
        ScriptDirectory.from_config(_config()).get_revision(revision or "base")
    except CommandError:
        raise Conflict(
            f"The database is from a newer version of annotator (its revision is {revision}). "
            "Install that version; nothing was changed."
        ) from None


def drift(connection: Connection) -> list[Any]:
    """What differs between the tables and the models; nothing when all is well."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["metadata"] = Base.metadata
    return config
