"""What leads are told of the work at the desks."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from annotator.accounts.access import signed_in
from annotator.coding.access import lock_enrolment
from annotator.coding.queries.left_out import left_out_by_coder
from annotator.coding.service import leave_out
from annotator.database.session import session
from annotator.rounds.queries import enrolment_called, round_of
from annotator.studies.access import acting, member_of
from annotator.studies.permissions import Act
from annotator.supervision.queries.hours import hours_csv
from annotator.supervision.views.blueprint import views
from annotator.wording import counted


@views.get("/studies/<slug>/members/hours.csv")
@signed_in
def hours(slug: str) -> Response:
    """Who worked how long, by round and day, as a table to pay people by."""
    me = member_of(slug, Act.SUPERVISE_CODERS)
    content = hours_csv(session(), me.study)
    name = f"attachment; filename={slug}-hours.csv"
    return Response(content, mimetype="text/csv", headers={"Content-Disposition": name})


@views.get("/studies/<slug>/rounds/<round_id>/left-out")
@signed_in
def left_out(slug: str, round_id: str) -> str:
    """How many sentences each coder left out because they are too distressing."""
    me = member_of(slug, Act.SUPERVISE_CODERS)
    found = round_of(session(), me.study, round_id)
    rows = left_out_by_coder(session(), found)
    return render_template("supervision/left_out.html", round=found, rows=rows)


@views.post("/studies/<slug>/rounds/<round_id>/left-out/<pseudonym>")
@signed_in
def give_back(slug: str, round_id: str, pseudonym: str) -> Response:
    """Give a coder back what they left out unread."""
    with acting(slug, Act.SUPERVISE_CODERS) as me:
        found = round_of(session(), me.study, round_id)
        part = enrolment_called(session(), found, pseudonym)
        number = leave_out.give_back(session(), lock_enrolment(session(), part.id), me)
    flash(f"Given back to {pseudonym}: {counted(number, 'sentence')}.", "ok")
    return redirect(url_for("supervision.left_out", slug=slug, round_id=round_id))
