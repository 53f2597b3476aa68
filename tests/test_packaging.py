"""What is installed is whole: built, installed alone, and served from outside the checkout.

The package is built from a copy of the checkout, first a source archive and from that
the wheel. To be quick and to need no network, the new environment holds only the wheel
and borrows its libraries from the one that runs the tests.
"""

import configparser
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import urllib.request
import venv
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zipfile import ZipFile

import pytest

from annotator.paths import PACKAGE, checkout
from tests import machine

ROOT = PACKAGE.parent

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(checkout() is None, reason="an installed package can not be built again"),
]


def test_setup_cfg_names_every_package():
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    stated = parser["options"]["packages"].split()
    folders = [file.parent.relative_to(ROOT) for file in PACKAGE.rglob("__init__.py")]
    beside = ["annotator.migrations", "annotator.migrations.versions", "annotator.templates"]
    assert stated == sorted([*(".".join(folder.parts) for folder in folders), *beside])


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout without what was made in it."""
    folder = tmp_path_factory.mktemp("source")
    for file in machine.shipped_files(ROOT):
        copy = folder / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    return folder


@pytest.fixture(scope="module")
def built(source: Path) -> Path:
    """The folder with the source archive, and the wheel that was built from it."""
    _need("setuptools", 68)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(source / "dist")]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return source / "dist"


def _need(package: str, oldest: int) -> None:
    try:
        found = int(version(package).split(".")[0])
    except PackageNotFoundError:
        found = 0
    if found < oldest:
        machine.missing(f"{package} {oldest} or newer is needed to build the package")


@pytest.fixture(scope="module")
def environment(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment in which only the wheel is installed."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    names = {"base": str(folder), "platbase": str(folder)}
    programs = Path(sysconfig.get_path("scripts", "venv", names))
    libraries = Path(sysconfig.get_path("purelib", "venv", names))
    # A path file read through a path file is not obeyed, so the editable install of the
    # checkout is not borrowed with the libraries.
    (libraries / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (wheel,) = built.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--python", str(folder), "install", "-q", "--no-deps"]
    subprocess.run([*pip, "--no-index", str(wheel)], check=True, capture_output=True)
    return programs


@pytest.fixture(scope="module")
def served(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address at which the installed package serves an installation that it made."""
    outside = tmp_path_factory.mktemp("outside")
    annotator = [str(environment / "annotator"), "--data", str(outside / "data")]
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    made = subprocess.run(
        [*annotator, "init"], cwd=outside, env=clean, capture_output=True, text=True, check=True
    )
    assert "/link/" in made.stdout
    serve = [*annotator, "serve", "--port", "0"]
    with subprocess.Popen(serve, cwd=outside, env=clean, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        said = run.stdout.readline()
        found = re.search(r"http://[\d.:]+", said)
        assert found, said
        yield found.group()
        run.terminate()


def relative_files(folder: Path, prefix: str = "") -> set[str]:
    found = [file for file in folder.rglob("*") if file.is_file()]
    return {prefix + file.relative_to(folder).as_posix() for file in found}


def test_the_wheel_has_every_file_of_the_package_and_nothing_else(source, built):
    (wheel,) = built.glob("*.whl")
    with ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = relative_files(source / "annotator", "annotator/")
    for folder in ("templates", "migrations"):
        expected |= relative_files(source / folder, f"annotator/{folder}/")
    assert packed == expected


def test_the_source_archive_has_all_that_it_takes_to_test_and_build_it_again(source, built):
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        packed = {member.name.partition("/")[2] for member in tar if member.isfile()}
    apart = ("dist/", "annotator.egg-info/", "setup.cfg", ".git")
    expected = {name for name in relative_files(source) if not name.startswith(apart)}
    assert expected - packed == set()


def test_an_installed_package_serves_a_page_and_its_stylesheet(served):
    with urllib.request.urlopen(f"{served}/sign-in") as answer:
        page = answer.read().decode()
    assert "<title>" in page
    (stylesheet,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    with urllib.request.urlopen(served + stylesheet) as answer:
        assert answer.headers["Content-Type"].startswith("text/css")
        assert answer.read() == (PACKAGE / "web" / "static" / "style.css").read_bytes()


def test_an_installed_package_runs_from_itself_and_not_from_the_checkout(environment, tmp_path):
    code = "import annotator, annotator.paths as p; print(p.PACKAGE, p.checkout())"
    python = [str(environment / "python"), "-I", "-c", code]
    said = subprocess.run(python, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    folder, where = said.split()
    assert not Path(folder).is_relative_to(ROOT)
    assert where == "None"
