"""A small round in which a coder did everything once, and a larger one to measure."""

import datetime as dt
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.agreement.service.keep import keep_measurements
from annotator.agreement.service.measure import round_report
from annotator.app import create_app
from annotator.coding.marking import Mark
from annotator.coding.models import Coding
from annotator.config import read
from annotator.corpus.models import Article
from annotator.database.session import db
from annotator.datasets.service import data_set
from annotator.rounds.models import Round, Unit
from annotator.rounds.service import lifecycle
from annotator.studies.models import Member, Study
from tests import factories

Answers = dict[str, object]

#: The usual book, with words to mark.
MARKED = factories.BOOK.replace("kind: many", "kind: many\n    marks: optional")

MORNING = dt.datetime(2022, 11, 25, 9, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Small:
    """Cora is C01 and Carl is C02; what is public has names that can be read."""

    study: Study
    round: Round
    article: Article
    cora: Member
    carl: Member


@pytest.fixture
def small(session: Session) -> Small:
    """Three sentences: given, none, not applicable; skipped, unseen, revised."""
    study = factories.study(session)
    factories.codebook(session, study)
    article = factories.article(session, study, outlet="The Fenwick Post", author="Ida Ruhl")
    cora, carl = (factories.member(session, study, name, "coder") for name in ("Cora", "Carl"))
    # Either may have drawn the other's by chance, and no two may have the same at any time.
    cora.pseudonym, carl.pseudonym = "first", "second"
    session.flush()
    cora.pseudonym, carl.pseudonym = "C01", "C02"
    round_ = factories.open_round(session, study, [cora, carl])
    _code_cora(session, round_, cora)
    _code_carl(session, round_, carl)
    _name(session, article, round_)
    session.commit()
    return Small(study, round_, article, cora, carl)


def _code_cora(session: Session, round_: Round, cora: Member) -> None:
    part = factories.enrolment(session, round_, cora)
    first, second, third = factories.assignments(session, part)
    factories.code(session, part, first, factories.CALM, seconds=4.2)
    factories.code(session, part, second, factories.LOUD, seconds=7.0, flagged=True, note="Who?")
    factories.code(session, part, third, skip="not a sentence")


def _code_carl(session: Session, round_: Round, carl: Member) -> None:
    part = factories.enrolment(session, round_, carl)
    first, _left, third = factories.assignments(session, part)
    loudest = {"frames": ["staged", "moving"], "tone": "loud", "strength": "high", "names": "0"}
    factories.code(session, part, first, loudest | {"remark": 'He said "no", twice'}, looks=2)
    before = factories.code(session, part, third, factories.CALM).coding
    moved = {"frames": ["moving"], "tone": "calm", "names": "1.5"}
    factories.code(session, part, third, moved, revises=before)


def _name(session: Session, article: Article, round_: Round) -> None:
    """Names and moments that can be written by hand, instead of random ones."""
    article.public_id = "article-1"
    for sentence in article.sentences:
        sentence.public_id = f"sentence-{sentence.position}"
    for unit in session.scalars(select(Unit).where(Unit.round_id == round_.id)):
        unit.public_id = f"unit-{unit.position}"
    for at, coding in enumerate(session.scalars(select(Coding).order_by(Coding.id)), start=1):
        coding.public_id, coding.submitted_at = f"coding-{at}", MORNING + dt.timedelta(seconds=at)


@pytest.fixture
def exported(session: Session) -> Callable[[Study], dict[str, bytes]]:
    """The files of a study's data set by name."""
    return lambda study: dict(data_set.files(session, study))


@pytest.fixture(scope="module")
def large(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application with one study: a closed round of three coders, and a short open one."""
    folder = tmp_path_factory.mktemp("large")
    shutil.copy(template_database, folder / "annotator.db")
    app = create_app(read({}, data=folder), TESTING=True)
    with app.app_context():
        _fill(db.session)
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


def _fill(session) -> None:
    by = random.Random(7)
    study = factories.study(session)
    factories.codebook(session, study, MARKED)
    names = ("Ada", "Bo", "Cy")
    coders = [factories.member(session, study, name, "coder") for name in names]
    for number in range(6):
        lines = [f"Report {number} says that gate {line} is open." for line in range(5)]
        factories.article(session, study, lines, outlet=f"Outlet {number % 2}", event="Gates")
    first = factories.open_round(session, study, coders)
    likely = [_answer(by) for _ in range(30)]
    for member in coders:
        said = [_seen(by, each) for each in likely]
        factories.code_all(session, first, member, said)
    lifecycle.close(session, first, factories.COMMAND_LINE)
    second = factories.open_round(session, study, coders[:2], "Main")
    part = factories.enrolment(session, second, coders[0])
    words = (Mark("frames", "staged", 0, 6), Mark("frames", "staged", 14, 18))
    factories.code(session, part, factories.assignments(session, part, 1)[0], marks=words)
    for round_ in (first, second):
        keep_measurements(session, round_, round_report(session, round_))


def _seen(by: random.Random, likely: Answers) -> Answers | str | None:
    """What a coder does: nothing, a skip, an answer of their own, or mostly the likely one."""
    return by.choices([None, "not a sentence", _answer(by), likely], [1, 1, 4, 14])[0]


def _answer(by: random.Random) -> Answers:
    answer: Answers = {"frames": by.sample(["staged", "moving"], by.randint(0, 2)) or "none"}
    answer["names"] = by.choice(["", "0", "1", "2.5"])
    answer["tone"] = by.choice(["calm", "loud"])
    if answer["tone"] == "loud":
        answer["strength"] = by.choice(["low", "middle", "high"])
    return answer
