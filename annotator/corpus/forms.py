"""The forms of importing articles and of correcting how they were split."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from flask_wtf.file import MultipleFileField
from wtforms import (
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from annotator.corpus.reading.columns import NAMES
from annotator.corpus.reading.read_file import ENDINGS, Upload
from annotator.corpus.review.intake import FileDetails, FileReview
from annotator.corpus.service.editing import EditRequest
from annotator.errors import Problem, Refused
from annotator.web.forms import Form

PASTED = "pasted text.txt"


class ImportForm(Form):
    files = MultipleFileField(
        "Files",
        description="Plain text (one article a file), CSV, TSV or Excel (an article or a "
        "sentence in each row). You may choose several.",
        render_kw={"accept": ",".join(ENDINGS)},
    )
    text = TextAreaField(
        "Or the text of one article", render_kw={"rows": 8, "spellcheck": "false", "dir": "auto"}
    )
    submit = SubmitField("Look at it")

    def uploads(self) -> list[Upload]:
        """The files that were sent, and a pasted text as one of them.

        :raises Refused: if nothing was sent.
        """
        sent = [file for file in self.files.data or [] if file and file.filename]
        found = [Upload(PurePath(file.filename).name, file.read()) for file in sent]
        pasted = (self.text.data or "").strip()
        if pasted:
            found.append(Upload(PASTED, pasted.encode()))
        if not found:
            message = "No file was chosen and no text was pasted."
            remedy = "Choose a file, or paste a text below."
            raise Refused(Problem(message, column="files", remedy=remedy))
        return found


class FileForm(Form):
    """What is said about one of the files. It is checked where the file is read."""

    class Meta(Form.Meta):  # type: ignore[name-defined]
        # The form around it has the token.
        csrf = False

    encoding = StringField("Encoding", description="If the text looks wrong: cp1252, …")

    def details(self) -> FileDetails:
        """What was said about the file, by the names of the fields."""
        return {field.short_name: (field.data or "").strip() for field in self}

    def show(self, problems: Sequence[Problem]) -> list[Problem]:
        """Show problems beside the fields that they name, and give back the others."""
        named = [problem for problem in problems if problem.column in self]
        self.take(Refused(named))
        return [problem for problem in problems if problem not in named]


class TextForm(FileForm):
    """About a text file, which is one article."""

    title = StringField("Title")
    outlet = StringField("Outlet")
    event = StringField("Event", description="What it reports on.")
    date = StringField("Date", description="As year-month-day.")
    author = StringField("Author")
    url = StringField("Address on the web")
    language = StringField("Language", description="A code such as en, de or uk.")

    def begin(self, review: FileReview, language: str) -> None:
        """Offer the likely title, and the language of the study."""
        if review.read:
            self.title.data = review.read.articles[0].title
        self.language.data = language


def _column(label: str) -> SelectField:
    # A heading that the file does not have is refused where the file is read, in words.
    return SelectField(label, validate_choice=False)


class TableForm(FileForm):
    """About a table: which of its columns is which of ours."""

    text = _column("Text of a whole article")
    sentence = _column("Or a ready-made sentence")
    article = _column("Article, by its id")
    title = _column("Title")
    outlet = _column("Outlet")
    event = _column("Event")
    date = _column("Date")
    url = _column("Address on the web")
    author = _column("Author")
    language = _column("Language")

    def offer(self, columns: Sequence[str], mapping: Mapping[str, str]) -> None:
        """Offer the headings of the table, those chosen which were read."""
        headings = [SelectChoice(heading, heading) for heading in columns]
        for name in NAMES:
            self[name].choices = [SelectChoice("", "by its name, or none"), *headings]
            self[name].data = mapping.get(name, self[name].data or "")


def shown(forms: Sequence[FileForm]) -> str:
    """A name for the columns as they are shown; other columns have another name."""
    columns = [sorted(form.details().items()) for form in forms if isinstance(form, TableForm)]
    return hashlib.sha256(repr(columns).encode()).hexdigest()[:16]


def file_form(upload: Upload, number: int) -> TextForm | TableForm:
    """The form about the file with this number among those uploaded."""
    return (TextForm if upload.is_text else TableForm)(prefix=f"{number}-")


class StoreForm(Form):
    """The button that stores, and what was shown when it was pressed."""

    seen = HiddenField()
    store = SubmitField("Import")


class EditForm(Form):
    """One correction, as its button sends it."""

    act = StringField()
    sentence = StringField()
    offset = IntegerField(validators=[Optional()])
    kind = StringField()

    def request(self) -> EditRequest:
        """What is asked for.

        :raises Refused: if the page did not send it.
        """
        if not self.validate():
            raise Refused("The place to split at is not a number. Open the article again.")
        return EditRequest(
            self.act.data or "",
            self.sentence.data or "",
            self.offset.data or 0,
            self.kind.data or "",
        )
