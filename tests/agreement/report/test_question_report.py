"""What the page of a question says: verdict, advice, explanation, tables."""

from dataclasses import replace

import numpy as np
import pytest

from annotator.agreement.report.advice import advice, often, times_as_many
from annotator.agreement.report.detail import Origin, Origins, detail
from annotator.agreement.report.methods_paragraph import Facts, paragraph
from annotator.agreement.report.question_report import disputes, report_on_question
from annotator.agreement.report.round_tables import question_tables
from annotator.agreement.report.variable_report import measured_report
from annotator.codebook.kinds.variable import Variable
from annotator.codebook.queries import parsed
from annotator.codebook.values import variables
from annotator.reliability.reporting.part_tables import article_table
from annotator.reliability.reporting.question_tables import confusion_table
from annotator.reliability.reporting.verdicts import ac1_and_alpha, chance_agreement, in_words
from annotator.reliability.results.breakdown import Part
from annotator.reliability.results.confusions import Confusion
from annotator.reliability.results.estimates import Estimate
from tests import factories

BOOK = parsed(factories.BOOK)
TONE = next(each for each in variables(BOOK) if each.key == "tone")
NAMES = {"calm": "Calm", "loud": "Loud"}

#: Eight articles of five sentences: two coders who agree, and a third who is often alone.
CALM, LOUD = ["calm"] * 3, ["loud"] * 3
ODD_CALM, ODD_LOUD = ["calm", "calm", "loud"], ["loud", "loud", "calm"]
UNITS = [CALM, LOUD, CALM, ODD_CALM, ODD_LOUD] * 8
ARTICLES = [f"A{at // 5}" for at in range(40)]


@pytest.fixture
def line_of(rows_of):
    def made(units, articles=ARTICLES, variable=TONE):
        return measured_report(variable, rows_of(units, articles[: len(units)]), 1)

    return made


def figure(value, low=None, high=None, reason=""):
    return Estimate(value, None, low, high, "a bootstrap" if low is not None else "", reason)


def titles(found):
    return [each.title for each in advice(found, NAMES)]


def test_a_coder_is_named_only_where_the_difference_is_off_zero(line_of):
    found = detail(line_of(UNITS), Origins())
    off = [name for name, _, difference in found.influence if (difference.low or 0) > 0]
    assert off == ["C02"]
    assert "Talk with C02 about how they read the question" in titles(found)
    assert not [title for title in titles(found) if "C00" in title or "C01" in title]


def test_a_difference_that_may_be_chance_names_nobody(line_of):
    # In each article another coder is alone.
    alone = [["loud", "calm", "calm"], ["calm", "loud", "calm"], ["calm", "calm", "loud"]]
    units = [unit for at in range(8) for unit in (alone[at % 3], CALM, LOUD, LOUD, alone[at % 3])]
    found = detail(line_of(units), Origins())
    assert not [title for title in titles(found) if title.startswith("Talk")]


def test_low_agreement_asks_for_a_definition_and_names_the_two_answers(line_of):
    found = detail(line_of([["calm", "loud"], ["calm", "calm"], ["loud", "loud"]] * 13), Origins())
    first = advice(found, NAMES)[0]
    assert first.title == "Tell “Calm” and “Loud” apart"
    assert "13 of 13 disagreements" in first.text


@pytest.mark.parametrize(
    ("units", "title"),
    [
        ([["calm", None], ["loud", None]], "Let a second coder code the same sentences"),
        ([["calm", None], [None, "loud"]], "Let coders code the same sentences"),
        ([["calm", "calm"]] * 3, "Add sentences to which another answer is right"),
        ([["calm", "calm"], ["loud", "loud"]] * 4, "Code sentences of more articles"),
        ([["calm", "calm"], ["loud", "loud"]] * 20, "Go on"),
    ],
    ids=["one coder", "no pair", "one value", "two articles", "all well"],
)
def test_the_first_advice_suits_what_was_found(line_of, units, title):
    assert titles(detail(line_of(units), Origins()))[0] == title


def test_how_many_articles_are_asked_for_follows_from_the_width_of_the_interval():
    # The value is .133 above the limit and its interval twice as far below: four times as many.
    assert times_as_many(figure(0.8, 0.8 - 2 * 0.133, 0.9)) == pytest.approx(4)
    assert times_as_many(figure(0.668, 0.5, 0.8)) is None
    assert times_as_many(figure(0.6, 0.5, 0.8)) is None


