"""The form that asks for another k."""

from wtforms import IntegerField, SubmitField
from wtforms.validators import InputRequired, NumberRange

from annotator.rounds.designs.design import MOST_CODERS
from annotator.web.forms import Form


class NewK(Form):
    k = IntegerField(
        "How many code each sentence",
        [InputRequired("Write a number."), NumberRange(1, MOST_CODERS)],
    )
    submit = SubmitField("Say what it would do")
