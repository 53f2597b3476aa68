"""The coders of a round, for its leads: where they are, and what can be done about it."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.accounts.access import signed_in
from annotator.coding.access import lock_enrolment
from annotator.database.base import now
from annotator.database.session import session
from annotator.errors import Problem, Refused
from annotator.rounds import queries
from annotator.rounds.queries import enrolment_called, round_of
from annotator.rounds.service import departures, joining
from annotator.studies.access import acting, member_of
from annotator.studies.permissions import Act
from annotator.studies.queries import coders_of, member_called
from annotator.supervision.pace import ends_on, obstacles, per_day
from annotator.supervision.queries.progress import coder_progress, untakeable
from annotator.supervision.service.coder_acts import coder_act, possible_acts
from annotator.supervision.views.blueprint import Page, views
from annotator.web.feature import landmark


@views.get("/studies/<slug>/rounds/<round_id>/coders")
@signed_in
def coders(slug: str, round_id: str) -> str:
    """Who is where, how fast it goes, what keeps the round and when it may end."""
    me = member_of(slug, Act.SUPERVISE_CODERS)
    found = round_of(session(), me.study, round_id)
    progress = coder_progress(session(), found)
    total = queries.total(found, queries.progress(session(), found))
    untaken = untakeable(session(), found) if found.state == "open" else 0
    present = {each.pseudonym for each in progress if each.left_at is None}
    others = [c for c in coders_of(session(), me.study) if c.pseudonym not in present]
    return render_template(
        "supervision/coders.html",
        round=found,
        coders=progress,
        total=total,
        per_day=per_day,
        ends=ends_on(total.to_do, progress, now().date()),
        obstacles=obstacles(progress, now(), is_planned=found.is_planned, untaken=untaken),
        others=others,
    )


@views.post("/studies/<slug>/rounds/<round_id>/coders")
@signed_in
def add_coder(slug: str, round_id: str) -> Response:
    """Let another coder of the study code in a round that is open."""
    pseudonym = request.form.get("coder", "")
    with acting(slug, Act.SUPERVISE_CODERS) as me:
        if not pseudonym:
            raise Refused(Problem("Choose who is to code in this round.", column="coder"))
        coder = member_called(session(), me.study, pseudonym)
        impact = joining.join(session(), round_of(session(), me.study, round_id), coder, me)
    flash(f"{pseudonym} codes in this round now: {impact.in_words}.", "ok")
    return redirect(url_for("supervision.coders", slug=slug, round_id=round_id))


@views.get("/studies/<slug>/rounds/<round_id>/coders/<pseudonym>")
@signed_in
def coder(slug: str, round_id: str, pseudonym: str) -> str:
    """One coder of a round, and what each act would do."""
    me = member_of(slug, Act.SUPERVISE_CODERS)
    found = round_of(session(), me.study, round_id)
    part = enrolment_called(session(), found, pseudonym)
    (progress,) = [p for p in coder_progress(session(), found) if p.pseudonym == pseudonym]
    return render_template(
        "supervision/coder.html",
        round=found,
        coder=progress,
        per_day=per_day(progress.daily),
        acts=possible_acts(session(), part),
        can_join=part.left_at is not None and found.state in ("open", "paused"),
    )


@views.post("/studies/<slug>/rounds/<round_id>/coders/<pseudonym>/<act>")
@signed_in
def act(slug: str, round_id: str, pseudonym: str, act: str) -> Response:
    """Do one of the acts on a coder of a round; it is logged."""
    with acting(slug, Act.SUPERVISE_CODERS) as me:
        do = coder_act(act).do
        part = enrolment_called(session(), round_of(session(), me.study, round_id), pseudonym)
        impact = do(session(), lock_enrolment(session(), part.id, gone=True), me)
    flash(f"{pseudonym}: {impact.in_words}.", "ok")
    return redirect(url_for("supervision.coder", slug=slug, round_id=round_id, pseudonym=pseudonym))


@views.route("/studies/<slug>/members/<pseudonym>/leave", methods=["GET", "POST"])
@signed_in
def leave_study(slug: str, pseudonym: str) -> Page:
    """End a member's part in the study and in its open rounds; what that does is said before."""
    if request.method == "GET":
        me = member_of(slug, Act.MANAGE_MEMBERS)
        found = member_called(session(), me.study, pseudonym)
        impact = departures.impact_of_leaving_the_study(session(), found)
        return render_template("supervision/leave_study.html", member=found, impact=impact)
    with acting(slug, Act.MANAGE_MEMBERS) as me:
        found = member_called(session(), me.study, pseudonym)
        impact = departures.leave_study(session(), found, me)
        is_me = found.id == me.id
    flash(f"{pseudonym} has left the study: {impact.in_words}.", "ok")
    return redirect(landmark("home") if is_me else url_for("studies.members", slug=slug))
