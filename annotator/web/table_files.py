"""Tables and pictures as files: one table gives a CSV, LaTeX, and a picture in three forms."""

from threading import Lock

from flask import Response

from annotator.database.process import InMemory, in_memory
from annotator.database.session import session
from annotator.errors import NotFound
from annotator.reliability.reporting.forest_plot import TYPES, Dot, Form, forest_plot
from annotator.reliability.reporting.table import Table

#: Krippendorff's customary limits, as hairlines.
BOUNDS = (0.667, 0.8)

#: Matplotlib reads settings of the whole process while it draws.
DRAWING = InMemory("whose turn it is to draw", Lock)


def picture_response(
    table: Table | None, form: Form, *, dark: bool = False, name: str = ""
) -> Response:
    """Dots with intervals of a table.

    :raises NotFound: if there is no such table, or nothing in it to draw.
    """
    if table is None or not table.drawn:
        raise NotFound("There is no such picture.")
    content = draw(table, form, dark=dark)
    return _file(content, TYPES[form], f"{name}.{form}" if form != "svg" else "")


def draw(table: Table, form: Form, *, dark: bool = False) -> bytes:
    """The bytes of the picture of a table."""
    dots = [Dot(*row) for row in table.drawn]
    with in_memory(session(), DRAWING):
        return forest_plot(dots, bounds=BOUNDS, dark=dark, form=form)


def table_response(table: Table | None, form: str, name: str) -> Response:
    """A table as ``csv`` or ``tex``.

    :raises NotFound: if there is no such table.
    """
    if table is None:
        raise NotFound("There is no such table.")
    if form == "csv":
        return _file(table.csv(), "text/csv", f"{name}.csv")
    return _file(table.latex().encode(), "application/x-tex", f"{name}.tex")


def _file(content: bytes, mimetype: str, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename={name}"} if name else {}
    return Response(content, mimetype=mimetype, headers=headers)
