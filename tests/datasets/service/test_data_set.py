"""A data set is read whole before its files are made, is faithful, and names nobody."""

import csv
import re
import sqlite3
from contextlib import closing
from io import BytesIO, StringIO

import pandas as pd
import pytest
from sqlalchemy import select

from annotator.agreement.queries import self_agreement as agreement
from annotator.coding.models import Answer, Coding
from annotator.database.session import db
from annotator.datasets.service import data_set
from annotator.errors import Conflict
from annotator.rounds.models import Assignment, Round, Unit
from annotator.studies import service as studies
from annotator.studies.models import Member
from tests import factories

#: What a spreadsheet, a parser or a terminal may take for something else.
ODD = (
    "=SUM(A1:A9)",
    "+1 said the minister, -1 said @opposition",
    'He said "no", then "never".',
    "“Curly”, ‘quoted’; semicolon;\ttabbed",
    "One sentence\nin two lines\r\nor three",
    "👩‍👩‍👧 waved 😀 e\u0301 and é differ",
    "قالت الوزيرة: «لن نرحل» في ١٢ مايو",
    "  no-break spaces at both ends  ",
    "NA",
    "007",
)

#: Who else has an account; as whole words, since an id is made of letters too.
NAMES = (rb"\blea\b", rb"\bcora\b", rb"\bcarl\b", rb"\bvera\b", rb"\bstan\b")


def test_without_an_opened_round_there_is_nothing_to_export(session):
    study = factories.study(session)
    with pytest.raises(Conflict, match="No round was opened yet"):
        data_set.files(session, study)


@pytest.mark.database("sqlite", "sqlite-wal")
def test_a_writer_can_commit_while_the_files_are_made(session, small, settings):
    """Without a write-ahead log an open read would keep every coder from saving."""
    files = data_set.files(session, small.study)
    with closing(sqlite3.connect(settings.database_file, timeout=0.2)) as writer:
        made = 0
        for _name, _content in files:
            writer.execute("UPDATE study SET description = ?", (f"file {made}",))
            writer.commit()
            made += 1
    assert made == 13
    session.refresh(small.study)
    assert small.study.description == "file 12"


def test_the_files_are_made_without_a_connection_to_the_database(session, small):
    for _name, _content in data_set.files(session, small.study):
        assert db.engine.pool.checkedout() == 0


def test_a_revision_between_two_reads_leaves_no_coding_without_its_answers(
    session, small, exported, monkeypatch
):
    """What is read first, the codings or their answers, may be older than the other."""
    before = exported(small.study)["codings.csv"]
    read_answers = agreement.answers

    def revise_and_read(session, round_):
        with factories.another_process() as other:
            carl = other.get(Member, small.carl.id)
            part = factories.enrolment(other, other.get(Round, small.round.id), carl)
            of_carl = select(Assignment).join(Unit).where(Assignment.member_id == carl.id)
            assignment = other.scalars(of_carl.where(Unit.public_id == "unit-1")).one()
            factories.code(other, part, assignment, factories.CALM, revises="coding-4")
            other.commit()
        return read_answers(session, round_)

    with monkeypatch.context() as patch:
        patch.setattr(agreement, "answers", revise_and_read)
        assert exported(small.study)["codings.csv"] == before
    assert exported(small.study)["codings.csv"] != before


def test_what_is_written_meanwhile_is_not_half_in_the_data_set(session, small, exported):
    before = exported(small.study)
    files = data_set.files(session, small.study)
    halfway = [next(files), next(files)]
    part = factories.enrolment(session, small.round, small.carl)
    (left,) = factories.assignments(session, part)
    factories.code(session, part, left, factories.LOUD)
    session.commit()
    assert dict([*halfway, *files]) == before
    assert exported(small.study) != before


def said(table, **where):
    rows = csv.DictReader(StringIO(table.decode(), newline=""))
    return [row for row in rows if all(row[name] == value for name, value in where.items())]


def test_what_was_written_and_said_comes_out_as_it_went_in(session, exported):
    study = factories.study(session)
    factories.codebook(session, study)
    article = factories.article(session, study, ODD, outlet='"The" Post, Ltd.', title="=1+1")
    coder = factories.member(session, study, "Cora", "coder")
    round_ = factories.open_round(session, study, [coder])
    factories.code_all(session, round_, coder, [factories.CALM | {"remark": odd} for odd in ODD])
    session.commit()
    files = exported(study)
    sentences = said(files["sentences.csv"])
    text = "\n".join(ODD)
    assert {row["text"] for row in sentences} == set(ODD)
    assert all(row["text"] == text[int(row["start"]) : int(row["end"])] for row in sentences)
    (row,) = said(files["articles.csv"])
    assert (row["text"], row["outlet"], row["title"]) == (text, '"The" Post, Ltd.', "=1+1")
    assert row["article"] == article.public_id
    by_pandas = pd.read_csv(BytesIO(files["sentences.csv"]), dtype=str, keep_default_na=False)
    assert list(by_pandas.text) == [row["text"] for row in sentences]
    stored = dict(
        session.execute(
            select(Coding.public_id, Answer.text)
            .join(Answer.coding)
            .where(Answer.text.is_not(None))
        ).all()
    )
    remarks = said(files["codings.csv"], question="remark")
    assert {row["coding"]: row["value"] for row in remarks} == stored
    assert set(stored.values()) >= set(ODD[:4]) | set(ODD[5:7]) | set(ODD[8:])


def test_nothing_in_a_data_set_tells_who_coded(app, people, exported):
    """Canaries in every place where the tool knows of a person or of a browser."""
    with factories.inside(app, people.study) as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        coder = factories.member(session, study, "Canary Name", "coder")
        coder.account.email, coder.account.session_key = "canary@mail.example", "canary-key"
        coder.background = {"born": "canary-background"}
        studies.invite(session, study, ["coder"], "Canary Lead", note="canary-note")
        round_ = factories.open_round(session, study, [coder])
        assignment = factories.assignments(session, factories.enrolment(session, round_, coder), 1)[
            0
        ]
        address, pseudonym = f"/desk/{round_.public_id}/{assignment.public_id}", coder.pseudonym
        session.commit()
    saved = factories.signed_in(app, "Canary Name").post(
        address,
        data={"token": "canary-token", "answer-frames": "staged", "answer-tone": "calm"},
        headers={"User-Agent": "CanaryBrowser", "Referer": "https://canary.example"},
        environ_base={"REMOTE_ADDR": "203.0.113.77"},
    )
    assert saved.status_code == 302
    with factories.inside(app, people.study) as (_, study):
        files = exported(study)
    whole = b"".join(files.values()).lower()
    assert pseudonym.encode().lower() in whole
    assert said(files["codings.csv"], question="tone", value="calm")
    for canary in (b"canary", rb"203\.0\.113", b"@mail", *NAMES):
        assert re.search(canary, whole) is None
