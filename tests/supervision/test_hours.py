"""Hours worked: in words, as a table, by whom and when, and to whom it is shown."""

import csv
import datetime as dt
from io import StringIO

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from annotator.cli import main
from annotator.coding.models import Coding
from annotator.coding.queries.progress import monday, time_worked
from annotator.database.base import now
from annotator.supervision.queries.hours import HOURS, hours_csv
from tests import factories
from tests.factories import CALM, assignments, code

LATE = dt.datetime(2026, 11, 20, 23, 59, 59, tzinfo=dt.UTC)


@pytest.mark.parametrize("day", range(16, 23))
def test_a_week_begins_on_monday(day):
    moment = dt.datetime(2026, 11, day, 13, 5, tzinfo=dt.UTC)
    assert monday(moment) == dt.datetime(2026, 11, 16, tzinfo=dt.UTC)


def at(session, receipt, moment):
    coding = session.scalars(select(Coding).where(Coding.public_id == receipt.coding)).one()
    coding.submitted_at = moment


@pytest.mark.every_database
def test_days_are_those_of_utc_and_all_work_counts(session, cora, carl):
    first, second, third = assignments(session, cora)
    one = code(session, cora, first, CALM, seconds=1000.0)
    at(session, one, LATE)
    again = code(session, cora, first, CALM, seconds=80.0, revises=one.coding)
    at(session, again, LATE + dt.timedelta(seconds=2))
    at(session, code(session, cora, second, skip="too distressing", seconds=20.0), LATE)
    at(session, code(session, cora, third, CALM), LATE)
    at(session, code(session, carl, assignments(session, carl, 1)[0], seconds=5.0), LATE)
    session.commit()
    mine, theirs = cora.member.pseudonym, carl.member.pseudonym
    written = hours_csv(session, cora.round.study).decode()
    assert list(csv.reader(StringIO(written))) == [
        list(HOURS.names),
        *sorted(
            [
                [mine, "1", "2026-11-20", "2", "1", "0", "1", "0.2833"],
                [mine, "1", "2026-11-21", "0", "0", "1", "0", "0.0222"],
                [theirs, "1", "2026-11-20", "1", "0", "0", "0", "0.0014"],
            ]
        ),
    ]


@pytest.mark.every_database
def test_a_coder_is_told_of_their_own_time_this_week_and_in_all(session, cora, carl):
    first, second, _ = assignments(session, cora)
    at(session, code(session, cora, first, seconds=7200.0), now() - dt.timedelta(days=8))
    code(session, cora, second, seconds=60.0)
    code(session, carl, assignments(session, carl, 1)[0], seconds=999.0)
    session.commit()
    found = time_worked(session, cora.member)
    assert (found.this_week, found.in_all) == (60.0, 7260.0)


def test_who_did_nothing_worked_no_time(session, cora):
    assert time_worked(session, cora.member).in_all == 0
    assert hours_csv(session, cora.round.study).decode().splitlines() == [",".join(HOURS.names)]


@pytest.fixture
def some_work(inside):
    """Cora worked for an hour and a half, at one sentence."""
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        cora, carl = (factories.member_called(session, study, name) for name in ("Cora", "Carl"))
        round_ = factories.open_round(session, study, [cora, carl])
        part = factories.enrolment(session, round_, cora)
        code(session, part, assignments(session, part, 2)[0], seconds=5400.0)
        session.commit()
        return round_.public_id


def test_the_lead_finds_the_table_on_the_page_of_the_members(browser_of, people, some_work):
    lea = browser_of("Lea")
    assert "members/hours.csv" in lea.get(f"/studies/{people.study}/members").text
    answer = lea.get(f"/studies/{people.study}/members/hours.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert [(row["round"], row["codings"], row["hours"]) for row in rows] == [("1", "1", "1.5000")]
    assert "Cora" not in answer.text


def test_the_command_prints_the_same_table(app, browser_of, people, settings, some_work):
    command = ["--data", str(settings.data), "hours", people.study]
    printed = CliRunner().invoke(main, command, catch_exceptions=False)
    page = browser_of("Lea").get(f"/studies/{people.study}/members/hours.csv")
    assert printed.output.splitlines() == page.text.splitlines()


def test_a_coder_finds_their_hours_on_their_desks(browser_of, some_work):
    assert "1.5 hours this week, 1.5 hours in all" in browser_of("Cora").get("/desk").text
    assert "Your time" not in browser_of("Carl").get("/desk").text
    assert "Your time" not in browser_of("Carl").get(f"/desk/{some_work}").text
