"""The roof of the command line: what it offers, and that it answers at once."""

import subprocess
import sys

import click
from click.testing import CliRunner

from annotator.cli import COMMANDS, main


def test_a_command_is_found_where_the_table_says_under_its_own_name():
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command.name == name
        assert command.help, name


def test_help_names_every_command_on_one_line_in_the_order_of_a_study():
    said = CliRunner().invoke(main, ["--help"], terminal_width=80).output
    rows = [line.split("  ") for line in said.split("Commands:\n")[1].splitlines() if line]
    assert [row[1] for row in rows if row[1] in COMMANDS] == list(COMMANDS)
    assert all(told in said for _, told in COMMANDS.values())


def test_help_imports_neither_the_web_nor_the_database_nor_tables():
    code = "import sys; sys.argv[1:] = ['--help']; from annotator.cli import main\n"
    modules = loaded(code + "try:\n    main()\nexcept SystemExit:\n    pass")
    assert "annotator.cli" in modules
    assert not modules & {"flask", "sqlalchemy", "numpy", "pandas", "matplotlib", "choppa"}


def test_the_application_starts_without_what_only_some_pages_need():
    modules = loaded("import annotator.app")
    assert "flask" in modules
    assert not modules & {"pandas", "matplotlib", "choppa", "openpyxl"}


def test_a_server_loads_it_when_it_serves_already():
    modules = loaded("from annotator.operations.commands.serving import warm_up; warm_up()")
    assert modules >= {"matplotlib", "choppa", "openpyxl"}


def loaded(code: str) -> set[str]:
    """The names of the modules that are loaded when this code has run."""
    code = f"import sys\n{code}\nprint(*sys.modules, sep='\\n')"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines())


def test_a_mistyped_command_is_answered_with_the_one_that_was_meant():
    run = CliRunner().invoke(main, ["servee"])
    assert run.exit_code == 2
    assert "Did you mean 'serve'?" in run.output
