"""The command that measures a file as a page did. Pure."""

import csv
import shlex
from collections.abc import Iterator, Sequence
from io import StringIO

from annotator.measuring.layout import NONE, Layout
from annotator.measuring.options import Options


def command_of(file: str, layout: Layout, options: Options) -> str:
    """The command in words that a shell takes as they are; what is usual is left out."""
    words = ["annotator", "agreement", "measure", file, *_columns(layout), *_ways(layout, options)]
    return shlex.join(words)


def _columns(layout: Layout) -> Iterator[str]:
    named = {
        "--unit": layout.unit,
        "--coder": layout.coder,
        "--value": layout.value,
        "--coders": _listed(layout.coders),
        "--cluster": layout.cluster,
        "--week": layout.week,
        "--codes": layout.codes,
        "--text": layout.text,
    }
    for option, column in named.items():
        if column:
            yield from (option, column)
    for column in layout.groups:
        yield from ("--group", column)
    for column, value in layout.where:
        yield from ("--where", f"{column}={value}")


def _ways(layout: Layout, options: Options) -> Iterator[str]:
    said = {
        "--level": options.level if options.level != "nominal" else "",
        "--values": _listed(options.values or ()),
        "--missing": _listed(layout.missing),
        "--separator": layout.separator,
        "--none": layout.none if layout.none != NONE else "",
        "--distance": "distances.csv" if options.distances else options.distance,
        "--weights": options.weights,
        "--coder-groups": "groups.csv" if options.coder_groups else "",
        "--repeats": options.repeats if options.repeats != "refuse" else "",
    }
    for option, value in said.items():
        if value and value not in {"nominal", "none"}:
            yield from (option, value)
    if options.kalpha:
        yield "--kalpha"


def _listed(names: Sequence[str]) -> str:
    """Names with commas between; one with a comma in it stands in quotes."""
    stream = StringIO(newline="")
    csv.writer(stream, lineterminator="").writerow(names)
    return stream.getvalue()
