"""What the desk's queries show a coder."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from annotator.codebook.answers import raw_answers
from annotator.codebook.queries import parsed
from annotator.coding.masking import BLOCK
from annotator.coding.models import Coding
from annotator.coding.queries import served as desk
from annotator.coding.queries.sentence_view import sentence_view as seen_by_coder
from annotator.corpus.models import Sentence
from annotator.errors import NotFound
from annotator.rounds.controls.controls import Controls
from annotator.rounds.models import AssignmentState
from annotator.rounds.service import lifecycle
from tests import factories
from tests.factories import CALM, LOUD, assignments, code

FACTS = {
    "outlet": "Fenwick Post",
    "author": "Ada Byline",
    "title": "A gate",
    "event": "The gate opens",
    "url": "https://post.example/gate",
    "date": dt.date(2026, 3, 1),
}
WORDS = ("The Fenwick Post was there.", "Ada Byline asked.", "Nobody spoke.")


@pytest.fixture
def shown(session):
    """The sentences as Cora sees them in a round of such wishes."""
    study = factories.study(session)
    factories.codebook(session, study)
    factories.article(session, study, WORDS, language="de", **FACTS)
    cora = factories.member(session, study, "Cora", "coder")

    def made(**wishes):
        round_ = factories.open_round(session, study, [cora], **wishes)
        mine = factories.enrolment(session, round_, cora)
        return [seen_by_coder(session, assignment) for assignment in assignments(session, mine)]

    return made


def text_of(parts):
    return "".join(piece for piece, _ in parts)


def test_names_are_masked_unless_the_round_shows_them(shown):
    masked = [text_of(each.parts) for each in shown()]
    assert masked[:2] == [f"The {BLOCK * 12} was there.", f"{BLOCK * 10} asked."]
    assert [text_of(each.parts) for each in shown(masked=False)] == list(WORDS)


def test_every_fact_is_hidden_unless_the_round_shows_it(shown):
    assert shown()[0].fields == {}
    assert shown(blinded=("author", "url", "event"))[0].fields == {
        "title": "A gate", "outlet": "Fenwick Post", "date": "2026-03-01",
    }  # fmt: skip
    assert set(shown(blinded=())[0].fields) == set(FACTS)


def test_without_context_the_sentence_stands_alone(shown):
    assert [(each.before, each.after) for each in shown()] == [(None, None)] * 3


def test_neighbours_are_shown_and_masked_too(shown):
    first, second, third = shown(context="neighbours")
    assert (first.before, text_of(first.after)) == (None, f"{BLOCK * 10} asked.")
    assert text_of(second.before) == f"The {BLOCK * 12} was there."
    assert (text_of(third.before), third.after) == (f"{BLOCK * 10} asked.", None)


def test_a_neighbour_that_is_not_served_is_stepped_over(session, shown):
    session.scalars(select(Sentence).where(Sentence.position == 2)).one().included = False
    first, third = shown(context="neighbours")
    assert text_of(first.after) == "Nobody spoke."
    assert text_of(third.before) == f"The {BLOCK * 12} was there."


def test_the_article_so_far_is_shown_and_masked_too(shown):
    seen = shown(context="article")
    assert [[text_of(each) for each in one.so_far] for one in seen] == [
        [],
        [f"The {BLOCK * 12} was there."],
        [f"The {BLOCK * 12} was there.", f"{BLOCK * 10} asked."],
    ]
    assert {(one.before, one.after) for one in seen} == {(None, None)}


def test_what_is_not_served_is_no_part_of_the_article_so_far(session, shown):
    session.scalars(select(Sentence).where(Sentence.position == 1)).one().included = False
    first, second = shown(context="article")
    assert first.so_far == []
    assert [text_of(each) for each in second.so_far] == [f"{BLOCK * 10} asked."]
    assert [first.place, second.place] == [(1, 2), (2, 2)]


def test_another_article_is_no_part_of_the_article_so_far(session, cora, study, round_):
    factories.article(session, study, ["A second text.", "It goes on."])
    part = factories.member_called(session, study, "Cora")
    longer = factories.open_round(session, study, [part], context="article")
    mine = assignments(session, factories.enrolment(session, longer, part))
    told = [seen_by_coder(session, assignment) for assignment in mine]
    for article in ({0, 1, 2}, {3, 4}) if told[0].place.total == 3 else ({0, 1}, {2, 3, 4}):
        before = []
        for each in (told[at] for at in sorted(article)):
            assert [text_of(one) for one in each.so_far] == before
            assert each.place == (len(before) + 1, len(article))
            before.append(text_of(each.parts))


def test_where_a_sentence_stands_is_told_in_article_order_only(shown):
    assert [each.place for each in shown()] == [(1, 3), (2, 3), (3, 3)]
    assert {each.place for each in shown(order="random", seed=3)} == {None}


@pytest.mark.parametrize("hides", [{"checks": 1}, {"repeats": 5}])
def test_where_a_sentence_stands_is_told_of_none_where_some_are_hidden(
    session, cora, served, hides
):
    cora.round.setup = replace(cora.round.setup, controls=Controls(**hides))
    session.flush()
    assert [seen_by_coder(session, assignment).place for assignment in served] == [None] * 3


def test_the_language_of_the_article_is_told(shown):
    assert {each.language for each in shown()} == {"de"}


@pytest.fixture
def served(session, cora):
    """The three sentences that Cora was served."""
    return assignments(session, cora)


def test_only_ones_own_served_places_are_found(session, cora, carl, served):
    (theirs,) = assignments(session, carl, 1)
    waiting = session.scalars(
        select(type(theirs)).where(
            type(theirs).member_id == carl.member_id, type(theirs).state == AssignmentState.OPEN
        )
    ).first()
    assert desk.assignment_of(session, cora, served[2].public_id) is served[2]
    said = set()
    for enrolment, name in (
        (cora, theirs.public_id), (carl, waiting.public_id), (cora, "nonesuch"),
    ):  # fmt: skip
        with pytest.raises(NotFound) as refused:
            desk.assignment_of(session, enrolment, name)
        said.add(str(refused.value))
    assert len(said) == 1


def test_a_place_that_was_taken_back_is_found_by_who_had_it_and_not_on_the_way(
    session, cora, served
):
    """What they send of it is kept; but nobody comes by it again."""
    served[1].state = AssignmentState.WITHDRAWN
    session.flush()
    assert desk.assignment_of(session, cora, served[1].public_id) is served[1]
    assert desk.neighbour(session, served[0], +1) == served[2].public_id


def test_the_first_unanswered_place_is_held(session, cora, served):
    code(session, cora, served[0])
    assert desk.held_assignment(session, cora) is served[1]
    assert desk.last_served(session, cora) == served[2].public_id
    for assignment in served[1:]:
        code(session, cora, assignment)
    assert desk.held_assignment(session, cora) is None


@pytest.mark.parametrize(
    "raw",
    [
        CALM,
        LOUD,
        {"frames": ["staged", "moving"], "tone": "loud", "strength": "high", "names": "1234567.5"},
        CALM | {"names": "0", "remark": "none"},
        CALM | {"remark": "two\nlines"},
    ],
)
def test_what_is_shown_of_an_answer_says_the_same_when_it_is_sent_again(session, cora, served, raw):
    """Else looking at an answer and saving it would change it."""
    first = code(session, cora, served[0], raw).coding
    earlier = seen_by_coder(session, served[0]).stored
    assert earlier.coding == first
    sent_again = raw_answers(parsed(factories.BOOK), earlier.answers)
    code(session, cora, served[0], sent_again, revises=first)
    codings = session.scalars(select(Coding).order_by(Coding.id)).all()
    one, two = (
        [(a.question_id, a.state, a.code_id, a.number, a.text) for a in c.answers] for c in codings
    )
    assert one == two


def test_a_skip_is_shown_with_its_reason(session, cora, served):
    code(session, cora, served[0], skip="It is a poem.", note="see", flagged=True)
    earlier = seen_by_coder(session, served[0]).stored
    assert (earlier.skipped, earlier.skip_reason, earlier.note, earlier.flagged) == (
        True, "It is a poem.", "see", True,
    )  # fmt: skip
    assert seen_by_coder(session, served[1]).stored is None


def test_another_coders_answer_is_shown_to_no_one(session, cora, carl, served):
    code(session, carl, assignments(session, carl, 1)[0], LOUD, note="theirs")
    assert [seen_by_coder(session, assignment).stored for assignment in served] == [None] * 3


def test_in_a_closed_round_ones_answers_can_still_be_read(session, cora, round_, served):
    code(session, cora, served[0])
    lifecycle.close(session, round_, "command line")
    assert seen_by_coder(session, desk.assignment_of(session, cora, served[0].public_id)).stored
