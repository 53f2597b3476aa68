"""A small study made as people make it: by commands, forms and the desk's addresses."""

import os
import re
import secrets
import shlex
import shutil
from collections.abc import Mapping, Sequence
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
MOVING = {"frames": ["moving", "staged"], "tone": "calm"}
LOUD = {"frames": "none", "tone": "loud", "strength": "high", "names": 2, "remark": "So loud."}

Answer = Mapping[str, Any]


class Lab:
    """A folder with files to work on, an installation in it, and the people of one study.

    Anna leads, Cora and Carl code. Round 1 is coded; round 2 is a training round.
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
        return self._signed_in("anna")

    @cached_property
    def cora(self) -> FlaskClient:
        return self._signed_in("cora")

    @cached_property
    def carl(self) -> FlaskClient:
        return self._signed_in("carl")

    def _signed_in(self, name: str) -> FlaskClient:
        browser = self.app.test_client()
        answer = browser.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        return browser

    def _new_account(self, name: str, link: str) -> None:
        path = "/" + link.rstrip().split("/", 3)[3]
        answer = self.app.test_client().post(path, data={"name": name, "password": PASSWORD})
        assert answer.status_code == 302, answer.text

    def make(self) -> "Lab":
        """The study with its people, its codings and what was kept of them."""
        self._new_account("anna", self.said("init"))
        self.said(f"study create Gates --slug {STUDY} --lead anna")
        self.said(f"codebook import {STUDY} book.yaml")
        self.said(f"articles import {STUDY} articles.csv")
        for name in ("cora", "carl"):
            self._new_account(name, self.said(f"members invite {STUDY}"))
        self.said(f"round open {STUDY} Main --context article --show outlet --show title")
        self.said(f"round open {STUDY} School --purpose training --known known.csv")
        self.code(self.cora, 1, [CALM, LOUD, LOUD, None, CALM])
        self.code(self.carl, 1, [CALM, CALM, MOVING, CALM, LOUD])
        self.said(f"agreement show {STUDY} --round 1")
        return self

    def desk(self, number: int) -> str:
        """The address of the desk of a round."""
        return f"/desk/{self.round_id(number)}"

    def round_id(self, number: int) -> str:
        """The id of a round in addresses, as the page of rounds links to it."""
        page = self.page("rounds").text
        (found,) = re.findall(rf'href="/studies/{STUDY}/rounds/(\w+)">{number}\. ', page)
        return str(found)

    def code(self, browser: FlaskClient, number: int, answers: Sequence[Answer | None]) -> None:
        """Code all that a round has for a coder, in the order of the words; nothing is a skip."""
        answer = browser.post(f"{self.desk(number)}/next.json", json={"want": 60})
        codings = [
            coding(place, answers=said) if said else skip(place)
            for place, said in zip(places(answer.json), answers, strict=True)
        ]
        answer = browser.post(f"{self.desk(number)}/codings.json", json={"codings": codings})
        assert {each["status"] for each in answer.json["results"]} == {"saved"}

    def page(self, path: str) -> TestResponse:
        """A page of the study, as the lead gets it."""
        return self.anna.get(f"/studies/{STUDY}/{path}")


def places(state: Any) -> list[str]:
    """What a coder holds, in the order of its words: that of articles differs between coders."""
    held = sorted(state["held"], key=lambda each: str(each["text"]))
    return [each["assignment"] for each in held]


def coding(assignment: str, **more: object) -> dict[str, Any]:
    """A coding to be sent, with a token of its own."""
    return {"assignment": assignment, "token": secrets.token_hex(8), "answers": CALM, **more}


def skip(assignment: str, reason: str = "not a sentence") -> dict[str, Any]:
    """A skip to be sent."""
    return {"assignment": assignment, "token": secrets.token_hex(8), "skip_reason": reason}
