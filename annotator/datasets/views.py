"""The data sets page: what an export holds, and the download."""

from tempfile import TemporaryFile

from flask import Blueprint, render_template, send_file
from werkzeug.wrappers import Response

from annotator.accounts.access import signed_in
from annotator.coding.access import reader_of_answers
from annotator.database.session import session
from annotator.datasets.queries.tables import TABLES
from annotator.datasets.service import data_set
from annotator.datasets.service.folder import write_zip
from annotator.rounds.queries import opened
from annotator.studies.permissions import Act

views = Blueprint("datasets", __name__)

Page = str | Response | tuple[str, int]


@views.get("/studies/<slug>/data")
@signed_in
def page(slug: str) -> Page:
    """What the data set of the study holds, with the meaning of every column."""
    me = reader_of_answers(slug, Act.EXPORT_DATA)
    rounds = opened(session(), me.study)
    return render_template("datasets/page.html", rounds=rounds, tables=TABLES)


@views.get("/studies/<slug>/data/download")
@signed_in
def download(slug: str) -> Page:
    """The data set as one zip file."""
    me = reader_of_answers(slug, Act.EXPORT_DATA)
    files = data_set.files(session(), me.study)
    # It is closed, and so deleted, with the answer that sends it.
    archive = TemporaryFile()  # noqa: SIM115
    write_zip(files, archive)
    archive.seek(0)
    return send_file(archive, "application/zip", as_attachment=True, download_name=f"{slug}.zip")
