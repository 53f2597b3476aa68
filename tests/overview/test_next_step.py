"""What a study needs next, told from its numbers alone."""

from dataclasses import replace

import pytest

from annotator.overview.next_step import StudyCounts, next_step

EMPTY = StudyCounts(
    articles=0, sentences=0, included=0, codebook=0, coders=0, rounds=0, drafts=0, open_rounds=0,
    slots=0, coded=0, skipped=0,
)  # fmt: skip
READY = replace(EMPTY, articles=2, sentences=40, included=1_234, codebook=1, coders=2)
DRAFTED = replace(READY, rounds=1, drafts=1)
OPEN = replace(READY, rounds=1, open_rounds=1, slots=2_000)


@pytest.mark.parametrize(
    ("has", "title", "endpoint"),
    [
        (EMPTY, "import articles", "corpus.import_"),
        (replace(EMPTY, codebook=1, coders=2), "import articles", "corpus.import_"),
        (replace(EMPTY, articles=1), "bring a codebook", "codebook.import_"),
        (replace(READY, codebook=0), "bring a codebook", "codebook.import_"),
        (replace(READY, coders=0), "invite coders", "studies.members"),
        (READY, "draft a round", "rounds.new"),
        (DRAFTED, "open the round", "rounds.rounds"),
        (replace(OPEN, coded=1_999), "follow the round", "rounds.rounds"),
        (replace(OPEN, coded=1_000, skipped=999), "follow the round", "rounds.rounds"),
        # What is open goes on before the next draft is opened.
        (replace(OPEN, rounds=2, drafts=1), "follow the round", "rounds.rounds"),
        (replace(OPEN, coded=1_990, skipped=10), "read the agreement", "agreement.report"),
        (replace(OPEN, open_rounds=0, coded=5), "read the agreement", "agreement.report"),
        (replace(OPEN, open_rounds=0, rounds=2, drafts=1), "open the round", "rounds.rounds"),
    ],
)
def test_the_next_step_is_the_first_thing_that_is_missing(has, title, endpoint):
    step = next_step(has)
    assert (step.title, step.endpoint) == (title, endpoint)
    assert step.label
    assert step.text.endswith(".")


def test_numbers_come_with_their_denominator():
    step = next_step(replace(OPEN, coded=1_000, skipped=11))
    assert step.text == "1,011 of 2,000 places are coded or skipped."
    assert next_step(READY).text == "1,234 sentences are ready to be coded."
