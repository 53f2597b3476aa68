"""Nothing of an article's origin, of other coders or of the database reaches a coder."""

import datetime as dt
import html
import itertools
import re
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from annotator.coding.masking import BLOCK
from annotator.rounds.models import Assignment
from annotator.studies import queries as studies
from tests import factories
from tests.coding import far
from tests.coding.plain import DeskForm

# Row ids of one's choice are made in SQLite's way.
pytestmark = pytest.mark.database("sqlite")

SENTENCES = (
    "The Outletcanary was there.",
    "Bylinecanary Doe asked the mayor.",
    "Servedcanary is what coders may read.",
)
CANARIES = (
    "outletcanary", "bylinecanary", "titlecanary", "eventcanary", "urlcanary", "1987-06-05",
    "carlsnote", "carlsremark", "carlsreason", "changecanary", "notecanary", "Carl", "Lea", "Vera",
)  # fmt: skip


@dataclass
class Scene:
    """What a coder could try to look at."""

    slug: str
    round_id: str
    pseudonyms: list[str]
    mine: list[str]
    theirs: list[str]
    articles: list[str]
    ids: set[str]


@pytest.fixture
def far_ids(app):
    with app.app_context():
        far.begin(factories.db.session)
        factories.db.session.commit()


@pytest.fixture
def scene(app, far_ids, people, inside):
    """A round that hides all there is to hide, in which Carl has coded."""
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.add_version(session, study, factories.BOOK + "# x\ndescription: New.\n",
                              factories.COMMAND_LINE, "changecanary")  # fmt: skip
        article = factories.article(
            session, study, SENTENCES, outlet="Outletcanary", author="Bylinecanary Doe",
            title="Titlecanary", event="Eventcanary", url="https://urlcanary.example/",
            date=dt.date(1987, 6, 5),
        )  # fmt: skip
        members = {n: factories.member_called(session, study, n) for n in ("Cora", "Carl", "Lea")}
        round_ = factories.open_round(
            session, study, studies.coders_of(session, study), context="neighbours"
        )
        cora, carl = (factories.enrolment(session, round_, members[n]) for n in ("Cora", "Carl"))
        mine = [p.public_id for p in factories.assignments(session, cora, 1)]
        assignments = factories.assignments(session, carl, 3)
        raw = factories.LOUD | {"remark": "carlsremark"}
        factories.code(session, carl, assignments[0], raw, note="carlsnote", flagged=True)
        factories.code(session, carl, assignments[1], skip="carlsreason")
        far.end(session)
        session.commit()
        return Scene(
            study.slug,
            round_.public_id,
            [members[n].pseudonym for n in ("Carl", "Lea")],
            mine,
            [p.public_id for p in assignments],
            [article.public_id],
            far.in_use(session),
        )


def seen(app, answer):
    """All that an answer tells: page, its words, headers, and what its cookie holds."""
    cookie = answer.headers.get("Set-Cookie", "")
    name, _, value = cookie.partition(";")[0].partition("=")
    signed = app.session_interface.get_signing_serializer(app)
    held = signed.loads(value) if name == "session" and value else {}
    words = re.sub(r"<[^>]*>", "", answer.text)
    return f"{html.unescape(answer.text)}\n{html.unescape(words)}\n{answer.headers}\n{held}"


def addresses(app, scene, method):
    """Every address that a coder could ask for."""
    values = {
        "slug": [scene.slug],
        "round_id": [scene.round_id, "1"],
        "assignment_id": [*scene.mine, *scene.theirs, "x"],
        "pseudonym": scene.pseudonyms,
        "public_id": scene.articles,
        "number": [1, 2],
        "token": ["x"],
        "name": ["framing"],
        "act": ["open", "close", "leave", "take-out"],
        "unit_id": ["x"],
        "key": ["tone"],
        "sheet": ["coefficients"],
        "sentence_id": ["x"],
    }
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method in rule.methods and rule.endpoint not in ("static", "accounts.sign_out"):
            names = sorted(rule.arguments)
            for chosen in itertools.product(*(_values(values, rule, name) for name in names)):
                yield urls.build(rule.endpoint, dict(zip(names, chosen, strict=True)), method)


