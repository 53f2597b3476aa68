"""Exit codes are as scripts outside know them.

The list is a table: what each command line ends with, run in this order in the lab's folder.
"""

from tests.contract.laboratory import Lab
from tests.contract.pinned import compare, pinned

LIST = "exit_codes.txt"


def exit_codes(lab: Lab) -> list[str]:
    """Each command line of the list, with the exit code that it has now."""
    lines = [line.partition("  ")[2] for line in pinned(LIST)]
    return [f"{lab.annotator(line.removeprefix('annotator')).exit_code}  {line}" for line in lines]


def test_exit_codes_are_as_they_were(lab):
    compare(LIST, exit_codes(lab))
