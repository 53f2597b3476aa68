"""Measure a file: any CSV, looked at, measured and forgotten."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Response, render_template, request

from annotator.accounts.access import signed_in
from annotator.errors import Problem, Refused
from annotator.measuring.csv_table import read_table
from annotator.measuring.file_report import FileReport, measure_file
from annotator.measuring.forms import File
from annotator.measuring.layout import guessed
from annotator.measuring.options import command_of
from annotator.measuring.tables import file_tables
from annotator.reliability.reporting.forest_plot import TYPES
from annotator.reliability.reporting.table import Table
from annotator.reliability.reporting.verdicts import ac1_and_alpha, in_words
from annotator.web.table_files import draw, picture_response, table_response

views = Blueprint("measuring", __name__)

Page = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Measured:
    """What the page shows of a file: its tables, and in words what they say."""

    report: FileReport
    tables: Sequence[Table]
    verdict: str
    prevalence: str
    command: str


@views.route("/measure", methods=["GET", "POST"])
@signed_in
def page() -> Page:
    """Take a CSV, show which column was taken for what, and report; nothing is stored."""
    form = File()
    if not form.validate_on_submit():
        return _page(form), 422 if form.is_submitted() else 200
    try:
        measured = _measured(form)
    except Refused as refused:
        return _page(form, problems=[_in_fields(form, each) for each in refused.problems]), 422
    wanted = request.form.get("want", "")
    return _file(measured, wanted) if wanted else _page(form, measured)


def _in_fields(form: File, problem: Problem) -> Problem:
    """A problem whose remedy names fields of the page, not options of the command."""

    def field(found: re.Match[str]) -> str:
        name = found[1]
        return f"“{form[name].label.text}”" if name in form else found[0]

    return replace(problem, remedy=re.sub(r"--(\w+)", field, problem.remedy))


def _measured(form: File) -> Measured:
    """Measure what was sent; columns are guessed where the file is new.

    :raises Refused: if it cannot be measured.
    """
    data, name, new = form.sent()
    table = read_table(data, name)
    form.keep(data, name)
    form.offer(table.header)
    if new:
        form.fill(guessed(table))
    layout = form.layout()
    options = form.options()
    report = measure_file(data, layout, options, file=name)
    measured = report.measured
    return Measured(
        report,
        list(file_tables(report, layout.cluster)),
        in_words(measured.coefficients["alpha"]),
        ac1_and_alpha(measured, {}),
        command_of(name, layout, options),
    )


def _page(form: File, measured: Measured | None = None, problems: Sequence[Problem] = ()) -> str:
    return render_template(
        "measuring/measure.html",
        form=form,
        measured=measured,
        problems=problems,
        pictures=_pictures(measured.tables) if measured else {},
    )


def _pictures(tables: Sequence[Table]) -> dict[str, tuple[str, str]]:
    """The pictures, light and dark, as part of the page: there is no address to ask again."""
    drawn = [each for each in tables if each.drawn and len(each.rows) > 1]
    return {each.key: (_inline(each, dark=False), _inline(each, dark=True)) for each in drawn}


def _inline(table: Table, *, dark: bool) -> str:
    content = base64.b64encode(draw(table, "svg", dark=dark)).decode()
    return f"data:{TYPES['svg']};base64,{content}"


def _file(measured: Measured, wanted: str) -> Response:
    """One of the tables as a file.

    :raises NotFound: if there is no such table.
    """
    key, _, form = wanted.rpartition(".")
    table = next((each for each in measured.tables if each.key == key), None)
    if form in TYPES:
        return picture_response(table, form, name=key)
    return table_response(table, form, key)
