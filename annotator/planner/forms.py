"""The form of a plan: how many sentences must be coded."""

from wtforms import FloatField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from annotator.web.forms import Form


def _share(label: str, default: float | None, hint: str = "") -> FloatField:
    between = NumberRange(0.001, 0.999, message="A number between 0 and 1 is expected.")
    needed = InputRequired() if default is not None else Optional()
    return FloatField(label, [needed, between], default=default, description=hint)


#: What a plan is made from unless something else is said.
DEFAULTS: dict[str, float] = {
    "minimum": 0.667,
    "alpha": 0.8,
    "prevalence": 0.1,
    "coders": 3,
    "sentences": 20,
    "power": 0.8,
    "pace": 20,
}


class Plan(Form):
    """What a plan is made from. It is sent by GET, so that it can be shown to others."""

    class Meta:
        csrf = False

    minimum = _share("The lower limit is to clear", DEFAULTS["minimum"])
    power = _share("In this share of studies", DEFAULTS["power"])
    alpha = _share("Expected alpha", DEFAULTS["alpha"])
    prevalence = _share("Share of the rarest code", DEFAULTS["prevalence"])
    coders = IntegerField(
        "Coders of each sentence",
        [InputRequired(), NumberRange(2, 50)],
        default=DEFAULTS["coders"],
    )
    sentences = IntegerField(
        "Sentences an article",
        [InputRequired(), NumberRange(1, 1000)],
        default=DEFAULTS["sentences"],
    )
    pace = FloatField(
        "Seconds a sentence",
        [InputRequired(), NumberRange(min=0.1)],
        default=DEFAULTS["pace"],
        description="At first the mean of this study's own codings, if it has some.",
    )
    pilot = SelectField(
        "Draw from a round instead",
        choices=[],
        default="",
        description="Then alpha, the rarest code, coders and sentences are those of the round.",
    )
