import pytest

from annotator.errors import Refused
from annotator.languages import canonical, is_canonical, primary


@pytest.mark.parametrize(
    ("code", "tag", "language"),
    [
        ("en", "en", "en"),
        (" EN ", "en", "en"),
        ("pt_BR", "pt-BR", "pt"),
        ("sr-Latn-RS", "sr-Latn-RS", "sr"),
        ("ast", "ast", "ast"),
    ],
)
def test_a_code_is_brought_into_one_form(code: str, tag: str, language: str) -> None:
    assert (canonical(code), primary(code)) == (tag, language)


@pytest.mark.parametrize("code", ["", "e", "english", "en GB", "en-", "42", "Deutsch", "en;DROP"])
def test_what_is_no_code_of_a_language_is_refused_with_examples(code: str) -> None:
    with pytest.raises(Refused, match="Write a code such as en, de"):
        canonical(code)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", True),
        ("pt-BR", True),
        ("zh-Hant", True),
        ("de-1996", True),
        ("EN", False),
        ("pt_BR", False),
        (" en", False),
        ("en-a", False),
        ("english", False),
        ("", False),
        ("en-", False),
    ],
)
def test_a_tag_may_be_written_in_this_form_already(tag: str, expected: bool) -> None:
    assert is_canonical(tag) is expected
    if expected:
        assert canonical(tag) == tag
