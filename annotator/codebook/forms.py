"""The form by which a codebook comes in: a file or its text, looked at, then stored."""

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, SubmitField, TextAreaField
from wtforms.validators import Length

from annotator.codebook.yaml_file.read import decoded
from annotator.errors import Problem, Refused
from annotator.web.forms import Form


class Import(Form):
    file = FileField(
        "A YAML file",
        description="It takes the place of the text below.",
        render_kw={"accept": ".yaml,.yml"},
    )
    source = TextAreaField(
        "The codebook as YAML", render_kw={"rows": 24, "spellcheck": "false", "class": "yaml"}
    )
    change_note = TextAreaField(
        "What changed, and why",
        [Length(max=5000)],
        description="Left empty, it is written from the list above.",
        render_kw={"rows": 3},
    )
    #: The draft that was looked at; another one is shown before it is stored.
    seen = HiddenField()
    check = SubmitField("Check it")
    store = SubmitField("Store it")

    def take_file(self) -> str:
        """Put the text of a chosen file into its field, and give the file's name.

        :raises Refused: if it is no text, or nothing was sent at all.
        """
        sent, name = self.file.data, ""
        if isinstance(sent, FileStorage) and sent.filename:
            name = sent.filename
            self.source.data = decoded(sent.read(), name)
        # Browsers end the lines of a form in their own way.
        self.source.data = (self.source.data or "").replace("\r\n", "\n")
        if not self.source.data.strip():
            message = "There is no codebook in the form."
            raise Refused(Problem(message, remedy="Choose a file, or write its YAML below."))
        return name
