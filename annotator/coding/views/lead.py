"""What leads are told of the work at the desks."""

from flask import Blueprint, Response

from annotator.accounts.access import signed_in
from annotator.coding import hours as times
from annotator.coding.queries.hours import hours as worked
from annotator.db import session
from annotator.studies.access import lead_of

views = Blueprint("coders", __name__)


@views.get("/studies/<slug>/members/hours.csv")
@signed_in
def hours(slug: str) -> Response:
    """Who worked how long, by round and day, as a table to pay people by."""
    content = times.table(worked(session(), lead_of(slug).study))
    name = f"attachment; filename={slug}-hours.csv"
    return Response(content, mimetype="text/csv", headers={"Content-Disposition": name})
