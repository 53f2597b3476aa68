"""The files of a data set: recomputable, the same twice, and without a word of who coded."""

import csv
import hashlib
import json
import shlex
from io import BytesIO, StringIO

import krippendorff
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from annotator.cli import main
from annotator.database.session import db
from annotator.datasets.queries.tables import TABLES
from annotator.datasets.service import data_set
from annotator.datasets.service.folder import write_folder
from annotator.studies.models import Study
from tests import factories


def export(app):
    with app.app_context():
        return dict(data_set.files(db.session, db.session.scalars(select(Study)).one()))


@pytest.fixture(scope="module")
def files(large):
    """The data set of a closed and an open round, by file name."""
    return export(large)


@pytest.fixture(scope="module")
def folder(files, tmp_path_factory):
    made = tmp_path_factory.mktemp("data") / "release"
    write_folder(files.items(), made)
    return made


def rows(files, name):
    return list(csv.DictReader(StringIO(files[name].decode(), newline="")))


def test_the_same_data_give_the_same_bytes(large, files):
    assert export(large) == files


def test_a_data_set_has_every_table_with_the_columns_that_are_declared(files):
    assert set(files) == {table.file for table in TABLES} | {
        "codebook-v1.yaml", "README.md", "SHA256SUMS",
    }  # fmt: skip
    for table in TABLES:
        header = next(csv.reader(StringIO(files[table.file].decode())))
        assert tuple(header) == table.names


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_rows_are_unique_by_their_key_and_hold_only_declared_values(files, table):
    found = rows(files, table.file)
    # This study hides nothing; tests/agreement/report/test_self_agreement.py has rows of these two.
    assert bool(found) == (table.name not in ("checks", "repeats"))
    keys = [tuple(row[name] for name in table.key) for row in found]
    assert len(set(keys)) == len(keys)
    for column in table.columns:
        values = {row[column.name] for row in found}
        if column.values:
            assert values <= {*column.values, ""}
        if column.kind == "flag":
            assert values <= {"0", "1", ""}


@pytest.mark.parametrize("table", ["sentences", "articles", "coders", "measurements"])
def test_rows_are_sorted_by_their_public_id(files, table):
    ids = [next(iter(row.values())) for row in rows(files, f"{table}.csv")]
    assert ids == sorted(ids)


def test_every_file_has_the_checksum_that_is_written_down(files):
    lines = files["SHA256SUMS"].decode().splitlines()
    stated = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    others = {name: content for name, content in files.items() if name != "SHA256SUMS"}
    assert stated == {name: hashlib.sha256(each).hexdigest() for name, each in others.items()}


def measured_by(command):
    """What a command that was printed says, in JSON."""
    words = shlex.split(command)
    assert words[0] == "annotator"
    answer = CliRunner().invoke(main, [*words[1:], "--json"], catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.output)


def test_every_figure_is_recomputed_by_the_command_beside_it(files, folder, monkeypatch):
    monkeypatch.chdir(folder)
    figures = rows(files, "agreement.csv")
    again = {command: measured_by(command) for command in {f["command"] for f in figures}}
    assert {(f["round"], f["question"]) for f in figures} >= {
        ("1", "frames"), ("1", "tone"), ("1", "strength"), ("1", "names"), ("2", "tone"),
    }  # fmt: skip
    assert sum(bool(figure["low"]) for figure in figures) >= 10
    for figure in figures:
        said = again[figure["command"]]
        new = said["coefficients"][figure["coefficient"]]
        for name in ("value", "low", "high"):
            assert new[name] == (
                pytest.approx(float(figure[name]), abs=1e-12) if figure[name] else None
            )
        assert (new["method"], new["reason"]) == (figure["method"], figure["reason"])
        assert said["level"] == figure["level"]
        for name in ("n_units", "n_coders", "n_judgements", "n_dropped", "seed"):
            assert said[name] == int(figure[name])


def matrix(codings, figure, assignments):
    """Coders by units, nan for a gap, made by pandas and by nothing of ours."""
    of = codings[
        (codings["round"] == figure["round"])
        & (codings.question == figure["question"])
        & (codings.code == figure["code"])
        & (codings.counted == "1")
    ]
    return of.assign(number=of.value.map(assignments)).pivot(
        index="coder", columns="unit", values="number"
    )


def test_the_krippendorff_package_finds_the_same_alpha_in_the_codings(files):
    """Castro (2017), krippendorff: Fast computation of Krippendorff's alpha, on PyPI."""
    codings = pd.read_csv(BytesIO(files["codings.csv"]), dtype=str, keep_default_na=False)
    defined = [
        figure
        for figure in rows(files, "agreement.csv")
        if figure["coefficient"] == "alpha" and figure["value"]
    ]
    assert {figure["level"] for figure in defined} == {"nominal", "ordinal", "interval"}
    for figure in defined:
        assignment = float if figure["question"] != "tone" else ["calm", "loud"].index
        data = matrix(codings, figure, assignment).to_numpy(dtype=float)
        with np.errstate(invalid="ignore"):
            other = krippendorff.alpha(data, level_of_measurement=figure["level"])
        assert float(figure["value"]) == pytest.approx(other, abs=1e-12)


def test_percent_agreement_is_that_of_the_counted_rows(files):
    """Gwet (2014), Handbook of Inter-Rater Reliability: the mean share of agreeing pairs."""
    codings = pd.read_csv(BytesIO(files["codings.csv"]), dtype=str, keep_default_na=False)
    for figure in rows(files, "agreement.csv"):
        if figure["coefficient"] != "percent" or not figure["value"]:
            continue
        shares = []
        for unit in matrix(codings, figure, str).T.to_numpy():
            given = [value for value in unit if isinstance(value, str)]
            if len(given) > 1:
                pairs = [(a, b) for i, a in enumerate(given) for b in given[i + 1 :]]
                shares.append(sum(a == b for a, b in pairs) / len(pairs))
        assert float(figure["value"]) == pytest.approx(np.mean(shares), abs=1e-12)


def test_a_figure_that_is_not_defined_is_empty_with_a_reason(files):
    (figure,) = (
        row
        for row in rows(files, "agreement.csv")
        if (row["round"], row["question"], row["coefficient"]) == ("2", "tone", "alpha")
    )
    assert (figure["value"], figure["low"], figure["high"]) == ("", "", "")
    assert figure["reason"] == "undefined: only one coder"


def test_what_was_kept_is_exported_and_is_what_is_measured_now(files):
    figures = {
        tuple(row[name] for name in ("round", "question", "code", "coefficient")): row
        for row in rows(files, "agreement.csv")
    }
    kept = rows(files, "measurements.csv")
    assert len(kept) == len(figures)
    for row in kept:
        now = figures[row["round"], row["question"], row["code"], row["coefficient"]]
        assert {name: row[name] for name in now if name != "command"} == {
            name: value for name, value in now.items() if name != "command"
        }
        assert len(row["fingerprint"]) == 64
        assert row["annotator_version"]
        assert row["measured_at"].endswith("Z")


def test_the_codebook_is_exported_as_it_was_imported(files):
    assert files["codebook-v1.yaml"].decode() == factories.BOOK.replace(
        "kind: many", "kind: many\n    marks: optional"
    )


def test_the_read_me_has_the_title_and_says_what_made_it(files):
    text = files["README.md"].decode()
    assert text.startswith("# Staged meetings\n\nThe data set of the study `staged-meetings`")
    assert "demo" not in text
