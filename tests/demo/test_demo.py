"""The demo: loaded by its command after it was broken off once, and loaded again."""

import csv
import re
from io import StringIO

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from annotator.accounts.models import Account
from annotator.agreement.service.measure import round_report
from annotator.app import create_app
from annotator.cli import main
from annotator.codebook.models import CodebookVersion
from annotator.coding.models import Answer, Coding
from annotator.config import read
from annotator.corpus.models import Article, Sentence
from annotator.database.session import db
from annotator.datasets.service import data_set
from annotator.demo import commands
from annotator.demo import service as demos
from annotator.operations.commands import serving
from annotator.rounds import queries as rounds
from annotator.rounds.models import Assignment, Enrolment, Round
from annotator.rounds.service import claim
from annotator.studies.models import LogEntry, Member, MemberKind, Study
from tests import factories

#: What a demo that is loaded again must leave alone.
TABLES = (
    Account, Study, Member, CodebookVersion, Article, Sentence, Round, Enrolment, Assignment,
    Coding, Answer, LogEntry,
)  # fmt: skip


class Unserved:
    """A server that is made and ends at once."""

    def __init__(self, _app, sockets, **_how):
        (self.door,) = sockets

    def run(self):
        pass

    def close(self):
        self.door.close()


def run_demo(folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "create_server", Unserved)
        return CliRunner().invoke(main, ["--data", str(folder), "demo", "--port", "0"])


def break_off(_session):
    raise KeyboardInterrupt


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the demo is installed."""
    return tmp_path_factory.mktemp("demo") / "annotator-demo"


@pytest.fixture(scope="module")
def said(folder):
    """What the command said, after someone had ended the first try in the middle."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demos, "code_pilot", break_off)
        assert run_demo(folder).exit_code == 1
    answer = run_demo(folder)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


@pytest.fixture(scope="module")
def app(said, folder):
    app = create_app(read({}, data=folder), TESTING=True, WTF_CSRF_ENABLED=False)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def session(app):
    with app.app_context():
        yield db.session


@pytest.fixture
def study(session):
    return demos.demo_study(session)


def counts(session):
    return {
        each.__name__: session.scalar(select(func.count()).select_from(each)) for each in TABLES
    }


def test_it_says_where_it_is_and_how_everyone_signs_in(said, folder, app):
    first, *links = said.splitlines()
    assert re.fullmatch(
        rf"annotator serves {folder} at http://127\.0\.0\.1:\d+   \(Ctrl\+C stops it\)", first
    )
    names = [demos.LEAD, *demos.CODERS]
    for name, line in zip(names, links, strict=True):
        told, link = re.fullmatch(
            r"  sign in once as (\S+) +http://127\.0\.0\.1:\d+(\S+)", line
        ).groups()
        assert told == name
        answer = app.test_client().get(link)
        assert answer.status_code == 200
        assert name in answer.text


def test_it_has_ten_articles_of_five_events_that_are_served(session, study):
    articles = session.scalars(select(Article).where(Article.study_id == study.id)).all()
    assert len(articles) == 10
    assert len({article.event_id for article in articles}) == 5
    assert all(sum(s.included for s in article.sentences) >= 10 for article in articles)
    for article in articles:
        assert all(each.text.strip() == each.text for each in article.sentences)


def test_the_pilot_is_closed_and_every_place_of_it_is_coded_or_skipped(session, study):
    pilot = rounds.round_of(session, study, "1")
    assert (pilot.state, pilot.purpose) == ("closed", "pilot")
    coders = rounds.progress(session, pilot)
    assert len(coders) == 3
    assert all(coder.assigned > 90 and coder.to_do == 0 for coder in coders)
    assert sum(coder.skipped for coder in coders) > 0
    kinds = {each.member.kind for each in pilot.enrolments}
    assert kinds == {MemberKind.IMPORTED}


def test_the_agreement_of_the_pilot_is_that_of_a_first_pilot(session, study):
    """Fair for most codes, weak for one, as papers report of first rounds (see coding_rule)."""
    lines = round_report(session, rounds.round_of(session, study, "1"))
    alphas = {each.variable.key: each.measured.coefficients["alpha"] for each in lines}
    assert len(alphas) == 10
    assert all(0.4 < alpha.value < 0.9 for alpha in alphas.values()), alphas
    assert all(alpha.low < alpha.value < alpha.high for alpha in alphas.values())
    weakest = min(alphas, key=lambda key: alphas[key].value)
    assert weakest == "frames.delegitimising"


def test_the_main_round_is_open_and_has_places_for_both_coders(session, study):
    main_round = rounds.round_of(session, study, "2")
    assert (main_round.state, main_round.purpose) == ("open", "main")
    for enrolment in main_round.enrolments:
        assert enrolment.member.kind == MemberKind.PERSON
        assert enrolment.quota > 60
        assert len(claim.claim(session, enrolment, 3)) == 3
    session.rollback()


def test_both_rounds_serve_different_events_and_all_of_them(session, study):
    served = select(Article.event_id).join(Sentence).join(rounds.Unit)
    events = [
        set(session.scalars(served.where(rounds.Unit.round_id == each.id)))
        for each in rounds.rounds(session, study)
    ]
    assert [len(each) for each in events] == [2, 3]
    assert events[0] & events[1] == set()


def test_loaded_again_it_changes_nothing(app, session):
    before = counts(session)
    assert before["Coding"] > 250
    session.rollback()
    commands.load_demo()
    assert counts(session) == before


def test_new_links_end_the_old_ones(app, session):
    (_, old), *_ = commands.sign_in_links()
    (_, new), *_ = commands.sign_in_links()
    session.rollback()
    browser = app.test_client()
    assert browser.get(f"/link/{old}").status_code == 409
    assert browser.get(f"/link/{new}").status_code == 200


def test_its_data_set_says_that_it_is_a_demo_and_tells_the_statuses_apart(session, study):
    files = dict(data_set.files(session, study))
    assert "**This is demo data.**" in files["README.md"].decode()
    rows = list(csv.DictReader(StringIO(files["codings.csv"].decode(), newline="")))
    assert {row["status"] for row in rows} == {"given", "none", "skipped", "unseen"}
    assert {row["round"] for row in rows if row["status"] == "unseen"} == {"2"}
    assert {row["kind"] for row in csv.DictReader(StringIO(files["coders.csv"].decode()))} == {
        "imported", "person",
    }  # fmt: skip


def test_its_pages_say_that_it_is_a_demo(app):
    lead, coder = (factories.signed_in(app, name) for name in (demos.LEAD, demos.CODERS[0]))
    assert "This is a demo." in lead.get("/studies/demo/").text
    assert "Next: follow the round" in lead.get("/studies/demo/").text
    assert "Main round" in coder.get("/").text
