"""Commands with their arguments and options are as scripts outside know them."""

from collections.abc import Iterator

import click

from annotator.cli import main
from tests.contract.pinned import compare

LIST = "commands.txt"


def commands() -> list[str]:
    """Every command, each followed by its arguments in order and its options by name."""
    return list(_lines(main, click.Context(main, info_name="annotator")))


def _lines(command: click.Command, context: click.Context) -> Iterator[str]:
    yield context.command_path
    arguments = [each for each in command.params if isinstance(each, click.Argument)]
    options = [each for each in command.params if isinstance(each, click.Option)]
    for each in [*arguments, *sorted(options, key=lambda option: option.opts)]:
        yield _line(each, context)
    if isinstance(command, click.Group):
        for name in sorted(command.list_commands(context)):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _lines(inner, click.Context(inner, parent=context, info_name=name))


def _line(parameter: click.Parameter, context: click.Context) -> str:
    """A parameter on one line: names, metavar, and all that says what may be given."""
    names = ", ".join([*parameter.opts, *parameter.secondary_opts])
    metavar = parameter.make_metavar(context)
    is_flag = isinstance(parameter, click.Option) and parameter.is_flag
    if isinstance(parameter, click.Argument):
        names, metavar = metavar, ""
    facts = [
        "flag" if is_flag else parameter.type.name,
        *_limits(parameter.type),
        *(["several"] if parameter.multiple or parameter.nargs == -1 else []),
        *(["required"] if parameter.required else []),
        *([f"environment {parameter.envvar}"] if parameter.envvar else []),
        *_default(parameter, context),
    ]
    said = f"{context.command_path} {names} {'' if is_flag else metavar}".rstrip()
    return f"{said}  ({'; '.join(facts)})"


def _limits(kind: click.ParamType) -> Iterator[str]:
    """What a type asks of a value, beside what the metavar says."""
    facts = kind.to_info_dict()
    for name in ("min", "max", "min_open", "max_open", "exists", "allow_dash", "case_sensitive"):
        fact = facts.get(name)
        if fact is True:
            yield name
        elif fact is not None and fact is not False:
            yield f"{name} {fact}"


def _default(parameter: click.Parameter, context: click.Context) -> Iterator[str]:
    """What is taken if nothing is given, as one would give it."""
    default = parameter.get_default(context)
    given = default if isinstance(default, (list, tuple)) else (default,)
    kind = parameter.type
    if isinstance(kind, click.Choice):
        given = [kind.normalize_choice(each, context) for each in given if isinstance(each, str)]
    said = ",".join(str(each) for each in given if isinstance(each, (str, int, float)))
    if said not in ("", "False"):
        yield f"default {said}"


def test_commands_arguments_and_options_are_as_they_were():
    compare(LIST, commands())
