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

    :raises Conflict: if the folder holds something that is not an export.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise Conflict(f"{folder} holds other files. Choose an empty or a new folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        names = []
        for name, content in files:
            (beside / name).write_bytes(content)
            names.append(name)
        shutil.rmtree(folder, ignore_errors=True)
        beside.chmod(0o755)
        beside.rename(folder)
    finally:
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
