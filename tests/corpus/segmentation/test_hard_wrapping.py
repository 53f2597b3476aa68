from textwrap import fill

import pytest

from annotator.corpus.segmentation.hard_wrapping import is_hard_wrapped

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
