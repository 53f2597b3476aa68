"""The lead's rounds: draft, open, pause, close, and how far everyone is."""

from collections.abc import Callable, Sequence
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.accounts.access import signed_in
from annotator.codebook.queries import newest, versions
from annotator.corpus.queries import PAGE, Listed, articles
from annotator.database.session import session
from annotator.errors import NotFound, Problem, Refused
from annotator.rounds import queries
from annotator.rounds.forms import NewK, NewRound, new_round
from annotator.rounds.models import Round
from annotator.rounds.sampling.sample import SAMPLES
from annotator.rounds.service import lifecycle
from annotator.rounds.service.coders_per_sentence import change_k, design_of_one_k, impact_of_k
from annotator.rounds.service.known_answers import count_known_sentences
from annotator.rounds.service.opening.drafting import draft_round
from annotator.rounds.service.opening.open_round import Preview, open_round, preview, uneven_balance
from annotator.rounds.service.opening.selection import request_for
from annotator.rounds.service.sentences import (
    UNITS_ON_PAGE,
    exclude_units,
    listed_units,
    restore_units,
    unit_called,
)
from annotator.studies.access import acting, member_of
from annotator.studies.models import Study
from annotator.studies.permissions import Act
from annotator.studies.queries import coders_of

views = Blueprint("rounds", __name__)

Page = str | Response | tuple[str, int]

#: What a lead does to a round, and what is said when it is done.
ACTS: dict[str, tuple[Callable[..., object], str]] = {
    "open": (open_round, "The round is open: its coders find it on their desk."),
    "pause": (lifecycle.pause, "The round is paused: no further sentences are served."),
    "resume": (lifecycle.resume, "The round goes on."),
    "close": (lifecycle.close, "The round is closed. What comes now is kept as late."),
    "delete": (lifecycle.delete_draft, "The draft is deleted."),
    "count-late": (
        partial(lifecycle.count_late, counts=True),
        "What came after the round was closed counts.",
    ),
    "leave-late": (
        partial(lifecycle.count_late, counts=False),
        "What came after the round was closed is kept and does not count.",
    ),
}


MOVES = {"take-out": exclude_units, "put-in": restore_units}


@views.get("/studies/<slug>/rounds")
@signed_in
def rounds(slug: str) -> Page:
    """The study's rounds, the newest first."""
    me = member_of(slug, Act.SEE_ROUNDS)
    found = queries.rounds(session(), me.study)
    totals = {each.id: queries.total(each, queries.progress(session(), each)) for each in found}
    return render_template("rounds/rounds.html", rounds=found, totals=totals)


@views.route("/studies/<slug>/rounds/new", methods=["GET", "POST"])
@signed_in
def new(slug: str) -> Page:
    """Draft a round; what it will serve is shown before it is opened."""
    me = member_of(slug, Act.RUN_ROUNDS)
    form = new_round()
    form.offer(
        coders_of(session(), me.study),
        _articles(me.study),
        queries.rounds(session(), me.study),
    )
    if form.validate_on_submit():
        try:
            return redirect(url_for("rounds.round_", slug=slug, round_id=_draft(slug, form)))
        except Refused as error:
            form.take(error)
    sentences = queries.candidate_count(session(), me.study)
    page = render_template(
        "rounds/new.html",
        form=form,
        sentences=sentences,
        versions=versions(session(), me.study),
    )
    return page, 422 if form.is_submitted() else 200


def _articles(study: Study) -> list[Listed]:
    """The articles to choose from; of a larger corpus a round takes all, or what is named
    on the command line.
    """
    listed = articles(session(), study)
    return listed if len(listed) < PAGE else []


def _draft(slug: str, form: NewRound) -> str:
    named = form.coders.data or []
    with acting(slug, Act.RUN_ROUNDS) as me:
        chosen = [c for c in coders_of(session(), me.study) if c.pseudonym in named]
        version = newest(session(), me.study)
        made = draft_round(session(), me.study, version, chosen, form.draft(), me)
    return made.public_id


