import os
import stat
import time

import pytest

from annotator.corpus.reading.read_file import Upload
from annotator.corpus.service.uploads import FOLDER, KEPT_SECONDS, find, keep, throw_away
from annotator.errors import NotFound

FILES = [Upload("a.txt", b"one"), Upload("../../b.csv", b"\xfftwo")]


@pytest.fixture
def token(tmp_path):
    return keep(tmp_path, "Lea", FILES)


def test_files_are_found_again_as_they_came(tmp_path, token):
    assert find(tmp_path, "Lea", token) == FILES


def test_only_the_servers_own_user_can_read_them(tmp_path, token):
    folder = tmp_path / FOLDER / token
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert sorted(file.name for file in folder.iterdir()) == ["0", "1", "about.json"]


@pytest.mark.parametrize("asked", ["", "..", "../../etc", "x" * 43])
def test_a_token_that_was_not_given_finds_nothing(tmp_path, token, asked):
    with pytest.raises(NotFound, match="are not here any more"):
        find(tmp_path, "Lea", asked)


def test_they_are_anothers_for_anyone_else(tmp_path, token):
    with pytest.raises(NotFound, match="are not here any more"):
        find(tmp_path, "Carl", token)


def test_they_are_thrown_away_after_the_import(tmp_path, token):
    throw_away(tmp_path, token)
    with pytest.raises(NotFound):
        find(tmp_path, "Lea", token)
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_what_no_one_came_back_to_is_gone_the_next_day(tmp_path, token):
    recent = keep(tmp_path, "Lea", FILES)
    yesterday = time.time() - KEPT_SECONDS - 60
    os.utime(tmp_path / FOLDER / token, (yesterday, yesterday))
    keep(tmp_path, "Lea", FILES)
    with pytest.raises(NotFound):
        find(tmp_path, "Lea", token)
    assert find(tmp_path, "Lea", recent) == FILES
