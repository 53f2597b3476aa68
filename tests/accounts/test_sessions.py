"""What a browser keeps: sessions that survive a restart, and the secret that signs them."""

import stat

import pytest

from annotator import config
from annotator.app import create_app
from annotator.config import SECRET_FILE, Settings
from annotator.database.session import db
from annotator.errors import Conflict
from tests.factories import PASSWORD


@pytest.fixture
def again(settings):
    """The same installation, served anew."""
    app = create_app(settings, TESTING=True)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def cookie(app, people):
    """The cookie of a browser in which Cora has signed in."""
    browser = app.test_client()
    browser.post("/sign-in", data={"name": "Cora", "password": PASSWORD})
    return browser.get_cookie("session")


def test_a_restart_of_the_server_signs_no_one_out(again, cookie):
    browser = again.test_client()
    browser.set_cookie("session", cookie.value)
    assert "You sign in as Cora" in browser.get("/account").text


def test_a_session_lasts_for_weeks_and_no_script_reads_its_cookie(cookie):
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.expires is not None


def test_a_cookie_signed_with_another_secret_is_worth_nothing(settings, cookie):
    other = Settings(settings.data, settings.database_url, secret_key="guessed")
    browser = create_app(other, TESTING=True).test_client()
    browser.set_cookie("session", cookie.value)
    assert browser.get("/account").location.startswith("/sign-in")


def test_a_cookie_names_no_row_of_the_database(app, cookie):
    signed = app.session_interface.get_signing_serializer(app).loads(cookie.value)
    assert len(signed["_user_id"]) >= 43


def test_the_secret_is_made_once_and_read_by_its_owner_only(tmp_path):
    settings = Settings(data=tmp_path, database_url="sqlite://")
    first = config.secret(settings)
    file = tmp_path / SECRET_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert config.secret(settings) == first == file.read_text().strip()
    assert len(first) >= 64


def test_each_installation_has_a_secret_of_its_own(tmp_path):
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    one, two = (config.secret(Settings(data=f, database_url="sqlite://")) for f in folders)
    assert one != two


def test_a_given_secret_stands_and_no_file_is_written(tmp_path):
    settings = Settings(data=tmp_path, database_url="sqlite://", secret_key="given")
    assert config.secret(settings) == "given"
    assert list(tmp_path.iterdir()) == []


def test_without_a_data_folder_the_remedy_is_named(tmp_path):
    with pytest.raises(Conflict, match="annotator init"):
        config.secret(Settings(data=tmp_path / "none", database_url="sqlite://"))


def test_settings_show_neither_secret_nor_database_password(tmp_path):
    url = "postgresql+psycopg://anna:hush@host/db"
    shown = repr(Settings(data=tmp_path, database_url=url, secret_key="hush"))
    assert "hush" not in shown
