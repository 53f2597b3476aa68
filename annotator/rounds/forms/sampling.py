"""The part of a new round's form that asks which sentences come into it."""

from collections.abc import Sequence

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from annotator.corpus.queries import Listed
from annotator.rounds.sampling.conditions import read_conditions
from annotator.rounds.sampling.sample import SAMPLES, STRATA
from annotator.rounds.setup import Sampling
from annotator.web.forms import Form


class Checks(SelectMultipleField):
    """Boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def count(label: str, description: str) -> IntegerField:
    """A number of sentences or coders, which may be left out."""
    return IntegerField(label, [Optional(), NumberRange(1, 10_000_000)], description=description)


class Sampled(Form):
    """Which sentences: of which articles, under which conditions, all of them or a sample."""

    articles = Checks("Articles", description="Their served sentences are what can be coded.")
    sample = RadioField(
        "Which of their sentences",
        choices=[SelectChoice(name, said.capitalize()) for name, said in SAMPLES.items()],
        default="all",
    )
    sample_n = count("Sentences in the sample", "")
    sample_by = SelectField(
        "Its strata are", choices=[SelectChoice(each, f"{each}s") for each in STRATA]
    )
    uncoded = BooleanField("Leave out sentences that an earlier round has")
    where = TextAreaField(
        "Only sentences that meet",
        [Length(max=10_000)],
        render_kw={"rows": 3, "spellcheck": "false"},
        description="One condition a line; all must be met. Such as language=en, "
        "date>=2026-02-01, words>=5, text~mayor, outlet=Open Quill|Velmark Wire, or a column of "
        "your own file. Empty: no condition.",
    )

    def offer_articles(self, articles: Sequence[Listed]) -> None:
        """Offer the articles of which sentences are served, all chosen at first."""
        self.articles.choices = [
            SelectChoice(each.article.public_id, _described(each))
            for each in articles
            if each.included
        ]
        if not self.is_submitted():
            self.articles.data = [each.article.public_id for each in articles]

    def sampling(self) -> Sampling:
        """Which sentences are asked for.

        :raises Refused: if a condition is none.
        """
        return Sampling(
            self.sample.data,
            self.sample_n.data or 0,
            self.sample_by.data,
            self._chosen_articles(),
            bool(self.uncoded.data),
            read_conditions((self.where.data or "").splitlines()),
        )

    def _chosen_articles(self) -> tuple[str, ...]:
        """The chosen articles, or nothing for all: also those that come before it is opened."""
        chosen = tuple(self.articles.data or ())
        return () if len(chosen) == len(self.articles.choices) else chosen


def _described(listed: Listed) -> str:
    outlet = f", {listed.article.outlet.name}" if listed.article.outlet else ""
    return f"{listed.article.title or 'Untitled'}{outlet}: {listed.included} sentences"
