import html
import re
from io import BytesIO

import pytest
from sqlalchemy import func, select

from annotator.corpus import queries
from annotator.corpus.models import Article, Import, Sentence
from annotator.corpus.service.uploads import FOLDER
from annotator.database.base import now
from annotator.database.session import db
from annotator.studies.queries import study_called
from tests import factories
from tests.corpus.harbour import OTHER_TEXT, TEXT, articles, table


@pytest.fixture
def base(people):
    return f"/studies/{people.study}/articles"


@pytest.fixture
def lea(browser_of):
    return browser_of("Lea")


@pytest.fixture
def bring(lea, base):
    """Send files, by name and content, to be looked at; give the preview's address and page."""

    def brought(*files, text=""):
        data = {"files": [(BytesIO(content), name) for name, content in files], "text": text}
        answer = lea.post(f"{base}/import", data=data)
        assert answer.status_code == 302
        return answer.location, lea.get(answer.location)

    return brought


@pytest.fixture
def article(app, people):
    """The public id of an article of three sentences, and their public ids."""
    with app.app_context():
        made = factories.article(db.session, study_called(db.session, people.study), url="")
        db.session.commit()
        return made.public_id, [sentence.public_id for sentence in made.sentences]


def fields(page):
    """What the form of a page would send."""
    text = page.text
    found = re.findall(r'<input(?=[^>]* name="([^"]*)")(?=[^>]* value="([^"]*)")[^>]*>', text)
    sent = {name: html.unescape(value) for name, value in found}
    for name, options in re.findall(r'<select[^>]* name="([^"]*)">(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        sent[name] = html.unescape(chosen[1]) if chosen else ""
    return sent


def stored(app):
    with app.app_context():
        tables = (Import, Article, Sentence)
        return [db.session.scalar(select(func.count()).select_from(t)) for t in tables]


@pytest.mark.parametrize("name", ["Cora", "Vera"])
def test_only_leads_see_articles(browser_of, base, article, name):
    browser = browser_of(name)
    for page in (base, f"{base}/import", f"{base}/{article[0]}", f"{base}/import/{'x' * 43}"):
        assert browser.get(page).status_code == 403
    assert browser.post(f"{base}/{article[0]}/edit", data={"act": "undo"}).status_code == 403


def test_strangers_learn_nothing(browser_of, base, article):
    for page in (base, f"{base}/import", f"{base}/{article[0]}"):
        assert browser_of("Stan").get(page).status_code == 404


def test_an_empty_list_teaches_what_belongs_there(lea, base):
    page = lea.get(base).text
    assert "No article yet" in page
    assert f'href="{base}/import"' in page


def test_a_text_is_looked_at_before_it_is_stored(app, lea, bring):
    _, page = bring(("quay.txt", TEXT.encode()))
    assert page.status_code == 200
    for words in (
        "Nothing is stored yet",
        "utf-8",
        "Names who wrote it.",
        "“By Ines Marrow”",
        "Divers found cracks in the quay.",
        "Import 1 article",
    ):
        assert words in page.text
    assert fields(page)["0-title"] == "Harbour of Sallow Bay closed for repairs"
    assert stored(app) == [0, 0, 0]


def test_what_was_looked_at_is_imported(app, lea, bring, base):
    address, page = bring(("quay.txt", TEXT.encode()), ("more.csv", articles(2)))
    sent = fields(page) | {"0-outlet": "Quill", "0-date": "2025-05-03", "store": "1"}
    answer = lea.post(address, data=sent, follow_redirects=True)
    assert "Imported 3 articles: 12 sentences, 10 of them served." in answer.text
    assert stored(app) == [2, 3, 12]
    for words in ("Harbour of Sallow Bay", "Quill", "2025-05-03", "quay.txt", "Report 1"):
        assert words in answer.text
    assert not list((app.config["ANNOTATOR_SETTINGS"].data / FOLDER).iterdir())
    assert lea.get(address).status_code == 404


def test_a_pasted_text_is_an_article(app, lea, bring):
    address, page = bring(text=f"\r\n{OTHER_TEXT}\r\n\r\nIt rained.")
    assert "pasted text.txt" in page.text
    lea.post(address, data=fields(page) | {"store": "1"})
    with app.app_context():
        text = db.session.scalar(select(Article.text))
    assert text == f"{OTHER_TEXT}\n\nIt rained."


def test_nothing_sent_is_told(lea, base):
    page = lea.post(f"{base}/import", data={"text": "  "})
    assert page.status_code == 422
    assert "No file was chosen and no text was pasted." in page.text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("scan.pdf", b"%PDF-1.7", "A file with the ending “.pdf” can not be read."),
        ("scan.txt", b"%PDF-1.7", "The file is a PDF, not plain text."),
        ("empty.txt", b" \n", "The file is empty."),
        ("quay.csv", b"Prose,outlet\nIt fell.,Ledger\n", "There is no column named text"),
        ("quay.csv", b"text,date\nIt fell.,1/2/2025\n", "whether the day or the month"),
        ("quay.csv", b"text\nIt fell.,Ledger\n", "The row has 2 cells, the header has 1."),
        ("quay.xlsx", b"PK\x03\x04junk", "can not be read as an Excel workbook"),
    ],
)
def test_a_file_that_can_not_be_imported_is_told_of_once(app, lea, bring, name, content, words):
    address, page = bring((name, content))
    assert page.status_code == 422
    assert html.unescape(page.text).count(words) == 1
    assert "Import 1 article" not in page.text
    again = lea.post(address, data=fields(page) | {"store": "1"})
    assert again.status_code == 422
    assert stored(app) == [0, 0, 0]


