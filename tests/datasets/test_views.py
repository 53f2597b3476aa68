import html
from io import BytesIO
from zipfile import ZipFile

import pytest

from annotator.datasets.queries.tables import TABLES
from annotator.datasets.service import data_set
from tests import factories


@pytest.fixture
def base(people):
    return f"/studies/{people.study}/data"


@pytest.fixture
def inside(app, people):
    return lambda: factories.inside(app, people.study)


def coded(inside, *names, finish=True):
    """A round of these coders, who have coded all of it or nothing."""
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        members = [factories.member_called(session, study, name) for name in names]
        round_ = factories.open_round(session, study, members)
        for member in members:
            factories.code_all(session, round_, member, [factories.CALM if finish else None] * 3)
        session.commit()
        return round_.public_id


def test_before_a_round_was_opened_the_page_says_what_belongs_here(browser_of, base):
    assert "No data yet" in browser_of("Lea").get(base).text
    assert "Go to the rounds" not in browser_of("Vera").get(base).text
    answer = browser_of("Lea").get(f"{base}/download", buffered=True)
    assert answer.status_code == 409
    assert "No round was opened yet" in answer.text


def test_the_page_says_what_is_in_it_and_what_every_column_means(browser_of, base, inside):
    coded(inside, "Cora")
    text = html.unescape(browser_of("Vera").get(base).text)
    assert "It holds 1 round: 1, “Pilot” (open)." in text
    for table in TABLES:
        assert f"<strong>{table.file}</strong>" in text
        assert all(column.meaning in text for column in table.columns)


def test_the_download_is_the_data_set_in_one_zip_file_the_same_twice(
    browser_of, base, people, inside
):
    coded(inside, "Cora", "Carl")
    answers = [browser_of(name).get(f"{base}/download", buffered=True) for name in ("Lea", "Vera")]
    assert answers[0].data == answers[1].data
    assert answers[0].mimetype == "application/zip"
    assert f"{people.study}.zip" in answers[0].headers["Content-Disposition"]
    with ZipFile(BytesIO(answers[0].data)) as archive, inside() as (session, study):
        found = {name: archive.read(name) for name in archive.namelist()}
        assert found == dict(data_set.files(session, study))


def test_a_lead_who_codes_finishes_first(browser_of, base, inside):
    with inside() as (session, study):
        lea = factories.member_called(session, study, "Lea")
        lea.roles = {"lead", "coder"}
        session.commit()
    coded(inside, "Lea", "Cora", finish=False)
    lea = browser_of("Lea")
    for address in (base, f"{base}/download"):
        answer = lea.get(address)
        assert answer.status_code == 403
        assert "Finish coding first" in answer.text
        assert "codings.csv" not in answer.text
    # A viewer who does not code may look.
    assert browser_of("Vera").get(f"{base}/download", buffered=True).status_code == 200


@pytest.mark.parametrize(("name", "status"), [("Cora", 403), ("Stan", 404)])
@pytest.mark.parametrize("below", ["", "/download"])
def test_coders_and_strangers_get_nothing(browser_of, base, inside, name, status, below):
    coded(inside, "Cora")
    assert browser_of(name).get(base + below).status_code == status
