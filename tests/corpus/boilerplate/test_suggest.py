"""The articles are inventions in the forms that newspapers have.

Each line of them says which kinds its sentences have: one for all, or one for each.
"""

from pathlib import Path
from textwrap import fill

import pytest

from annotator.corpus.boilerplate.segments import Segment
from annotator.corpus.boilerplate.segments import SentenceKind as Kind
from annotator.corpus.boilerplate.suggest import suggest
from annotator.corpus.segmentation.split import split

ARTICLES = sorted((Path(__file__).parent / "articles").glob("*.txt"))


def suggested(text: str, language: str = "en", **known: str) -> list[Segment]:
    return list(suggest(text, split(text, language).spans, **known))


def kinds(text: str, language: str = "en", **known: str) -> list[str]:
    return [segment.kind.value for segment in suggested(text, language, **known)]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("file", ARTICLES, ids=lambda file: file.stem)
def test_boilerplate_is_found_and_nothing_else(file: Path, gap: str) -> None:
    lines = [line.split(" | ", maxsplit=1) for line in file.read_text("utf-8").splitlines()]
    language = file.stem[:2].replace("ge", "de")
    segments = iter(suggested(gap.join(text for _, text in lines), language))
    for expected, line in lines:
        spans = split(line, language).spans
        each = expected.split() if " " in expected else [expected] * len(spans)
        found = [next(segments) for _ in spans]
        assert (line, [segment.kind for segment in found]) == (line, each)
    assert next(segments, None) is None


@pytest.mark.parametrize("file", ARTICLES, ids=lambda file: file.stem)
def test_only_the_body_is_served_and_all_else_has_a_reason(file: Path) -> None:
    for segment in suggested(file.read_text("utf-8").replace(" | ", "\n")):
        assert segment.included == (segment.kind is Kind.BODY)
        assert segment.included == (segment.reason == "")


def test_every_span_comes_back_as_it_was() -> None:
    text = "Bridge shut\nBy Jane Doe\nIt is shut. Nobody was asked.\nImage caption,\nA ferry"
    spans = split(text, "en").spans
    assert [(segment.start, segment.end) for segment in suggest(text, spans)] == list(spans)
    assert suggest("", ()) == ()


BODY = "The bridge is shut. Nobody was asked."


@pytest.mark.parametrize(
    "line",
    [
        "By Friday, the bridge was open.",
        "By Harrow Bridge, two boats sank.",
        "The picture: nobody agrees.",
        "He wrote it down. She left.",
        "“We will swim”",
        "'We will swim'",
        "She said:",
        "- Two hurt",
        "Read more slowly, said the clerk.",
        "More on this later.",
        "Advertisement revenue fell.",
        "Reuters reported it first.",
        "Published in 2031, the report named nobody.",
        "Share prices fell.",
        "The photo by the entrance was taken down.",
    ],
)
def test_sentences_that_only_begin_like_boilerplate_are_body(line: str) -> None:
    assert set(kinds(f"{BODY}\n{line}\n{BODY}")) == {"body"}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Image caption, The mayor on Friday", "caption"),
        ("Video caption: The mayor speaks.", "caption"),
        ("Photo: Jane Doe/KNA", "credit"),
        ("(Photo by Jane Doe/Getty Images)", "credit"),
        ("© Osprey Pictures", "credit"),
        ("Image credit: Osprey", "credit"),
        ("Jane Doe/AFP", "credit"),
        ("AP Photo/Jane Doe", "credit"),
        ("BY JANE DOE", "byline"),
        ("Written by Jane Doe for The Kestrel", "byline"),
        ("Text: Erika Muster", "byline"),
        ("Par Jeanne Dupont", "byline"),
        ("Updated: 4 March 2031 at 10:05", "label"),
        ("4 March 2031", "label"),
        ("3 hours ago", "label"),
        ("Anzeige", "label"),
        ("-----", "label"),
        ("See also:", "related"),
        ("Lire aussi : Le pont est fermé", "related"),
    ],
)
def test_boilerplate_in_the_middle_of_a_text(line: str, kind: str) -> None:
    assert kinds(f"{BODY}\n{line}\n{BODY}") == ["body", "body", kind, "body", "body"]


def test_a_label_of_a_source_announces_a_credit() -> None:
    assert kinds(f"{BODY}\nImage source,\nOsprey\n{BODY}")[2:4] == ["label", "credit"]


def test_a_credit_glued_to_its_caption_without_a_space_makes_it_a_caption() -> None:
    found = suggested(f"A ferry waits at the bridgeImage source, KNA\n{BODY}")[0]
    assert (found.kind, found.included) == (Kind.CAPTION, False)


def test_a_long_paragraph_is_no_caption_whatever_it_ends_with() -> None:
    assert set(kinds(f"{BODY * 15} Photo: KNA")) == {"body"}


def test_title_and_outlet_are_known_where_the_file_tells_them() -> None:
    text = f"Why was nobody asked?\nThe Valley Kestrel\n{BODY}"
    assert kinds(text) == ["body", "subheading", "body", "body"]
    found = kinds(text, title="why was nobody asked?", outlet="The Valley Kestrel")
    assert found == ["headline", "outlet", "body", "body"]


def test_a_last_line_without_punctuation_is_no_heading() -> None:
    assert kinds(f"{BODY}\nThe ferry never came") == ["body", "body", "body"]
    assert kinds("The ferry never came") == ["body"]


def test_a_sentence_in_hard_wrapped_text_is_no_heading() -> None:
    text = (
        "The council of Harrowgate voted on Friday to close the bridge for a month. Nobody on "
        "the north bank was asked. We will swim, said a baker, who sells bread on both banks."
    )
    assert kinds(fill(text, 40)) == ["body", "body", "body"]
