"""Kept measurements over time, question by question."""

from collections.abc import Sequence

from flask import render_template, request
from werkzeug.wrappers import Response

from annotator.accounts.access import signed_in
from annotator.agreement.queries import measurements
from annotator.agreement.report.history import Kept, history_table
from annotator.agreement.views.blueprint import views
from annotator.coding.access import reader_of_answers
from annotator.database.session import session
from annotator.reliability.reporting.forest_plot import Form
from annotator.reliability.reporting.table import Table
from annotator.studies.models import Study
from annotator.studies.permissions import Act
from annotator.web.table_files import picture_response, table_response


@views.get("/studies/<slug>/agreement/measurements")
@signed_in
def history(slug: str) -> str | Response:
    """What was kept of one question: a picture and a table; the first question by default."""
    me = reader_of_answers(slug, Act.SEE_AGREEMENT)
    kept = measurements.history(session(), me.study)
    keys = list(dict.fromkeys(each.key for each in kept))
    key = request.args.get("of", keys[0] if keys else "")
    table = history_table([each for each in kept if each.key == key])
    return render_template("agreement/history.html", keys=keys, key=key, table=table)


@views.get("/studies/<slug>/agreement/measurements/<key>.<any(svg,pdf,png):form>")
@signed_in
def history_picture(slug: str, key: str, form: Form) -> Response:
    """The measurements of a question as dots with intervals."""
    me = reader_of_answers(slug, Act.SEE_AGREEMENT)
    dark = request.args.get("dark") == "1"
    return picture_response(_table(me.study, key), form, dark=dark, name=f"{slug}-{key}-over-time")


@views.get(
    "/studies/<slug>/agreement/measurements/<key>.<any(csv,tex):form>", endpoint="history_table"
)
@signed_in
def history_file(slug: str, key: str, form: str) -> Response:
    """The measurements of a question, as CSV or LaTeX."""
    me = reader_of_answers(slug, Act.SEE_AGREEMENT)
    return table_response(_table(me.study, key), form, f"{slug}-{key}-over-time")


def _table(study: Study, key: str) -> Table | None:
    kept: Sequence[Kept] = measurements.history(session(), study)
    of_question = [each for each in kept if each.key == key]
    return history_table(of_question) if of_question else None
