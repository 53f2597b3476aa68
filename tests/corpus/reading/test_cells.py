import datetime as dt

import pytest

from annotator.corpus.reading.cells import read_date, read_url
from annotator.errors import Refused


@pytest.mark.parametrize(
    "value",
    [
        "2022-11-25",
        "2022-11-25T23:59:00",
        "2022-11-25T23:59:00Z",
        "2022-11-25 23:59:00+02:00",
        "25.11.2022",
        "25 November 2022",
        "25. November 2022",
        "25 Nov 2022",
        "November 25, 2022",
        "Nov. 25, 2022",
        "NOVEMBER 25, 2022",
    ],
)
def test_a_date_that_means_one_day_is_read_as_written(value: str) -> None:
    assert read_date(value) == dt.date(2022, 11, 25)


@pytest.mark.parametrize(
    ("value", "day"), [("1 May 2031", 1), ("Sept 3, 2031", 3), ("3.9.2031", 3)]
)
def test_short_forms_are_read(value: str, day: int) -> None:
    assert read_date(value).day == day


@pytest.mark.parametrize("value", ["03/04/2022", "3/4/22", "25/11/2022", "03-04-2022"])
def test_a_date_that_could_be_two_is_refused(value: str) -> None:
    with pytest.raises(Refused, match=r"whether the day or the month comes first.*2022-11-25"):
        read_date(value)


@pytest.mark.parametrize(
    "value",
    [
        "NA",
        "-",
        "yesterday",
        "2022",
        "20221125",
        "2022-13-01",
        "2022-02-30",
        "30.02.2022",
        "2022-11-25Tnoon",
        "2022-W47-5",
        "25 Brumaire 2022",
        "Nov 25 2022",
        "44890",
        "25.11.22",
    ],
)
def test_anything_else_is_refused_with_how_to_write_it(value: str) -> None:
    with pytest.raises(Refused, match=r"is not a date that can be read for certain.*2022-11-25"):
        read_date(value)


@pytest.mark.parametrize(
    "url",
    ["https://example.org/a?b=c#d", "http://example.org", "HTTPS://EXAMPLE.ORG/", "http://[::1]/"],
)
def test_the_address_of_a_page_is_kept_as_it_is(url: str) -> None:
    assert read_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://example.org",
        "example.org",
        "www.example.org/a",
        "https://",
        "NA",
        "https:///path",
        "http://[::1",
        "https://example.org/a b",
        "data:text/html,x",
        "//example.org",
    ],
)
def test_nothing_else_can_become_a_link(url: str) -> None:
    with pytest.raises(Refused, match="Write it with https:// in front"):
        read_url(url)
