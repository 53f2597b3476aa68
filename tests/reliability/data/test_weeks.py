from datetime import UTC, datetime

import pytest

from annotator.errors import Refused
from annotator.reliability.data.long_form import Judgements
from annotator.reliability.data.weeks import last_weeks, week_of


def rows(*units):
    return Judgements(units, ["C"] * len(units), ["x"] * len(units), file="f.csv")


def test_a_week_is_that_of_the_calendar_also_over_new_year():
    assert week_of(datetime(2027, 1, 3, tzinfo=UTC)) == "2026-W53"
    assert week_of(datetime(2027, 1, 4, tzinfo=UTC)) == "2027-W01"


def test_the_last_judgement_of_a_unit_decides():
    times = ["2026-03-09", "2026-03-01T23:59:00Z", "2026-03-02", ""]
    assert last_weeks(rows("a", "a", "b", "c"), times, "when") == [
        "2026-W11", "2026-W11", "2026-W10", "",
    ]  # fmt: skip


def test_a_time_with_a_zone_is_read_as_utc():
    assert last_weeks(rows("a"), ["2026-03-02T00:30:00+01:00"], "when") == ["2026-W09"]


def test_what_is_no_time_is_refused_with_its_row():
    with pytest.raises(Refused) as refused:
        last_weeks(rows("a", "b"), ["2026-03-02", "Monday"], "when")
    assert 'line 2, column when: "Monday" is no time. Write it as 2026-03-01' in str(refused.value)
