"""Make accounts, sign in, and give access by links that work once."""

import os
import sys
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from annotator.accounts import passwords
from annotator.accounts.models import Account, OneTimeLink, Purpose
from annotator.database.base import now
from annotator.database.process import InMemory, in_memory
from annotator.errors import Conflict, NotFound, Problem, Refused

FAILURES_BEFORE_LOCK = 5
LOCKED_FOR = timedelta(minutes=5)
LINK_LASTS = timedelta(days=7)

DEAD_LINK = (
    "This link has expired or was used already. Ask the person who sent it for a new one; "
    "on the server, `annotator accounts link` makes one."
)

_POLITE = 10


def _be_polite() -> None:
    """Let other threads go first; only Linux gives each a priority of its own."""
    if sys.platform == "linux":
        lower = min(19, os.getpriority(os.PRIO_PROCESS, 0) + _POLITE)
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), lower)


# One password is hashed at a time, by a thread that steps back, so that twenty people who
# sign in at once leave the cores to the coders who save.
HASHING = InMemory(
    "the thread that hashes passwords",
    lambda: ThreadPoolExecutor(1, "hashing", initializer=_be_polite),
)


def hash_password(session: Session, password: str) -> str:
    """The hash of a password that is good enough, when it is its turn.

    :raises Refused: with what is wrong with it.
    """
    return in_memory(session, HASHING).submit(passwords.hash_password, password).result()


def is_correct_password(session: Session, password: str, password_hash: str | None) -> bool:
    """Whether the password is the one, when it is its turn."""
    hashing = in_memory(session, HASHING)
    return hashing.submit(passwords.is_correct, password, password_hash).result()


def create_account(
    session: Session,
    name: str,
    *,
    email: str = "",
    password_hash: str | None = None,
    admin: bool = False,
) -> Account:
    """Add an account; its name and e-mail must be free, whatever their case.

    :raises Refused: if the name is empty or taken, or the e-mail is taken or is none.
    """
    name, email = " ".join(name.split()), email.strip().lower()
    _check_free(session, name, email)
    account = Account(
        name=name,
        sign_in_name=_sign_in_name(name),
        email=email or None,
        password_hash=password_hash,
        admin=admin,
        session_key=passwords.new_token(),
    )
    session.add(account)
    session.flush()
    return account


def _sign_in_name(name: str) -> str:
    """A name as it is compared: an Å is one letter, however a keyboard writes it."""
    return unicodedata.normalize("NFC", " ".join(name.lower().split()))


def _check_free(session: Session, name: str, email: str) -> None:
    if not name or len(name) > 80 or len(_sign_in_name(name)) > 80 or "@" in name:
        raise Refused(
            Problem(
                "A name has 1 to 80 characters and no @.",
                column="name",
                remedy="Choose the name that you will sign in with.",
            )
        )
    if email and not ("@" in email[1:-1] and " " not in email and len(email) <= 254):
        raise Refused(
            Problem(
                f"{email!r} is no e-mail address.",
                column="email",
                remedy="Correct it, or leave it empty.",
            )
        )
    if session.scalar(select(Account.id).where(Account.sign_in_name == _sign_in_name(name))):
        raise Refused(
            Problem(f"The name {name!r} is taken.", column="name", remedy="Choose another.")
        )
    if email and session.scalar(select(Account.id).where(Account.email == email)):
        raise Refused(
            Problem(
                "There is an account with this e-mail address already.",
                column="email",
                remedy="Sign in with it, then open the link again.",
            )
        )


def has_admin(session: Session) -> bool:
    """Whether anyone can create studies here yet."""
    return (
        session.scalar(select(exists().where(Account.admin, Account.deleted_at.is_(None)))) or False
    )


def find_account(session: Session, name_or_email: str) -> Account:
    """The account with this name or e-mail address.

    :raises NotFound: if there is none.
    """
    wanted = _sign_in_name(name_or_email)
    account = session.scalar(
        select(Account).where(or_(Account.sign_in_name == wanted, Account.email == wanted))
    )
    if account is None:
        raise NotFound(f"There is no account with the name or e-mail {name_or_email!r}.")
    return account


def attempt_sign_in(session: Session, account: Account | None, correct: bool) -> Account:
    """Take one attempt to sign in: let the person in, or count the failure.

    The password was compared before, outside the write lock. After five failures in a
    row the account rests for five minutes; a correct password does not help meanwhile,
    or guessing would go on unseen.

    :raises Refused: in the same words whether the name or the password was wrong.
    """
    if account is not None and account.locked_until and account.locked_until > now():
        minutes = 1 + int((account.locked_until - now()).total_seconds() // 60)
        raise Refused(
            f"There were too many wrong passwords for this name. Try again in {minutes} min, "
            "or ask for a link to choose a new password."
        )
    if account is None or not correct:
        raise Refused("The name or the password is wrong. Check both and try again.")
    account.failed_sign_ins, account.locked_until = 0, None
    return account


def count_wrong_password(session: Session, account: Account) -> None:
    """Count a wrong password, and lock the account after too many."""
    account.failed_sign_ins += 1
    if account.failed_sign_ins >= FAILURES_BEFORE_LOCK:
        account.failed_sign_ins, account.locked_until = 0, now() + LOCKED_FOR


def set_password(session: Session, account: Account, password_hash: str) -> None:
    """Set a new password and end all sessions of the account."""
    account.password_hash = password_hash
    account.session_key = passwords.new_token()
    account.failed_sign_ins, account.locked_until = 0, None


def make_link(
    session: Session,
    purpose: Purpose,
    account: Account | None = None,
    lasts: timedelta = LINK_LASTS,
) -> str:
    """Make a link that works once, and give its token; only a hash of it is stored."""
    token = passwords.new_token()
    session.add(
        OneTimeLink(
            token_hash=passwords.token_hash(token),
            purpose=purpose,
            account=account,
            expires_at=now() + lasts,
        )
    )
    session.flush()
    return token


def open_link(session: Session, token: str) -> OneTimeLink:
    """The link behind a token, if it can still be used.

    :raises Conflict: if it is unknown, used or expired, in the same words for all.
    """
    link = session.scalar(
        select(OneTimeLink).where(
            OneTimeLink.token_hash == passwords.token_hash(token),
            OneTimeLink.uses_left > 0,
            OneTimeLink.expires_at > now(),
        )
    )
    if link is None:
        raise Conflict(DEAD_LINK)
    return link


def use_link(session: Session, link: OneTimeLink) -> None:
    """Spend a link.

    :raises Conflict: if another request spent it in the meantime.
    """
    spent = session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.id == link.id, OneTimeLink.uses_left > 0)
        .values(uses_left=OneTimeLink.uses_left - 1, uses=OneTimeLink.uses + 1)
        .returning(OneTimeLink.id)
    )
    if spent.first() is None:
        raise Conflict(DEAD_LINK)


def withdraw_links(session: Session, purpose: Purpose, account: Account | None = None) -> None:
    """Make earlier links of this purpose useless, when a new one is made."""
    of_account = (
        OneTimeLink.account_id.is_(None)
        if account is None
        else OneTimeLink.account_id == account.id
    )
    session.execute(
        update(OneTimeLink).where(OneTimeLink.purpose == purpose, of_account).values(uses_left=0)
    )
