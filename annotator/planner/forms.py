"""The form of a plan: how many sentences must be coded."""

from wtforms import FloatField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from annotator.web.forms import Form


def _share(label: str, default: float | None, hint: str = "") -> FloatField:
    between = NumberRange(0.001, 0.999, message="A number between 0 and 1 is expected.")
    needed = InputRequired() if default is not None else Optional()
    return FloatField(label, [needed, between], default=default, description=hint)


class Plan(Form):
    """What a plan is made from. It is sent by GET, so that it can be shown to others."""

    class Meta:
        csrf = False

    minimum = _share("The lower limit is to clear", 0.667)
    power = _share("In this share of studies", 0.8)
    alpha = _share("Expected alpha", 0.8)
    prevalence = _share("Share of the rarest code", 0.1)
    coders = IntegerField(
        "Coders of each sentence", [InputRequired(), NumberRange(2, 50)], default=3
    )
    sentences = IntegerField(
        "Sentences an article", [InputRequired(), NumberRange(1, 1000)], default=20
    )
    pace = FloatField(
        "Seconds a sentence",
        [InputRequired(), NumberRange(min=0.1)],
        default=20,
        description="At first the mean of this study's own codings, if it has some.",
    )
    pilot = SelectField(
        "Draw from a round instead",
        choices=[],
        default="",
        description="Then alpha, the rarest code, coders and sentences are those of the round.",
    )
