from dataclasses import replace
from textwrap import fill

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.corpus.segmentation import split as segmentation
from annotator.corpus.segmentation.engines import Engine, engine_for
from annotator.corpus.segmentation.split import LONGEST, is_hard_wrapped, split
from annotator.errors import Refused
from tests.sizes import scaled


def sentences(text: str, language: str = "en", wrapped: bool | None = None) -> list[str]:
    return [text[span.start : span.end] for span in split(text, language, wrapped=wrapped).spans]


#: What cutting stumbles over: marks, quotes, abbreviations, line ends of all kinds, emoji.
PIECES = st.one_of(
    st.sampled_from([". ", "! ", "?", "…", ". . . ", "“", "”", "Mr. ", "U.S. ", "3.5 ", "The "]),
    st.sampled_from(["\n", "\n\n", "\n \n", "\u2028", "\x85", "\f", "\xa0", "\u200b", "😀"]),
    st.sampled_from(["mayor ", "é", "住民。", "قال؟ "]),
)


@settings(max_examples=scaled(150, full=1500))
@given(
    text=st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=60).map("".join)),
    language=st.sampled_from(["en", "de", "zh", "sw"]),
    wrapped=st.sampled_from([None, True, False]),
)
def test_every_visible_character_falls_into_exactly_one_trimmed_span(
    text: str, language: str, wrapped: bool | None
) -> None:
    spans = split(text, language, wrapped=wrapped).spans
    ends = [0, *(end for span in spans for end in span), len(text)]
    assert ends == sorted(ends)
    gaps = zip(ends[::2], ends[1::2], strict=True)
    assert not any(text[start:end].strip() for start, end in gaps)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It is shut. He left.", ["It is shut.", "He left."]),
        (
            "en",
            "Mr. Doe met Ms. Roe at 9 p.m. on a ship.",
            ["Mr. Doe met Ms. Roe at 9 p.m. on a ship."],
        ),
        ("en", "It cost $3.5m (£2.8m). It came late.", ["It cost $3.5m (£2.8m).", "It came late."]),
        ("en", "Bridge shut\nNobody was asked", ["Bridge shut", "Nobody was asked"]),
        ("en", "One.\r\rTwo.", ["One.", "Two."]),
        ("en", "One\u2028Two", ["One", "Two"]),
        ("en", "One\x85Two\fThree", ["One", "Two", "Three"]),
        ("de", "Am 3. Mai kam Dr. Meier. Er ging.", ["Am 3. Mai kam Dr. Meier.", "Er ging."]),
        ("uk", "Міст закрито. Ніхто не питав.", ["Міст закрито.", "Ніхто не питав."]),
        ("zh", "大桥关闭。没有人问过。", ["大桥关闭。", "没有人问过。"]),
        ("sw", "Daraja limefungwa. Aliondoka.", ["Daraja limefungwa.", "Aliondoka."]),
    ],
)
def test_sentences_of_several_languages(language: str, text: str, expected: list[str]) -> None:
    assert sentences(text, language) == expected


def test_a_quotation_of_several_sentences_is_cut() -> None:
    text = "“We waited. We waited all night. Nobody came,” she said."
    assert sentences(text) == [
        "“We waited.",
        "We waited all night.",
        "Nobody came,” she said.",
    ]


def test_hard_wrapped_text_gives_the_sentences_of_the_same_text_unwrapped() -> None:
    first = (
        "The council of Harrowgate voted on Friday to close the bridge for a month. Nobody "
        "on the north bank was asked. “We will swim,” said a baker, who sells on both banks."
    )
    second = "A ferry was promised by the mayor. It will cost two crowns and stop at dusk."
    wrapped = f"{fill(first, 40)}\n\n{fill(second, 40)}"
    unwrapped = [" ".join(sentence.split()) for sentence in sentences(wrapped)]
    assert unwrapped == sentences(f"{first}\n{second}")
    assert split(wrapped, "en").version.endswith("en_two")
    assert split(first, "en").version.endswith("en_one")


def test_the_caller_may_say_how_the_text_is_wrapped() -> None:
    text = "The bridge\nis shut."
    assert sentences(text, wrapped=True) == ["The bridge\nis shut."]
    assert sentences(text, wrapped=False) == ["The bridge", "is shut."]


