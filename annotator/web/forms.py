"""What forms share: the base of all forms, and how a refusal lands beside its field."""

from flask_wtf import FlaskForm
from wtforms import Field

from annotator.errors import Refused


class Form(FlaskForm):
    """A form with CSRF protection whose fields can take the problems of a refusal."""

    def take(self, error: Refused) -> None:
        """Show each problem beside the field it names, and the others above the form."""
        for problem in error.problems:
            field = self._fields.get(problem.column)
            text = f"{problem.message} {problem.remedy}".rstrip()
            if isinstance(field, Field):
                field.errors = [*field.errors, text]
            else:
                self.form_errors.append(str(problem))
