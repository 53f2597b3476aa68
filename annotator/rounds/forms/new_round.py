"""The form of a new round: who codes which sentences, in which order, seeing what."""

from collections.abc import Sequence

from wtforms import (
    BooleanField,
    FloatField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from annotator.corpus.queries import Listed
from annotator.rounds.forms.sampling import Checks, Sampled, count
from annotator.rounds.models import (
    AHEAD_IN_OPEN,
    MOST_AHEAD,
    Context,
    Order,
    Round,
    RoundPurpose,
    Skips,
)
from annotator.rounds.sampling.sample import STRATA
from annotator.rounds.setup import (
    BLINDABLE,
    PASS_MARK,
    REPEAT_DAYS,
    Again,
    Hidden,
    Wishes,
    read_quotas,
)
from annotator.studies.models import Member


class NewRound(Sampled):
    title = StringField(
        "Title",
        [InputRequired("Give the round a title."), Length(max=200)],
        description="Coders see it, such as “Pilot” or “Main round”.",
        render_kw={"autofocus": True},
    )
    purpose = SelectField(
        "Purpose",
        choices=[
            SelectChoice(RoundPurpose.TRAINING, "Training: coders see the known answers"),
            SelectChoice(RoundPurpose.PILOT, "Pilot: to try the codebook"),
            SelectChoice(RoundPurpose.MAIN, "Main: for the data set"),
        ],
        default=RoundPurpose.PILOT,
        description="A training round consists of the sentences for which you write known "
        "answers in the draft.",
    )
    pass_mark = FloatField(
        "Pass mark of a training round",
        [Optional(), NumberRange(0, 1)],
        default=PASS_MARK,
        description="The share of known answers that a coder agrees with at first sight, for each "
        "code.",
    )
    requires = SelectField(
        "Only for coders who passed",
        choices=[SelectChoice("0", "no training is asked for")],
        default="0",
    )
    checks = IntegerField(
        "Check sentences",
        [Optional(), NumberRange(0, 1000)],
        description="So many sentences with known answers are hidden among those of each coder; "
        "write the answers in the draft. In random order only, where nothing tells them from "
        "others.",
    )
    repeats = IntegerField(
        "Repeats, in a hundred sentences",
        [Optional(), NumberRange(0, 50)],
        description="So many of a coder's own sentences come again, hidden, where the round lasts "
        "long enough for that; in random order.",
    )
    repeat_days = IntegerField(
        "Days after which a sentence may come again",
        [Optional(), NumberRange(0, 3650)],
        default=REPEAT_DAYS,
        description=f"With less than {REPEAT_DAYS} coders may remember; the gap is reported.",
    )
    coders = Checks("Coders")
    design = RadioField(
        "Who codes which sentences",
        choices=[
            SelectChoice("full", "Everyone codes every sentence"),
            SelectChoice("balanced", "Each sentence is coded by k of them, in balance"),
            SelectChoice("subsample", "A reliability sample is coded by several, the rest once"),
            SelectChoice("open", "Each sentence is coded by the first k who come to it"),
            SelectChoice("retest", "Everyone codes a share of what they coded once before again"),
        ],
        default="full",
    )
    k = count("k: how many code a sentence", "In a reliability sample, empty means all.")
    n = count("Sentences in the reliability sample", "")
    stratum = SelectField(
        "The reliability sample has the shares of each",
        choices=[SelectChoice(each, each) for each in STRATA],
    )
    quotas = StringField(
        "Quotas",
        [Length(max=10_000)],
        description="Only where some code more than others: C07=120, C12=80. Empty: all as many. "
        "Where the first who come code, a quota is the most that someone codes.",
    )
    of_round = SelectField(
        "Retest: of which round",
        choices=[SelectChoice("0", "no round")],
        default="0",
    )
    share = FloatField(
        "Retest: which share of a coder's sentences",
        [Optional(), NumberRange(0, 1)],
        description="Such as 0.1 for a tenth.",
    )
    after = IntegerField(
        "Retest: days after the first coding, at least",
        [Optional(), NumberRange(0, 3650)],
        default=REPEAT_DAYS,
    )
    skips = RadioField(
        "A sentence that a coder skips",
        choices=[
            SelectChoice(Skips.COUNT, "Counts as it is: one coding less"),
            SelectChoice(Skips.REPLACE, "Is given to another coder"),
        ],
        default=Skips.COUNT,
    )
    shares = BooleanField(
        "Who has done their part goes on with what others were to code and have not seen"
    )
    lease_minutes = IntegerField(
        "Minutes for which a sentence is kept for who was served it",
        [InputRequired("Write a number of minutes, such as 60."), NumberRange(1, 100_000)],
        default=60,
        description="Then it may go to another, unless a plan gave it to this coder. Nothing that "
        "is sent later is lost.",
    )
    ahead = IntegerField(
        "Sentences that a coder holds ahead",
        [Optional(), NumberRange(1, MOST_AHEAD)],
        description=f"Where the first who come code: {AHEAD_IN_OPEN} if empty. With more, a coder "
        "whose network fails can go on for longer, and others wait longer at the end.",
    )
    order = RadioField(
        "Order of the sentences",
        choices=[
            SelectChoice(Order.ARTICLE, "Article by article, as they stand there"),
            SelectChoice(Order.RANDOM, "Random, in another order for each coder, from the seed"),
        ],
        default=Order.ARTICLE,
    )
    context = RadioField(
        "What else of the article coders read",
        choices=[
            SelectChoice(Context.NONE, "Nothing: the sentence alone"),
            SelectChoice(Context.NEIGHBOURS, "The sentences just before and after"),
            SelectChoice(Context.ARTICLE, "The article so far: all served sentences before it"),
        ],
        default=Context.NONE,
    )
    blinded = Checks(
        "Hidden from coders",
        choices=[SelectChoice(field, field) for field in BLINDABLE],
        default=list(BLINDABLE),
        description="What is hidden never leaves the server for a coder.",
    )
    masked = BooleanField("Mask the names of outlet and author inside the sentences", default=True)
    seed = IntegerField(
        "Seed",
        [InputRequired("Write a whole number, such as 1."), NumberRange(0, 2**31 - 1)],
        default=1,
        description="Any whole number. With it, the same plan can be made again.",
    )
    submit = SubmitField("Make a draft")

    def offer(
        self, coders: Sequence[Member], articles: Sequence[Listed], rounds: Sequence[Round] = ()
    ) -> None:
        """Offer the coders and articles of the study, all chosen at first, and earlier rounds."""
        training = [each for each in rounds if each.is_training]
        self.requires.choices = [*self.requires.choices, *map(_named, training)]
        coded = [each for each in rounds if each.opened_at and not each.is_training]
        self.of_round.choices = [*self.of_round.choices, *map(_named, coded)]
        self.coders.choices = [
            SelectChoice(
                c.pseudonym, f"{c.pseudonym} ({c.account.name})" if c.account else c.pseudonym
            )
            for c in coders
        ]
        self.offer_articles(articles)
        if not self.is_submitted():
            self.coders.data = [c.pseudonym for c in coders]

    def wishes(self) -> Wishes:
        return Wishes(
            title=self.title.data or "",
            purpose=self.purpose.data,
            order=self.order.data,
            context=self.context.data,
            seed=self.seed.data or 0,
            blinded=tuple(self.blinded.data or ()),
            masked=bool(self.masked.data),
            design=self.design.data,
            k=self.k.data or 0,
            n=self.n.data or 0,
            stratum=self.stratum.data,
            skips=self.skips.data,
            shares=bool(self.shares.data),
            reservation_minutes=self.lease_minutes.data or 0,
            ahead=self.ahead.data or 0,
            quotas=read_quotas((self.quotas.data or "").replace(",", " ").split()),
            sampling=self.sampling(),
            hidden=Hidden(
                self.checks.data or 0,
                self.repeats.data or 0,
                REPEAT_DAYS if self.repeat_days.data is None else self.repeat_days.data,
            ),
            again=Again(
                int(self.of_round.data),
                self.share.data or 0.0,
                REPEAT_DAYS if self.after.data is None else self.after.data,
            ),
            requires=int(self.requires.data),
            pass_mark=PASS_MARK if self.pass_mark.data is None else self.pass_mark.data,
        )


def _named(round_: Round) -> SelectChoice:
    return SelectChoice(str(round_.number), f"{round_.number}. {round_.title}")
