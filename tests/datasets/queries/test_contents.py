import datetime as dt

import pytest
from sqlalchemy import select

from annotator.agreement.service import keep as keeping
from annotator.agreement.service import measure as live
from annotator.coding.marking import Mark
from annotator.corpus.models import Import
from annotator.datasets.queries import contents
from annotator.datasets.queries.codebook import CODEBOOK
from annotator.datasets.queries.coders import CODERS
from annotator.datasets.queries.codings import MARKS
from annotator.studies.models import Member, MemberKind
from tests import factories

SECOND = factories.BOOK.replace("label: Staged,", "label: Arranged,")


def test_an_article_is_exported_once_its_import_is_complete(session, small):
    (row,) = contents.articles(session, small.study)
    assert (row.article, row.outlet, row.author) == ("article-1", "The Fenwick Post", "Ida Ruhl")
    assert len(contents.sentences(session, small.study)) == 3
    session.scalars(select(Import)).one().completed_at = None
    session.flush()
    assert contents.articles(session, small.study) == []
    assert contents.sentences(session, small.study) == []


def test_an_article_may_lack_outlet_event_and_all_else(session, small):
    bare = factories.article(session, small.study, ["Nobody signed this."])
    row = next(r for r in contents.articles(session, small.study) if r.article == bare.public_id)
    assert (row.outlet, row.event, row.title, row.date, row.url) == ("", "", "", None, "")


def test_coders_are_counted_over_all_rounds_under_their_pseudonyms(session, small):
    small.cora.lead = True
    again = factories.open_round(session, small.study, [small.cora], "Main")
    factories.code_all(session, again, small.cora, [factories.CALM, "too distressing", None])
    table = contents.coders(session, small.study, [small.round, again])
    assert tuple(table.columns) == CODERS.names
    assert table.to_numpy().tolist() == [
        ["C01", "person", 1, 0, 6, 3, 2],
        ["C02", "person", 0, 0, 3, 2, 0],
    ]
    only = contents.coders(session, small.study, [again])
    assert only.to_numpy().tolist() == [["C01", "person", 1, 0, 3, 1, 1]]


@pytest.mark.parametrize("kind", MemberKind)
def test_the_kind_of_a_coder_is_said_in_a_word(session, small, kind):
    if kind != MemberKind.PERSON:
        small.carl.kind, small.carl.account = kind, None
    session.flush()
    table = contents.coders(session, small.study, [small.round])
    assert list(table.kind) == ["person", kind.value]


def test_marks_are_told_with_their_words_and_only_of_codings_that_stand(session):
    study = factories.study(session)
    factories.codebook(
        session, study, factories.BOOK.replace("kind: many", "kind: many\n    marks: optional")
    )
    factories.article(session, study, ["Ärger 👩‍👧 wept.", "It rained."])
    cora, carl = (factories.member(session, study, name, "coder") for name in ("Cora", "Carl"))
    round_ = factories.open_round(session, study, [cora, carl])
    part = factories.enrolment(session, round_, cora)
    assignment = factories.assignments(session, part, 1)[0]
    before = (Mark("frames", "staged", 0, 5),)
    told = factories.code(session, part, assignment, factories.CALM, marks=before)
    after = (Mark("frames", "staged", 6, 9), Mark("frames", "staged", 0, 5))
    factories.code(session, part, assignment, factories.CALM, marks=after, revises=told.coding)
    table = contents.marks(session, [round_])
    assert tuple(table.columns) == MARKS.names
    found = table[["round", "question", "code", "coder", "start", "end", "text"]]
    assert found.to_numpy().tolist() == [
        [1, "frames", "staged", cora.pseudonym, 0, 5, "Ärger"],
        [1, "frames", "staged", cora.pseudonym, 6, 9, "👩‍👧"],
    ]
    assert contents.marks(session, []).empty


def test_a_codebook_has_a_row_for_each_code_and_one_for_a_question_without(session, small):
    first = small.round.version
    second = factories.codebook(session, small.study, SECOND)
    table = contents.codebook([second, first])
    assert tuple(table.columns) == CODEBOOK.names
    assert list(table.version) == [1] * 9 + [2] * 9
    one = table[table.version == 1]
    assert list(zip(one.question, one.code, strict=True)) == [
        ("frames", "staged"), ("frames", "moving"), ("tone", "calm"), ("tone", "loud"),
        ("strength", "low"), ("strength", "middle"), ("strength", "high"),
        ("names", ""), ("remark", ""),
    ]  # fmt: skip
    assert list(one.level) == ["nominal"] * 4 + ["ordinal"] * 3 + ["interval", ""]
    assert [value for value in one.code_value if value is not None] == [1, 2, 3]
    assert [table.code_label[0], table.code_label[9]] == ["Staged", "Arranged"]


def test_the_moment_of_a_measurement_is_exported_in_utc(session, small):
    kept = keeping.keep(session, small.round, live.report(session, small.round))
    kept[0].measured_at = dt.datetime(2022, 11, 25, 10, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    session.commit()
    table = contents.measurements(session, small.study)
    found = table[table.measurement == kept[0].public_id]
    assert list(found.coefficient)[:2] == ["percent", "alpha"]
    assert set(found.measured_at) == {"2022-11-25T09:00:00.000Z"}
    assert contents.measurements(session, factories.study(session, "Another")).empty


def test_a_deleted_person_stays_under_their_pseudonym(session, small):
    member = session.get(Member, small.carl.id)
    member.account_id = None
    session.flush()
    assert list(contents.coders(session, small.study, [small.round]).coder) == ["C01", "C02"]
