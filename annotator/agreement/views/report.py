"""The agreement page: figures as they are now, a forest plot, and what was kept."""

from flask import flash, redirect, render_template, request, url_for

from annotator.accounts.access import signed_in
from annotator.agreement.queries.measurements import measurements
from annotator.agreement.report.round_tables import overview, round_table, variable_tables
from annotator.agreement.report.self_agreement import by_coder
from annotator.agreement.service.keep import keep_measurements
from annotator.agreement.service.left_out import reasons
from annotator.agreement.service.measure import round_report, self_agreement_of_round
from annotator.agreement.views.blueprint import Page, also_included, offered, round_to_read, views
from annotator.coding.access import reader_of_answers
from annotator.coding.queries.blindness import looked_early
from annotator.database.session import release_connection, session
from annotator.reliability.reporting.forest_plot import Form
from annotator.reliability.reporting.table import Table
from annotator.reliability.reporting.verdicts import VERDICTS, verdict
from annotator.rounds.designs.design import REPEAT_DAYS
from annotator.rounds.models import Round
from annotator.rounds.queries import round_of, rounds
from annotator.studies.access import acting
from annotator.studies.models import Study
from annotator.studies.permissions import Act
from annotator.web.table_files import picture_response, table_response

#: This many kept measurements are shown; a data set has all of them.
LATEST = 200


@views.get("/studies/<slug>/agreement")
@signed_in
def report(slug: str) -> Page:
    """The agreement on every question of a round, the newest opened one by default."""
    me = reader_of_answers(slug, Act.SEE_AGREEMENT)
    opened = [each for each in rounds(session(), me.study) if each.state != "draft"]
    chosen = _chosen(me.study, opened)
    also = also_included()
    reports = round_report(session(), chosen, also) if chosen else []
    return render_template(
        "agreement/report.html",
        rounds=opened,
        round=chosen,
        reports=reports,
        table=round_table(reports),
        links=[f"#{each.variable.key}" for each in reports],
        variable_tables=variable_tables,
        verdict=verdict,
        verdicts=VERDICTS,
        kept=measurements(session(), me.study, LATEST),
        reasons=reasons(session(), chosen, also) if chosen else [],
        offered=offered(),
        looked=looked_early(session(), [chosen]) if chosen else set(),
    )


def _chosen(study: Study, opened: list[Round]) -> Round | None:
    """The round that the address names, or the newest one with an answer, or the newest."""
    named = request.args.get("round", "")
    if named:
        return round_of(session(), study, named)
    begun = [each for each in opened if any(e.done for e in each.enrolments)]
    return next(iter([*begun, *opened]), None)


@views.get("/studies/<slug>/agreement/<round_id>/forest.<any(svg,pdf,png):form>")
@signed_in
def forest(slug: str, round_id: str, form: Form) -> Page:
    """Alpha with its interval for every variable of a round, as a picture."""
    round_ = round_to_read(slug, round_id)
    table = _table(round_)
    dark = request.args.get("dark") == "1"
    return picture_response(table, form, dark=dark, name=f"{slug}-round-{round_.number}-agreement")


@views.get("/studies/<slug>/agreement/<round_id>/questions.<any(csv,tex):form>")
@signed_in
def table(slug: str, round_id: str, form: str) -> Page:
    """Every question of a round in a table, as CSV or LaTeX."""
    round_ = round_to_read(slug, round_id)
    return table_response(_table(round_), form, f"{slug}-round-{round_.number}-agreement")


def _table(round_: Round) -> Table:
    reports = round_report(session(), round_, also_included())
    release_connection(session())
    return overview(reports)


@views.post("/studies/<slug>/agreement/<round_id>/keep")
@signed_in
def keep(slug: str, round_id: str) -> Page:
    """Keep the figures as they are now; the same data are kept once."""
    me = reader_of_answers(slug, Act.KEEP_AGREEMENT)
    round_ = round_of(session(), me.study, round_id)
    reports = round_report(session(), round_, also_included())
    with acting(slug, Act.KEEP_AGREEMENT) as me:
        round_ = round_of(session(), me.study, round_id)
        kept = keep_measurements(session(), round_, reports)
    flash(f"{len(kept)} figures of this round are kept.", "ok")
    return redirect(url_for("agreement.report", slug=slug, round=round_id))


@views.get("/studies/<slug>/agreement/<round_id>/repeats")
@signed_in
def repeats(slug: str, round_id: str) -> Page:
    """How far the coders of a round agree with themselves on sentences that came again."""
    me = reader_of_answers(slug, Act.SEE_EACH_CODER)
    round_ = round_of(session(), me.study, round_id)
    return render_template(
        "agreement/repeats.html",
        round=round_,
        coders=by_coder(self_agreement_of_round(session(), round_)),
        days=REPEAT_DAYS,
    )
