"""The fields of a form, made from the settings that are declared for rounds."""

from wtforms import (
    BooleanField,
    Field,
    FloatField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from annotator.rounds.fields import Choice, EarlierRound, Number, Setting, Switch, Text


class Checks(SelectMultipleField):
    """Boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def field_for(setting: Setting) -> Field:
    """The field that asks for a setting; it is bound to a form when the form is made."""
    page, default = setting.page, setting.default
    match page:
        case Number():
            return _number(page, default)
        case Choice():
            kind = SelectField if page.listed else RadioField
            choices = [SelectChoice(value, label) for value, label in page.choices.items()]
            return kind(
                page.label, choices=choices, default=page.first or default, description=page.help
            )
        case EarlierRound():
            return SelectField(page.label, choices=[SelectChoice("0", page.none)], default="0")
        case Switch():
            return BooleanField(page.label, default=default)
        case Text():
            return _text(page)
    raise TypeError(f"no field asks for {setting.name}")


def _number(page: Number, default: float) -> Field:
    kind = IntegerField if isinstance(default, int) else FloatField
    first = InputRequired(page.required) if page.required else Optional()
    return kind(
        page.label,
        [first, NumberRange(page.least, page.most)],
        default=None if page.empty or not default else default,
        description=page.help,
    )


def _text(page: Text) -> Field:
    about = {"description": page.help, "validators": [Length(max=10_000)]}
    if page.lines == 1:
        return StringField(page.label, **about)
    size = {"rows": page.lines, "spellcheck": "false"}
    return TextAreaField(page.label, render_kw=size, **about)
