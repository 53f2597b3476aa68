from datetime import date

import pytest
from sqlalchemy import select

from annotator.corpus.models import Sentence
from annotator.errors import Refused
from annotator.rounds import queries
from annotator.rounds.models import Unit
from annotator.rounds.sampling.conditions import COLUMNS
from annotator.rounds.sampling.sample import Sampling
from annotator.rounds.service.opening import open_round as opening
from annotator.rounds.service.opening.matching import FACTS, matching
from tests import factories

LANTERN = ["The mayor wept on the quay.", "It rained.", "Élodie Carr met the crew."]
QUILL = ["The mayor opened the gate.", "It rained."]


@pytest.fixture
def articles(session, study):
    lantern = factories.article(session, study, LANTERN, outlet="Kestle Lantern")
    lantern.date, lantern.extra, lantern.language = date(2026, 2, 14), {"topic": "culture"}, "fr"
    quill = factories.article(session, study, QUILL, outlet="Open Quill")
    quill.extra = {"rank": 2}
    session.flush()
    return lantern, quill


@pytest.mark.parametrize(
    ("where", "texts"),
    [
        ((), LANTERN + QUILL),
        (("outlet=Open Quill",), QUILL),
        (("language=fr",), LANTERN),
        (("date>=2026-02-01",), LANTERN),
        (("topic=culture",), LANTERN),
        (("topic!=culture",), QUILL),
        (("rank>=2",), QUILL),
        (("text~MAYOR",), [LANTERN[0], QUILL[0]]),
        (("text~élodie",), [LANTERN[2]]),
        (("words>=5", "outlet=Kestle Lantern"), [LANTERN[0], LANTERN[2]]),
        (("kind=body", "event=", "words<=2"), ["It rained.", "It rained."]),
    ],
)
@pytest.mark.usefixtures("articles")
def test_the_sentences_that_meet_all_conditions_are_found(session, study, where, texts):
    found = matching(session, study, queries.candidates(session, study), where)
    told = [session.get_one(Sentence, each.sentence).text for each in found]
    assert sorted(told) == sorted(texts)


def test_every_column_that_is_offered_is_found():
    assert tuple(FACTS) == COLUMNS


@pytest.mark.usefixtures("articles")
def test_a_column_that_there_is_not_is_named_with_those_that_there_are(session, study):
    with pytest.raises(Refused, match="no column 'mood'") as refused:
        matching(session, study, queries.candidates(session, study), ("mood=calm",))
    assert refused.value.problems[0].remedy.endswith("words, rank, topic.")


@pytest.mark.parametrize(
    ("where", "remedy"),
    [
        (("outlet=Quill",), "The values of outlet are: Kestle Lantern, Open Quill."),
        (("topic=sport",), "The values of topic are: culture."),
        (("words>=100",), "Ask for less"),
    ],
)
@pytest.mark.usefixtures("articles")
def test_where_no_sentence_is_left_it_is_said_what_there_is(session, study, where, remedy):
    with pytest.raises(Refused, match="No sentence that could be served meets") as refused:
        matching(session, study, queries.candidates(session, study), where)
    assert refused.value.problems[0].remedy.startswith(remedy)


@pytest.mark.usefixtures("articles")
def test_a_round_keeps_its_conditions_and_is_planned_by_them(session, study, coders):
    wanted = Sampling(where=("text~mayor",))
    round_ = factories.draft_round(session, study, coders, sampling=wanted)
    assert round_.setup.sampling == wanted
    opening.open_round(session, round_, "command line")
    units = session.scalars(select(Unit).where(Unit.round_id == round_.id)).all()
    assert {unit.sentence.text for unit in units} == {LANTERN[0], QUILL[0]}


@pytest.mark.usefixtures("articles")
def test_a_draft_that_would_serve_nothing_is_refused(session, study, coders):
    with pytest.raises(Refused, match="meets words>=100"):
        factories.draft_round(session, study, coders, sampling=Sampling(where=("words>=100",)))
