from io import BytesIO
from zipfile import ZipFile

import pytest

from annotator.datasets.service.folder import MARK, write_folder, write_zip
from annotator.errors import Conflict

FILES = [("codings.csv", b"unit\r\n"), (MARK, b"0  codings.csv\n")]
NEWER = [("codings.csv", b"unit\r\nu1\r\n"), ("gold.csv", b""), (MARK, b"0  codings.csv\n")]


def held(folder):
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def broken_off(files):
    """The files of an export that ends in the middle."""
    yield files[0]
    raise RuntimeError("the power went")


@pytest.mark.parametrize("there", ["nothing", "an empty folder"])
def test_the_files_are_written_into_a_new_or_an_empty_folder(tmp_path, there):
    folder = tmp_path / "deep" / "release"
    if there == "an empty folder":
        folder.mkdir(parents=True)
    assert write_folder(FILES, folder) == ["codings.csv", MARK]
    assert held(folder) == dict(FILES)
    assert [each.name for each in folder.parent.iterdir()] == ["release"]


def test_an_earlier_export_is_replaced_whole(tmp_path):
    folder = tmp_path / "release"
    old = [NEWER[0], ("old.csv", b""), (MARK, b"0  codings.csv\n0  old.csv\n")]
    write_folder(old, folder)
    write_folder(NEWER, folder)
    assert held(folder) == dict(NEWER)
    assert [each.name for each in tmp_path.iterdir()] == ["release"]


def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(Conflict, match=r"holds other files, such as thesis\.docx"):
        write_folder(FILES, tmp_path)
    assert held(tmp_path) == {"thesis.docx": b"years of work"}


def test_what_someone_put_beside_an_earlier_export_is_never_deleted(tmp_path):
    folder = tmp_path / "release"
    write_folder(FILES, folder)
    (folder / "analysis.R").write_bytes(b"summary(codings)")
    with pytest.raises(Conflict, match=r"such as analysis\.R"):
        write_folder(NEWER, folder)
    assert held(folder) == dict(FILES) | {"analysis.R": b"summary(codings)"}


def test_an_export_that_is_broken_off_leaves_the_old_one_and_no_trace(tmp_path):
    folder = tmp_path / "release"
    write_folder(FILES, folder)
    with pytest.raises(RuntimeError):
        write_folder(broken_off(NEWER), folder)
    assert held(folder) == dict(FILES)
    assert [each.name for each in tmp_path.iterdir()] == ["release"]


def test_an_old_export_comes_back_if_the_new_one_can_not_take_its_place(tmp_path, monkeypatch):
    folder = tmp_path / "release"
    write_folder(FILES, folder)
    rename = type(folder).rename

    def refuse(self, target):
        if self.name == "new":
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(type(folder), "rename", refuse)
    with pytest.raises(Conflict, match="can not be written: Permission denied"):
        write_folder(NEWER, folder)
    assert held(folder) == dict(FILES)
    assert [each.name for each in tmp_path.iterdir()] == ["release"]


def test_a_place_where_no_folder_can_be_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Conflict, match=r"release can not be written: \w+"):
        write_folder(FILES, tmp_path / "file" / "release")


def test_the_folder_one_is_in_can_be_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_folder(FILES, type(tmp_path)())
    assert held(tmp_path) == dict(FILES)


def test_a_zip_file_holds_the_files_and_is_the_same_twice():
    one, two = BytesIO(), BytesIO()
    write_zip(FILES, one)
    write_zip(FILES, two)
    assert one.getvalue() == two.getvalue()
    with ZipFile(one) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == dict(FILES)
        # Readable by everyone where it is unpacked.
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o644}
