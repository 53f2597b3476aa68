"""Run migrations on the connection that the caller gives; there is no ini file."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection

config = context.config


def run() -> None:
    """Migrate; what was changed is undone if rows are left without their parents."""
    connection: Connection = config.attributes["connection"]
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=config.attributes.get("metadata"),
        render_as_batch=sqlite,
        compare_type=True,
    )
    if not sqlite:
        with context.begin_transaction():
            context.run_migrations()
        return
    with foreign_keys_off(connection):
        context.run_migrations()
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("the migration left rows without their parents; it was undone")
        connection.commit()


@contextmanager
def foreign_keys_off(connection: Connection) -> Iterator[None]:
    """Keep SQLite from deleting the children of a table while a batch rebuilds it.

    SQLite ignores this setting inside a transaction, and SQLAlchemy begins one with any
    statement of its own; so it is said to the driver, with no transaction open.
    """
    connection.rollback()
    driver = connection.connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


run()
