"""Every figure of the report comes out of the printed command and the exported files."""

import csv
import datetime as dt
import html
import json
import random
import re
import shlex
from io import StringIO

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from annotator.cli import main
from annotator.coding.models import Coding
from annotator.corpus.models import Import
from annotator.datasets.service import data_set
from tests import factories

CODERS = ("Cora", "Carl", "Cleo")
KEYS = ("frames", "frames.staged", "frames.moving", "tone", "strength", "names")
OUTLETS = ("Fenwick Gazette", "Mail, on Sunday", "")

#: Columns with words of the codebook or of an article, which an export of judgements has not.
WORDS = {"label", "one_label", "other_label"}


def answer(chance, tone):
    """What a coder says who mostly hears the tone of the sentence, and now and then another."""
    loud = (tone == "loud") != (chance.random() < 0.2)
    frames = [code for code in ("staged", "moving") if chance.random() < 0.5]
    said = {"frames": frames or "none", "tone": "loud" if loud else "calm"}
    said |= {"strength": chance.choice(["low", "middle", "high"])} if loud else {}
    return said | ({"names": str(chance.randrange(4))} if chance.random() < 0.8 else {})


@pytest.fixture
def chance():
    return random.Random(7)


@pytest.fixture
def articles():
    return 9


@pytest.fixture
def round_id(app, people, chance, articles):
    with factories.inside(app, people.study) as (session, study):
        factories.codebook(session, study)
        for at in range(articles):
            outlet, event = OUTLETS[at % 3], ("Gate", "Band")[at % 2]
            text = [f"Gate {at} was opened.", f"Band {at} played.", f"Nobody asked {at} times."]
            title = f"A gate, {at}"
            factories.article(session, study, text, outlet=outlet, event=event, title=title)
        factories.member(session, study, "Cleo", "coder")
        imports = session.scalars(select(Import.id).order_by(Import.id)).all()
        later = update(Import).where(Import.id.in_(imports[5:]))
        session.execute(later.values(file_name="second batch.csv"))
        members = [factories.member_called(session, study, name) for name in CODERS]
        round_ = factories.open_round(session, study, members)
        tones = {}
        for member in members:
            part = factories.enrolment(session, round_, member)
            for at, assignment in enumerate(factories.assignments(session, part)):
                tone = tones.setdefault(assignment.unit_id, chance.choice(["calm", "loud"]))
                if (at, member) == (4, members[0]):
                    factories.code(session, part, assignment, skip="unclear")
                elif (at, member) != (5, members[1]):
                    factories.code(session, part, assignment, answer(chance, tone))
        day = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
        for at, coding in enumerate(session.scalars(select(Coding).order_by(Coding.id))):
            coding.submitted_at = day + dt.timedelta(hours=5 * at)
        session.commit()
        return round_.public_id


@pytest.fixture
def base(people, round_id):
    return f"/studies/{people.study}/agreement/{round_id}"


@pytest.fixture
def exported(app, people, round_id, tmp_path, monkeypatch):
    """The data set in a folder, and we in it."""
    with factories.inside(app, people.study) as (session, study):
        for name, content in data_set.files(session, study):
            (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)


def ran(command, *more):
    result = CliRunner().invoke(main, [*shlex.split(command)[1:], *more])
    assert result.exit_code == 0, result.output
    return result.output


def commands_of(page):
    return [html.unescape(each) for each in re.findall(r"<code>(annotator [^<]*)</code>", page)]


def rows_of(text):
    found = [
        {name: cell for name, cell in row.items() if name not in WORDS}
        for row in csv.DictReader(StringIO(text))
    ]
    assert found
    return found


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return None


def assert_the_same(one, other):
    """Cell by cell: numbers to 1e-12, words to the letter."""
    assert [list(row) for row in one] == [list(row) for row in other]
    for row, same in zip(one, other, strict=True):
        for name, cell in row.items():
            if number(cell) is None:
                assert (name, cell) == (name, same[name])
            else:
                assert float(same[name]) == pytest.approx(float(cell), rel=0, abs=1e-12), name


@pytest.mark.parametrize("key", KEYS)
def test_every_table_of_a_question_comes_out_of_the_command_below_it(
    browser_of, base, exported, key
):
    lea = browser_of("Lea")
    *tables, whole = commands_of(lea.get(f"{base}/{key}").text)
    made = {shlex.split(command)[-1]: command for command in tables}
    expected = {"codes", "coefficients", "confusions"}
    if key != "frames":
        expected = {"coders", "pairs", "outlet", "event", "week", "import_file", "article",
                    "coefficients", "confusions", "prevalence"}  # fmt: skip
    assert expected <= set(made)
    for name, command in made.items():
        page = lea.get(f"{base}/{key}/{name}.csv")
        assert page.status_code == 200
        assert_the_same(rows_of(page.text), rows_of(ran(command)))
    everything = json.loads(ran(whole, "--json"))
    groups = {"outlet", "event", "week", "import_file", "article"}
    assert set(everything["by_group"]) == (set() if key == "frames" else groups)


@pytest.mark.parametrize("articles", [3])
def test_articles_that_are_too_few_come_out_one_by_one(browser_of, base, exported):
    lea = browser_of("Lea")
    command = next(c for c in commands_of(lea.get(f"{base}/tone").text) if "--table articles" in c)
    rows = rows_of(lea.get(f"{base}/tone/articles.csv").text)
    assert len(rows) == 3
    assert_the_same(rows, rows_of(ran(command)))


def test_every_figure_of_the_overview_comes_out_of_the_command_of_its_line(
    browser_of, people, base, exported
):
    lea = browser_of("Lea")
    page = lea.get(f"/studies/{people.study}/agreement").text
    rows = rows_of(lea.get(f"{base}/questions.csv").text)
    commands = commands_of(page)
    assert len(rows) == len(commands) == 5
    for row, command in zip(rows, commands, strict=True):
        said = json.loads(ran(command, "--json"))
        alpha = said["coefficients"]["alpha"]
        assert [float(row["alpha"]), float(row["low"]), float(row["high"])] == pytest.approx(
            [alpha["value"], alpha["low"], alpha["high"]], rel=0, abs=1e-12
        )
        for name in ("percent", "gwet_ac1"):
            found = said["coefficients"][name]["value"]
            assert number(row[name]) == pytest.approx(found, rel=0, abs=1e-12)
        counts = ("n_units", "n_coders", "n_judgements")
        assert [int(row[name]) for name in counts] == [said[name] for name in counts]
        if row["share"]:
            share = said["values"]["1"] / said["n_judgements"]
            assert float(row["share"]) == pytest.approx(share, rel=0, abs=1e-12)


def test_a_group_of_coders_comes_out_of_the_exported_coders(exported):
    kinds = ran(
        "annotator agreement measure codings.csv --where question=tone --where counted=1 "
        "--join coders.csv --group kind --table kind"
    )
    assert [row["kind"] for row in rows_of(kinds)] == ["person"]
