"""The coders of a round, for its leads: where they are, and what can be done about it.

Each act says what it would do before it is done.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.accounts.access import signed_in
from annotator.coding.access import locked
from annotator.database.base import now
from annotator.database.session import session
from annotator.errors import NotFound, Problem, Refused
from annotator.rounds import queries
from annotator.rounds.impact import Effect
from annotator.rounds.models import Enrolment
from annotator.rounds.queries import part_called, round_of
from annotator.rounds.service import departures as parting
from annotator.rounds.service import joining
from annotator.studies import queries as studies
from annotator.studies.access import acting, member_of
from annotator.studies.permissions import Act
from annotator.supervision.pace import ends_on, per_day, stuck
from annotator.supervision.queries import progress as watch
from annotator.supervision.service import removal
from annotator.supervision.views.blueprint import views
from annotator.web.feature import landmark


@dataclass(frozen=True, slots=True)
class CoderAct:
    """Something a lead does about a coder: its button, why one would, and what it does.

    Both functions are of a session and an enrolment; ``do`` also of who acts.
    """

    label: str
    why: str
    foretell: Callable[..., Effect]
    do: Callable[..., Effect]
    kind: str = "plain"


ACTS = {
    "release": CoderAct(
        "Let others have what they have not seen",
        "For one who lags. They go on with what they hold, and then take what is left.",
        parting.what_giving_away_does,
        parting.give_away,
    ),
    "leave": CoderAct(
        "End their part in this round",
        "For one who walks away. What they coded stays and counts.",
        parting.what_leaving_does,
        parting.leave,
    ),
    "remove": CoderAct(
        "Take out their codings too",
        "For one whose work can not be used. Nothing is deleted, and it can be put in again.",
        removal.what_removing_does,
        removal.remove,
        "danger",
    ),
    "restore": CoderAct(
        "Put their codings in again",
        "Those whose places others have taken meanwhile are kept as surplus and do not count.",
        removal.what_restoring_does,
        removal.restore,
    ),
}


@views.get("/studies/<slug>/rounds/<round_id>/coders")
@signed_in
def coders(slug: str, round_id: str) -> str:
    """Who is where, how fast it goes, what keeps the round and when it may end."""
    me = member_of(slug, Act.SUPERVISE_CODERS)
    found = round_of(session(), me.study, round_id)
    rows = watch.seats(session(), found)
    total = queries.total(found, queries.progress(session(), found))
    untaken = watch.untaken(session(), found) if found.state == "open" else 0
    here = {row.pseudonym for row in rows if row.left_at is None}
    others = [c for c in studies.coders(session(), me.study) if c.pseudonym not in here]
    return render_template(
        "supervision/coders.html",
        round=found,
        seats=rows,
        total=total,
        per_day=per_day,
        ends=ends_on(total.to_do, rows, now().date()),
        stuck=stuck(rows, now(), is_planned=found.is_planned, untaken=untaken),
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
        coder = studies.member(session(), me.study, pseudonym)
        effect = joining.join(session(), round_of(session(), me.study, round_id), coder, me)
    flash(f"{pseudonym} codes in this round now: {effect.said}.", "ok")
    return redirect(url_for("supervision.coders", slug=slug, round_id=round_id))


@views.get("/studies/<slug>/rounds/<round_id>/coders/<pseudonym>")
@signed_in
def coder(slug: str, round_id: str, pseudonym: str) -> str:
    """One coder of a round, and what each act would do."""
    me = member_of(slug, Act.SUPERVISE_CODERS)
    found = round_of(session(), me.study, round_id)
    part = part_called(session(), found, pseudonym)
    (seat,) = [each for each in watch.seats(session(), found) if each.pseudonym == pseudonym]
    return render_template(
        "supervision/coder.html",
        round=found,
        seat=seat,
        per_day=per_day(seat.daily),
        acts=_open_to(part),
        can_join=part.left_at is not None and found.state in ("open", "paused"),
    )


def _open_to(part: Enrolment) -> list[tuple[str, CoderAct, Effect]]:
    """The acts that can be done now, each with what it would do."""
    is_open = part.round.state in ("open", "paused")
    is_here = part.left_at is None
    wanted = {
        "release": is_here and is_open and part.round.is_planned and not part.round.design.is_own,
        "leave": is_here and is_open,
        "remove": bool(is_here or part.done or part.skipped),
        "restore": not is_here,
    }
    acts = [
        (name, ACTS[name], ACTS[name].foretell(session(), part))
        for name, wants in wanted.items()
        if wants
    ]
    # There is something to put in again only where codings were taken out.
    return [each for each in acts if each[0] != "restore" or each[2].codings]


@views.post("/studies/<slug>/rounds/<round_id>/coders/<pseudonym>/<act>")
@signed_in
def act(slug: str, round_id: str, pseudonym: str, act: str) -> Response:
    """Do one of the acts on a coder of a round; it is logged."""
    with acting(slug, Act.SUPERVISE_CODERS) as me:
        if act not in ACTS:
            raise NotFound("There is no such act on a coder.")
        part = part_called(session(), round_of(session(), me.study, round_id), pseudonym)
        effect = ACTS[act].do(session(), locked(session(), part.id, gone=True), me)
    flash(f"{pseudonym}: {effect.said}.", "ok")
    return redirect(url_for("supervision.coder", slug=slug, round_id=round_id, pseudonym=pseudonym))


@views.get("/studies/<slug>/members/<pseudonym>/leave")
@signed_in
def leaving(slug: str, pseudonym: str) -> str:
    """What it would do to end a member's part in the study."""
    me = member_of(slug, Act.MANAGE_MEMBERS)
    found = studies.member(session(), me.study, pseudonym)
    effect = parting.what_leaving_the_study_does(session(), found)
    return render_template("supervision/leave_study.html", member=found, effect=effect)


@views.post("/studies/<slug>/members/<pseudonym>/leave")
@signed_in
def leave_study(slug: str, pseudonym: str) -> Response:
    """End a member's part in the study and in its open rounds; it is logged."""
    with acting(slug, Act.MANAGE_MEMBERS) as me:
        found = studies.member(session(), me.study, pseudonym)
        effect = parting.leave_study(session(), found, me)
        is_me = found.id == me.id
    flash(f"{pseudonym} has left the study: {effect.said}.", "ok")
    if is_me:
        return redirect(landmark("home"))
    return redirect(url_for("studies.members", slug=slug))
