import pytest

from annotator.codebook import queries
from annotator.codebook.hotkeys import with_hotkeys
from annotator.codebook.service import add_version
from annotator.codebook.yaml_file.read import read_book
from annotator.errors import NotFound, Refused
from tests import factories
from tests.codebook.small import BROKEN, CHANGED, SMALL


@pytest.fixture
def first(session, study):
    return add_version(session, study, SMALL, "command line")


def test_a_version_says_what_its_source_says(first):
    assert queries.book(first) == read_book(SMALL)


def test_on_the_desk_every_code_of_a_version_has_a_hotkey(first):
    book = queries.book_with_hotkeys(first)
    assert book == with_hotkeys(read_book(SMALL))
    assert [code.hotkey for code in book.questions[0].codes] == ["1", "p"]


def test_the_versions_come_with_the_newest_first(session, study, first):
    second = add_version(session, study, CHANGED, "command line")
    assert list(queries.versions(session, study)) == [second, first]
    assert queries.newest(session, study) is second
    assert queries.version(session, study, 1) is first


def test_a_study_has_only_its_own_versions(session, study, first):
    other = factories.study(session, "Another study")
    assert list(queries.versions(session, other)) == []
    assert queries.newest_or_none(session, other) is None
    with pytest.raises(NotFound, match="has no version 1"):
        queries.version(session, other, 1)


def test_a_study_without_a_codebook_says_how_one_comes_in(session, study):
    with pytest.raises(NotFound, match="annotator codebook import staged-meetings FILE"):
        queries.newest(session, study)


def test_a_version_that_there_is_not_is_named(session, study, first):
    with pytest.raises(NotFound, match="has no version 7"):
        queries.version(session, study, 7)


def test_a_first_draft_is_version_1_and_changes_nothing(session, study):
    draft = queries.draft(session, study, SMALL)
    assert (draft.number, draft.book, draft.changes) == (1, read_book(SMALL), ())


def test_a_draft_says_what_it_changes(session, study, first):
    draft = queries.draft(session, study, CHANGED)
    assert draft.number == 2
    assert draft.changes == (
        'The definition of the code "praise" of "tone" was changed from '
        '"Somebody is praised." to "Somebody is praised by name.".',
    )


def test_two_drafts_are_told_apart_by_their_names(session, study):
    names = {queries.draft(session, study, text).name for text in (SMALL, CHANGED)}
    add_version(session, study, "\n".join([SMALL, "language: de"]), "command line")
    names |= {queries.draft(session, study, text).name for text in (SMALL, CHANGED)}
    assert len(names) == 4


def test_a_draft_with_mistakes_is_refused_with_the_lines(session, study):
    with pytest.raises(Refused) as refused:
        queries.draft(session, study, BROKEN, "harbour.yaml")
    assert [(each.file, each.line) for each in refused.value.problems] == [
        ("harbour.yaml", 13),
        ("harbour.yaml", 20),
    ]


def test_the_rows_of_questions_and_codes_are_found_by_their_keys(session, study, first):
    second = add_version(session, study, CHANGED, "command line")
    tone, strength = second.questions
    assert queries.rows_of(session, second).questions == {"tone": tone.id, "strength": strength.id}
    assert queries.rows_of(session, second).codes == {
        (question.key, code.key): code.id
        for question in (tone, strength)
        for code in question.codes
    }
    assert set(queries.rows_of(session, first).codes) == set(queries.rows_of(session, second).codes)
    assert not set(queries.rows_of(session, first).codes.values()) & set(
        queries.rows_of(session, second).codes.values()
    )
