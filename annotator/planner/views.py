"""Plan how much is to be coded, from what is expected or from a round of the study."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from wtforms.fields import SelectChoice

from annotator.accounts.access import signed_in
from annotator.agreement.queries.sentences import pace
from annotator.agreement.service.measure import pilot
from annotator.codebook.queries import book
from annotator.codebook.values import variables
from annotator.coding.queries.blindness import rounds_to_finish
from annotator.database.session import release_connection, session
from annotator.errors import Refused
from annotator.planner.as_text import plan_json, tried_table
from annotator.planner.forms import DEFAULTS, Plan
from annotator.reliability.results.power import sample_size
from annotator.reliability.results.study_sources import StudySource, simulated_studies
from annotator.rounds.queries import opened, round_of
from annotator.studies.access import member_of
from annotator.studies.models import Study
from annotator.studies.permissions import Act

views = Blueprint("planner", __name__)


@views.app_context_processor
def _defaults() -> dict[str, object]:
    """What the slots of planning know on every page."""
    return {"plan_defaults": DEFAULTS}


#: So many studies are simulated: enough for a power to within some six percent.
STUDIES = 200

#: How alike sentences of one article are taken to be, as the command does.
DEPENDENCE = 0.15


@views.get("/studies/<slug>/agreement/plan")
@signed_in
def page(slug: str) -> str | tuple[str, int] | Response:
    """The form, and below it what it comes to."""
    me = member_of(slug, Act.SEE_AGREEMENT)
    form = Plan(request.args)
    # A round says what it shows to those who may see its answers.
    pilots = [] if rounds_to_finish(session(), me) else _pilots(me.study)
    form.pilot.choices = [SelectChoice("", "no round"), *map(SelectChoice, pilots)]
    if not request.args:
        form.pace.data = pace(session(), me.study) or form.pace.default
    found, source = None, None
    if request.args and form.validate():
        try:
            source = _source(me.study, form)
            release_connection(session())
            found = _plan(form, source)
        except Refused as refused:
            form.take(refused)
    failed = bool(request.args) and found is None
    tried = tried_table(found) if found else None
    page = render_template("planner/plan.html", form=form, found=found, source=source, tried=tried)
    return page, 422 if failed else 200


def _pilots(study: Study) -> list[str]:
    """Each measured question of each round that was opened: ``1 voice``."""
    return [
        f"{each.number} {variable.key}"
        for each in opened(session(), study)
        for variable in variables(book(each.version))
        if variable.level is not None
    ]


def _source(study: Study, form: Plan) -> StudySource:
    """Where studies come from.

    :raises Refused: if the round is no pilot.
    """
    number, _, key = (form.pilot.data or "").partition(" ")
    if key:
        return pilot(session(), round_of(session(), study, number), key)
    return simulated_studies(
        form.alpha.data,
        form.prevalence.data,
        form.coders.data,
        form.sentences.data,
        DEPENDENCE,
    )


def _plan(form: Plan, source: StudySource) -> dict[str, Any]:
    size = sample_size(source, form.minimum.data, power=form.power.data, studies=STUDIES)
    prevalence = None if form.pilot.data else form.prevalence.data
    return plan_json(size, source, form.minimum.data, prevalence, form.pace.data)
