"""The demo's articles, and the rule by which its three coders answer."""

import csv
import re
from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from annotator.codebook.ready_made import ready_made_text
from annotator.codebook.rules.answer_rules import check
from annotator.codebook.yaml_file.read import read_book
from annotator.coding.submission import SKIP_REASONS
from annotator.demo import coding_rule
from annotator.demo.coding_rule import CODERS, CUES, FRAMES, answers, flags, note, skips

ARTICLES = Path(coding_rule.__file__).with_name("articles.csv")
COLUMNS = ["article", "title", "outlet", "event", "date", "url", "author", "language", "text"]
PAIRS = list(combinations(CODERS, 2))
VOICES = {"outlet", "source", "both"}

# Cuts after an end mark before a capital; the abbreviations of the corpus end no sentence.
SENTENCE_END = re.compile(
    r"(?<!Gen\.)(?<!Gov\.)(?<!Col\.)(?<!Dr\.)(?<!St\.)(?<!No\.)(?<!Co\.)(?<!Sept\.)(?<!Aug\.)"
    r'(?:(?<=[.!?])|(?<=[.!?][”"]))\s+(?=[“"A-Z])'
)
# Bylines, credits and other lines that are no sentence of the story end in no end mark.
FINISHED = re.compile(r'[.!?][”"]?$')


def _rows() -> list[dict[str, str]]:
    with ARTICLES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _sentences(text: str) -> list[str]:
    lines = [line for line in text.splitlines() if line]
    pieces = [piece for line in lines for piece in SENTENCE_END.split(line)]
    return [piece for piece in pieces if FINISHED.search(piece)]


ROWS = _rows()
SENTENCES = [sentence for row in ROWS for sentence in _sentences(row["text"])]


@cache
def _answers(coder: str, seed: int = 1) -> list[dict[str, list[str] | str]]:
    return [answers(sentence, coder, seed) for sentence in SENTENCES]


def _choices(coder: str, code: str) -> list[bool]:
    return [code in answer["frames"] for answer in _answers(coder)]


def _kappa(code: str, one: str, other: str) -> float:
    """Cohen's kappa (1960) of two coders for one code: applied or not."""
    pairs = list(zip(_choices(one, code), _choices(other, code), strict=True))
    first, second = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
    observed = sum(a == b for a, b in pairs) / len(pairs)
    expected = first * second + (1 - first) * (1 - second)
    return (observed - expected) / (1 - expected)


def _mean_kappa(code: str) -> float:
    return sum(_kappa(code, *pair) for pair in PAIRS) / len(PAIRS)


def test_the_articles_have_the_columns_of_an_import_and_no_empty_text() -> None:
    assert [list(row) for row in ROWS] == [COLUMNS] * 10
    required = [row[column] for row in ROWS for column in COLUMNS if column != "author"]
    assert all(value == value.strip() != "" for value in required)


def test_each_article_has_an_id_and_a_url_of_its_own_that_leads_nowhere() -> None:
    assert len({row["article"] for row in ROWS}) == len({row["url"] for row in ROWS}) == len(ROWS)
    pattern = r"https://\w+\.example\.(org|invalid)/\S+"
    assert all(re.fullmatch(pattern, row["url"]) for row in ROWS)


def test_each_event_is_reported_by_exactly_two_outlets() -> None:
    reports = Counter(row["event"] for row in ROWS)
    assert list(reports.values()) == [2] * 5
    assert len({(row["event"], row["outlet"]) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row["article"] for row in ROWS])
def test_an_article_is_short_enough_to_read_in_a_demo(row: dict[str, str]) -> None:
    assert 10 <= len(_sentences(row["text"])) <= 18
    assert 150 <= len(row["text"].split()) <= 330


@pytest.mark.parametrize(
    "trouble",
    ["“", '"', "2025Image source,", "Image caption,", "\nBy ", "You may also like:", "Analysis\n",
     "Gen.", "a.m.", "T.U.", "€", "$", "Nobody. Not on my watch."],
)  # fmt: skip
def test_the_articles_have_the_troubles_of_real_ones(trouble: str) -> None:
    assert any(trouble in row["text"] for row in ROWS)


@pytest.mark.parametrize("coder", CODERS)
def test_every_answer_is_valid_under_the_ready_made_codebook(coder: str) -> None:
    book = read_book(ready_made_text("framing"))
    for sentence in SENTENCES:
        given = check(book, answers(sentence, coder))
        assert [answer.question for answer in given] == ["frames", "voice"]


def test_the_rule_knows_every_code_of_the_ready_made_codebook_in_its_order() -> None:
    frames, voice = read_book(ready_made_text("framing")).questions
    assert tuple(code.key for code in frames.codes) == FRAMES
    assert {code.key for code in voice.codes} == VOICES


