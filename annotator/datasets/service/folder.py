"""Where a data set is written: a folder or a zip file, whole or not at all. Pure."""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from annotator.errors import Conflict

MARK = "SHA256SUMS"

File = tuple[str, bytes]


def write_folder(files: Iterable[File], folder: Path) -> list[str]:
    """Write the files into a folder, and give their names.

    An earlier export in the folder is replaced once the new one is complete; anything
    else there is left alone by refusing.

    :raises Conflict: if the folder holds something that is no part of an export, or can
        not be written.
    """
    folder = folder.resolve()
    try:
        _refuse_others(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        return _write(files, folder)
    except OSError as error:
        raise Conflict(f"{folder} can not be written: {error.strerror}.") from error


def _refuse_others(folder: Path) -> None:
    names = {each.name for each in folder.iterdir()} if folder.exists() else set()
    others = sorted(names - _exported(folder / MARK))
    if others:
        raise Conflict(
            f"{folder} holds other files, such as {others[0]}. Choose an empty or a new folder."
        )


def _exported(sums: Path) -> set[str]:
    """The files of an earlier export, which its checksums name."""
    if not sums.is_file():
        return set()
    lines = sums.read_text(encoding="utf-8", errors="replace").splitlines()
    return {MARK, *(line.partition("  ")[2] for line in lines)}


def _write(files: Iterable[File], folder: Path) -> list[str]:
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    before = beside / "before"
    new = beside / "new"
    new.mkdir()
    try:
        names = []
        for name, content in files:
            (new / name).write_bytes(content)
            names.append(name)
        if folder.exists():
            folder.rename(before)
        new.rename(folder)
    finally:
        # Without the new folder in its place, the one before comes back.
        if before.exists() and not folder.exists():
            before.rename(folder)
        shutil.rmtree(beside, ignore_errors=True)
    return names


def write_zip(files: Iterable[File], target: BinaryIO) -> None:
    """Write the files into a zip file that is the same for the same files."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            # The earliest date that zip knows, since the time of export is no part of the data.
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
