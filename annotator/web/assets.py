"""Static files that browsers keep for a year: their address changes with their content.

The checksum stands in the path, so that a file which another file names beside itself,
as modules and stylesheets do, has it too.
"""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask, Response, request, send_file
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from annotator.web.modules import joined

A_YEAR = timedelta(days=365)

#: Scripts that are sent as one file, each with the module that imports the others.
SCRIPTS = {"desk.js": "desk/main.js"}


class PageSessions(SecureCookieSessionInterface):
    """Sessions that belong to pages: a file that anyone may keep brings nobody's cookie."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint != "static":
            super().save_session(app, session, response)


def install(app: Flask) -> None:
    """Put a checksum of all static files into the address of each."""
    folder = Path(app.static_folder or "")
    stamp = checksum(folder)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = A_YEAR
    app.session_interface = PageSessions()
    app.add_url_rule("/static/v-<v>/<path:filename>", endpoint="static")

    def sent(filename: str, v: str = "") -> Response:
        if filename in SCRIPTS:
            script = BytesIO(joined(folder / SCRIPTS[filename]).encode())
            return send_file(script, "text/javascript", etag=stamp)
        return app.send_static_file(filename)

    app.view_functions["static"] = sent

    @app.url_defaults
    def versioned(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("v", stamp)


def checksum(folder: Path) -> str:
    """A short checksum over the names and contents of all files in a folder."""
    digest = sha256()
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
