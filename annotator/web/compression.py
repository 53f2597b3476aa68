"""Answers that are worth compressing."""

import gzip

from flask import make_response, request
from werkzeug.wrappers import Response


def reads_gzip() -> bool:
    """Whether who asks can read what is compressed."""
    return request.accept_encodings.quality("gzip") > 0


def compressed(page: str) -> Response:
    """A page, compressed for those who can read that.

    Only for pages that repeat nothing of what was sent: where they do, their size would
    tell a stranger who makes someone send things what else stands there, letter by letter
    (BREACH, Gluck, Harris and Prado 2013).
    """
    answer = make_response(page)
    answer.vary.add("Accept-Encoding")
    if reads_gzip():
        answer.set_data(gzip.compress(answer.get_data(), compresslevel=5, mtime=0))
        answer.content_encoding = "gzip"
    return answer
