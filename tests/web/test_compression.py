import gzip

import pytest
from flask import Flask

from annotator.web.compression import compressed

PAGE = "<p>A gate for Lower Fenwick.</p>" * 50


@pytest.fixture
def answer():
    app = Flask("test")
    app.add_url_rule("/", view_func=lambda: compressed(PAGE))
    client = app.test_client()
    return lambda accepted: client.get("/", headers={"Accept-Encoding": accepted})


@pytest.mark.parametrize("accepted", ["gzip", "gzip, deflate, br", "br;q=1, gzip;q=0.5"])
def test_a_page_is_compressed_for_those_who_read_that(answer, accepted):
    found = answer(accepted)
    assert found.headers["Content-Encoding"] == "gzip"
    assert found.headers["Vary"] == "Accept-Encoding"
    assert len(found.data) < len(PAGE) / 4
    assert int(found.headers["Content-Length"]) == len(found.data)
    assert gzip.decompress(found.data).decode() == PAGE


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br"])
def test_a_page_is_sent_as_it_is_to_others(answer, accepted):
    found = answer(accepted)
    assert "Content-Encoding" not in found.headers
    assert found.text == PAGE
    assert found.headers["Vary"] == "Accept-Encoding"
