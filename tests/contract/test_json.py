"""What commands print as JSON has the keys and types that programs outside read."""

import json
import re

from tests.contract.laboratory import Lab
from tests.contract.pinned import compare, pinned
from tests.contract.shapes import Shape
from tests.contract.test_commands import commands

LIST = "json.txt"

MEASURE = "agreement measure judgements.csv --unit unit --coder coder --replicates 50 --json"
EVERY_PART = "--cluster article --group outlet --week time --coder-groups training.csv --text text"

#: Command lines that together show every key, by the command.
LINES = {
    "agreement measure": (
        f"{MEASURE} --value value",
        f"{MEASURE} --value value --cluster outlet",
        f"{MEASURE} --value value {EVERY_PART}",
        f"{MEASURE} --value value --kalpha --level ordinal --values 1,2,3 --weights linear",
        f"{MEASURE} --value codes --separator ';' --distance masi",
        "agreement measure twice.csv --unit unit --coder coder --value value "
        "--repeats occasions --replicates 50 --json",
    ),
    "agreement plan": (
        "agreement plan --alpha 0.95 --studies 50 --json",
        "agreement plan --alpha 0.7 --minimum 0.8 --studies 50 --json",
        "agreement plan --pilot judgements.csv --unit unit --coder coder --value value "
        "--minimum 0.1 --studies 50 --json",
    ),
    "articles split": ("articles split article.txt --json",),
}

#: Objects whose keys are words of the data.
DATA = ("/by_group", "/dropped", "/per_code", "/self_agreement/coders", "measure/values")

#: What stands in many places.
NAMED = {"FIGURE": ("high", "low", "method", "reason", "se", "value")}


def json_keys(lab: Lab) -> list[str]:
    """The keys of what the command lines print, each behind its command."""
    shape = Shape(DATA, NAMED)
    for command, lines in LINES.items():
        for line in lines:
            shape.add(f"annotator {command}", json.loads(lab.said(line)))
    return shape.lines()


def test_keys_and_types_of_json_are_as_they_were(lab):
    compare(LIST, json_keys(lab))


def test_every_command_that_prints_json_is_in_the_list():
    listed = {re.split(r"[/\[]|  ", line)[0] for line in pinned(LIST)} - set(NAMED)
    assert {line.partition(" --json")[0] for line in commands() if " --json " in line} == listed