@views.get("/studies/<slug>/rounds/<round_id>")
@signed_in
def round_(slug: str, round_id: str) -> Page:
    """One round: its settings, how far each coder and each sentence is, what can be done."""
    me = member_of(slug, Act.SEE_ROUNDS)
    found = queries.round_of(session(), me.study, round_id)
    planned, problems = _planned(found)
    progress = queries.progress(session(), found)
    return render_template(
        "rounds/round.html",
        round=found,
        progress=progress,
        total=queries.total(found, progress),
        unit_progress=queries.unit_progress(session(), found),
        units=queries.units(session(), found),
        planned=planned,
        problems=problems,
        balance=uneven_balance(found, planned),
        known=count_known_sentences(session(), found),
        samples=SAMPLES,
    )


def _planned(found: Round) -> tuple[Preview | None, Sequence[Problem]]:
    """What opening a draft would do, or why it cannot be opened as it is."""
    if found.state != "draft":
        return None, ()
    try:
        return preview(session(), found.study, request_for(session(), found)), ()
    except Refused as refused:
        return None, refused.problems


@views.route("/studies/<slug>/rounds/<round_id>/k", methods=["GET", "POST"])
@signed_in
def k(slug: str, round_id: str) -> Page:
    """Let another number of coders code each sentence; what that does is said before."""
    me = member_of(slug, Act.RUN_ROUNDS)
    found = queries.round_of(session(), me.study, round_id)
    # To ask what it would do changes nothing, and needs no token.
    form = NewK(request.values, meta={} if request.method == "POST" else {"csrf": False})
    if form.is_submitted() and form.validate():
        with acting(slug, Act.RUN_ROUNDS) as me:
            found = queries.round_of(session(), me.study, round_id)
            impact = change_k(session(), found, form.k.data or 0, me)
        flash(f"Each sentence is coded by {form.k.data} now: {impact.in_words}.", "ok")
        return redirect(url_for("rounds.round_", slug=slug, round_id=round_id))
    impact_of_it = None
    if "k" in request.values and form.validate():
        try:
            impact_of_it = impact_of_k(session(), found, form.k.data or 0)
        except Refused as refused:
            form.take(refused)
    return render_template(
        "rounds/k.html",
        round=found,
        k=design_of_one_k(found).k,
        form=form,
        impact=impact_of_it,
    )


@views.get("/studies/<slug>/rounds/<round_id>/sentences")
@signed_in
def sentences(slug: str, round_id: str) -> Page:
    """The sentences of a round, with how far each is, to take some out or put them in again."""
    me = member_of(slug, Act.SEE_ROUNDS)
    found = queries.round_of(session(), me.study, round_id)
    page = max(1, request.args.get("page", 1, int))
    out = request.args.get("show") == "out"
    return render_template(
        "rounds/sentences.html",
        round=found,
        rows=listed_units(session(), found, page, out=out),
        page=page,
        pages=max(1, -(-found.last_planned // UNITS_ON_PAGE)),
        out=out,
    )


@views.post("/studies/<slug>/rounds/<round_id>/sentences/<unit_id>/<act>")
@signed_in
def move_sentence(slug: str, round_id: str, unit_id: str, act: str) -> Page:
    """Take a sentence out of a round, or put it in again."""
    with acting(slug, Act.RUN_ROUNDS) as me:
        if act not in MOVES:
            raise NotFound("There is no such act on a sentence.")
        found = queries.round_of(session(), me.study, round_id)
        unit = unit_called(session(), found, unit_id)
        impact = MOVES[act](session(), found, [unit], me)
    flash(f"{'Taken out' if act == 'take-out' else 'Put in again'}: {impact.in_words}.", "ok")
    page = -(-unit.position // UNITS_ON_PAGE)
    return redirect(url_for("rounds.sentences", slug=slug, round_id=round_id, page=page))


@views.post("/studies/<slug>/rounds/<round_id>/<act>")
@signed_in
def act(slug: str, round_id: str, act: str) -> Page:
    """Open, pause, resume or close a round, or delete its draft."""
    if act not in ACTS:
        raise NotFound("There is no such act on a round.")
    do, message = ACTS[act]
    with acting(slug, Act.RUN_ROUNDS) as me:
        do(session(), queries.round_of(session(), me.study, round_id), me)
    flash(message, "ok")
    if act == "delete":
        return redirect(url_for("rounds.rounds", slug=slug))
    return redirect(url_for("rounds.round_", slug=slug, round_id=round_id))
