"""What an address may ask for of one's own codings."""

import pytest

from annotator.codebook.yaml_file.read import read_book
from annotator.coding.queries.own_codings import CodingFilter, coding_filter
from tests import factories

BOOK = read_book(factories.BOOK)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ({}, CodingFilter()),
        ({"show": "flagged", "code": "frames.none"}, CodingFilter("flagged", "frames", "none")),
        ({"show": "theirs", "code": "frames.unheard", "page": "-1"}, CodingFilter()),
        ({"page": "0"}, CodingFilter()),
        ({"page": "3"}, CodingFilter(page=3)),
        ({"page": "9" * 30}, CodingFilter()),
    ],
)
def test_what_an_address_can_not_mean_is_left_out(asked, meant):
    assert coding_filter(asked, BOOK) == meant
