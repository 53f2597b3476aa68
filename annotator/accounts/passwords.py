"""Passwords and tokens: how they are judged, hashed and compared."""

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from annotator.errors import Problem, Refused

SHORTEST, LONGEST = 10, 128

# OWASP's second recommended setting of Argon2id: 46 MiB, one pass, one lane.
_HASHER = PasswordHasher(memory_cost=47_104, time_cost=1, parallelism=1)


@cache
def _nobodys() -> str:
    """A hash to verify when there is no such account, so that the answer takes as long.

    Most commands need none, and it takes as long as a sign-in to make.
    """
    return _HASHER.hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    """The Argon2id hash of a password that is good enough.

    :raises Refused: with what is wrong with it.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(
            Problem(
                f"The password has {len(password)} characters; {SHORTEST} to {LONGEST} are needed.",
                column="password",
                remedy="Several words in a row make a good one.",
            )
        )
    if len(set(password)) < 4:
        raise Refused(
            Problem(
                "The password repeats the same few characters.",
                column="password",
                remedy="Several words in a row make a good one.",
            )
        )
    return _HASHER.hash(password)


def is_correct(password: str, password_hash: str | None) -> bool:
    """Whether the password is the one; takes as long when there is none to compare."""
    try:
        _HASHER.verify(password_hash or _nobodys(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None


def new_token() -> str:
    """A secret for an address: 256 bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token; it is random enough to need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
