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
    with rebuilding(connection):
        context.run_migrations()
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("the migration left rows without their parents; it was undone")
        connection.commit()


@contextmanager
def rebuilding(connection: Connection) -> Iterator[None]:
    """One transaction in which SQLite may rebuild a table without deleting its children.

    SQLite ignores the setting for that inside a transaction, and its driver begins no
    transaction for a change of tables; so both are said to the driver itself.
    """
    connection.rollback()
    driver = connection.connection
    driver.execute("PRAGMA foreign_keys=OFF")
    driver.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.rollback()
        driver.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


run()
