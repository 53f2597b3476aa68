"""The order of the features and the layers, read from every module and template."""

import re
from pathlib import Path

import pytest

import annotator
from annotator.paths import PACKAGE, shipped
from tests.structure import (
    FEATURES,
    FILES,
    MODULES,
    PACKAGES,
    ROOF,
    SHARED,
    TEMPLATES,
    broken,
    ends_a_transaction,
    entries,
    from_above,
    from_later,
    from_the_roof,
    has_effects,
    imported_late,
    impure,
    leads_later,
    more_than_a_docstring,
    ours,
    part,
    query_at_the_edge,
    relative,
    shows_later,
    web_below_the_edge,
)

ROOT = Path(__file__).parents[1]


def test_a_module_imports_only_from_its_own_layer_or_below():
    assert broken(from_above) == {}


def test_a_feature_knows_only_those_before_it_and_what_is_shared_knows_none():
    assert broken(from_later) == {}


def test_only_the_command_line_knows_the_application_and_nothing_knows_the_command_line():
    assert broken(from_the_roof) == {}


def test_a_pure_module_knows_neither_web_nor_database():
    assert broken(impure) == {}


#: These read what ships with the code, as a constant.
SHIPPED = {"annotator.codebook.ready_made", "annotator.corpus.segmentation.engines"}
#: How many modules a room may have, beside its own rooms.
MOST_ENTRIES = 12


def test_a_pure_module_has_no_threads_processes_files_clocks_or_unseeded_draws():
    assert set(broken(has_effects)) <= SHIPPED


def test_no_module_or_template_names_an_endpoint_of_a_later_feature():
    assert broken(leads_later) == broken(leads_later, TEMPLATES) == {}


def test_no_module_or_template_names_a_template_of_a_later_feature():
    assert broken(shows_later) == broken(shows_later, TEMPLATES) == {}


def test_a_room_has_at_most_a_dozen_modules_beside_its_own_rooms():
    rooms = {file.parent for file in PACKAGES.values()}
    sizes = {str(room.relative_to(PACKAGE.parent)): len(entries(room)) for room in rooms}
    assert {room: size for room, size in sizes.items() if size > MOST_ENTRIES} == {}


def test_models_services_and_queries_know_no_web():
    assert broken(web_below_the_edge) == {}


def test_views_forms_and_commands_write_no_query_and_make_no_table():
    assert broken(query_at_the_edge) == {}


def test_only_the_helper_for_writing_commits_and_rolls_back():
    assert broken(ends_a_transaction) == {}


def test_imports_stand_at_the_top_of_a_module_unless_they_take_long():
    assert broken(imported_late) == {}


def test_imports_name_the_whole_path():
    assert broken(relative) == {}


#: It exports its public names, for notebooks.
LIBRARY = "annotator.reliability"


def test_a_package_holds_a_docstring_and_nothing_else():
    found = {
        name: more_than_a_docstring(name, f.read_text("utf-8"))
        for name, f in PACKAGES.items()
        if name != LIBRARY
    }
    assert {name: what for name, what in found.items() if what} == {}


def test_a_migration_knows_nothing_of_the_package():
    files = sorted((shipped("migrations") / "versions").glob("*.py"))
    assert files
    assert {f.name: found for f in files if (found := ours(f.read_text("utf-8")))} == {}


def features_in(text: str) -> tuple[str, ...]:
    """The features of a drawn order, ``a -> b -> c`` over several lines."""
    return tuple(re.findall(r"\w+", " ".join(line for line in text.splitlines() if "->" in line)))


def test_the_order_of_the_features_is_the_one_that_the_package_states():
    assert features_in(annotator.__doc__ or "") == FEATURES


def test_the_map_of_the_documents_has_the_same_order_and_names_every_room():
    drawn = (ROOT / "ARCHITECTURE.md").read_text("utf-8").partition("## Promises")[0]
    assert features_in(drawn) == FEATURES
    rooms = {name.split(".")[1] for name in PACKAGES if "." in name}
    assert {room for room in rooms if f"      {room}/ " not in drawn} == set()


def test_every_folder_of_the_package_is_a_feature_or_shared():
    folders = {part(name) for name in PACKAGES} - {""}
    assert folders <= set(FEATURES)
    assert {part(name) for name in MODULES} <= {*FEATURES, *SHARED, *ROOF}


def test_no_module_is_longer_than_three_hundred_lines():
    long = {name: len(file.read_text("utf-8").splitlines()) for name, file in FILES.items()}
    assert {name: lines for name, lines in long.items() if lines > 300} == {}


