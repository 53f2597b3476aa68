"""The forms by which a person signs in or chooses a name and a password."""

from wtforms import EmailField, PasswordField, StringField, SubmitField
from wtforms.validators import InputRequired, Length

from annotator.accounts.passwords import LONGEST, SHORTEST
from annotator.web.forms import Form

_NEW_PASSWORD = {"autocomplete": "new-password", "minlength": SHORTEST, "maxlength": LONGEST}


class SignIn(Form):
    name = StringField(
        "Name or e-mail",
        [InputRequired("Write your name or e-mail.")],
        render_kw={"autocomplete": "username", "autofocus": True},
    )
    password = PasswordField(
        "Password",
        [InputRequired("Write your password.")],
        render_kw={"autocomplete": "current-password"},
    )
    submit = SubmitField("Sign in")


class NewAccount(Form):
    name = StringField(
        "Name",
        [InputRequired("Choose a name to sign in with."), Length(max=80)],
        description="You sign in with it. Other coders and exports never see it.",
        render_kw={"autocomplete": "username", "autofocus": True},
    )
    email = EmailField(
        "E-mail (optional)",
        [Length(max=254)],
        description="Another way to sign in. It is in no export.",
        render_kw={"autocomplete": "email"},
    )
    password = PasswordField(
        "Password",
        [InputRequired("Choose a password.")],
        description=f"At least {SHORTEST} characters; several words in a row make a good one.",
        render_kw=_NEW_PASSWORD,
    )
    submit = SubmitField("Make my account")


class NewPassword(Form):
    password = PasswordField(
        "New password",
        [InputRequired("Choose a password.")],
        description=f"At least {SHORTEST} characters. It ends all your other sign-ins.",
        render_kw=_NEW_PASSWORD,
    )
    submit = SubmitField("Save the new password")


class Confirm(Form):
    """A button that does one thing, protected like any form."""

    submit = SubmitField("Go on")
