import html
import re
from io import BytesIO

import pytest

from annotator.codebook.ready_made import ready_made, ready_made_text
from annotator.codebook.service import add_version
from annotator.database.session import db
from annotator.studies.queries import study_called
from tests.codebook.small import BROKEN, CHANGED, SMALL


@pytest.fixture
def base(people):
    return f"/studies/{people.study}/codebook"


@pytest.fixture
def store(app, people):
    """Store versions as the command line does."""

    def stored(*texts, note=""):
        with app.app_context():
            for text in texts:
                study = study_called(db.session, people.study)
                add_version(db.session, study, text, "command line", note)
            db.session.commit()

    return stored


def seen(page):
    """The draft that a page shows, as its form sends it back."""
    return re.search(r'name="seen" type="hidden" value="([^"]*)"', page.text)[1]


@pytest.mark.parametrize("name", ["Lea", "Cora", "Vera"])
def test_every_member_reads_the_newest_version(browser_of, base, store, name):
    store(SMALL, CHANGED)
    page = browser_of(name).get(base)
    assert page.status_code == 200
    assert "Somebody is praised by name." in page.text
    assert "Version 2: 2 questions, 5 codes." in page.text


def test_a_page_shows_all_that_a_code_means(browser_of, base, store):
    store(SMALL)
    text = browser_of("Cora").get(base).text
    for words in (
        "<kbd>p</kbd>",
        "The harbour is shown as in danger.",
        "A danger is named.",
        "Only the weather is told.",
        "The quay may fall at any hour.",
        "The first names a danger.",
        "Take every tone that applies.",
        '<li value="2">In doubt, leave it out, whatever the outlet.</li>',
        "was answered with “Alarm”.",
        "Strong",
    ):
        assert words in text


def test_an_earlier_version_can_be_read_and_says_so(browser_of, base, store):
    store(SMALL, CHANGED)
    text = browser_of("Cora").get(f"{base}?version=1").text
    assert "Somebody is praised." in text
    assert "This is version 1. The newest is" in text


def test_a_version_that_there_is_not_is_not_found(browser_of, base, store):
    store(SMALL)
    assert browser_of("Lea").get(f"{base}?version=2").status_code == 404
    assert browser_of("Lea").get(f"{base}/2.yaml").status_code == 404


def test_why_a_version_was_made_is_for_leads(browser_of, base, store):
    store(SMALL)
    store(CHANGED, note="Two coders took praise for alarm.")
    assert "took praise for alarm" in browser_of("Lea").get(base).text
    assert "took praise for alarm" not in browser_of("Cora").get(base).text


def test_a_stranger_finds_no_codebook(browser_of, base, store):
    store(SMALL)
    stan = browser_of("Stan")
    for address in (base, f"{base}/1.yaml", f"{base}/import", f"{base}/ready-made/framing"):
        assert stan.get(address).status_code == 404


def test_one_who_is_not_signed_in_is_asked_to_sign_in(app, base):
    assert app.test_client().get(base).status_code == 302


@pytest.mark.parametrize("name", ["Cora", "Vera"])
def test_only_leads_bring_a_codebook(browser_of, base, name):
    browser = browser_of(name)
    assert browser.get(f"{base}/import").status_code == 403
    assert browser.post(f"{base}/import", data={"source": SMALL}).status_code == 403
    assert browser.get(f"{base}/ready-made/framing").status_code == 403
    assert f"{base}/import" not in browser.get(base).text


def test_a_study_without_a_codebook_teaches_its_lead(browser_of, base):
    text = browser_of("Lea").get(base).text
    assert f'href="{base}/import"' in text
    for name in ready_made():
        assert f'href="{base}/ready-made/{name}"' in text


@pytest.mark.parametrize("name", ready_made())
def test_a_ready_made_book_is_read_and_started_from(browser_of, base, name):
    lea = browser_of("Lea")
    page = lea.get(f"{base}/ready-made/{name}")
    assert page.status_code == 200
    assert f'href="{base}/import?from={name}"' in page.text
    form = lea.get(f"{base}/import?from={name}")
    assert html.escape(ready_made_text(name), quote=False)[:200] in form.text


def test_an_unknown_ready_made_book_is_not_found(browser_of, base):
    lea = browser_of("Lea")
    assert lea.get(f"{base}/ready-made/../../x").status_code == 404
    assert lea.get(f"{base}/ready-made/nonesuch").status_code == 404
    assert lea.get(f"{base}/import?from=nonesuch").status_code == 404


