"""Static files that browsers keep for a year: their address changes with their content.

The checksum stands in the path, so that a file which another file names beside itself,
as modules and stylesheets do, has it too.
"""

import gzip
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

from flask import Flask, Response, request, send_file
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from annotator.database.process import InMemory
from annotator.web.compression import reads_gzip
from annotator.web.modules import joined

A_YEAR = timedelta(days=365)

#: Scripts that are sent as one file, each with the module that imports the others.
SCRIPTS = {"desk.js": "desk/main.js"}

#: The files that become much smaller when they are compressed.
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

#: By name: as it is, and compressed.
TEXTS = InMemory("the static texts", dict[str, tuple[bytes, bytes]])


class PageSessions(SecureCookieSessionInterface):
    """Sessions that belong to pages: a file that anyone may keep brings nobody's cookie.

    A cookie that was given over https is sent over nothing else.
    """

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint != "static":
            super().save_session(app, session, response)


def install(app: Flask) -> None:
    """Put a checksum of all static files into the address of each, and send texts compressed."""
    folder = Path(app.static_folder or "").resolve()
    stamp = checksum(folder)
    texts = app.extensions["annotator"][TEXTS]
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = A_YEAR
    app.session_interface = PageSessions()
    app.add_url_rule("/static/v-<v>/<path:filename>", endpoint="static")

    def sent(filename: str, v: str = "") -> Response:
        found = texts.get(filename) or text(folder, filename)
        if found is None:
            answer = app.send_static_file(filename)
        else:
            texts[filename] = found
            answer = _sent(found, KINDS[PurePosixPath(filename).suffix], stamp)
        return answer if v in ("", stamp) else _not_kept(answer)

    app.view_functions["static"] = sent

    @app.url_defaults
    def versioned(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("v", stamp)


def _sent(found: tuple[bytes, bytes], kind: str, stamp: str) -> Response:
    """A text, compressed for those who can read that."""
    is_small = reads_gzip()
    answer = send_file(BytesIO(found[is_small]), kind, etag=f"{stamp}-{is_small:d}")
    answer.vary.add("Accept-Encoding")
    if is_small:
        answer.content_encoding = "gzip"
    return answer


def _not_kept(answer: Response) -> Response:
    """An answer to an address of another version: while several servers are being upgraded,
    a browser must not keep one version's file under the address of another.
    """
    answer.cache_control.clear()
    answer.cache_control.no_cache = True
    return answer


def text(folder: Path, name: str) -> tuple[bytes, bytes] | None:
    """A static text as it is and compressed, or nothing if there is none of this name."""
    file = (folder / SCRIPTS.get(name, name)).resolve()
    is_text = file.suffix in KINDS and file.is_relative_to(folder) and file.is_file()
    if not is_text:
        return None
    whole = joined(file).encode() if name in SCRIPTS else file.read_bytes()
    return whole, gzip.compress(whole, mtime=0)


def checksum(folder: Path) -> str:
    """A short checksum over the names and contents of all files in a folder."""
    digest = sha256()
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
