"""One process that serves: threads of waitress, on either database."""

import logging
import signal
import socket
import sys
from importlib import import_module
from threading import Thread
from time import monotonic
from typing import Any, NoReturn

from flask import Flask
from waitress.server import create_server

from annotator.config import Settings
from annotator.corpus.segmentation.engines import engine_for
from annotator.errors import Refused

# More threads than people who sign in at once, so that a slow request never takes the
# last one from a coder who saves.
THREADS = 32

# Browsers keep a connection for each person; waitress would let a hundred in.
CONNECTIONS = 4_000

# Seconds after which a thread that computes lets another go on. With Python's 0.005 a save,
# which stops for each of its queries, would wait as often behind an import.
SWITCH = 0.0005

# Bytes that are taken of an upload at a time. All who are served share one thread that
# receives; with waitress' 8,192 a large file would have it go round a thousand times.
RECEIVED = 262_144

#: Seconds in which answers that are ready must be sent when the server is stopped.
LAST_WORDS = 5.0


def listen(host: str, port: int) -> socket.socket:
    """The socket at which people are served; nobody else can take it any more.

    :raises Refused: if there is no such host, or the port is taken.
    """
    try:
        family, _kind, _protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError):
        raise Refused(f"There is no host {host}. Choose another with --host.") from None
    try:
        return socket.create_server(address[:2], family=family, backlog=2048)
    except OSError as error:
        raise Refused(
            f"Port {port} on {host} can not be used: {error.strerror}. Choose another with --port."
        ) from None


def serve_alone(app: Flask, listener: socket.socket) -> None:
    """Serve in this process until it is told to stop; what was begun is answered."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    sys.setswitchinterval(SWITCH)
    settings: Settings = app.config["ANNOTATOR_SETTINGS"]
    connections: dict[int, Any] = {}
    server = create_server(
        app,
        map=connections,
        sockets=[listener],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,
        recv_bytes=RECEIVED,
        ident="annotator",
        # What a trusted proxy says of the people behind it is for the application to read.
        clear_untrusted_proxy_headers=not settings.proxies,
    )
    Thread(target=warm_up, daemon=True).start()
    signal.signal(signal.SIGTERM, _stop)
    server.run()
    server.close()
    _send_what_is_ready(server, connections)


def _stop(*_signal: object) -> NoReturn:
    """End as with Ctrl+C: waitress lets what was begun come to its end."""
    raise SystemExit


def _send_what_is_ready(server: Any, connections: dict[int, Any]) -> None:
    """Send the answers that the threads have written; what was saved shall be said."""
    until = monotonic() + LAST_WORDS
    while any(each.total_outbufs_len for each in connections.values()) and monotonic() < until:
        server.asyncore.loop(timeout=0.1, use_poll=True, map=connections, count=1)


def warm_up() -> None:
    """Load what only some pages need, so that who first asks for one does not wait for it."""
    engine_for("en")
    for name in ("matplotlib.figure", "openpyxl"):
        import_module(name)
