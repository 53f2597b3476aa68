"""The setup of a round as one value that is kept with a version."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, type_coerce, update

from annotator.errors import Conflict, Refused
from annotator.rounds.controls.controls import Controls, Training
from annotator.rounds.designs.balanced import Balanced
from annotator.rounds.designs.registry import DESIGNS
from annotator.rounds.designs.subsample import Subsample
from annotator.rounds.draft import draft_of, settings_of_rounds
from annotator.rounds.models import Round
from annotator.rounds.sampling.sample import Sampling
from annotator.rounds.setup import RoundSetup, from_json, to_json
from tests import factories

samplings = st.builds(
    Sampling,
    articles=st.tuples(st.text()),
    where=st.lists(st.text()).map(tuple),
    uncoded=st.booleans(),
)
setups = st.builds(
    RoundSetup,
    design=st.sampled_from(list(DESIGNS.values())).flatmap(st.builds),
    sampling=samplings,
    controls=st.builds(Controls, repeats=st.integers(0, 50)),
    training=st.builds(Training, pass_mark=st.floats(0, 1)),
    shares=st.booleans(),
    reliability=st.dictionaries(st.text(), st.floats(0, 1)),
)


@given(setups)
def test_a_setup_comes_back_from_json_as_it_was(setup):
    assert from_json(json.loads(json.dumps(to_json(setup)))) == setup


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {**to_json(RoundSetup()), "version": 2},
        {**to_json(RoundSetup()), "design": {"name": "star"}},
    ],
)
def test_a_setup_of_another_version_is_told_in_one_sentence(kept):
    with pytest.raises(Conflict, match="not one that this version of annotator can read"):
        from_json(kept)


@pytest.mark.every_database
def test_a_round_keeps_its_setup_and_names_its_design_for_queries(session, study, articles, coders):
    setup = {"reliability": {"frames": 0.8}, "requires": 0}
    made = factories.draft_round(session, study, coders, design="balanced", k=2, **setup)
    session.expire_all()
    assert made.design == Balanced(k=2)
    assert made.setup.reliability == {"frames": 0.8}
    made.setup = replace(made.setup, design=Subsample(k=2, n=3))
    session.flush()
    named = select(Round.design_name, Round.is_planned)
    assert session.execute(named).one() == ("subsample", True)


def test_a_database_that_keeps_another_version_is_told_of(session, study, articles, coders):
    made = factories.draft_round(session, study, coders)
    table = Round.__table__
    raw = table.c.setup.type.impl
    session.execute(update(table).values(setup=type_coerce({"version": 7}, raw)))
    session.expire_all()
    with pytest.raises(Conflict, match="version 7"):
        made.setup  # noqa: B018 - To read it is to decode it.


def test_answers_of_a_page_become_a_draft_and_what_is_left_out_is_as_usual():
    answers = {each.name: None for each in settings_of_rounds()}
    answers |= {"articles": (), "blinded": ["url"], "where": ["words>=5"], "quotas": ["C07=2"]}
    draft = draft_of("Main", "subsample", answers | {"k": 2, "n": 9, "sample_n": 30, "seed": 0})
    assert draft.setup.design == Subsample(k=2, n=9)
    assert draft.setup.sampling == Sampling(n=30, where=("words>=5",))
    assert (draft.seed, draft.blinded, draft.quotas) == (0, ("url",), {"C07": 2})
    assert (draft.purpose, draft.reservation_minutes) == ("main", 60)
    with pytest.raises(Refused, match="'C07' is no quota"):
        draft_of("Main", "full", answers | {"quotas": ["C07"]})