def test_marks_without_a_word_go_with_the_sentence_beside_them() -> None:
    assert sentences("*** The bridge is shut. . . . He left.") == [
        "*** The bridge is shut. . . .",
        "He left.",
    ]
    assert sentences("One.\n***\nTwo.") == ["One.", "***", "Two."]


def test_a_text_of_white_space_has_no_sentence() -> None:
    assert split(" \n\t\n ", "en").spans == ()


def test_a_language_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="not a code of a language"):
        split("One.", "english")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The length of each stretch that the engine is shown."""
    lengths: list[int] = []

    def spied(language: str) -> Engine:
        engine = engine_for(language)

        def breaks(paragraph: str) -> list[int]:
            lengths.append(len(paragraph))
            return engine.breaks(paragraph)

        return replace(engine, breaks=breaks)

    monkeypatch.setattr(segmentation, "engine_for", spied)
    return lengths


#: Megabytes on one line: what a PDF, a base64 picture or a lost line end leaves behind.
LONG_LINES = {
    "sentences": "The bridge is shut. " * 10_000,
    "dot leaders": "Chapter one . . . . . . . . . . . . . . . . 12 " * 5_000,
    "dots": ". " * 200_000,
    "one word": "a" * 400_000,
    "words without end": "word " * 80_000,
    "white space": " " * 400_000,
}


@pytest.mark.parametrize("text", LONG_LINES.values(), ids=LONG_LINES)
def test_a_long_line_is_shown_in_short_stretches_and_hardly_twice(
    text: str, shown: list[int]
) -> None:
    spans = split(text, "en").spans
    assert max(shown) <= LONGEST
    assert sum(shown) <= 1.2 * len(text)
    assert sum(end - start for start, end in spans) >= len(text.replace(" ", ""))


@pytest.mark.parametrize(("language", "size"), [("en", 500_000), ("sw", 5_000_000)])
def test_megabytes_on_one_line_are_cut_like_any_other(language: str, size: int) -> None:
    sentence = (
        "The council of the town voted on Friday evening to close the old bridge for a month. "
    )
    text = sentence * (size // len(sentence) + 1)
    spans = split(text, language).spans
    assert {text[span.start : span.end] for span in spans} == {sentence.strip()}


def test_the_bounds_of_stretches_leave_no_trace() -> None:
    text = "".join(f"Number {n} of the long list stands here. " for n in range(3_000))
    assert len(text) > 5 * LONGEST
    assert len(split(text, "en").spans) == 3_000


@pytest.mark.parametrize("text", ["word " * 20_000, "* " * 50_000, "a" * 50_000])
def test_no_sentence_is_longer_than_a_stretch(text: str) -> None:
    assert max(end - start for start, end in split(text, "en").spans) <= LONGEST


PARAGRAPH = (
    "The council of Harrowgate voted on Friday to close the old bridge for a month while "
    "engineers look at its piers. Shopkeepers on the north bank said they had not been asked. "
    "The mayor, who lives on the south bank, promised a ferry, and then said that it would "
    "cost two crowns for each crossing and would not run after dark."
)


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100])
def test_text_wrapped_at_any_usual_width_is_found(width: int) -> None:
    assert is_hard_wrapped(f"{fill(PARAGRAPH, width)}\n\n{fill(PARAGRAPH[85:], width)}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One line.",
        f"{PARAGRAPH}\n{PARAGRAPH}\n{PARAGRAPH}\n{PARAGRAPH}",
        "\n\n".join([PARAGRAPH] * 5),
        "The bridge is shut.\nNobody was asked.\nThe ferry is late.\nIt rains.\nWe wait.",
        "\n".join(["The bridge is shut again."] * 6),
        "\n".join([PARAGRAPH.rstrip(".")] * 6),
        "Bread\nA dozen eggs\nMilk for the week\nTea\nSoap",
        "市長は道路が閉鎖されると述べた。\n住民は不満だ。\n工事は来月まで続く。\nバスは迂回する。\n以上。",
    ],
    ids=[
        "empty",
        "one line",
        "paragraphs",
        "blank lines",
        "sentences",
        "equal",
        "long",
        "list",
        "japanese",
    ],
)
def test_lines_that_end_for_a_reason_are_not_taken_for_wrapped(text: str) -> None:
    assert not is_hard_wrapped(text)


def test_a_single_long_line_rules_wrapping_out() -> None:
    assert not is_hard_wrapped(f"{fill(PARAGRAPH, 72)}\n{PARAGRAPH}")
