"""A study's members and invitations, making a study, and joining one by a link."""

import flask
from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from annotator.accounts.access import account_to_write, current_account, require_admin, signed_in
from annotator.accounts.forms import Confirm, NewAccount
from annotator.accounts.views import begin_session, create_from, hash_of
from annotator.database.session import session, writing
from annotator.errors import Refused
from annotator.studies import forms, queries, service
from annotator.studies.access import acting, member_of
from annotator.studies.permissions import ROLES, Act
from annotator.web.feature import landmark
from annotator.web.security import limiter, tries

views = Blueprint("studies", __name__)

Page = str | Response | tuple[str, int]


@views.route("/studies/new", methods=["GET", "POST"])
@signed_in
def new() -> Page:
    """Make a study; whoever makes it leads it."""
    require_admin(current_account())
    form = forms.NewStudy()
    if form.validate_on_submit():
        try:
            with account_to_write() as me:
                require_admin(me)
                study = service.create_study(
                    session(),
                    form.title.data or "",
                    slug=form.slug.data or "",
                    description=form.description.data or "",
                    language=form.language.data or "en",
                    lead=me,
                )
            return redirect(landmark("study", slug=study.slug))
        except Refused as error:
            form.take(error)
    return render_template("studies/new.html", form=form), 422 if form.is_submitted() else 200


@views.get("/studies/<slug>/members")
@signed_in
def members(slug: str) -> Page:
    """Who has a part in the study, and the invitations that are open."""
    me = member_of(slug, Act.SEE_MEMBERS)
    return render_template(
        "studies/members.html",
        members=queries.members_of(session(), me.study),
        invitations=queries.invitations_of(session(), me.study),
        form=forms.Invite(),
        link=flask.session.pop("invitation_link", None),
        roles=ROLES,
    )


@views.post("/studies/<slug>/members/invite")
@signed_in
def invite(slug: str) -> Page:
    """Make an invitation link; it is shown once, since only its hash is kept."""
    form = forms.Invite()
    if not form.validate():
        return _members_with(form, slug), 422
    try:
        with acting(slug, Act.MANAGE_MEMBERS) as me:
            token = service.invite(
                session(),
                me.study,
                form.roles.data or [],
                me,
                uses=form.uses.data or 1,
                days=form.days.data or 14,
                note=form.note.data or "",
            )
    except Refused as error:
        form.take(error)
        return _members_with(form, slug), 422
    flask.session["invitation_link"] = url_for("studies.join", token=token, _external=True)
    return redirect(url_for("studies.members", slug=slug))


def _members_with(form: forms.Invite, slug: str) -> str:
    me = member_of(slug, Act.SEE_MEMBERS)
    return render_template(
        "studies/members.html",
        members=queries.members_of(session(), me.study),
        link=None,
        invitations=queries.invitations_of(session(), me.study),
        form=form,
        roles=ROLES,
    )


@views.post("/studies/<slug>/members/<pseudonym>/roles")
@signed_in
def roles(slug: str, pseudonym: str) -> Page:
    """Give a member other roles."""
    form = forms.Roles()
    with acting(slug, Act.MANAGE_MEMBERS) as me:
        member = queries.member_called(session(), me.study, pseudonym)
        service.set_roles(session(), member, form.roles.data or [], me)
    flash(f"{pseudonym} is now: {', '.join(sorted(form.roles.data or []))}.", "ok")
    return redirect(url_for("studies.members", slug=slug))


@views.post("/studies/<slug>/invitations/<public_id>/withdraw")
@signed_in
def withdraw(slug: str, public_id: str) -> Page:
    """Make an invitation useless."""
    with acting(slug, Act.MANAGE_MEMBERS) as me:
        service.withdraw_invitation(session(), me.study, public_id, me)
    flash("The invitation is withdrawn; its link no longer works.", "ok")
    return redirect(url_for("studies.members", slug=slug))


@views.route("/join/<token>", methods=["GET", "POST"])
@limiter.limit(tries)
def join(token: str) -> Page:
    """Join a study by an invitation, with the account at hand or a new one."""
    invitation = service.open_invitation(session(), token)
    if current_user.is_authenticated:
        return _join_as_signed_in(token, invitation.study.title)
    form = NewAccount()
    if form.validate_on_submit():
        try:
            password_hash = hash_of(form)
            with writing(session()):
                account = create_from(form, password_hash)
                service.accept_invitation(session(), token, account)
            begin_session(account)
            return redirect(landmark("home"))
        except Refused as error:
            form.take(error)
    page = render_template("studies/join.html", form=form, invitation=invitation, token=token)
    return page, 422 if form.is_submitted() else 200


def _join_as_signed_in(token: str, title: str) -> Page:
    form = Confirm()
    if form.validate_on_submit():
        with account_to_write() as me:
            member = service.accept_invitation(session(), token, me)
        flash(f"You have joined “{title}” as {member.pseudonym}.", "ok")
        return redirect(landmark("study", slug=member.study.slug))
    return render_template("studies/join_signed_in.html", form=form, title=title)
