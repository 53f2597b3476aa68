"""A design is known in one place: its module, and one line of the registry."""

import ast
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pytest
from click.testing import CliRunner
from jinja2 import Environment, nodes
from sqlalchemy import select

from annotator.cli import main
from annotator.errors import Problem, Refused
from annotator.paths import PACKAGE, shipped
from annotator.rounds.commands.open import open_command
from annotator.rounds.commands.rounds import round_ as commands
from annotator.rounds.designs.design import Basis, Design
from annotator.rounds.designs.registry import DESIGNS
from annotator.rounds.fields import Number, Option, Section, setting
from annotator.rounds.models import Assignment, Round
from tests import factories
from tests.structure import MODULES, imports, tree

HOME = "annotator.rounds.designs."
#: The modules of the room that others may know: they name no design.
SHARED = {f"{HOME}{name}" for name in ("balance", "design", "numbering", "registry", "walk")}


def of_one_design(_module: str, source: str) -> list[str]:
    """Imports of one design's module, and comparisons of something with a design's name."""
    known = [name for name in imports(source) if name.startswith(HOME) and name not in SHARED]
    compared = [
        f"line {node.lineno}"
        for node in ast.walk(tree(source))
        if isinstance(node, (ast.Compare, ast.Match, ast.Subscript))
        and "design" in ast.unparse(node)
        and names_in(ast.walk(node))
    ]
    return known + compared


def names_in(parts: Iterator[ast.AST]) -> list[str]:
    return [
        each.value for each in parts if isinstance(each, ast.Constant) and each.value in DESIGNS
    ]


def of_one_design_in_a_template(source: str) -> list[str]:
    """Comparisons with the name of a design, or as good as that."""
    found = []
    for node in Environment().parse(source).find_all((nodes.Compare, nodes.Getitem)):
        words = {each.value for each in node.find_all(nodes.Const) if each.value in DESIGNS}
        parts = (*node.find_all(nodes.Getattr), *node.find_all(nodes.Name))
        names = {each.attr if isinstance(each, nodes.Getattr) else each.name for each in parts}
        if words and any("design" in name for name in names):
            found.append(f"line {node.lineno}")
    return found


def test_no_module_but_a_designs_own_knows_it_by_name():
    found = {
        name: of_one_design(name, file.read_text("utf-8"))
        for name, file in MODULES.items()
        if not name.startswith(HOME)
    }
    assert {name: what for name, what in found.items() if what} == {}


def test_no_template_knows_a_design_by_name():
    templates = shipped("templates")
    found = {
        file.relative_to(templates).as_posix(): of_one_design_in_a_template(file.read_text("utf-8"))
        for file in templates.rglob("*.html")
    }
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "source",
    [
        'if round_.design.name == "full": ...',
        'where(Round.design_name.in_(["open"]))\nx = design in ("open", "full")',
        'match design.name:\n    case "retest": ...',
        'words = {"full": "all"}[design.name]',
        "from annotator.rounds.designs.full import Full",
    ],
)
def test_a_comparison_with_a_design_is_found(source):
    assert of_one_design("annotator.web.forms", source)


def test_a_comparison_with_a_state_is_no_design():
    assert of_one_design("annotator.web.forms", 'x = round_.state == "open"') == []
    assert of_one_design_in_a_template('{% if round.state == "open" %}{% endif %}') == []
    assert of_one_design_in_a_template('{% if round.design.name == "open" %}{% endif %}')


def test_the_guide_has_every_design():
    guide = (PACKAGE.parent / "docs" / "rounds.md").read_text("utf-8")
    table = guide.partition("## Which design")[2].partition("\n## ")[0]
    assert set(re.findall(r"\| `(\w+)`:", table)) == set(DESIGNS)


