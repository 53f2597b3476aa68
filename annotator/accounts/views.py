"""Signing in and out, one-time links, and one's own account."""

import re

import flask
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from annotator.accounts import forms, service
from annotator.accounts.access import SignedIn, account_to_write, current_account, signed_in
from annotator.accounts.models import Account, OneTimeLink, Purpose
from annotator.database.session import release_connection, session, writing
from annotator.errors import NotFound, Refused
from annotator.web.feature import landmark
from annotator.web.security import limiter, tries

views = Blueprint("accounts", __name__)

Page = str | Response | tuple[str, int]

# A path of this site. Browsers leave out control characters, read a backslash as a
# slash, and take two or more slashes at the beginning for the name of another site.
_OURS = re.compile(r"/(?!/)[^\\\x00-\x20]*")


@views.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(tries, methods=["POST"])
def sign_in() -> Page:
    """Sign in with a name or an e-mail and a password."""
    form = forms.SignIn()
    if form.validate_on_submit():
        try:
            begin_session(_let_in(form.name.data or "", form.password.data or ""))
            return redirect(_next_page())
        except Refused as error:
            form.take(error)
    elif current_user.is_authenticated:
        return redirect(_next_page())
    return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200


def _let_in(name: str, password: str) -> Account:
    """Compare the password outside the write lock, then count the attempt under it."""
    try:
        account = service.find_account(session(), name)
    except NotFound:
        account = None
    account_id, password_hash = (account.id, account.password_hash) if account else (None, None)
    release_connection(session())
    correct = service.is_correct_password(session(), password, password_hash)
    with writing(session()):
        account = session().get(Account, account_id) if account_id else None
        try:
            return service.attempt_sign_in(session(), account, correct)
        except Refused as error:
            if account is not None and not correct:
                service.count_wrong_password(session(), account)
            refusal = error
    raise refusal


def begin_session(account: Account) -> None:
    """Sign the person in on this browser, until they sign out or the cookie ends."""
    login_user(SignedIn(account.id, account.name, account.session_key), remember=False)
    flask.session.permanent = True


def _next_page() -> str:
    """The page that was asked for, if it is one of ours."""
    wanted = request.args.get("next", "")
    return wanted if _OURS.fullmatch(wanted) else landmark("home")


@views.post("/sign-out")
@signed_in
def sign_out() -> Page:
    """Sign out on this browser."""
    logout_user()
    flash("You are signed out.", "ok")
    return redirect(url_for("accounts.sign_in"))


@views.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> Page:
    """One's own account: choose another password."""
    form = forms.NewPassword()
    if form.validate_on_submit():
        try:
            password_hash = hash_of(form)
            with account_to_write() as me:
                service.set_password(session(), me, password_hash)
            begin_session(me)
            flash("Your new password is saved. All your other sign-ins have ended.", "ok")
            return redirect(url_for("accounts.account"))
        except Refused as error:
            form.take(error)
    page = render_template("accounts/account.html", form=form, account=current_account())
    return page, 422 if form.is_submitted() else 200


def hash_of(form: forms.NewPassword | forms.NewAccount) -> str:
    """Hash outside the write lock, and keep no connection from others meanwhile."""
    release_connection(session())
    return service.hash_password(session(), form.password.data or "")


def create_from(form: forms.NewAccount, password_hash: str, *, admin: bool = False) -> Account:
    """The account that a form describes, made under the write lock."""
    return service.create_account(
        session(),
        form.name.data or "",
        email=form.email.data or "",
        password_hash=password_hash,
        admin=admin,
    )


@views.route("/link/<token>", methods=["GET", "POST"])
@limiter.limit(tries)
def link(token: str) -> Page:
    """Open a one-time link: make the first account, choose a password, or just sign in.

    Only the button spends the link, since mail programs open links by themselves.
    """
    found = service.open_link(session(), token)
    if found.purpose == Purpose.ADMIN:
        return _first_account(found)
    if found.purpose == Purpose.PASSWORD:
        return _choose_password(found)
    return _sign_in_once(found)


def _first_account(link: OneTimeLink) -> Page:
    form = forms.NewAccount()
    link_id = link.id
    if form.validate_on_submit():
        try:
            password_hash = hash_of(form)
            with writing(session()):
                service.use_link(session(), session().get_one(OneTimeLink, link_id))
                account = create_from(form, password_hash, admin=True)
            begin_session(account)
            return redirect(landmark("home"))
        except Refused as error:
            form.take(error)
    page = render_template("accounts/first_account.html", form=form)
    return page, 422 if form.is_submitted() else 200


def _choose_password(link: OneTimeLink) -> Page:
    form = forms.NewPassword()
    link_id, account_id = link.id, link.account_id
    if form.validate_on_submit() and account_id is not None:
        try:
            password_hash = hash_of(form)
            with writing(session()):
                service.use_link(session(), session().get_one(OneTimeLink, link_id))
                account = session().get_one(Account, account_id)
                service.set_password(session(), account, password_hash)
            begin_session(account)
            return redirect(landmark("home"))
        except Refused as error:
            form.take(error)
    page = render_template("accounts/choose_password.html", form=form, account=link.account)
    return page, 422 if form.is_submitted() else 200


def _sign_in_once(link: OneTimeLink) -> Page:
    form = forms.Confirm()
    link_id, account_id = link.id, link.account_id
    if form.validate_on_submit() and account_id is not None:
        with writing(session()):
            service.use_link(session(), session().get_one(OneTimeLink, link_id))
        account = session().get_one(Account, account_id)
        begin_session(account)
        return redirect(landmark("home"))
    return render_template("accounts/sign_in_once.html", form=form, account=link.account)
