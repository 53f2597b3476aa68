"""A study from an empty folder to its data set, in the browser; then every figure once more."""

import hashlib
import json
import random
import shlex
import socket
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import krippendorff
import pandas as pd
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from annotator.cli import main
from annotator.config import Settings
from annotator.datasets.queries.tables import TABLES
from tests.browser.conftest import PATIENCE, watch
from tests.browser.people import FRAMES, NONE, VOICES, Coder, Lead, make_account
from tests.serving import COMMAND, Server, environment

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent / "articles"
WIDOWS = "Governor receives widows of the Tarn dam"
ARTICLES = {
    HERE / "governor_receives_widows.txt": {
        "Title": WIDOWS,
        "Outlet": "Ondre Ledger",
        "Event": "The reception",
    },
    HERE / "a_father_to_the_valley.txt": {
        "Title": "A father to the valley",
        "Outlet": "Valley Voice",
        "Event": "The reception",
    },
}
SERVED = 23
SKIPPED, CHANGED = 3, 6
NEEDS_CONTEXT = "cannot be understood without context"
CODERS = ("Cora", "Carl")

Row = dict[str, str]
Said = dict[str, dict[str, tuple[tuple[str, ...], str] | str]]


@dataclass(frozen=True)
class Story:
    """What came of it: what each coder meant by sentence, the agreement page, the data set."""

    settings: Settings
    meant: Said
    pseudonyms: dict[str, str]
    overview: list[Row]
    details: dict[str, dict[str, list[Row]]]
    commands: dict[str, str]
    folder: Path

    def table(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.folder / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def story(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The story, told once."""
    folder = tmp_path_factory.mktemp("story")
    port = _free_port()
    settings = Settings(
        data=folder / "data",
        database_url=f"sqlite:///{folder / 'data' / 'annotator.db'}",
        url=f"http://127.0.0.1:{port}",
    )
    link = command(settings, "init").split()[-1]
    broken: list[str] = []
    server = Server(settings)
    server.port = port
    with server:
        people = [browser.new_context(base_url=settings.url) for _ in ("lead", *CODERS)]
        for each in people:
            each.set_default_timeout(PATIENCE)
            watch(each, broken)
        lead, *coders = (each.new_page() for each in people)
        yield _tell(settings, link, Lead(lead), [Coder(page) for page in coders], folder)
        for each in people:
            each.close()
    assert not broken


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def command(settings: Settings, *arguments: str, cwd: Path | None = None) -> str:
    """Run a command as it is typed, without the word ``annotator``."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        env=environment(settings) | {"ANNOTATOR_URL": settings.url},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _tell(settings: Settings, link: str, lead: Lead, coders: list[Coder], folder: Path) -> Story:
    make_account(lead.page, link, "Lea")
    lead.make_study("The reception")
    _bring_articles(lead)
    _correct_a_split(lead)
    lead.bring_codebook("Frames in reports of a staged meeting")
    invitation = lead.invite(len(CODERS))
    for name, coder in zip(CODERS, coders, strict=True):
        make_account(coder.page, invitation, name)
    pseudonyms = _pseudonyms(lead)
    lead.open_round("Pilot")
    meant = {name: _code(coder, name) for name, coder in zip(CODERS, coders, strict=True)}
    lead.keep_figures()
    overview = rows_of(lead, "Agreement")
    keys = [line.get_attribute("id") or "" for line in lead.page.locator("details[id]").all()]
    return Story(
        settings,
        meant,
        pseudonyms,
        overview,
        details={key: _details(lead, key) for key in keys},
        commands={key: _command(lead, key) for key in keys},
        folder=_unpacked(lead.download(folder / "data-set.zip")),
    )


def _bring_articles(lead: Lead) -> None:
    lead.bring_articles(ARTICLES)
    preview = lead.page.get_by_role("region", name="governor_receives_widows.txt", exact=True)
    expect(preview).to_contain_text("Photograph: Jonas Feld/Ondre Pictures")
    lead.store_articles()


def _correct_a_split(lead: Lead) -> None:
    """A quotation that goes on after who said it is one sentence for this lead."""
    lead.review(WIDOWS)
    row = lead.row("“He told us that the wall was wet,” she said.")
    row.get_by_role("button", name="Join with next").click()
    expect(row).to_contain_text("she said. “Nobody came.”")


def _pseudonyms(lead: Lead) -> dict[str, str]:
    """The pseudonym of each person."""
    lead.open("members")
    return {row["Person"]: row["Pseudonym"] for row in rows_of(lead, "Members")}


def _code(coder: Coder, name: str) -> dict[str, tuple[tuple[str, ...], str] | str]:
    """Label every sentence by keyboard alone, and give what was meant by each."""
    meant: dict[str, tuple[tuple[str, ...], str] | str] = {}
    coder.page.goto("/")
    coder.tab_to("Go to the desk")
    coder.press("Enter")
    coder.begin()
    while not coder.is_done:
        sentence = coder.reading
        if name == CODERS[0] and len(meant) == SKIPPED:
            meant[sentence] = NEEDS_CONTEXT
            coder.skip("2")
            continue
        meant[sentence] = frames, voice = opinion(sentence, name)
        coder.answer(frames, voice)
        if name == CODERS[1] and len(meant) == CHANGED:
            meant[sentence] = _change(coder, sentence, frames)
    return meant


def _change(coder: Coder, sentence: str, frames: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Go back, take back the frames that were given, and give another answer."""
    coder.go_back()
    assert coder.reading == sentence
    coder.press(*(["n"] if frames == NONE else [FRAMES[frame] for frame in frames]))
    coder.answer(("heroic", "loaded"), "both")
    return ("heroic", "loaded"), "both"


def opinion(sentence: str, coder: str) -> tuple[tuple[str, ...], str]:
    """What a coder thinks of a sentence: three times out of four what anyone would."""
    alone = random.Random(f"{coder} {sentence}")
    chance = random.Random(sentence) if alone.random() < 0.75 else alone
    frames = tuple(frame for frame in FRAMES if chance.random() < 0.25) or NONE
    return frames, chance.choice(list(VOICES))


def rows_of(lead: Lead, name: str) -> list[Row]:
    """The rows of a table by its headings, as a reader sees them."""
    found: list[Row] = lead.page.get_by_role(
        "region", name=name, exact=True, include_hidden=True
    ).evaluate(
        """region => {
          const text = (cell) => {
            const shown = cell.cloneNode(true);
            shown.querySelectorAll(".spoken").forEach((each) => each.remove());
            return shown.textContent.trim();
          };
          const headings = [...region.querySelectorAll("thead th")].map(text);
          return [...region.querySelectorAll("tbody tr")].map((row) =>
            Object.fromEntries([...row.cells].map((cell, n) => [headings[n], text(cell)])));
        }"""
    )
    return found


def _details(lead: Lead, key: str) -> dict[str, list[Row]]:
    names = ("Figures", "Values", "Articles")
    return {name: rows_of(lead, f"{name} of {key}") for name in names}


def _command(lead: Lead, key: str) -> str:
    return lead.page.locator(f"details[id='{key}'] pre").text_content() or ""


def _unpacked(archive: Path) -> Path:
    folder = archive.with_suffix("")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def again(story: Story) -> dict[str, Any]:
    """What each printed command says of the exported data, in full precision."""
    with chdir(story.folder):
        return {key: json.loads(_run(printed)) for key, printed in story.commands.items()}


def _run(printed: str) -> str:
    program, *arguments = shlex.split(printed)
    assert program == "annotator"
    done = CliRunner().invoke(main, [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_every_label_is_in_the_data_set_as_it_was_meant(story: Story) -> None:
    sentences = story.table("sentences").set_index("sentence")["text"]
    codings = story.table("codings")
    assert codings["unit"].nunique() == SERVED
    assert len(codings) == SERVED * len(CODERS) * (len(FRAMES) + 1)
    for name, pseudonym in story.pseudonyms.items():
        for sentence, rows in codings[codings["coder"] == pseudonym].groupby("sentence"):
            assert _read(rows) == story.meant[name][sentences[sentence]]


def _read(rows: pd.DataFrame) -> tuple[tuple[str, ...], str] | str:
    """What the rows of one coding say: frames and voice, or the reason of a skip."""
    if set(rows["status"]) == {"skipped"}:
        return str(rows["skip_reason"].iloc[0])
    frames = rows[rows["question"] == "frames"]
    voice = rows[rows["question"] == "voice"]["value"].item()
    return tuple(frames[frames["value"] == "1"]["code"]) or NONE, voice


def test_one_sentence_was_skipped_and_one_answer_changed(story: Story) -> None:
    codings = story.table("codings").drop_duplicates("coding")
    assert list(codings["status"]).count("skipped") == 1
    assert sorted(codings["revision"]) == ["1"] * (2 * SERVED - 1) + ["2"]


def test_a_printed_command_says_the_same_in_a_process_of_its_own(
    story: Story, again: dict[str, Any]
) -> None:
    _, *arguments = shlex.split(story.commands["voice"])
    said = command(story.settings, *arguments, "--json", cwd=story.folder)
    assert json.loads(said) == again["voice"]


def test_every_figure_on_the_page_is_what_its_command_says(
    story: Story, again: dict[str, Any]
) -> None:
    assert len(story.overview) == len(again) == len(FRAMES) + 1
    for row, (key, said) in zip(story.overview, again.items(), strict=True):
        figures, details = said["coefficients"], story.details[key]
        assert row["Units"] == str(said["n_units"])
        assert row["Coders"] == str(said["n_coders"])
        assert row["Judgements"] == str(said["n_judgements"])
        assert row["Percent"] == printed(figures["percent"]["value"])
        assert row["Alpha"] == printed(figures["alpha"]["value"])
        assert row["95 % interval"] == interval(figures["alpha"])
        assert [(each["Value"], each["95 % interval"]) for each in details["Figures"]] == [
            (printed(each["value"]), interval(each)) for each in figures.values()
        ]
        assert {each["Value"]: each["Judgements"] for each in details["Values"]} == {
            value: f"{number} of {said['n_judgements']}" for value, number in said["values"].items()
        }
        assert [tuple(each.values()) for each in details["Articles"]] == [
            (
                each["article"],
                str(each["n_units"]),
                printed(each["coefficients"]["percent"]["value"]),
                printed(each["coefficients"]["alpha"]["value"]),
            )
            for each in said["articles"]
        ]


def printed(value: float | None) -> str:
    """A figure as the page prints it."""
    return "–" if value is None else f"{value:z,.3f}".replace("-", "\N{MINUS SIGN}")


def interval(figure: dict[str, Any]) -> str:
    if figure["low"] is None:
        return "–"
    return f"{printed(figure['low'])} to {printed(figure['high'])}"


def test_every_alpha_is_the_one_of_the_krippendorff_package(
    story: Story, again: dict[str, Any]
) -> None:
    name = ["question", "code", "coefficient"]
    exported = story.table("agreement").set_index(name)["value"]
    kept = story.table("measurements").set_index(name)["value"]
    counted = story.table("codings").query("counted == '1'")
    for key, said in again.items():
        question, _, code = key.partition(".")
        rows = counted[(counted["question"] == question) & (counted["code"] == code)]
        units = rows.pivot(index="coder", columns="unit", values="value")
        numbers = {value: float(number) for number, value in enumerate(said["values"])}
        matrix = units.apply(lambda column, numbers=numbers: column.map(numbers)).to_numpy(float)
        alpha = krippendorff.alpha(reliability_data=matrix, level_of_measurement="nominal")
        for value in (
            said["coefficients"]["alpha"]["value"],
            exported[question, code, "alpha"],
            kept[question, code, "alpha"],
        ):
            assert float(value) == pytest.approx(alpha, rel=0, abs=1e-12)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_pandas_opens_every_table_with_the_columns_that_are_documented(
    story: Story, table: Any
) -> None:
    frame = pd.read_csv(story.folder / table.file)
    assert tuple(frame.columns) == table.names
    # Nobody marks words in this story, and nothing is hidden in its round.
    assert len(frame) or table.name in ("marks", "checks", "repeats")
    assert not frame.duplicated(list(table.key)).any()


def test_the_checksums_are_those_of_the_files(story: Story) -> None:
    lines = (story.folder / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = dict(reversed(line.split("  ", 1)) for line in lines)
    files = {file.name: file.read_bytes() for file in story.folder.iterdir()}
    del files["SHA256SUMS"]
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
