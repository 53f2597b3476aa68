"""The forms of importing articles and of correcting how they were split."""

from collections.abc import Mapping, Sequence

from flask_wtf.file import MultipleFileField
from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from annotator.corpus.files import ENDINGS
from annotator.corpus.headings import NAMES
from annotator.corpus.service.editing import Wish
from annotator.corpus.uploads import Upload
from annotator.errors import Problem, Refused
from annotator.web.forms import Form

PASTED = "pasted text.txt"


class Bring(Form):
    files = MultipleFileField(
        "Files",
        description="Plain text (one article a file), CSV, TSV or Excel (an article or a "
        "sentence in each row). You may choose several.",
        render_kw={"accept": ",".join(ENDINGS)},
    )
    text = TextAreaField(
        "Or the text of one article",
        [Length(max=10_000_000)],
        render_kw={"rows": 10, "spellcheck": "false"},
    )
    submit = SubmitField("Look at it")

    def uploads(self) -> list[Upload]:
        """The files that were sent, and a pasted text as one of them.

        :raises Refused: if nothing was sent.
        """
        sent = [file for file in self.files.data or [] if file and file.filename]
        found = [Upload(file.filename, file.read()) for file in sent]
        pasted = (self.text.data or "").strip()
        if pasted:
            found.append(Upload(PASTED, pasted.encode()))
        if not found:
            raise Refused(
                Problem(
                    "No file was chosen and no text was pasted.",
                    column="files",
                    remedy="Choose a file, or paste a text below.",
                )
            )
        return found


class Part(Form):
    """What is said about one of the files. Its fields are read as they stand."""

    class Meta(Form.Meta):
        # The form around it has the token.
        csrf = False

    encoding = StringField(
        "Encoding",
        [Length(max=40)],
        description="Only if the text looks wrong: a name such as cp1252.",
    )

    def said(self) -> dict[str, str]:
        return {field.short_name: (field.data or "").strip() for field in self}


class Particulars(Part):
    """About a text file."""

    title = StringField("Title", [Length(max=500)])
    outlet = StringField("Outlet", [Length(max=200)])
    event = StringField("Event", [Length(max=200)], description="What it reports on.")
    date = StringField("Date", [Length(max=40)], description="As year-month-day.")
    author = StringField("Author", [Length(max=300)])
    url = StringField("Address on the web", [Length(max=2000)])
    language = StringField("Language", [Length(max=35)], description="A code such as en.")


class Columns(Part):
    """About a table: which of its columns is which of ours."""

    def offer(self, columns: Sequence[str]) -> None:
        """Offer the headings of the table for each of our columns."""
        for name in NAMES:
            self[name].choices = [
                SelectChoice("", "as named in the file"),
                *(SelectChoice(heading, heading) for heading in columns),
            ]

    def show(self, mapping: Mapping[str, str]) -> None:
        """Show which columns were read."""
        for name in NAMES:
            self[name].data = mapping.get(name, "")


for _name in NAMES:
    setattr(Columns, _name, SelectField(_name.capitalize(), validate_choice=False))


class Import(Form):
    """The buttons of the preview, and the columns that it showed."""

    seen = HiddenField()
    store = SubmitField("Import")


class Edit(Form):
    """One correction, as its button sends it."""

    act = StringField()
    sentence = StringField()
    offset = IntegerField(validators=[Optional()])
    kind = StringField()

    def wish(self) -> Wish:
        """What is asked for.

        :raises Refused: if the form was not sent by the page.
        """
        if not self.validate():
            raise Refused("The place to split at is not a number. Open the article again.")
        return Wish(
            self.act.data or "",
            self.sentence.data or "",
            self.offset.data or 0,
            self.kind.data or "",
        )


def part_of(upload: Upload, number: int, is_text: bool) -> Part:
    """The form about the file with this number among those uploaded."""
    kind: type[Part] = Particulars if is_text else Columns
    return kind(prefix=f"{number}-")


def errors_of(part: Part) -> list[Field]:
    return [field for field in part if field.errors]
