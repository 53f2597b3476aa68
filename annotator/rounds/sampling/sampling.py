"""Which sentences a lead asks for: of which articles, under which conditions, all or a sample."""

from dataclasses import dataclass

from annotator.rounds.fields import Choice, Number, Option, Section, Switch, Text, setting
from annotator.rounds.sampling.sample import SAMPLES, STRATA


@dataclass(frozen=True, slots=True)
class Sampling:
    """Which sentences come into a round; see ``sampling.sample`` for ``method``, ``n`` and
    ``stratum``.

    ``articles`` are public ids; none means all. ``uncoded`` leaves out the sentences that
    an earlier round of the study has; ``where`` are conditions that each must meet, see
    ``conditions``.
    """

    method: str = setting(
        "all",
        Choice(
            label="Which of their sentences",
            choices={name: words.capitalize() for name, words in SAMPLES.items()},
        ),
        Option("--sample", "Which sentences come into the round."),
        name="sample",
    )
    n: int = setting(
        0,
        Number(label="Sentences in the sample", section=Section.SAMPLE, least=1, most=10_000_000),
        Option("--sentences", "The size of the sample."),
        name="sample_n",
    )
    stratum: str = setting(
        "outlet",
        Choice(
            label="Its strata are",
            section=Section.SAMPLE,
            choices={name: f"{name}s" for name in STRATA},
            listed=True,
        ),
        Option("--sample-by", "What a stratified or equal sample is drawn by."),
        name="sample_by",
    )
    articles: tuple[str, ...] = ()
    uncoded: bool = setting(
        False,
        Switch(label="Leave out sentences that an earlier round has", section=Section.SAMPLE),
        Option("--uncoded", "Leave out what an earlier round has."),
    )
    where: tuple[str, ...] = setting(
        (),
        Text(
            label="Only sentences that meet",
            help="One condition a line; all must be met. Such as language=en, date>=2026-02-01, "
            "words>=5, text~mayor, outlet=Open Quill|Velmark Wire, or a column of your own file. "
            "Empty: no condition.",
            section=Section.SAMPLE,
            lines=3,
        ),
        Option(
            "--where",
            "Only sentences that meet it, such as 'language=en', 'date>=2026-02-01', 'words>=5', "
            "'text~mayor', 'outlet=Open Quill|Velmark Wire' or a column of your own file. May be "
            "given more than once; all must be met.",
            "CONDITION",
        ),
    )

    @property
    def in_words(self) -> str:
        """How the sentences are chosen, as a methods section says it."""
        chosen = f" of {len(self.articles):,} chosen articles" if self.articles else ""
        fresh = ", without those of earlier rounds" if self.uncoded else ""
        strata = f" by {self.stratum}" if self.method in {"stratified", "equal"} else ""
        only = f", only with {' and '.join(self.where)}" if self.where else ""
        return f"{SAMPLES[self.method]}{strata}{chosen}{fresh}{only}"
