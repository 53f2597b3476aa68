import pytest
from sqlalchemy import select

from annotator.codebook import queries
from annotator.codebook.models import CodebookVersion
from annotator.codebook.ready_made import ready_made, ready_made_text
from annotator.codebook.service import add_version
from annotator.codebook.yaml_file.read import read_book
from annotator.codebook.yaml_file.write import checksum
from annotator.database.base import now
from annotator.errors import Refused
from annotator.studies.models import LogEntry
from tests import factories
from tests.codebook.small import BROKEN, CHANGED, SMALL

COMMAND_LINE = "command line"


def test_a_version_keeps_the_source_with_its_comments(session, study):
    version = add_version(session, study, SMALL, COMMAND_LINE)
    session.expire_all()
    assert version.source == SMALL
    assert version.checksum == checksum(read_book(SMALL))
    assert (version.number, version.title) == (1, "Harbour news")
    assert version.frozen_at is None


def test_questions_and_codes_are_kept_in_their_order_with_their_hotkeys(session, study):
    version = add_version(session, study, SMALL, COMMAND_LINE)
    session.expire_all()
    tone, strength = version.questions
    assert (tone.key, tone.position, tone.kind, tone.level) == ("tone", 1, "many", "nominal")
    assert (tone.none, tone.primary, tone.marks, tone.required) == (True, True, "optional", True)
    assert [(code.position, code.key, code.hotkey) for code in tone.codes] == [
        (1, "alarm", "1"),
        (2, "praise", "p"),
    ]
    assert strength.shown_if == {"question": "tone", "codes": ["alarm"]}
    assert [code.value for code in strength.codes] == [1, 2, 3]
    assert tone.shown_if is None


@pytest.mark.parametrize("name", ready_made())
def test_a_ready_made_book_can_be_stored(session, study, name):
    version = add_version(session, study, ready_made_text(name), COMMAND_LINE)
    assert queries.book(version).key == read_book(ready_made_text(name)).key


def test_a_second_version_leaves_the_first_as_it_was(session, study):
    first = add_version(session, study, SMALL, COMMAND_LINE)
    rows = [(code.id, code.definition) for each in first.questions for code in each.codes]
    second = add_version(session, study, CHANGED, COMMAND_LINE)
    session.expire_all()
    assert (first.number, second.number) == (1, 2)
    assert (first.parent_id, second.parent_id) == (None, first.id)
    assert first.source == SMALL
    assert [(c.id, c.definition) for each in first.questions for c in each.codes] == rows


def test_an_unused_version_is_not_overwritten_either(session, study):
    add_version(session, study, SMALL, COMMAND_LINE)
    used = add_version(session, study, CHANGED, COMMAND_LINE)
    used.frozen_at = now()
    add_version(session, study, SMALL, COMMAND_LINE)
    assert [each.number for each in queries.versions(session, study)] == [3, 2, 1]


def test_a_change_note_is_written_from_what_changed(session, study):
    add_version(session, study, SMALL, COMMAND_LINE)
    version = add_version(session, study, CHANGED, COMMAND_LINE, "  ")
    assert version.change_note.startswith('The definition of the code "praise"')


def test_a_given_change_note_stands_and_the_log_keeps_what_changed(session, study):
    add_version(session, study, SMALL, COMMAND_LINE)
    lea = factories.member(session, study, "Lea", "lead")
    version = add_version(session, study, CHANGED, lea, " Praise needs a name. ")
    assert version.change_note == "Praise needs a name."
    entry = session.scalars(select(LogEntry).order_by(LogEntry.id.desc())).first()
    assert (entry.act, entry.subject) == ("import codebook", "codebook:2")
    assert entry.actor == lea.pseudonym
    assert entry.after["checksum"] == version.checksum
    assert len(entry.after["changes"]) == 1


def test_the_first_version_needs_no_change_note(session, study):
    assert add_version(session, study, SMALL, COMMAND_LINE).change_note == ""


@pytest.mark.parametrize("same", [SMALL, SMALL + "# One more comment.\n"])
def test_a_book_that_says_the_same_is_refused(session, study, same):
    add_version(session, study, SMALL, COMMAND_LINE)
    with pytest.raises(Refused, match="Nothing changed: this says the same as version 1"):
        add_version(session, study, same, COMMAND_LINE)


def test_going_back_to_an_earlier_text_makes_a_new_version(session, study):
    for text in (SMALL, CHANGED, SMALL):
        version = add_version(session, study, text, COMMAND_LINE)
    assert version.number == 3


def test_a_book_with_mistakes_is_refused_and_nothing_is_stored(session, study):
    with pytest.raises(Refused) as refused:
        add_version(session, study, BROKEN, COMMAND_LINE, file="harbour.yaml")
    assert [problem.line for problem in refused.value.problems] == [13, 20]
    assert all(problem.column and problem.remedy for problem in refused.value.problems)
    assert session.scalars(select(CodebookVersion)).all() == []


def test_each_study_counts_its_own_versions(session, study):
    add_version(session, study, SMALL, COMMAND_LINE)
    other = factories.study(session, "Another study")
    assert add_version(session, other, SMALL, COMMAND_LINE).number == 1