@pytest.mark.parametrize(
    ("rule", "module", "source"),
    [
        (from_above, "annotator.rounds.designs.allocate", "import annotator.rounds.models"),
        (from_above, "annotator.rounds.models", "from annotator.rounds import service"),
        (from_above, "annotator.rounds.service.claim", "from annotator.rounds.views import views"),
        (from_above, "annotator.coding.queries.served", "from annotator.web import figures"),
        (from_above, "annotator.errors", "from annotator.database import session"),
        (from_later, "annotator.rounds.service.claim", "from annotator.coding import models"),
        (from_later, "annotator.web.commands", "from annotator.accounts.models import Account"),
        (from_later, "annotator.database.session", "import annotator.accounts.models"),
        (from_the_roof, "annotator.operations.commands.running", "from annotator import app"),
        (from_the_roof, "annotator.app", "import annotator.cli"),
        (impure, "annotator.rounds.designs.allocate", "import sqlalchemy.orm"),
        (impure, "annotator.codebook.schema", "from flask_wtf import FlaskForm"),
        (impure, "annotator.columns", "import click"),
        (has_effects, "annotator.rounds.designs.balance", "from threading import Lock"),
        (has_effects, "annotator.corpus.reading.cells", "import os.path"),
        (has_effects, "annotator.corpus.reading.cells", "file.read_bytes()"),
        (has_effects, "annotator.rounds.impact", "today = dt.date.today()"),
        (has_effects, "annotator.rounds.designs.balance", "random.Random()"),
        (leads_later, "annotator.rounds.views", "url_for('coding.desk')"),
        (leads_later, "rounds/round.html", '{{ url_for("agreement.report") }}'),
        (shows_later, "annotator.rounds.views", 'render_template("coding/desk.html")'),
        (shows_later, "rounds/round.html", '{% include "agreement/_line.html" %}'),
        (web_below_the_edge, "annotator.rounds.service.claim", "from flask import g"),
        (web_below_the_edge, "annotator.rounds.models", "from flask_login import UserMixin"),
        (query_at_the_edge, "annotator.rounds.views", "from sqlalchemy import select"),
        (query_at_the_edge, "annotator.operations.commands.running", "import pandas as pd"),
        (ends_a_transaction, "annotator.coding.service.record", "session.commit()"),
        (ends_a_transaction, "annotator.studies.queries", "end = session.rollback"),
        (ends_a_transaction, "annotator.rounds.views", "session().commit()"),
        (imported_late, "annotator.app", "def f():\n    import json"),
        (imported_late, "annotator.app", "if TYPE_CHECKING:\n    import json"),
        (relative, "annotator.app", "from . import db"),
        (more_than_a_docstring, "annotator.web", '"""Web."""\nimport json'),
        (more_than_a_docstring, "annotator.web", ""),
        (more_than_a_docstring, "annotator.rounds.models", '"""Rounds."""\nimport json'),
    ],
)
def test_a_rule_catches_what_breaks_it(rule, module, source):
    assert rule(module, source)


@pytest.mark.parametrize(
    ("rule", "module", "source"),
    [
        (from_above, "annotator.rounds.service.claim", "from annotator.rounds import queries"),
        (from_later, "annotator.coding.models", "from annotator.rounds.models import Round"),
        (from_later, "annotator.app", "from annotator.overview import views"),
        (from_the_roof, "annotator.cli", "from annotator.app import create_app"),
        (impure, "annotator.reliability.coefficients.alpha", "import numpy as np"),
        (has_effects, "annotator.rounds.designs.balance", "random.Random(seed)"),
        (has_effects, "annotator.corpus.service.in_parallel", "import os"),
        (leads_later, "coding/desk.html", "{{ url_for('coding.save') }}"),
        (shows_later, "coding/desk.html", '{% include "codebook/_prose.html" %}'),
        (query_at_the_edge, "annotator.studies.access", "from sqlalchemy import select"),
        (ends_a_transaction, "annotator.operations.commands", "target.commit()"),
        (more_than_a_docstring, "annotator.web", '"""Web."""'),
        (
            more_than_a_docstring,
            "annotator.rounds.models",
            '"""Rounds."""\nfrom annotator.rounds.models.units import Unit\n__all__ = ["Unit"]',
        ),
    ],
)
def test_a_rule_lets_through_what_keeps_it(rule, module, source):
    assert rule(module, source) == []