def test_a_wide_interval_asks_for_more_articles(line_of):
    found = detail(line_of(UNITS), Origins())
    wide = replace(
        found,
        measured=replace(
            found.measured,
            coefficients={**found.measured.coefficients, "alpha": figure(0.8, 0.6, 0.9)},
        ),
    )
    more = next(each for each in advice(wide, NAMES) if each.title == "Code more articles")
    # (.2 / .133) ** 2 = 2.26 times 8 articles.
    assert "about 19 articles instead of 8" in more.text


def test_a_rare_answer_is_named(line_of):
    found = detail(line_of([CALM] * 39 + [["loud", "loud", "calm"]]), Origins())
    assert "Look for sentences with what is rare" in titles(found)


def test_two_answers_are_often_confused_if_they_make_up_a_good_part():
    many = [Confusion("a", "b", 1, 1)] * 5
    assert often(many) is None
    assert often(many[:4]) == many[0]
    assert often([]) is None


def test_chance_is_that_of_alpha_and_of_ac1(line_of):
    measured = line_of([["calm", "calm"]] * 9 + [["loud", "calm"]]).measured
    # 19 of 20 judgements are calm.
    assert chance_agreement(measured) == pytest.approx((0.95**2 + 0.05**2, 2 * 0.95 * 0.05))


def test_the_paragraph_on_ac1_has_the_shares_of_these_data(line_of):
    rare = line_of([["calm", "calm"]] * 36 + [["loud", "calm"], ["loud", "loud"]] * 2).measured
    text = ac1_and_alpha(rare, NAMES)
    assert "“Calm” makes up 92% of all judgements" in text
    assert "So AC1 is higher" in text
    even = line_of([["calm", "calm"], ["loud", "loud"], ["calm", "loud"]] * 12).measured
    assert "Here both come to the same." in ac1_and_alpha(even, NAMES)
    assert "can not be compared" in ac1_and_alpha(line_of([CALM]).measured, NAMES)
    assert "near miss" in ac1_and_alpha(replace(even, level="ordinal"), NAMES)


@pytest.mark.parametrize(
    ("alpha", "words"),
    [
        (figure(0.9, 0.85, 0.95), "rely on this question. Alpha is 0.900, 95 % interval 0.850 to"),
        (figure(0.7, 0.5, 0.9), "reaches below the limit of .667. Alpha is 0.700"),
        (figure(0.5, 0.4, 0.6), "do not agree well enough"),
        (
            figure(0.7, reason="too few articles (2) for an interval"),
            "there is no interval that would show it. Alpha is 0.700; too few articles (2)",
        ),
        (figure(None, reason="undefined: only one coder"), "Alpha is undefined: only one coder."),
    ],
)
def test_the_verdict_is_a_sentence_with_its_figure(alpha, words):
    assert words in in_words(alpha)


def test_parts_are_shown_where_there_are_two(line_of):
    rows = line_of(UNITS)
    articles = sorted(set(rows.judgements.cluster))
    places = {
        each: Origin("Gazette" if at % 2 else "Mail", "Gate") for at, each in enumerate(articles)
    }
    found = detail(rows, Origins(places))
    assert list(found.groups) == ["outlet"]
    keys = [table.key for table in question_tables(found, NAMES)]
    assert keys == [
        "codes", "confusions", "coders", "pairs", "outlet", "article", "coefficients",
        "prevalence",
    ]  # fmt: skip


def test_the_tables_have_the_figures_that_were_measured(line_of):
    found = detail(line_of(UNITS), Origins())
    of = {table.key: table for table in question_tables(found, NAMES)}
    alpha = found.measured.coefficients["alpha"]
    assert of["coefficients"].rows[1][1] == alpha.value
    nobody, first, *_ = of["coders"].rows
    assert nobody[1] == alpha.value
    assert first[3] == pytest.approx(first[1] - nobody[1])
    assert of["pairs"].rows[0][:2] == ("C00 and C01", 40)
    # Calm: 24 of 40 units by three, and one or two of each odd one.
    assert [row[2:4] for row in of["prevalence"].rows] == [(72, 0.6), (48, 0.4)]
    assert of["codes"].rows[0][:2] == ("calm", "Calm")


def test_a_confusion_has_its_share_of_all_pairs_that_differ():
    found = [Confusion("a", "b", 1, 3), Confusion("b", "c", 1, 1)]
    rows = confusion_table(found, {"a": "Alpha"}).rows
    assert rows == [("a", "b", "Alpha", "b", 1, 3, 0.75), ("b", "c", "b", "c", 1, 1, 0.25)]


def many(code):
    return Variable("frames", code, "many", "nominal", ("0", "1"), code.capitalize())


