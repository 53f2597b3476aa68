"""Who is signed in: what a session cookie names, and the getters that ask for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar, cast

from flask import abort, flash, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user, login_required
from sqlalchemy import bindparam, select
from werkzeug.wrappers import Response

from annotator.accounts.models import Account
from annotator.database.session import rows, session, writing
from annotator.errors import Forbidden

login_manager = LoginManager()

P = ParamSpec("P")
R = TypeVar("R")

# Each page asks it, and few need more of an account: the whole takes twice as long.
_BY_KEY = select(Account.id, Account.name).where(
    Account.session_key == bindparam("key"), Account.deleted_at.is_(None)
)

_SIGNED_IN_LOCKED = (
    select(Account)
    .where(Account.session_key == bindparam("key"), Account.deleted_at.is_(None))
    .with_for_update(key_share=True)
)


class SignedIn(UserMixin):
    """The signed-in person as pages see them; the cookie holds only the session key."""

    def __init__(self, account_id: int, name: str, session_key: str) -> None:
        self.account_id = account_id
        self.name = name
        self.session_key = session_key

    def get_id(self) -> str:
        return self.session_key


@login_manager.user_loader
def signed_in_by(session_key: str) -> SignedIn | None:
    found = rows(session(), _BY_KEY, {"key": session_key}).one_or_none()
    return SignedIn(*found, session_key) if found else None


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Show a page only to someone who is signed in; others sign in and come back to it."""
    shown: Callable[P, R] = login_required(view)
    return shown


def current_account() -> Account:
    """The account that is signed in, on a page that asks for sign-in."""
    return session().get_one(Account, own_account_id())


@contextmanager
def account_to_write() -> Iterator[Account]:
    """The same under the write lock; in the end it is committed.

    :raises Unauthorized: if the sign-in ended meanwhile.
    """
    with writing(session()):
        account = session().scalar(_SIGNED_IN_LOCKED, {"key": current_user.get_id()})
        yield account or abort(401)


def require_admin(account: Account) -> None:
    """Go on only for one who may make studies.

    :raises Forbidden: to anyone else.
    """
    if not account.admin:
        raise Forbidden("Only admins make studies here. Ask the person who runs this server.")


def own_account_id() -> int:
    """The row of the account that is signed in, for which the database is not asked again."""
    return cast(int, current_user.account_id)


@login_manager.unauthorized_handler
def ask_to_sign_in() -> Response:
    """Send people to the sign-in page and back; tell programs that they are signed out."""
    if request.path.endswith(".json"):
        abort(401)
    flash("Sign in to go on.", "warning")
    # What was sent is gone, so only a page that was looked at is come back to.
    back = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return redirect(url_for("accounts.sign_in", next=back))
