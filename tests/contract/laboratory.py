"""A small study made as people make it: by commands, forms and the desk's addresses."""

import os
import re
import secrets
import shlex
import shutil
from collections.abc import Mapping
from contextlib import chdir
from functools import cached_property
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from annotator import config
from annotator.app import create_app
from annotator.cli import main

FILES = Path(__file__).parent / "lab"
PASSWORD = "four plain words here"
STUDY = "gates"

CALM = {"frames": ["staged"], "tone": "calm"}
LOUD = {"frames": "none", "tone": "loud", "strength": "high", "names": 2, "remark": "So loud."}

Answer = Mapping[str, Any]


class Lab:
    """A folder with files to work on, an installation in it, and the people of one study.

    Anna leads. Cora and Carl code: in round 1 all that there is, in round 2, which trains,
    what has a known answer.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(FILES, folder, dirs_exist_ok=True)

    def annotator(self, line: str) -> Result:
        """What a command line comes to, given in the folder without any setting."""
        unset = {name: None for name in os.environ if name.startswith("ANNOTATOR_")}
        with chdir(self.folder):
            return CliRunner().invoke(main, shlex.split(line), env=unset)

    def said(self, line: str) -> str:
        """What a command prints that has to go well."""
        run = self.annotator(line)
        assert run.exit_code == 0, f"{line}\n{run.output}"
        return run.stdout

    @cached_property
    def app(self) -> Flask:
        """The application of the installation, without tokens against forged forms."""
        settings = config.read({}, data=self.folder / config.DATA_FOLDER)
        return create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)

    @cached_property
    def anna(self) -> FlaskClient:
        return self._new_account("anna", self.said("init"))

    @cached_property
    def cora(self) -> FlaskClient:
        return self._new_account("cora", self._invited())

    @cached_property
    def carl(self) -> FlaskClient:
        return self._new_account("carl", self._invited())

    def _invited(self) -> str:
        return self.said(f"members invite {STUDY}")

    def _new_account(self, name: str, link: str) -> FlaskClient:
        browser = self.app.test_client()
        path = "/" + link.rstrip().split("/", 3)[3]
        answer = browser.post(path, data={"name": name, "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        return browser

    def make(self) -> "Lab":
        """The study with its people, its codings and what was kept of them."""
        self.anna  # noqa: B018 - She has to be there first.
        self.said(f"study create Gates --slug {STUDY} --lead anna")
        self.said(f"codebook import {STUDY} book.yaml")
        self.said(f"articles import {STUDY} articles.csv")
        self.cora, self.carl  # noqa: B018 - Both code.
        self.said(f"round open {STUDY} Main --context article --show outlet --show title")
        self.said(f"round open {STUDY} School --purpose training --known known.csv")
        for browser in (self.cora, self.carl):
            self.code(browser, 1)
        self.said(f"agreement show {STUDY} --round 1")
        return self

    def desk(self, number: int) -> str:
        """The address of the desk of a round."""
        return "/desk/" + self.rounds[number]

    @cached_property
    def rounds(self) -> Mapping[int, str]:
        """The ids of the rounds by their numbers, as the page of rounds links to them."""
        page = self.page("rounds").text
        found = re.findall(rf'href="/studies/{STUDY}/rounds/(\w+)">(\d+)\. ', page)
        return {int(number): key for key, number in found}

    def code(self, browser: FlaskClient, number: int) -> None:
        """Code all that a round has for a coder; the second answer is another one."""
        held = self.held(browser, number, 60)
        codings = [coding(each["assignment"]) for each in held]
        codings[1]["answers"] = LOUD
        codings[2] = skip(held[2]["assignment"])
        answer = browser.post(f"{self.desk(number)}/codings.json", json={"codings": codings})
        assert {each["status"] for each in answer.json["results"]} == {"saved"}

    def held(self, browser: FlaskClient, number: int, want: int) -> list[dict[str, Any]]:
        """What a coder holds of a round once so many sentences were wanted."""
        answer = browser.post(f"{self.desk(number)}/next.json", json={"want": want})
        held: list[dict[str, Any]] = answer.json["held"]
        return held

    def page(self, path: str) -> TestResponse:
        """A page of the study, as the lead gets it."""
        return self.anna.get(f"/studies/{STUDY}/{path}")


def coding(assignment: str, **more: object) -> dict[str, Any]:
    """A coding to be sent, with a token of its own."""
    return {"assignment": assignment, "token": secrets.token_hex(8), "answers": CALM, **more}


def skip(assignment: str, reason: str = "not a sentence") -> dict[str, Any]:
    """A skip to be sent."""
    return {"assignment": assignment, "token": secrets.token_hex(8), "skip_reason": reason}
