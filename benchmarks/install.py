"""Install: seconds and megabytes of `pip install` into a fresh virtual environment."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter

from annotator.paths import checkout
from benchmarks.printing import print_machine, print_table

PEERS = "other tools: 22 to 67 s, 460 to 960 MB"
LARGEST = 12
NOT_COPIED = shutil.ignore_patterns(".*", "build", "*.egg-info", "annotator-data", "__pycache__")


def main() -> None:
    """Install the checkout as a newcomer does, twice, and show what fills the disk."""
    source = checkout()
    if source is None:
        raise SystemExit("This benchmark installs a checkout; run it in one.")
    print_machine()
    with TemporaryDirectory(prefix="annotator-benchmark-") as folder:
        copy = Path(folder) / "annotator"
        shutil.copytree(source, copy, ignore=NOT_COPIED)
        cache = Path(folder) / "cache"
        rows = [
            _install(copy, Path(folder) / name, cache)
            for name in ("nothing cached", "downloads cached")
        ]
        packages = _packages(Path(folder) / "nothing cached")
    print_table(f"pip install ({PEERS})", ("what", "seconds", "CPU seconds", "MB"), rows)
    print_table("What is in it", ("package", "MB"), packages)


def _install(source: Path, target: Path, cache: Path) -> tuple[str, float, float, float]:
    """Install into a new environment; making the environment is not counted."""
    subprocess.run([sys.executable, "-m", "venv", target], check=True)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [str(target / "bin" / "python"), "-m", "pip", "install", "--quiet", str(source)]
    wall, before = perf_counter(), getrusage(RUSAGE_CHILDREN)
    subprocess.run(command, env=kept | {"PIP_CACHE_DIR": str(cache)}, check=True)
    after = getrusage(RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (target.name, perf_counter() - wall, cpu, _megabytes([*target.rglob("*")]))


def _packages(environment: Path) -> list[tuple[str, float]]:
    """The largest packages with all that they brought, the rest, and all."""
    (site,) = environment.glob("lib/python*/site-packages")
    sizes = {each.name: _size(each) for each in distributions(path=[str(site)])}
    ordered = sorted(sizes.items(), key=lambda item: -item[1])
    rest = sum(size for _, size in ordered[LARGEST:])
    others = f"{len(ordered) - LARGEST} others"
    return [*ordered[:LARGEST], (others, rest), ("all", sum(sizes.values()))]


def _size(package: Distribution) -> float:
    return _megabytes([Path(str(package.locate_file(file))) for file in package.files or ()])


def _megabytes(files: list[Path]) -> float:
    return sum(file.lstat().st_size for file in files if file.is_file()) / 1e6
