"""The desk by keyboard: every label lands on its own sentence, once, as it was meant."""

import random

import pytest

from tests.browser.conftest import Enter
from tests.browser.lab import Lab, open_round, sentences, stored
from tests.browser.people import Coder

pytestmark = pytest.mark.browser

FRAMES = {
    "choreographed": "1",
    "emotional": "2",
    "propaganda": "3",
    "humanising": "4",
    "heroic": "5",
    "human_interest": "6",
    "conflict": "7",
    "delegitimising": "8",
    "loaded": "9",
}
VOICES = {"outlet": "o", "source": "q", "both": "b"}
NONE = ("none",)


def test_sixty_sentences_are_stored_as_they_were_meant(lab: Lab, enter: Enter) -> None:
    chance = random.Random(60)
    opened = open_round(lab, sentences(60))
    coder = Coder(enter(opened.coder))
    coder.start(opened.desk)
    meant = []
    for _ in opened.sentences:
        frames = tuple(f for f in FRAMES if chance.random() < 0.25) or NONE
        voice = chance.choice(list(VOICES))
        meant.append((coder.reading, {"frames": frames, "voice": (voice,)}))
        keys = ["n"] if frames == NONE else [FRAMES[frame] for frame in frames]
        coder.press(*chance.sample(keys, len(keys)), VOICES[voice])
        coder.save()
    assert coder.page.get_by_role("heading", name="You are done").is_visible()
    assert [(each.sentence, each.answers) for each in stored(lab, opened.coder)] == meant
    assert [sentence for sentence, _ in meant] == list(opened.sentences)
