"""What the doctor looks at in a PostgreSQL database: what it promises, and who is connected."""

from collections.abc import Iterator

from sqlalchemy import Connection

from annotator.config import Settings
from annotator.database.connections import CALLED
from annotator.operations.finding import Finding

#: Each of them, switched off, lets a crash take back what people were told is saved.
SAFE_ONLY_ON = ("fsync", "full_page_writes", "synchronous_commit")

# All addresses of the machine on which the database runs are one host.
_HOSTS = f"""
    SELECT count(DISTINCT CASE
        WHEN client_addr IS NULL OR client_addr <<= '127.0.0.0/8' OR client_addr = '::1'
        THEN 'here' ELSE host(client_addr) END)
    FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = '{CALLED}'
"""  # noqa: S608 - A constant of ours.

_IN_THE_OPEN = """
    SELECT client_addr IS NOT NULL AND NOT client_addr <<= '127.0.0.0/8'
        AND client_addr <> '::1' AND NOT coalesce(ssl, false)
    FROM pg_stat_activity LEFT JOIN pg_stat_ssl USING (pid) WHERE pid = pg_backend_pid()
"""


def examine(connection: Connection, settings: Settings) -> Iterator[Finding]:
    """Look at a server's version, its settings, how it is reached, and from how many hosts."""
    yield Finding("PostgreSQL", _asked(connection, "SHOW server_version"))
    for name in SAFE_ONLY_ON:
        if _asked(connection, f"SHOW {name}") == "off":
            risk = f"A crash may take back what was saved. Set {name} = on in postgresql.conf."
            yield Finding(name, "off", risk)
    if connection.exec_driver_sql(_IN_THE_OPEN).scalar_one():
        risk = "Answers cross the network unencrypted. Add ?sslmode=verify-full to its address."
        yield Finding("connection", "without TLS", risk)
    yield from hosts(int(_asked(connection, _HOSTS)), settings)


def hosts(count: int, settings: Settings) -> Iterator[Finding]:
    """Whether the hosts that are connected now can share the key that signs sessions."""
    risk = (
        "Each has a secret of its own, so that people are signed out again and again. "
        "Set the same ANNOTATOR_SECRET_KEY on all."
        if count > 1 and not settings.secret_key
        else ""
    )
    yield Finding("hosts", f"{count} connected now", risk)


def _asked(connection: Connection, question: str) -> str:
    return str(connection.exec_driver_sql(question.replace("%", "%%")).scalar_one())
