import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.coding.masking import BLOCK, masks, parts
from tests.sizes import scaled

QUICK = settings(max_examples=scaled(100, full=1000))


def seen(sentence, *names):
    """What a coder reads."""
    return "".join(piece for piece, _ in parts(sentence, list(names)))


def blocks(text):
    return BLOCK * len(text)


@pytest.mark.parametrize(
    ("sentence", "name", "hidden"),
    [
        ("The Fenwick Post has learned it.", "Fenwick Post", "Fenwick Post"),
        ("THE FENWICK POST has learned it.", "fenwick post", "FENWICK POST"),
        ("The Fenwick  \nPost has learned it.", "Fenwick Post", "Fenwick  \nPost"),
        ("The Fenwick\u00a0Post has learned it.", "Fenwick Post", "Fenwick\u00a0Post"),
        ("“Fenwick Post”, they said.", "Fenwick Post", "Fenwick Post"),
        ("The Fenwick Post’s reader.", "Fenwick Post", "Fenwick Post"),
        ("The Fenwick-Post reader.", "Fenwick-Post", "Fenwick-Post"),
        ("Written for a.b* today.", "a.b*", "a.b*"),
        ("GROẞSTADT heute", "Großstadt Heute", "GROẞSTADT heute"),
        ("GROSSSTADT HEUTE.", "Großstadt Heute", "GROSSSTADT HEUTE"),
        ("Газета «Вперёд» сообщает.", "вперёд", "Вперёд"),
        ("据南河日报报道。", "南河日报", "南河日报"),
        ("ตามรายงานของข่าวแม่น้ำวันนี้", "ข่าวแม่น้ำ", "ข่าวแม่น้ำ"),
        ("قالت صحيفة النهر اليوم", "صحيفة النهر", "صحيفة النهر"),
    ],
)
def test_a_name_is_found_however_it_is_written(sentence, name, hidden):
    assert seen(sentence, name) == sentence.replace(hidden, blocks(hidden))


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The Postman came.", "Post"),
        ("An outpost fell.", "Post"),
        ("Fenwick, Post and Co.", "Fenwick Post"),
        ("The post2 came.", "Post"),
        ("Nothing at all.", ""),
        ("Nothing at all.", "   "),
    ],
)
def test_a_part_of_a_word_is_not_a_name(sentence, name):
    assert seen(sentence, name) == sentence


def test_all_names_are_masked_wherever_they_stand_and_overlap():
    sentence = "Ada Fenwick of the Fenwick Post met Ada Fenwick."
    assert seen(sentence, "Fenwick Post", "Ada Fenwick") == (
        f"{blocks('Ada Fenwick')} of the {blocks('Fenwick Post')} met {blocks('Ada Fenwick')}."
    )
    assert masks("Lower Fenwick Post", ["Lower Fenwick", "Fenwick Post"]) == [(0, 18)]


words = st.text(st.sampled_from("abÄ ß.-*[(\\é南"), min_size=1, max_size=6)
sentences = st.text(st.sampled_from("abÄ ß.-*[(\\é南 \n\u00a0😀"), max_size=30)


@QUICK
@given(sentences, st.lists(words, max_size=3))
def test_pieces_put_together_are_as_long_as_the_sentence_and_differ_only_where_masked(
    sentence, names
):
    whole = seen(sentence, *names)
    assert len(whole) == len(sentence)
    hidden = {at for start, end in masks(sentence, names) for at in range(start, end)}
    for at, (before, after) in enumerate(zip(sentence, whole, strict=True)):
        assert after == (BLOCK if at in hidden else before)


@QUICK
@given(sentences, st.lists(words, max_size=3))
def test_masks_are_ordered_disjoint_and_inside_the_sentence(sentence, names):
    ends = [at for span in masks(sentence, names) for at in span]
    assert ends == sorted(ends)
    assert all(start < end for start, end in masks(sentence, names))
    assert not ends or (ends[0] >= 0 and ends[-1] <= len(sentence))


@QUICK
@given(sentences, words.filter(str.strip), sentences)
def test_a_name_between_spaces_never_stays(before, name, after):
    sentence = f"{before} {name} {after}"
    whole = " ".join(name.split())
    left = " ".join(seen(sentence, name).split())
    assert not regex.search(rf"(?<!\S){regex.escape(whole)}(?!\S)", left)


def test_no_piece_is_empty():
    pieces = parts("Post, Post", ["Post"])
    assert pieces == [(blocks("Post"), True), (", ", False), (blocks("Post"), True)]
    assert parts("", ["Post"]) == []