@dataclass(frozen=True, slots=True)
class Shifts(Design):
    """One coder after the other codes so many sentences."""

    name: ClassVar[str] = "shifts"
    label: ClassVar[str] = "Coders take turns"
    summary: ClassVar[str] = "--length sentences each, in turns"

    length: int = setting(
        1,
        Number(label="Sentences in a shift", section=Section.CODERS, least=1, most=9),
        Option("--length", "How many sentences a shift has.", "N"),
    )

    @property
    def in_words(self) -> str:
        return f"coders take turns after {self.length} sentences"

    def problems(self, units: int, coders: int) -> Iterator[Problem]:
        if self.length > units:
            yield Problem("The shifts are too long.", column="length", remedy="Shorten them.")

    def assignments(self, basis: Basis) -> int:
        return len(basis.sentences)

    def blocks(self, basis: Basis) -> Sequence[tuple[int, ...]]:
        turns = range(len(basis.sentences))
        return [(turn // self.length % len(basis.coders),) for turn in turns]


@pytest.fixture
def shifts(monkeypatch):
    """A design more: its module, and its line in the registry."""
    monkeypatch.setitem(DESIGNS, Shifts.name, Shifts)
    monkeypatch.setitem(commands.commands, "open", open_command())


@pytest.fixture
def ready(app, people):
    with factories.inside(app, people.study) as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        coders = [factories.member_called(session, study, name) for name in ("Cora", "Carl")]
        session.commit()
        return sorted(each.pseudonym for each in coders)


def turns(app, people):
    """Who codes the sentences of the newest round, one after the other."""
    with factories.inside(app, people.study) as (session, _):
        made = session.scalars(select(Round).order_by(Round.number.desc())).first()
        assert made.design == Shifts(length=2)
        assert made.state == "open"
        rows = session.scalars(
            select(Assignment).join(Assignment.unit).where(Assignment.round_id == made.id)
        )
        in_order = sorted(rows, key=lambda each: each.unit.position)
        return [each.member.pseudonym for each in in_order]


@pytest.mark.usefixtures("shifts")
def test_a_design_of_ones_own_opens_a_round_by_the_page(app, people, browser_of, ready):
    lea, base = browser_of("Lea"), f"/studies/{people.study}/rounds"
    page = lea.get(f"{base}/new").text
    assert "Coders take turns" in page
    assert "Sentences in a shift" in page
    sent = {
        "title": "Turns", "purpose": "pilot", "coders": ready, "order": "article",
        "context": "none", "seed": "1", "design": "shifts", "stratum": "outlet", "sample": "all",
        "sample_by": "outlet", "skips": "count", "lease_minutes": "60",
    }  # fmt: skip
    refused = html.unescape(lea.post(f"{base}/new", data=sent | {"length": "9"}).text)
    assert "The shifts are too long. Shorten them." in refused
    address = lea.post(f"{base}/new", data=sent | {"length": "2"}).location
    assert "3 places (coders take turns after 2 sentences)" in lea.get(address).text
    lea.post(f"{address}/open")
    assert turns(app, people) == [ready[0], ready[0], ready[1]]


@pytest.mark.usefixtures("shifts")
def test_a_design_of_ones_own_opens_a_round_by_the_command(app, people, settings, ready):
    runner = CliRunner(env={"ANNOTATOR_DATABASE_URL": settings.database_url})
    words = ["--data", str(settings.data), "round", "open"]
    asked = [people.study, "Turns", "--design", "shifts", "--length", "2"]
    said = runner.invoke(main, [*words, *asked])
    assert said.stdout == "Round 1 is open: 3 sentences, 3 places.\n"
    assert turns(app, people) == [ready[0], ready[0], ready[1]]
    told = runner.invoke(main, [*words, "--help"]).stdout
    assert "shifts: --length sentences" in " ".join(told.split())


@pytest.mark.usefixtures("shifts")
def test_a_design_of_ones_own_opens_a_round_by_the_service(app, people, ready):
    with factories.inside(app, people.study) as (session, study):
        coders = [factories.member_called(session, study, name) for name in ("Cora", "Carl")]
        with pytest.raises(Refused, match="too long"):
            factories.draft_round(session, study, coders, design="shifts", length=9)
        factories.open_round(session, study, coders, design="shifts", length=2)
        session.commit()
    assert turns(app, people) == [ready[0], ready[0], ready[1]]
