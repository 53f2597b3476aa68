"""Run migrations on the connection that the caller gives; there is no ini file."""

from alembic import context

config = context.config


def run() -> None:
    """Migrate in one transaction, with SQLite's foreign keys off while tables are rebuilt.

    A batch rebuild of a parent table would otherwise delete its children by cascade;
    afterwards every foreign key is checked.
    """
    connection = config.attributes["connection"]
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=config.attributes.get("metadata"),
        render_as_batch=sqlite,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("the migration left rows without their parents; it was undone")
    if sqlite:
        connection.commit()
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")


run()
