"""The forms of rounds: a new one, made from its declared settings, and another k."""

from collections.abc import Iterator, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    FloatField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from annotator.corpus.queries import Listed
from annotator.rounds.designs.design import MOST_CODERS
from annotator.rounds.designs.registry import DEFAULT, DESIGNS
from annotator.rounds.draft import RoundDraft, draft_of, settings_of_rounds
from annotator.rounds.fields import (
    Choice,
    EarlierRound,
    Number,
    Section,
    Setting,
    Switch,
    Text,
)
from annotator.rounds.models import Round
from annotator.rounds.setup import BLINDABLE
from annotator.studies.models import Member
from annotator.web.forms import Form


class Checks(SelectMultipleField):
    """Boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NewRound(Form):
    """What is asked in its own way; ``new_round`` adds a field for each declared setting."""

    title = StringField(
        "Title",
        [InputRequired("Give the round a title."), Length(max=200)],
        description="Coders see it, such as “Pilot” or “Main round”.",
        render_kw={"autofocus": True},
    )
    coders = Checks("Coders")
    design = RadioField("Who codes which sentences")
    articles = Checks("Articles", description="Their served sentences are what can be coded.")
    blinded = Checks(
        "Hidden from coders",
        choices=[SelectChoice(name, name) for name in BLINDABLE],
        default=list(BLINDABLE),
        description="What is hidden never leaves the server for a coder.",
    )
    submit = SubmitField("Make a draft")

    settings: Sequence[Setting]

    def section(self, name: str) -> Iterator[Field]:
        """The fields of a part of the page that is closed at first."""
        return (self[each.name] for each in self.settings if each.page.section == Section[name])

    def summary(self, name: str) -> str:
        """What a part of the page is for."""
        return Section[name].value

    def is_filled(self, name: str) -> bool:
        """Whether a part of the page says something, so that it is to be seen."""
        return any(
            field.errors or (field.data or None) != (field.default or None)
            for field in self.section(name)
        )

    def offer(
        self, coders: Sequence[Member], articles: Sequence[Listed], rounds: Sequence[Round] = ()
    ) -> None:
        """Offer the coders and articles of the study, all chosen at first, and earlier rounds."""
        for each in self.settings:
            if isinstance(each.page, EarlierRound):
                fitting = [r for r in rounds if r.opened_at or each.page.training]
                self[each.name].choices += [
                    SelectChoice(str(r.number), f"{r.number}. {r.title}")
                    for r in fitting
                    if r.is_training == each.page.training
                ]
        self.coders.choices = [SelectChoice(each.pseudonym, _named(each)) for each in coders]
        self.articles.choices = [
            SelectChoice(each.article.public_id, _described(each))
            for each in articles
            if each.included
        ]
        if not self.is_submitted():
            self.coders.data = [each.pseudonym for each in coders]
            self.articles.data = [each.article.public_id for each in articles]

    def draft(self) -> RoundDraft:
        """The round that is asked for.

        :raises Refused: if a quota or a condition is not written as one.
        """
        answers = {each.name: self._answer(each) for each in self.settings}
        answers |= {
            "blinded": self.blinded.data or (),
            "articles": self._chosen_articles(),
            "quotas": (self.quotas.data or "").replace(",", " ").split(),
            "where": (self.where.data or "").splitlines(),
        }
        return draft_of(self.title.data or "", self.design.data, answers)

    def _answer(self, setting: Setting) -> Any:
        answer = self[setting.name].data
        return int(answer) if isinstance(setting.page, EarlierRound) else answer

    def _chosen_articles(self) -> tuple[str, ...]:
        """The chosen articles, or nothing for all: also those that come before it is opened."""
        chosen = tuple(self.articles.data or ())
        return () if len(chosen) == len(self.articles.choices) else chosen


def new_round() -> NewRound:
    """The form with the settings of all designs."""
    settings = settings_of_rounds()
    fields = {each.name: field_for(each) for each in settings}
    form: NewRound = type("NewRound", (NewRound,), {**fields, "settings": settings})()
    form.design.choices = [SelectChoice(name, each.label) for name, each in DESIGNS.items()]
    form.design.data = form.design.data or DEFAULT.name
    return form


def _named(coder: Member) -> str:
    return f"{coder.pseudonym} ({coder.account.name})" if coder.account else coder.pseudonym


def _described(listed: Listed) -> str:
    outlet = f", {listed.article.outlet.name}" if listed.article.outlet else ""
    return f"{listed.article.title or 'Untitled'}{outlet}: {listed.included} sentences"


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


class NewK(Form):
    k = IntegerField(
        "How many code each sentence",
        [InputRequired("Write a number."), NumberRange(1, MOST_CODERS)],
    )
    submit = SubmitField("Say what it would do")
