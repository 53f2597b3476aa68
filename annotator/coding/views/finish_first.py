"""What one who still has to code gets in place of others' answers, and how to look at once."""

from flask import redirect, render_template, url_for

from annotator.accounts.access import signed_in
from annotator.coding.queries.blindness import rounds_to_finish
from annotator.coding.service import exposures
from annotator.coding.views.blueprint import Page, views
from annotator.database.session import session
from annotator.errors import FinishFirst
from annotator.rounds.queries import round_of
from annotator.studies.access import acting
from annotator.studies.permissions import Act, may
from annotator.web.feature import landmark


@views.app_errorhandler(FinishFirst)
def finish_first(error: FinishFirst) -> Page:
    """Which rounds are to be finished, in place of a page made from others' answers."""
    return render_template("coding/finish_first.html", rounds=error.rounds, text=str(error)), 403


@views.post("/studies/<slug>/rounds/<round_id>/look-early")
@signed_in
def look_early(slug: str, round_id: str) -> Page:
    """See others' answers before one's own are done; it is logged and reported."""
    with acting(slug, Act.LOOK_EARLY) as me:
        found = round_of(session(), me.study, round_id)
        if found in rounds_to_finish(session(), me):
            exposures.look_early(session(), me, found)
    if may(me.roles, Act.SEE_ROUNDS):
        return redirect(url_for("rounds.rounds", slug=slug))
    return redirect(landmark("study", slug=slug))