def _values(values, rule, name):
    """What can stand there: of an address that names what it takes, all of that."""
    allowed = re.search(rf"<any\(([a-z,]+)\):{name}>", rule.rule)
    return allowed[1].split(",") if allowed else values[name]


def walk(app, scene, browser):
    """The answers to everything that a coder can ask, send and mistake."""
    for address in addresses(app, scene, "GET"):
        yield browser.get(address)
        yield browser.get(f"{address}?round=1&version=1")
    form = DeskForm(browser.get(f"/desk/{scene.round_id}").text)
    mistakes = ({}, {"frames": "x"}, {"frames": "none", "note": "n" * 6000})
    for address in addresses(app, scene, "POST"):
        for answers in mistakes:
            yield browser.post(address, data=form.filled(**answers))
    for _ in range(3):
        form = DeskForm(browser.get(f"/desk/{scene.round_id}").text)
        for answers in (factories.CALM, factories.CALM, {"frames": "none", "tone": "calm"}):
            answer = browser.post(form.action, data=form.filled(**answers))
            yield answer
            yield browser.get(answer.location or form.action)
        yield browser.get("/desk")
        yield browser.get("/")


def test_no_answer_to_a_coder_tells_what_is_hidden(app, scene, browser_of):
    hidden = [word.lower() for word in (*CANARIES, *scene.pseudonyms)]
    browser, read = browser_of("Cora"), ""
    for answer in walk(app, scene, browser):
        told = seen(app, answer)
        assert answer.status_code < 500, answer.request.path
        for word in hidden:
            found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", told.lower())
            assert not found, (word, answer.request.path)
        numbers = set(re.findall(r"(?<![0-9a-z])\d{7}(?![0-9a-z])", told))
        assert not numbers & scene.ids, answer.request.path
        read += told
    # The walk did come by the sentences themselves.
    assert "Servedcanary is what coders may read." in read
    assert f"The {BLOCK * 12} was there." in read
    assert f"{BLOCK * 16} asked the mayor." in read


def test_the_same_walk_shows_a_lead_what_is_hidden(app, scene, browser_of):
    """Else the walk above would find nothing because it looks at nothing."""
    lea, told = browser_of("Lea"), ""
    for address in addresses(app, scene, "GET"):
        with lea.get(address) as answer:
            if answer.mimetype == "text/html":
                told += seen(app, answer).lower()
    for word in ("outletcanary", "bylinecanary", "titlecanary", "carl", *scene.pseudonyms):
        assert word.lower() in told


def steady(page):
    """A page without what is drawn anew each time."""
    return re.sub(r'(name="(csrf_token|token)" value=|"csrf_token": ?)"[^"]*"', "", page)


def test_nothing_that_another_coder_does_changes_a_page_of_mine(app, scene, browser_of, inside):
    cora, carl = browser_of("Cora"), browser_of("Carl")
    asked = [*addresses(app, scene, "GET"), "/", "/desk"]
    before = [steady(cora.get(address).text) for address in asked]
    form = DeskForm(carl.get(f"/desk/{scene.round_id}").text)
    carl.post(form.action, data=form.filled(**factories.LOUD, note="carlsnote", flagged="1"))
    with inside() as (session, study):
        factories.member(session, study, "Nora", "coder")
        session.commit()
    assert [steady(cora.get(address).text) for address in asked] == before


def test_places_do_not_tell_whose_or_the_how_manieth_they_are(people, inside):
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study, [f"Lantern {n} was lit." for n in range(20)])
        round_ = factories.open_round(session, study, studies.coders_of(session, study))
        rows = session.scalars(select(Assignment).order_by(Assignment.id)).all()
        ids = [round_.public_id, *(row.public_id for row in rows)]
    assert len(ids) > 20
    assert all(re.fullmatch("[0-9a-z]{12}", each) for each in ids)
    # Random ids in this or the opposite order would be a chance of one in 20 factorial.
    assert ids[1:] not in (sorted(ids[1:]), sorted(ids[1:], reverse=True))
    # What all ids would have in common at one place could count them or name their coder.
    assert all(len(set(letters)) > 5 for letters in zip(*ids, strict=True))