def test_every_cue_is_found_in_the_articles() -> None:
    corpus = "\n".join(f"{row['title']}\n{row['text']}" for row in ROWS)
    plain = corpus.lower().replace("’", "'").replace("‘", "'")
    phrases = [one for cues in CUES.values() for one in f"{cues.clear}|{cues.hint}".split("|")]
    assert [phrase for phrase in phrases if not phrase or phrase not in plain] == []


@pytest.mark.parametrize("coder", CODERS)
def test_each_coder_uses_every_code_and_none_and_every_voice(coder: str) -> None:
    given = _answers(coder)
    frames = [answer["frames"] for answer in given]
    assert {code for each in frames if each != "none" for code in each} == set(FRAMES)
    assert len(SENTENCES) / 4 < frames.count("none") < len(SENTENCES) * 2 / 3
    assert {answer["voice"] for answer in given} == VOICES


@pytest.mark.parametrize("code", FRAMES)
def test_the_coders_agree_on_a_code_better_than_chance_and_not_perfectly(code: str) -> None:
    assert 0.4 < _mean_kappa(code) < 0.9
    assert all(0.2 < _kappa(code, *pair) < 1 for pair in PAIRS)


def test_one_code_is_clearly_the_weakest_and_for_the_pairs_with_the_hasty_coder() -> None:
    means = {code: _mean_kappa(code) for code in FRAMES}
    weakest, second = sorted(means, key=means.__getitem__)[:2]
    assert weakest == "delegitimising"
    assert means[second] - means[weakest] > 0.1
    assert _kappa(weakest, "careful", "generous") > 0.7
    assert max(_kappa(weakest, "careful", "hasty"), _kappa(weakest, "generous", "hasty")) < 0.5


@pytest.mark.parametrize(
    ("sentence", "voice"),
    [
        ("The plant cost $310 million.", "outlet"),
        ("“We rehearsed it,” said a teacher.", "source"),
        ("We will plant in every district.”", "source"),
        ("Marrow Cell says it will employ 640 people.", "source"),
        ("“Neither have I,” she said, but by then the microphone had been switched off.", "both"),
    ],
)
def test_most_coders_tell_whose_words_a_sentence_is_made_of(sentence: str, voice: str) -> None:
    votes = Counter(
        answers(sentence, coder, seed)["voice"] for coder in CODERS for seed in range(20)
    )
    assert votes.most_common(1)[0][0] == voice


# Computed once: Python promises the same numbers for the same text as a seed in every version.
def test_the_same_seed_coder_and_sentence_always_give_the_same_answer() -> None:
    sentence = "Ms Korvane wiped her eyes as a choir of seven-year-olds sang about leaves."
    expected = {"frames": ["emotional", "humanising"], "voice": "outlet"}
    assert [answers(sentence, "careful", 1) for _ in range(2)] == [expected] * 2


def test_two_coders_name_the_same_voice_mostly_but_not_always() -> None:
    for one, other in PAIRS:
        pairs = zip(_answers(one), _answers(other), strict=True)
        same = [first["voice"] == second["voice"] for first, second in pairs]
        assert 0.7 < sum(same) / len(same) < 0.95


@pytest.mark.parametrize("coder", CODERS)
def test_another_seed_or_coder_gives_other_answers(coder: str) -> None:
    mine = _answers(coder)
    assert _answers(coder, seed=2) != mine
    assert all(_answers(other) != mine for other in CODERS if other != coder)


def test_curly_and_straight_apostrophes_carry_the_same_cue() -> None:
    for text in ("“My grandmother’s orchard.”", "“My grandmother's orchard.”"):
        taken = ["humanising" in answers(text, "generous", seed)["frames"] for seed in range(20)]
        assert sum(taken) > 15


def test_one_or_two_answers_in_a_hundred_are_skips_with_a_reason_that_the_desk_offers() -> None:
    reasons = [skips(sentence, coder) for sentence in SENTENCES for coder in CODERS]
    given = [reason for reason in reasons if reason is not None]
    assert 0.01 <= len(given) / len(reasons) <= 0.02
    assert set(given) == {coding_rule.NOT_A_SENTENCE, coding_rule.NEEDS_CONTEXT}
    assert set(given) <= set(SKIP_REASONS)


def test_a_few_answers_have_a_note_that_names_a_code_or_a_flag() -> None:
    places = [(sentence, coder) for sentence in SENTENCES for coder in CODERS]
    notes = [text for place in places if (text := note(*place))]
    assert 5 <= len(notes) <= len(places) / 10
    assert all(any(f'"{code}"' in text for code in FRAMES) for text in notes)
    assert 1 <= sum(flags(*place) for place in places) <= len(places) / 20


def test_a_sentence_without_any_cue_gets_no_note_and_no_flag() -> None:
    plain = "The plant cost $310 million, of which the state paid a fifth."
    drawn = [(coder, seed) for coder in CODERS for seed in range(100)]
    assert not any(note(plain, *each) or flags(plain, *each) for each in drawn)
