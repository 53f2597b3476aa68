"""What an address may ask for of one's own codings."""

import pytest

from annotator.codebook.yaml_file.read import read_book
from annotator.coding.display import Wanted, wanted
from tests import factories

BOOK = read_book(factories.BOOK)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ({}, Wanted()),
        ({"show": "flagged", "code": "frames.none"}, Wanted("flagged", "frames", "none")),
        ({"show": "theirs", "code": "frames.unheard", "page": "-1"}, Wanted()),
        ({"page": "0"}, Wanted()),
        ({"page": "3"}, Wanted(page=3)),
        ({"page": "9" * 30}, Wanted()),
    ],
)
def test_what_an_address_can_not_mean_is_left_out(asked, meant):
    assert wanted(asked, BOOK) == meant
