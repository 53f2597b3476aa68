"""Exported files have the names and columns that scripts outside read.

What a column holds is read from the data dictionary that every data set carries.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from zipfile import ZipFile

from tests.contract.laboratory import STUDY, Lab
from tests.contract.pinned import compare

LIST = "files.txt"

MEASURE = "agreement measure judgements.csv --unit unit --coder coder --value value --replicates 50"

#: The tables of a measured file, with what else has to be asked for.
TABLES = {
    "coefficients": "",
    "codes": "",
    "confusions": "",
    "coders": "",
    "pairs": "--weights linear --level ordinal",
    "articles": "--cluster outlet",
    "article": "--cluster article --group article",
    "prevalence": "",
    "disputes": "--text text",
    "outlet": "--cluster article --group outlet",
    "outlet-differences": "--cluster article --group outlet",
    "week": "--cluster article --week time",
    "coder_group": "--coder-groups training.csv",
}

#: The endings of files that pages offer; a PNG has its name as a PDF has, and is slow to draw.
TEXTS, PICTURES = ("csv", "tex", "yaml"), ("svg", "pdf")

Described = Mapping[str, tuple[str, ...]]


def files(lab: Lab) -> list[str]:
    """The files that are written or downloaded, and the columns of each that is a table."""
    return [
        *sorted(_installed(lab)),
        *_data_set(lab),
        *_tables(lab),
        *_downloads(lab),
    ]


def _installed(lab: Lab) -> Iterator[str]:
    """What `annotator init` makes."""
    lab.said("--data fresh init")
    for file in (lab.folder / "fresh").iterdir():
        if not file.name.endswith(("-wal", "-shm", "-journal")):
            yield f"annotator init: {file.name}"


def _data_set(lab: Lab) -> Iterator[str]:
    """The files of a data set by name; behind a table its columns in order."""
    lab.said(f"export {STUDY} --to release")
    dictionary = described((lab.folder / "release" / "README.md").read_text(encoding="utf-8"))
    for file in sorted((lab.folder / "release").iterdir()):
        yield f"annotator export: {file.name}"
        if file.suffix == ".csv":
            columns = dictionary.get(file.name, {})
            for column in _header(file.read_text(encoding="utf-8")):
                facts = columns.get(column, ("not described",))
                yield f"{file.name}: {column}  {'  '.join(facts)}"


def described(page: str) -> Mapping[str, Described]:
    """What a data dictionary says of the columns of each file: kind, place in the key, values."""
    found = {}
    for part in re.split(r"^## ", page, flags=re.M)[1:]:
        name, _, text = part.partition("\n")
        key = re.findall(r"`(\w+)`", "".join(re.findall(r"Its key: (.*)\.$", text, re.M)))
        found[name] = {
            column: (kind, *(["key"] if column in key else []), *_values(meaning))
            for column, kind, meaning in re.findall(r"^\| `(\w+)` \| (\w+) \| (.*) \|$", text, re.M)
        }
    return found


def _values(meaning: str) -> Iterator[str]:
    for values in re.findall(r"Values: (`.*`)\.$", meaning):
        yield "|".join(re.findall(r"`([^`]+)`", values))


def _header(text: str) -> list[str]:
    return next(csv.reader([text.partition("\n")[0].rstrip("\r")]))


def _tables(lab: Lab) -> Iterator[str]:
    """The columns of `annotator agreement measure --table NAME`, and of `annotator hours`."""
    lines = {f"{MEASURE} {more} --table {name}": name for name, more in TABLES.items()}
    occasions = MEASURE.replace("judgements", "twice") + " --repeats occasions --table occasions"
    for line, name in {**lines, occasions: "occasions"}.items():
        for column in _header(lab.said(line)):
            yield f"annotator agreement measure --table {name}: {column}"
    for column in _header(lab.said(f"hours {STUDY}")):
        yield f"annotator hours: {column}"


def _downloads(lab: Lab) -> Iterator[str]:
    """What pages offer as files: address, name, type, and the columns of a table."""
    with lab.page("data/download") as archive:
        yield _named("data/download", archive.headers)
        for name in sorted(ZipFile(BytesIO(archive.data)).namelist()):
            yield f"data/download: {name}"
    number_one = lab.round_id(1)
    for path in sorted(set(_offered(lab, number_one))):
        answer = lab.page(path.replace("ROUND", number_one))
        assert answer.status_code == 200, path
        yield _named(path, answer.headers)
        if path.endswith(".csv"):
            for column in _header(answer.text):
                yield f"{path}: {column}"


def _offered(lab: Lab, number_one: str) -> Iterator[str]:
    """The files to which the pages link; of pictures, which all have such names, one."""
    pages = ["members", "codebook", "agreement?round=1", "agreement/measurements"]
    pages += [f"agreement/{number_one}/{key}" for key in ("frames", "tone")]
    for page in pages:
        text = lab.page(page).text
        for link, ending in re.findall(rf'href="/studies/{STUDY}/([^"?]+\.(\w+))"', text):
            if ending in TEXTS or (ending in PICTURES and "forest" in link):
                yield link.replace(number_one, "ROUND")


def _named(path: str, headers: Mapping[str, str]) -> str:
    said = headers.get("Content-Disposition", "shown")
    return f"{path}  {headers['Content-Type'].partition(';')[0]}  {said}"


def test_exported_files_and_their_columns_are_as_they_were(lab):
    compare(LIST, files(lab))


def test_the_data_dictionary_describes_the_columns_that_are_there_in_their_order(lab):
    lab.said(f"export {STUDY} --to release")
    folder = lab.folder / "release"
    dictionary = described((folder / "README.md").read_text(encoding="utf-8"))
    tables = {file.name: _header(file.read_text(encoding="utf-8")) for file in folder.glob("*.csv")}
    assert {name: list(dictionary.get(name, ())) for name in tables} == tables
