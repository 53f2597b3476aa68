"""The forms of measuring a file and of planning how much is to be coded."""

import base64
import binascii
import csv
import zlib
from pathlib import PurePath
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice

from annotator.errors import Problem, Refused
from annotator.measuring.layout import NONE, Layout, condition
from annotator.measuring.options import Options, coder_groups, distances
from annotator.reliability.coefficients.registry import WEIGHTS
from annotator.reliability.data.scales import LEVELS
from annotator.web.forms import Form

#: A page carries the file it measured, so it cannot be any larger.
MOST_BYTES = 10 * 1024 * 1024


#: The fields that name one column each.
ROLES = ("unit", "coder", "value", "cluster", "group", "week", "codes", "text")


class File(Form):
    """A CSV, which column says what, and how it is to be measured.

    The file travels with the page (``kept``), packed, so that nothing is stored.
    """

    file = FileField("A CSV", render_kw={"accept": ".csv,.tsv,.txt,text/csv"})
    kept = HiddenField()
    name = HiddenField()
    unit = SelectField("What was judged", choices=[], validate_choice=False)
    coder = SelectField("Who judged it, in a long file", choices=[], validate_choice=False)
    value = SelectField("The judgement, in a long file", choices=[], validate_choice=False)
    coders = StringField("The coders' columns, in a wide file", description="With commas between.")
    cluster = SelectField(
        "The article of each unit",
        choices=[],
        validate_choice=False,
        description="Sentences of one article are alike: without it intervals are too narrow.",
    )
    group = SelectField("Compare by", choices=[], validate_choice=False)
    week = SelectField(
        "Compare by the week of",
        choices=[],
        validate_choice=False,
        description="A column of dates or times; the last one of a unit decides.",
    )
    text = SelectField(
        "The words of each unit",
        choices=[],
        validate_choice=False,
        description="They stand beside the units on which coders disagree.",
    )
    codes = SelectField(
        "Codes of a set, a row for each",
        choices=[],
        validate_choice=False,
        description="Then the judgement is 1 where the code was given and 0 where not.",
    )
    level = SelectField("Level", choices=list(LEVELS), default="nominal")
    values = StringField(
        "All values, in order", description="With commas between; others are refused."
    )
    missing = StringField(
        "Cells that are no judgement", description="Such as -1, NA. Empty ones never are."
    )
    where = StringField("Only rows like", description="Such as question=frame, counted=1.")
    separator = StringField("Cells hold sets of codes, with this between")
    none = StringField("The empty set is called", default=NONE)
    distance = SelectField(
        "How far sets differ", choices=["nominal", "masi", "jaccard"], default="nominal"
    )
    repeats = SelectField(
        "A coder's second judgement of a unit",
        choices=[
            SelectChoice("refuse", "is a mistake"),
            SelectChoice("occasions", "is a second occasion"),
        ],
        default="refuse",
    )
    weights = SelectField(
        "Near misses count in part, by weights",
        choices=list(WEIGHTS),
        default="none",
        description="Adds AC2 and weighted kappas, at the ordinal level and above.",
    )
    distances = TextAreaField(
        "Distances of your own",
        description="Pasted from a table: values head its columns and begin its rows.",
        render_kw={"rows": 3},
    )
    coder_groups = TextAreaField(
        "Groups of coders",
        description="Pasted from a table of two columns with a header: coder, group.",
        render_kw={"rows": 3},
    )
    kalpha = BooleanField("The interval of older papers too (KALPHA; it is too narrow)")

    def sent(self) -> tuple[bytes, str, bool]:
        """The bytes of the file, its name, and whether it came just now.

        :raises Refused: if there is none, or it is too large.
        """
        new = self.file.data
        if new and new.filename:
            return self._checked(new.read(MOST_BYTES + 1)), PurePath(new.filename).name, True
        if not self.kept.data:
            remedy = "Choose one; nothing of it is stored."
            raise Refused(Problem("No file was chosen.", column="file", remedy=remedy))
        return self._checked(unpacked(self.kept.data)), self.name.data or "file.csv", False

    @staticmethod
    def _checked(data: bytes) -> bytes:
        if len(data) > MOST_BYTES:
            remedy = "Measure it with: annotator agreement measure FILE."
            message = "The file is larger than 10 MB, and the page would have to carry it."
            raise Refused(Problem(message, column="file", remedy=remedy))
        return data

    def keep(self, data: bytes, name: str) -> None:
        """Let the page carry the file."""
        self.kept.data = base64.b64encode(zlib.compress(data)).decode()
        self.name.data = name

    def fill(self, layout: Layout) -> None:
        """Show a layout that was guessed."""
        for role in ("unit", "coder", "value", "cluster", "text"):
            self._fields[role].data = getattr(layout, role)
        self.coders.data = _joined(layout.coders)

    def offer(self, header: tuple[str, ...]) -> None:
        """Let the columns of the file be chosen."""
        for role in ROLES:
            self._fields[role].choices = [SelectChoice("", "none"), *map(SelectChoice, header)]

    def layout(self) -> Layout:
        """:raises Refused: if a condition is none."""
        columns: dict[str, Any] = {role: self._fields[role].data or "" for role in ROLES}
        group = columns.pop("group")
        return Layout(
            **columns,
            groups=(group,) if group else (),
            where=tuple(map(condition, _listed(self.where.data))),
            coders=tuple(_listed(self.coders.data)),
            missing=tuple(_listed(self.missing.data)),
            separator=self.separator.data or "",
            none=self.none.data or NONE,
        )

    def options(self) -> Options:
        """How the file is to be measured.

        :raises Refused: if what was pasted is no table of distances, or of groups.
        """
        table, groups = self.distances.data or "", self.coder_groups.data or ""
        return Options(
            level=self.level.data or "nominal",
            values=_listed(self.values.data) or None,
            distance=self.distance.data or "nominal",
            repeats=self.repeats.data or "refuse",
            kalpha=bool(self.kalpha.data),
            weights=self.weights.data or "none",
            distances=distances(table.encode(), "distances") if table.strip() else None,
            coder_groups=coder_groups(groups.encode(), "groups") if groups.strip() else {},
        )


def unpacked(text: str) -> bytes:
    """The file that a page carried, never more than it may be.

    :raises Refused: if it is no such file.
    """
    try:
        return zlib.decompressobj().decompress(
            base64.b64decode(text, validate=True), MOST_BYTES + 1
        )
    except (binascii.Error, zlib.error, ValueError) as error:
        message = "What the page carried is not the file any more."
        raise Refused(Problem(message, column="file", remedy="Choose it again.")) from error


def _listed(text: str | None) -> list[str]:
    """What a list names; a name with a comma in it stands in quotes."""
    names = next(csv.reader([text or ""], skipinitialspace=True), [])
    return [name.strip() for name in names if name.strip()]


def _joined(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' if "," in name else name for name in names)
