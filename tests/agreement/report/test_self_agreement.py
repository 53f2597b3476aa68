"""Coders against themselves."""

import csv
import datetime as dt
import re
from io import StringIO

import pytest
from sqlalchemy import select, update

from annotator.agreement.queries.self_agreement import coded_twice
from annotator.agreement.report.self_agreement import Occasion, by_coder, paired, self_agreement
from annotator.agreement.service.measure import self_agreement_of_round
from annotator.codebook.answers import Answer
from annotator.codebook.queries import parsed
from annotator.codebook.values import variables
from annotator.coding.models import Coding
from annotator.datasets.queries.checks import CHECKS
from annotator.datasets.queries.repeats import REPEATS
from annotator.datasets.service import data_set
from annotator.rounds.controls.controls import Controls
from annotator.rounds.queries import round_of
from tests import factories
from tests.rounds import controlled

DAY = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
ASKED = variables(parsed(factories.BOOK))


def answers(tone):
    return [Answer("tone", "given", (tone,))] if tone else []


def moments(tones, day=0, coder="C01"):
    at = DAY + dt.timedelta(days=day)
    return [Occasion(coder, f"s{n}", "a1", at, answers(tone)) for n, tone in enumerate(tones)]


def tone_of(rows, coder=""):
    return next(row for row in rows if row.variable.key == "tone" and row.coder == coder)


def test_percent_and_alpha_are_those_of_two_coders_in_the_literature():
    # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section A: two observers,
    # ten binary units, alpha = 0.095, percent 0.6.
    first = ["0", "1", "0", "0", "0", "0", "0", "0", "1", "0"]
    second = ["1", "1", "1", "0", "0", "1", "0", "0", "0", "0"]
    names = {"0": "calm", "1": "loud"}
    pairs = paired(
        moments([names[each] for each in first]), moments([names[each] for each in second], 20)
    )
    row = tone_of(self_agreement(ASKED, pairs))
    assert row.n_sentences == 10
    assert row.estimates["percent"].value == pytest.approx(0.6)
    assert row.estimates["alpha"].value == pytest.approx(0.095, abs=0.001)


def test_only_what_was_judged_on_both_occasions_is_compared():
    pairs = paired(moments(["calm", "loud", ""]), moments(["calm", "", "loud", "calm"], 15))
    assert len(pairs) == 3
    row = tone_of(self_agreement(ASKED, pairs))
    assert row.n_sentences == 1
    assert (row.gap.shortest, row.gap.longest) == (15, 15)


def test_coders_are_compared_with_themselves_alone_and_together():
    pairs = paired(
        [*moments(["calm", "loud"]), *moments(["calm", "calm"], coder="C02")],
        [*moments(["calm", "loud"], 20), *moments(["loud", "calm"], 30, coder="C02")],
    )
    rows = self_agreement(ASKED, pairs)
    shares = {c: tone_of(rows, c).estimates["percent"].value for c in ("", "C01", "C02")}
    assert shares == {"": 0.75, "C01": 1.0, "C02": 0.5}
    assert tone_of(rows).gap.middle == 25


def test_the_page_has_a_table_for_all_coders_and_one_for_each_with_its_gaps():
    pairs = paired(
        [*moments(["calm", "loud"]), *moments(["calm", "calm"], coder="C02")],
        [*moments(["calm", "loud"], 20), *moments(["loud", "calm"], 30, coder="C02")],
    )
    together, first, second = by_coder(self_agreement(ASKED, pairs))
    assert [each.name for each in (together, first, second)] == ["", "C01", "C02"]
    assert (together.gap.shortest, together.gap.longest, first.gap.longest) == (20, 30, 20)
    assert second.table.caption == "Self-agreement of C02"
    rows = {row[0]: row for row in together.table.rows}
    tone = next(each.label for each in ASKED if each.key == "tone")
    assert rows[tone][1:3] == (4, 0.75)
    assert rows[tone][5] == 25
    other = next(row for label, row in rows.items() if label != tone)
    assert "no sentence has a value" in other[2].reason
    assert by_coder([]) == []