def test_columns_that_were_not_understood_can_be_chosen(app, lea, bring):
    address, page = bring(("quay.csv", table({"Prose": OTHER_TEXT, "Paper": "Ledger"})))
    chosen = {"0-text": "Prose", "0-outlet": "Paper"}
    page = lea.post(address, data=fields(page) | chosen)
    assert page.status_code == 200
    assert fields(page) | chosen == fields(page)
    lea.post(address, data=fields(page) | {"store": "1"})
    with app.app_context():
        found = db.session.scalars(select(Article)).one()
        assert (found.text, found.outlet.name, found.extra) == (OTHER_TEXT, "Ledger", {})
        assert found.source.mapping == {"text": "Prose", "outlet": "Paper"}


def test_other_columns_than_were_shown_are_shown_before_they_are_stored(app, lea, bring):
    rows = table({"text": OTHER_TEXT, "a": "Ledger", "b": "Quill"})
    address, page = bring(("quay.csv", rows))
    page = lea.post(address, data=fields(page) | {"0-outlet": "b", "store": "1"})
    assert stored(app) == [0, 0, 0]
    assert "Quill" in page.text
    lea.post(address, data=fields(page) | {"store": "1"})
    assert stored(app) == [1, 1, 3]


def test_what_was_said_wrongly_stands_beside_its_field(app, lea, bring):
    address, page = bring(("quay.txt", TEXT.encode()))
    sent = fields(page) | {"0-date": "3/5/2025", "0-outlet": "Quill", "store": "1"}
    page = lea.post(address, data=sent)
    assert page.status_code == 422
    assert re.search(r'<p class="error" id="0-date-error">“3/5/2025” does not tell', page.text)
    assert fields(page)["0-outlet"] == "Quill"
    assert stored(app) == [0, 0, 0]


def test_a_text_that_is_there_already_is_told_by_its_name(app, lea, bring):
    address, page = bring(("quay.txt", OTHER_TEXT.encode()))
    lea.post(address, data=fields(page) | {"0-title": "The quay", "store": "1"})
    address, page = bring(("copy.txt", OTHER_TEXT.encode()))
    assert page.status_code == 422
    assert "The same text, “The quay” of no outlet, is there already, from quay.txt." in page.text
    page = lea.post(address, data=fields(page) | {"0-outlet": "Quill"})
    assert page.status_code == 200
    assert "1 shared copy: the same text is there under another outlet" in page.text
    page = lea.post(address, data=fields(page) | {"store": "1"}, follow_redirects=True)
    assert page.text.count("shared copy") == 2
    assert stored(app)[1] == 2


def test_an_upload_is_its_owners_alone(app, browser_of, bring, people):
    address, _ = bring(("quay.txt", TEXT.encode()))
    with app.app_context():
        factories.member(db.session, study_called(db.session, people.study), "Lola", "lead")
        db.session.commit()
    answer = browser_of("Lola").get(address)
    assert answer.status_code == 404
    assert "are not here any more" in answer.text