def test_the_form_begins_with_the_newest_version(browser_of, base, store):
    store(SMALL, CHANGED)
    assert "Somebody is praised by name." in browser_of("Lea").get(f"{base}/import").text


def test_a_checked_book_is_shown_and_not_stored(browser_of, base):
    lea = browser_of("Lea")
    page = lea.post(f"{base}/import", data={"source": SMALL})
    assert page.status_code == 200
    assert "this will be version 1" in page.text
    assert "Somebody is praised." in page.text
    assert "There is no codebook yet" in lea.get(base).text


def test_what_was_seen_is_stored_as_it_was_written(browser_of, base):
    lea = browser_of("Lea")
    sent = {"source": SMALL.replace("\n", "\r\n")}
    page = lea.post(f"{base}/import", data=sent)
    answer = lea.post(f"{base}/import", data=sent | {"seen": seen(page), "store": "1"})
    assert (answer.status_code, answer.location) == (302, base)
    assert "Version 1 of the codebook is stored." in lea.get(base).text
    source = lea.get(f"{base}/1.yaml")
    assert source.text == SMALL
    assert "attachment" in source.headers["Content-Disposition"]
    assert source.mimetype == "application/yaml"


def test_what_was_not_seen_is_shown_first(browser_of, base, store):
    store(SMALL)
    lea = browser_of("Lea")
    page = lea.post(f"{base}/import", data={"source": CHANGED})
    other = SMALL.replace("Harbour news", "Port news")
    again = lea.post(f"{base}/import", data={"source": other, "seen": seen(page), "store": "1"})
    assert again.status_code == 200
    assert "The title of the codebook was changed" in html.unescape(again.text)
    assert "Port news" not in lea.get(base).text


def test_a_book_that_another_lead_overtook_is_shown_again(browser_of, base, store):
    lea = browser_of("Lea")
    page = lea.post(f"{base}/import", data={"source": CHANGED})
    store(SMALL)
    again = lea.post(f"{base}/import", data={"source": CHANGED, "seen": seen(page), "store": "1"})
    assert "this will be version 2" in again.text
    assert "What changes against version 1" in again.text


def test_a_change_note_is_stored_with_the_version(browser_of, base, store):
    store(SMALL)
    lea = browser_of("Lea")
    sent = {"source": CHANGED, "change_note": "Praise needs a name."}
    page = lea.post(f"{base}/import", data=sent)
    lea.post(f"{base}/import", data=sent | {"seen": seen(page), "store": "1"})
    assert "Praise needs a name." in lea.get(base).text


def test_problems_are_shown_with_line_key_and_remedy_and_the_text_stays(browser_of, base):
    page = browser_of("Lea").post(f"{base}/import", data={"source": BROKEN})
    text = html.unescape(page.text)
    assert page.status_code == 422
    assert "Line 13, questions[1].kind" in text
    assert "<code>kind: meny</code>" in text
    assert 'Did you mean "many"?' in text
    assert "Only the weather is told." in text


def test_a_book_that_says_the_same_is_refused(browser_of, base, store):
    store(SMALL)
    page = browser_of("Lea").post(f"{base}/import", data={"source": SMALL + "# A comment."})
    assert page.status_code == 422
    assert "Nothing changed" in page.text


def test_a_file_takes_the_place_of_the_text(browser_of, base):
    file = (BytesIO(b"\xef\xbb\xbf" + CHANGED.encode()), "harbour.yaml")
    page = browser_of("Lea").post(f"{base}/import", data={"source": "old", "file": file})
    assert "this will be version 1" in page.text
    assert "Somebody is praised by name." in page.text


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "There is no codebook in the form."),
        ({"source": " \n"}, "There is no codebook in the form."),
        ({"file": (b"title: \xff\xfe", "latin.yaml")}, "The file is not UTF-8 text (byte FF)."),
        ({"source": "a: [b"}, "bracket"),
        ({"source": SMALL, "change_note": "x" * 5001}, "5000"),
    ],
)
def test_what_can_not_be_read_is_refused_in_words(browser_of, base, sent, message):
    if "file" in sent:
        sent = {"file": (BytesIO(sent["file"][0]), sent["file"][1])}
    page = browser_of("Lea").post(f"{base}/import", data=sent)
    assert page.status_code == 422
    assert message in html.unescape(page.text)


def test_nothing_in_a_book_is_taken_for_markup(browser_of, base, store):
    store(SMALL.replace("Somebody is praised.", "<script>alert(1)</script>"))
    text = browser_of("Cora").get(base).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text