def test_without_a_pair_it_is_said_why():
    (row, *_) = [each for each in self_agreement(ASKED, []) if each.variable.key == "tone"]
    assert row.estimates == {}
    assert "no sentence has a value" in row.reason


@pytest.fixture
def scene(people, inside):
    """Cora coded ten sentences, and three of them again, differently; then a retest."""
    with inside() as (session, study):
        factories.codebook(session, study)
        article = factories.article(session, study, [f"Lamp {n} was lit." for n in range(10)])
        cora = factories.member_called(session, study, "Cora")
        known = controlled.known_answers(
            session, study, controlled.sentences(session, [article])[:1]
        )
        made = controlled.opened(
            session, study, [cora], known, controls=Controls(1, 30, repeat_days=0)
        )
        part = factories.enrolment(session, made, cora)
        while found := factories.assignments(session, part, 1):
            answers = factories.LOUD if found[0].occasion == 2 else factories.CALM
            factories.code(session, part, found[0], answers)
        first = select(Coding.id).where(Coding.occasion == 1)
        ago = dt.timedelta(days=20)
        for coding in session.scalars(select(Coding).where(Coding.id.in_(first))):
            at = coding.submitted_at - ago
            session.execute(update(Coding).where(Coding.id == coding.id).values(submitted_at=at))
        controlled.days_pass(session, made, 20)
        retest = factories.open_round(
            session, study, [cora], "Again", design="retest", of_round=made.number, share=0.5
        )
        factories.code_all(session, retest, cora, [factories.CALM] * 3 + [factories.LOUD])
        session.commit()
        return made.public_id, retest.public_id


def test_hidden_repeats_and_a_retest_are_measured_with_their_gap(people, inside, scene):
    with inside() as (session, study):
        made, retest = (round_of(session, study, each) for each in scene)
        repeats = tone_of(self_agreement_of_round(session, made))
        assert repeats.n_sentences == 3
        assert repeats.estimates["percent"].value == 0
        assert repeats.gap.shortest == pytest.approx(20, abs=0.1)
        assert len(coded_twice(session, retest)) == 4
        assert tone_of(self_agreement_of_round(session, retest)).estimates["percent"].value == 0.75


def test_the_lead_sees_repeats_and_checks_with_how_many_they_are(browser_of, people, scene):
    lea = browser_of("Lea")
    page = lea.get(f"/studies/{people.study}/agreement/{scene[0]}/repeats").text
    assert "All coders together" in page
    assert "lie 20.0 days apart" in page
    checks = lea.get(f"/studies/{people.study}/rounds/{scene[0]}/results").text
    assert re.search(r"Calm</th><td class=\"num\">1</td><td class=\"num\">1</td>", checks)


def test_exports_have_them_in_tables_of_their_own(people, inside, scene):
    with inside() as (session, study):
        files = {name: content.decode() for name, content in data_set.files(session, study)}
    lines = {name: text.splitlines() for name, text in files.items() if name.endswith(".csv")}
    checks, repeats = lines["checks.csv"], lines["repeats.csv"]
    for table in (CHECKS, REPEATS):
        rows = list(csv.DictReader(StringIO(files[table.file])))
        keys = [tuple(row[name] for name in table.key) for row in rows]
        assert len(set(keys)) == len(keys)
    assert checks[0].startswith("round,purpose,question,code,unit")
    assert len(checks) == 1 + 3
    assert sum(",calm,calm,1," in line for line in checks) == 1
    assert len(repeats) == 1 + (3 + 4) * len(ASKED)
    assert sum(",calm,loud," in line for line in repeats) == 3 + 1
    assert all(
        line.split(",")[3] not in checks[1].split(",")[4] for line in lines["codings.csv"][1:]
    )
