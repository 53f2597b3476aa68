import pytest

from annotator.accounts import passwords
from annotator.errors import Refused
from tests import factories


def test_a_hash_matches_its_password_only():
    assert passwords.is_correct(factories.PASSWORD, factories.PASSWORD_HASH)
    assert not passwords.is_correct(factories.PASSWORD.upper(), factories.PASSWORD_HASH)


def test_a_hash_is_argon2id_with_at_least_the_recommended_memory():
    # OWASP Password Storage Cheat Sheet: Argon2id with 46 MiB and one pass, or stronger.
    assert factories.PASSWORD_HASH.startswith("$argon2id$v=19$m=47104,t=1,p=1$")


@pytest.mark.parametrize("password_hash", [None, "", "no hash at all"])
def test_without_a_hash_nothing_matches_not_even_nothing(password_hash):
    assert not passwords.is_correct("", password_hash)
    assert not passwords.is_correct("some words", password_hash)


def test_who_has_no_account_is_verified_against_a_hash_too(monkeypatch):
    verified = []

    class Hasher:
        def verify(self, password_hash, password):
            verified.append(password_hash)
            return True

    monkeypatch.setattr(passwords, "_HASHER", Hasher())
    assert not passwords.is_correct("some words", None)
    assert verified[0].startswith("$argon2id$")


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("", "has 0 characters"),
        ("nine char", "has 9 characters; 10 to 128 are needed"),
        ("x" * 129, "has 129 characters"),
        ("aaaaaaaaaaaa", "repeats"),
        ("abcabcabcabc", "repeats"),
    ],
)
def test_a_poor_password_is_refused_with_what_is_wrong(password, message):
    with pytest.raises(Refused, match=message) as refused:
        passwords.hash_password(password)
    assert refused.value.problems[0].column == "password"
    assert refused.value.problems[0].remedy


@pytest.mark.parametrize(
    "password", ["abcdabcdab", "пароль из слов", "🎈 gate band mayor", "abcd" * 32]
)
def test_ten_to_128_characters_of_any_script_are_taken(password):
    assert passwords.is_correct(password, passwords.hash_password(password))


def test_tokens_differ_and_are_long():
    tokens = {passwords.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 43  # 256 bits in base64.