def test_the_list_has_pages(app, lea, base, people, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 1)
    with app.app_context():
        for title in ("First", "Second"):
            study = study_called(db.session, people.study)
            factories.article(db.session, study, [f"{title} one."], title=title)
        db.session.commit()
    first, second = lea.get(base), lea.get(f"{base}?page=2")
    assert "First" in first.text
    assert "Second" not in first.text
    assert f'rel="next" href="{base}?page=2"' in first.text
    assert "Second" in second.text
    assert "page 2 of 2" in second.text
    for wrong in ("0", "99", "two"):
        assert lea.get(f"{base}?page={wrong}").status_code == 200


def test_the_review_shows_each_sentence_with_its_acts(lea, base, article):
    public_id, sentences = article
    page = lea.get(f"{base}/{public_id}").text
    for sentence in sentences:
        assert f'id="s-{sentence}"' in page
    assert page.count('value="join"') == 2
    assert page.count('value="leave-out"') == 3
    assert '<button class="small" name="offset" value="4" dir="auto">mayor</button>' in page
    assert "Undo the last correction" not in page


def test_a_correction_leads_back_to_its_sentence(app, lea, base, article):
    public_id, sentences = article
    data = {"act": "split", "sentence": sentences[0], "offset": "10"}
    answer = lea.post(f"{base}/{public_id}/edit", data=data)
    at = re.fullmatch(rf"{base}/{public_id}\?at=(\w+)#s-\1", answer.location)[1]
    page = lea.get(answer.location).text
    assert f'id="s-{at}" aria-current="true"' in page
    assert '<p class="review-text" dir="auto" lang="en">The mayor</p>' in page
    lea.post(f"{base}/{public_id}/edit", data={"act": "undo"})
    with app.app_context():
        found = db.session.scalars(select(Article)).one()
        assert [sentence.public_id for sentence in found.sentences] == sentences


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        ({"act": "split", "offset": "0"}, 422, "both parts must hold text"),
        ({"act": "split", "offset": "ten"}, 422, "The place to split at is not a number."),
        ({"act": "split"}, 422, "both parts must hold text"),
        ({"act": "eat"}, 422, "There is no act “eat” on a sentence."),
        ({}, 422, "There is no act “” on a sentence."),
        ({"act": "kind", "kind": "poem"}, 422, "“poem” is not a kind of sentence."),
        ({"act": "join", "sentence": "gone"}, 409, "split or joined since the page was opened"),
        ({"act": "undo"}, 409, "There is no correction of this article to take back."),
    ],
)
def test_a_wrong_correction_is_refused_in_one_sentence(lea, base, article, data, status, words):
    public_id, sentences = article
    before = lea.get(f"{base}/{public_id}").text
    page = lea.post(f"{base}/{public_id}/edit", data={"sentence": sentences[0]} | data)
    assert page.status_code == status
    assert html.unescape(page.text).count(words) == 1
    assert lea.get(f"{base}/{public_id}").text == before


def test_a_frozen_article_is_only_read(app, lea, base, article):
    public_id, sentences = article
    with app.app_context():
        db.session.scalars(select(Article)).one().frozen_at = now()
        db.session.commit()
    page = lea.get(f"{base}/{public_id}").text
    assert "how it was split is final" in page
    assert "<button" not in page.partition("<main")[2]
    data = {"act": "leave-out", "sentence": sentences[0]}
    answer = lea.post(f"{base}/{public_id}/edit", data=data)
    assert answer.status_code == 409
    assert "how it was split is final" in answer.text


def test_an_article_of_another_study_is_not_there(app, lea, base):
    with app.app_context():
        other = factories.article(db.session, study_called(db.session, "another-study"))
        db.session.commit()
        public_id = other.public_id
    assert lea.get(f"{base}/{public_id}").status_code == 404
    assert lea.post(f"{base}/{public_id}/edit", data={"act": "undo"}).status_code == 404


def test_a_text_is_shown_as_text(lea, bring, base):
    address, page = bring(("<b>.txt", b"<script>alert(1)</script> fell. It rose."))
    assert "<script>alert" not in page.text
    data = fields(page) | {"0-title": "<i>Quay", "store": "1"}
    page = lea.post(address, data=data, follow_redirects=True)
    link = re.search(rf'href="({base}/\w{{12}})"', page.text)[1]
    for text in (page.text, lea.get(link).text):
        assert "<script>alert" not in text
        assert "<i>Quay" not in text
