"""An application that tests share keeps nothing of one test for the next."""

from copy import deepcopy

import pytest
from sqlalchemy import event, select

from annotator.agreement.service.follow import ROUNDS
from annotator.agreement.service.measure import round_report
from annotator.codebook.queries import BOOK_ROWS
from annotator.database.process import in_memory
from annotator.database.session import db
from annotator.studies.models import Study
from tests import factories
from tests.databases import KINDS

pytestmark = pytest.mark.database(*KINDS)


@pytest.fixture
def in_turn(applications, installation, tmp_path):
    """Lend the application of this kind once more, on the next installation."""

    def lend(name):
        folder = tmp_path / name
        folder.mkdir()
        return installation(folder)

    return lend


def titles():
    return list(db.session.scalars(select(Study.title)))


def test_it_is_the_same_application_each_time(applications, in_turn):
    with in_turn("first") as settings, applications.lent(settings) as first:
        pass
    with in_turn("second") as settings, applications.lent(settings) as second:
        assert second is first


def test_it_sees_the_rows_of_its_own_installation_alone(applications, in_turn):
    with in_turn("first") as one:
        with applications.lent(one) as app, app.app_context():
            factories.study(db.session, "Gates")
            db.session.commit()
        with in_turn("second") as other, applications.lent(other) as app, app.app_context():
            assert titles() == []
            factories.study(db.session, "Bridges")
            db.session.commit()
            assert db.engine.url.render_as_string(False) == other.database_url
        with applications.lent(one) as app, app.app_context():
            assert titles() == ["Gates"]


def test_it_works_in_the_folder_of_its_own_installation_and_signs_with_its_key(
    applications, in_turn
):
    keys = set()
    for name in ("first", "second"):
        with in_turn(name) as settings, applications.lent(settings) as app:
            assert app.instance_path == str(settings.data)
            assert app.config["ANNOTATOR_SETTINGS"] is settings
            assert app.secret_key == (settings.data / "secret-key").read_text().strip()
            keys.add(app.secret_key)
    assert len(keys) == 2


def test_who_is_signed_in_in_one_test_is_nobody_in_the_next(applications, in_turn):
    with in_turn("first") as settings, applications.lent(settings) as app:
        with app.app_context():
            factories.cast(db.session)
        browser = factories.signed_in(app, "Lea")
        assert "Sign out" in browser.get("/").text
    with in_turn("second") as settings, applications.lent(settings) as app:
        assert "Sign out" not in browser.get("/").text


def test_what_a_test_sets_is_taken_back(applications, in_turn):
    with in_turn("first") as settings, applications.lent(settings) as app:
        usual = deepcopy(dict(app.config))
        app.config.update(WTF_CSRF_ENABLED=True, MAX_CONTENT_LENGTH=10, OF_MINE=1)
        app.config["SQLALCHEMY_ENGINE_OPTIONS"]["connect_args"]["of_mine"] = 1
    with in_turn("second") as settings, applications.lent(settings) as app:
        of_its_own = {"ANNOTATOR_SETTINGS", "SECRET_KEY", "SQLALCHEMY_DATABASE_URI"}
        changed = {key for key in app.config if app.config[key] != usual.get(key)}
        assert changed == of_its_own
        assert "OF_MINE" not in app.config


def test_what_a_process_keeps_in_memory_is_dropped(applications, in_turn):
    with in_turn("first") as settings, applications.lent(settings) as app, app.app_context():
        study = factories.study(db.session)
        factories.codebook(db.session, study)
        factories.article(db.session, study)
        cora = factories.member(db.session, study, "Cora", "coder")
        round_ = factories.open_round(db.session, study, [cora])
        factories.code_all(db.session, round_, cora, [factories.CALM, None, None])
        round_report(db.session, round_)
        assert in_memory(db.session, BOOK_ROWS)
        assert len(in_memory(db.session, ROUNDS)) == 1
    with in_turn("second") as settings, applications.lent(settings) as app, app.app_context():
        assert not in_memory(db.session, BOOK_ROWS)
        assert len(in_memory(db.session, ROUNDS)) == 0


def test_who_listens_to_the_database_has_to_stop(applications, in_turn):
    """Else every later test would tell what it asks to one that is over."""

    def hear(*_):
        pass

    with (
        in_turn("first") as settings,
        pytest.raises(AssertionError, match="still listens"),
        applications.lent(settings) as app,
        app.app_context(),
    ):
        event.listen(db.engine, "before_cursor_execute", hear)
    with app.app_context():
        event.remove(db.engine, "before_cursor_execute", hear)