def test_a_question_of_many_is_told_code_by_code_with_its_swaps(line_of):
    lines = [
        line_of([["1", "0"], ["1", "1"]], variable=many("staged")),
        line_of([["0", "1"], ["0", "0"]], variable=many("moving")),
    ]
    said = report_on_question(BOOK, lines, "frames", Origins(), 1)
    assert (said.label, said.detail) == ("Which frames does it carry?", None)
    assert "of 2 codes 0 are fit" in said.verdict
    assert said.advice[0].title == "Tell “Staged” and “Moving” apart"
    (found,) = disputes(BOOK, lines, "frames", "staged", "moving")
    assert found.answers == [("C00", "Staged"), ("C01", "Moving")]


def test_one_code_of_many_is_told_by_itself(line_of):
    lines = [line_of([["1", "0"], ["1", "1"]], variable=many("staged"))]
    said = report_on_question(BOOK, lines, "frames.staged", Origins(), 1)
    assert said.detail is not None
    assert said.detail.per_code == {}
    (found,) = disputes(BOOK, lines, "frames.staged")
    assert found.answers == [("C00", "given"), ("C01", "not given")]


def test_what_nobody_answered_is_told_with_the_reason(line_of):
    said = report_on_question(BOOK, [line_of([])], "tone", Origins(), 1)
    assert said.verdict.endswith("no coder has answered it yet.")
    assert said.table("coefficients") is None


def test_a_question_of_many_is_measured_as_a_whole_too(line_of):
    """MASI by its definition (Passonneau 2006), alpha by Krippendorff's with any distance."""
    sets = [("s", "s"), ("s", "sm"), ("", "m"), ("sm", "sm"), ("m", "s"), ("", "")]
    lines = [
        line_of([[str(int(key in held)) for held in pair] for pair in sets], variable=many(code))
        for key, code in (("s", "staged"), ("m", "moving"))
    ]
    said = report_on_question(BOOK, lines, "frames", Origins(), 3)
    alpha = {row[0]: row[1] for row in said.table("coefficients").rows}

    def masi(one, other):
        one, other = set(one), set(other)
        if one == other:
            return 0
        both = len(one & other) / len(one | other)
        return 1 - both * (2 / 3 if one < other or other < one else 1 / 3)

    given = [held for pair in sets for held in pair]
    observed = np.mean([masi(*pair) for pair in sets])
    chance = np.mean(
        [masi(a, b) for i, a in enumerate(given) for j, b in enumerate(given) if i != j]
    )
    assert alpha["Krippendorff's alpha (MASI)"] == pytest.approx(1 - observed / chance)
    assert said.table("coefficients").caption == "All codes as one answer"
    assert "--codes code --values staged,moving --distance masi" in said.command
    assert "round=3" in said.command


def test_the_articles_with_the_lowest_and_the_highest_alpha_are_shown():
    parts = [Part(f"a{at:02}", 3, figure(at / 20)) for at in range(14)]
    parts.append(Part("odd", 3, figure(None, reason="undefined: every coder used one value here")))
    table = article_table(parts, {"a00": "Mail, A gate"})
    shown = [row[0] for row in table.seen]
    assert shown == ["a00", "a01", "a02", "a03", "a04", "a09", "a10", "a11", "a12", "a13"]
    assert table.seen[0][1] == "Mail, A gate"
    assert (len(table.rows), table.unseen) == (15, 5)
    assert table.csv().count(b"\n") == 16
    few = article_table(parts[:3] + parts[-1:], {})
    assert [row[0] for row in few.seen] == ["a00", "a01", "a02"]


def facts(*also):
    return Facts(
        1, "full", "all sentences", 1, 40, 40, 40, {"C00": 40, "C01": 40}, 0, [], [], [], {},
        also, False, 1, "0" * 64, "the data set", "0.1.0",
    )  # fmt: skip


def test_the_methods_name_intervals_that_are_not_to_be_trusted(line_of):
    rare = [["calm", "calm"] if at % 13 else ["loud", "calm"] for at in range(40)]
    said = paragraph([line_of(rare)], facts())
    assert (
        "The interval of Which tone has it? is not to be trusted: few articles, and nearly all "
        "judgements are alike." in said
    )
    assert "not to be trusted" not in paragraph([line_of(UNITS)], facts())


def test_the_methods_say_what_the_codes_come_to_as_one_answer(line_of):
    said = paragraph([line_of(UNITS)], facts(), figure(0.7, 0.6, 0.8))
    assert "the MASI distance is 0.700 (95 % interval 0.600 to 0.800)." in said
    assert "MASI" not in paragraph([line_of(UNITS)], facts(), figure(None, reason="undefined: x"))
