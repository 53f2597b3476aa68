"""What the doctor says of a PostgreSQL database."""

import pytest

from annotator.database.session import db
from annotator.operations.service.health import examine

pytestmark = pytest.mark.database("postgresql")


def findings(settings):
    return {each.name: each for each in examine(settings, db.engine)}


def test_it_says_which_server_it_is_and_from_how_many_hosts_it_is_used(app, settings):
    with app.app_context():
        found = findings(settings)
    assert int(found["PostgreSQL"].found.split(".")[0]) >= 14
    assert found["hosts"].found == "1 connected now"
    assert not found["hosts"].risky
    assert "connection" not in found


@pytest.mark.parametrize("name", ["fsync", "full_page_writes", "synchronous_commit"])
def test_what_lets_a_crash_take_back_what_was_saved_is_a_risk(app, settings, name):
    # The tests' own server is set so: what a test stores lives for a second.
    with app.app_context():
        finding = findings(settings)[name]
    assert finding.found == "off"
    assert f"Set {name} = on" in finding.risky
