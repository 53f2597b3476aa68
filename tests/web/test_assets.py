"""Browsers keep static files for a year, and still see a new version at once."""

import gzip
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from annotator.web.assets import checksum


def test_the_address_of_an_own_file_has_the_checksum_of_all(app: Flask) -> None:
    with app.test_request_context():
        address = url_for("static", filename="desk.css")
    assert address == f"/static/v-{checksum(Path(app.static_folder or ''))}/desk.css"


def test_what_a_file_names_beside_itself_has_the_address_that_pages_name(app: Flask) -> None:
    with app.test_request_context():
        module = url_for("static", filename="desk/main.js")
        assert urljoin(module, "./form.js") == url_for("static", filename="desk/form.js")
        sheet, file = (url_for("static", filename=name) for name in ("style.css", "vendor/a.css"))
        assert urljoin(sheet, "vendor/a.css") == file


def test_static_files_are_kept_and_pages_are_not(app: Flask) -> None:
    client = app.test_client()
    with app.test_request_context():
        address = url_for("static", filename="desk/main.js")
    with client.get(address) as file:
        assert "max-age=31536000" in file.headers["Cache-Control"]
    assert client.get("/sign-in").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["desk.js", "vendor/none.txt", "icon.svg"])
def test_a_file_under_the_address_of_another_version_is_not_kept(app: Flask, name: str) -> None:
    """While servers are upgraded one after the other, the wrong one may be asked."""
    with app.test_client().get(f"/static/v-0/{name}") as file:
        assert "max-age" not in file.headers.get("Cache-Control", "")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_cookie_that_was_given_over_https_is_sent_over_nothing_else(
    browser_of: Callable[[str], FlaskClient], scheme: str
) -> None:
    answer = browser_of("Cora").get("/desk", base_url=f"{scheme}://localhost")
    assert ("Secure" in answer.headers["Set-Cookie"]) == (scheme == "https")


def test_a_file_that_is_shared_brings_no_cookie(browser_of: Callable[[str], FlaskClient]) -> None:
    cora = browser_of("Cora")
    assert "Set-Cookie" in cora.get("/desk").headers
    with cora.get("/static/desk.js") as file:
        assert "Set-Cookie" not in file.headers
        assert "Cookie" not in file.headers.get("Vary", "")


@pytest.mark.parametrize("name", ["desk.js", "desk.css", "icon.svg"])
def test_texts_are_compressed_for_those_who_can_read_that(app: Flask, name: str) -> None:
    client = app.test_client()
    whole = client.get(f"/static/v-0/{name}")
    small = client.get(f"/static/v-0/{name}", headers={"Accept-Encoding": "br, gzip"})
    assert gzip.decompress(small.data) == whole.data
    assert small.headers["Content-Type"] == whole.headers["Content-Type"]
    assert "Accept-Encoding" in small.headers["Vary"]
    assert small.headers["ETag"] != whole.headers["ETag"]
    again = client.get(f"/static/v-0/{name}", headers={"If-None-Match": whole.headers["ETag"]})
    assert again.status_code == 304


def test_no_file_but_the_static_ones_is_sent(app: Flask) -> None:
    client = app.test_client()
    for name in ("../assets.py", "desk/../../assets.py", "%2e%2e/config.js", "nothing.js", "desk"):
        assert client.get(f"/static/v-0/{name}").status_code == 404


@pytest.mark.parametrize("change", ["content", "name"])
def test_any_change_changes_the_checksum(tmp_path: Path, change: str) -> None:
    file = tmp_path / "a.css"
    file.write_text("a { color: red }")
    before = checksum(tmp_path)
    if change == "content":
        file.write_text("a { color: blue }")
    else:
        file.rename(tmp_path / "b.css")
    assert checksum(tmp_path) != before
