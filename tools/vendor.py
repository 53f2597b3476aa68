"""Take files of an npm package into the static folder, with proof of where they are from.

For developers, with npm at hand; nobody who installs or runs annotator needs it::

    python tools/vendor.py @picocss/pico@2.1.1 css/pico.fluid.classless.min.css

The files and the package's licence go to ``vendor/<name>-<version>/`` in the static
folder; ``vendor/vendor.json`` says what they are: name, version, licence, the registry's
integrity, and a sha256 for each file.
"""

import argparse
import base64
import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

LICENCES = ("LICENSE", "LICENCE")
VENDOR = Path(__file__).resolve().parent.parent / "annotator" / "web" / "static" / "vendor"


def main() -> None:
    """Vendor the files that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", help="an npm package with its version: NAME@VERSION")
    parser.add_argument("files", nargs="+", help="paths inside the package")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive, integrity = fetch(asked.package, Path(folder))
        entry = take(archive, asked.files)
    write_entry({**entry, "integrity": integrity})


def fetch(package: str, folder: Path) -> tuple[Path, str]:
    """Let npm fetch the package; its archive, and the integrity that the registry states.

    :raises SystemExit: if the archive is not what the registry states.
    """
    npm = shutil.which("npm") or "npm"
    command = [npm, "pack", package, "--json", "--pack-destination", str(folder)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - A developer's own words.
    packed = json.loads(answer.stdout)[0]
    archive = folder / packed["filename"]
    digest = hashlib.sha512(archive.read_bytes()).digest()
    if packed["integrity"] != "sha512-" + base64.b64encode(digest).decode():
        raise SystemExit(f"{package}: the archive does not match the registry's integrity.")
    return archive, packed["integrity"]


def take(archive: Path, names: list[str]) -> dict[str, Any]:
    """Write the named files and the licence; what vendor.json says of them, so far."""
    with tarfile.open(archive) as tar:
        about = json.loads(_read(tar, "package.json"))
        licence = next(name for name in members(tar) if name.upper().startswith(LICENCES))
        contents = {Path(name).name: _read(tar, name) for name in names}
        contents["LICENSE"] = _read(tar, licence)
    folder = f"{about['name'].lstrip('@').replace('/', '-')}-{about['version']}"
    _replace(VENDOR / folder, contents)
    return {
        "name": about["name"],
        "version": about["version"],
        "licence": about["license"],
        "sha256": {
            f"{folder}/{name}": hashlib.sha256(content).hexdigest()
            for name, content in sorted(contents.items())
        },
    }


def write_entry(entry: dict[str, Any]) -> None:
    """Put the package into vendor.json, in place of any other version of it."""
    file = VENDOR / "vendor.json"
    entries = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []
    kept = [other for other in entries if other["name"] != entry["name"]]
    ordered = sorted([*kept, entry], key=lambda each: each["name"])
    file.write_text(json.dumps(ordered, indent=2) + "\n", encoding="utf-8")


def members(tar: tarfile.TarFile) -> dict[str, tarfile.TarInfo]:
    """Every file by its path inside the package; npm packs all under one folder."""
    return {each.name.split("/", 1)[-1]: each for each in tar.getmembers() if each.isfile()}


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    member = members(tar).get(name)
    stream = tar.extractfile(member) if member else None
    if stream is None:
        raise SystemExit(f"{name} is not a file of the package.")
    return stream.read()


def _replace(folder: Path, contents: dict[str, bytes]) -> None:
    """Write the folder anew, and remove the folders of the package's other versions."""
    for old in folder.parent.glob(folder.name.rsplit("-", 1)[0] + "-[0-9]*"):
        shutil.rmtree(old)
    folder.mkdir(parents=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
