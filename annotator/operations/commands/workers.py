"""Several processes that serve one PostgreSQL database: gunicorn. Not on Windows."""

import gc
import logging
import socket
import sys
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.http import wsgi

from annotator.operations.commands.serving import CONNECTIONS, SWITCH, warm_up

# Python computes in one thread at a time; the others wait for the database, or for a browser.
THREADS = 8

#: Seconds for which a browser's connection is kept: longer than reverse proxies keep theirs.
KEPT = 75

#: Seconds in which what was begun must be answered when the server is stopped.
LAST_WORDS = 30


#: Bytes of a message that are read although nobody wants them; of more than these the
#: connection is closed.
MOST_UNREAD = 1_048_576


class Processes(BaseApplication):
    """gunicorn with the settings of ``annotator serve``; no file and no variable adds others."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self.app, self.options = app, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        return reading_to_the_end(self.app)


def reading_to_the_end(app: WSGIApplication) -> WSGIApplication:
    """The application, which leaves nothing of a message unread.

    What is refused before it is read would be read by gunicorn after the answer, and with it
    what a quick browser has sent next, which then waits for ever (gunicorn 26.2).
    """

    def answer(message: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        answered = app(message, start)
        rest, left = message["wsgi.input"], MOST_UNREAD
        while left > 0 and (piece := rest.read(65_536)):
            left -= len(piece)
        return answered

    return answer


def serve_together(
    app: Flask, listener: socket.socket, processes: int, ready: Callable[[], None]
) -> None:
    """Serve in so many processes until it is told to stop; what was begun is answered.

    What all of them need is loaded once, before they part, and then shared.
    """
    # The server does not tell what it is made of.
    wsgi.SERVER = "annotator"
    warm_up()
    gc.collect()
    gc.freeze()
    Processes(app, _options(listener, processes, ready)).run()


def _options(listener: socket.socket, processes: int, ready: Callable[[], None]) -> dict[str, Any]:
    return {
        "bind": f"fd://{listener.fileno()}",
        "workers": processes,
        "worker_class": "gthread",
        "threads": THREADS,
        "worker_connections": CONNECTIONS,
        "preload_app": True,
        "keepalive": KEPT,
        "graceful_timeout": LAST_WORDS,
        "loglevel": "warning",
        "control_socket_disable": True,
        # Who is in front of the server is told by ANNOTATOR_PROXIES alone.
        "forwarded_allow_ips": "",
        "secure_scheme_headers": {},
        "when_ready": lambda _arbiter: ready(),
        "post_fork": lambda _arbiter, _worker: _begin(),
    }


def _begin() -> None:
    """What each process sets for itself."""
    logging.getLogger("gunicorn.error").setLevel(logging.WARNING)
    sys.setswitchinterval(SWITCH)
