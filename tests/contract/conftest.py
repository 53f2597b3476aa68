"""A lab for each test, copied from one that was made once."""

import shutil
from pathlib import Path

import pytest

from tests.contract.laboratory import Lab


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a lab whose study is coded."""
    return Lab(tmp_path_factory.mktemp("lab")).make().folder


@pytest.fixture
def lab(made: Path, tmp_path: Path) -> Lab:
    """A lab of the test's own."""
    shutil.copytree(made, tmp_path / "lab")
    return Lab(tmp_path / "lab")
