from datetime import UTC, date, datetime, timedelta

import pytest

from annotator.supervision.pace import CoderProgress, days_left, ends_on, obstacles, per_day

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def seat(**facts):
    usual = {"done": 5, "skipped": 0, "to_do": 3, "held": 0, "ran_out": 0, "daily": (0,) * 7}
    return CoderProgress("C07", **{"last_seen": NOW, **usual, **facts})


@pytest.mark.parametrize(
    ("daily", "pace"),
    [
        ((0, 0, 0, 0, 0, 0, 0), 0),
        ((7, 7, 7, 7, 7, 7, 7), 7),
        ((0, 0, 0, 0, 0, 10, 20), 15),
        ((14, 0, 0, 0, 0, 0, 0), 2),
    ],
    ids=["nothing", "every day", "since yesterday", "only a week ago"],
)
def test_a_pace_counts_from_the_first_of_the_days_with_work(daily, pace):
    assert per_day(daily) == pace


@pytest.mark.parametrize(
    ("to_do", "pace", "days"), [(0, 0, 0), (10, 0, None), (10, 3, 4), (9, 3, 3)]
)
def test_days_that_are_left_are_whole_days(to_do, pace, days):
    assert days_left(to_do, pace) == days


def test_a_round_ends_at_the_pace_of_those_who_are_there():
    here, gone = seat(daily=(2,) * 7), seat(daily=(98,) * 7, left_at=NOW)
    assert ends_on(6, [here, gone], NOW.date()) == date(2026, 11, 25)
    assert ends_on(6, [gone], NOW.date()) is None
    assert ends_on(10**9, [here], NOW.date()) is None


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"last_seen": None}, "C07 has not begun; 3 sentences wait for them."),
        (
            {"last_seen": NOW - timedelta(days=9)},
            "C07 has not coded for 9 days; 3 sentences wait for them.",
        ),
        (
            {"ran_out": 2},
            "C07 holds 2 sentences for longer than the lease. They stay theirs; you can let "
            "others have them.",
        ),
    ],
)
def test_it_is_said_what_keeps_a_planned_round(facts, said):
    assert obstacles([seat(**facts)], NOW, is_planned=True, untaken=0) == [said]


def test_in_an_open_round_what_is_held_too_long_goes_to_who_asks():
    held = seat(ran_out=1, to_do=None, last_seen=None)
    assert obstacles([held], NOW, is_planned=False, untaken=0) == [
        "C07 holds a sentence for longer than the lease: whoever asks next gets them."
    ]


def test_places_that_nobody_here_can_take_ask_for_another_coder():
    (said,) = obstacles([], NOW, is_planned=False, untaken=2)
    assert said.startswith("2 places are open that nobody here can take")


def test_who_left_keeps_nothing():
    gone = seat(ran_out=3, last_seen=None, left_at=NOW)
    assert obstacles([gone], NOW, is_planned=True, untaken=0) == []
