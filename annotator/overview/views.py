"""The first page of all, and the front page of a study."""

from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from annotator.accounts.access import current_account, signed_in
from annotator.database.session import session
from annotator.overview.next_step import next_step
from annotator.overview.queries import study_counts
from annotator.rounds.queries import enrolments_of, rounds_to_join
from annotator.studies.access import member_of
from annotator.studies.permissions import Act, may
from annotator.studies.queries import memberships_of

views = Blueprint("overview", __name__)


@views.get("/")
def home() -> str | Response:
    """One's studies and what one has to code; sign-in for everyone else."""
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in"))
    me = current_account()
    to_do = [e for e in enrolments_of(session(), me.id) if e.round.closed_at is None]
    return render_template(
        "overview/home.html",
        memberships=memberships_of(session(), me),
        to_do=to_do,
        to_join=rounds_to_join(session(), me.id),
        account=me,
    )


@views.get("/studies/<slug>/")
@signed_in
def study(slug: str) -> str | Response:
    """A study's front page: what is done, what is next. Coders go to their desk."""
    me = member_of(slug, Act.SEE_STUDY)
    if not may(me.roles, Act.SEE_OVERVIEW):
        return redirect(url_for("coding.desks"))
    counts = study_counts(session(), me.study)
    return render_template("overview/study.html", counts=counts, step=next_step(counts))
