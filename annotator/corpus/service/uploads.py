"""Uploaded files between their preview and their import: in the data folder, not the database.

An upload is a folder with a random name that only the server's own user can read. It
belongs to one account in one study, and is thrown away after the import or after a day.
"""

import json
import re
import secrets
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from annotator.corpus.reading.read_file import Upload
from annotator.errors import NotFound

FOLDER = "uploads"
KEPT_SECONDS = 24 * 60 * 60
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_ABOUT = "about.json"


def keep(data: Path, owner: str, files: Sequence[Upload]) -> str:
    """Keep files for their owner and give the token by which they are found again."""
    throw_away_old(data)
    token = secrets.token_urlsafe(32)
    folder = data / FOLDER / token
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700)
    for number, file in enumerate(files):
        _write(folder / str(number), file.content)
    about = {"owner": owner, "names": [file.name for file in files]}
    _write(folder / _ABOUT, json.dumps(about).encode())
    return token


def find(data: Path, owner: str, token: str) -> list[Upload]:
    """The files behind a token.

    :raises NotFound: if they are not there any more, or are another's.
    """
    folder = data / FOLDER / token
    if not _TOKEN.fullmatch(token) or not (folder / _ABOUT).is_file():
        raise _gone()
    about: dict[str, Any] = json.loads((folder / _ABOUT).read_bytes())
    if about["owner"] != owner:
        raise _gone()
    return [
        Upload(name, (folder / str(number)).read_bytes())
        for number, name in enumerate(about["names"])
    ]


def throw_away(data: Path, token: str) -> None:
    """Throw away the files behind a token that was found."""
    shutil.rmtree(data / FOLDER / token, ignore_errors=True)


def throw_away_old(data: Path) -> None:
    """Throw away what no one came back to within a day."""
    for folder in (data / FOLDER).glob("*"):
        if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _write(file: Path, content: bytes) -> None:
    file.touch(mode=0o600)
    file.write_bytes(content)


def _gone() -> NotFound:
    return NotFound(
        "The uploaded files are not here any more: they were imported, or are older than a day. "
        "Upload them again."
    )
