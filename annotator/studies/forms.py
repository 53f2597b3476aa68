"""The forms of studies, members and invitations."""

from wtforms import IntegerField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from annotator.studies.permissions import ROLES
from annotator.web.forms import Form

_ROLES = [SelectChoice(role, role) for role in ROLES]


class NewStudy(Form):
    title = StringField(
        "Title",
        [InputRequired("Give the study a title."), Length(max=200)],
        render_kw={"autofocus": True},
    )
    slug = StringField(
        "Short name (optional)",
        [Optional(), Length(max=60)],
        description="For addresses and the command line, such as staged-meetings.",
    )
    description = TextAreaField("What it is about (optional)", [Length(max=2000)])
    language = StringField(
        "Language of the articles",
        [InputRequired(), Length(max=35)],
        default="en",
        description="A code such as en, de or uk; it decides how sentences are split.",
    )
    submit = SubmitField("Make the study")


class Invite(Form):
    roles = SelectMultipleField(
        "Roles",
        choices=_ROLES,
        default=["coder"],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    uses = IntegerField("How many people may join by it", [NumberRange(1, 1000)], default=1)
    days = IntegerField("For how many days", [NumberRange(1, 365)], default=14)
    note = StringField("Note to yourself (optional)", [Length(max=200)])
    submit = SubmitField("Make an invitation link")


class Roles(Form):
    roles = SelectMultipleField(
        "Roles",
        choices=_ROLES,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    submit = SubmitField("Save the roles")
