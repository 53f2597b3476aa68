"""Plans stay what they were, so that an earlier export can be checked against its seed."""

import hashlib
from datetime import datetime, timedelta

import pytest

from annotator.rounds.allocation import Request, Selection, allocate
from annotator.rounds.designs.balanced import Balanced
from annotator.rounds.designs.design import Coder
from annotator.rounds.designs.full import Full
from annotator.rounds.designs.numbering import coder_seed
from annotator.rounds.designs.open import Open
from annotator.rounds.designs.retest import Retest
from annotator.rounds.designs.subsample import Subsample
from annotator.rounds.sampling.sample import Candidate
from annotator.rounds.setup import RoundSetup

NAMES = [f"C{n:02}" for n in range(1, 7)]
QUOTAS = (40, 30, 20, 10, 10, 10)


def checksum(plan):
    rows = (f"{each.unit} {each.slot} {each.coder} {each.order}" for each in plan)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]


def plan(design, order, seed, sentences, *, quotas=(None,) * 6, recoded=None, coders=NAMES):
    enrolled = [Coder(n, coder_seed(7, n), q) for n, q in zip(coders, quotas, strict=False)]
    request = Request(RoundSetup(design=design), order, seed, enrolled)
    return allocate(Selection(request, sentences, recoded=recoded)).plan()


@pytest.mark.parametrize(
    ("design", "order", "seed", "units", "pinned"),
    [
        (Full(), "random", 7, 60, "42d8bffdb415afe9"),
        (Full(), "article", 7, 60, "217a09bad1d2c8ac"),
        (Balanced(k=2), "random", 7, 60, "22e31faecb5265f8"),
        (Balanced(k=3), "article", 8, 60, "aa020591a74ce427"),
        (Balanced(k=4), "random", 7, 11_003, "d413206a11670e6c"),
        (Subsample(k=3, n=20), "random", 7, 60, "24d4f6fdc3fedbcf"),
        (Subsample(k=0, n=17), "article", 9, 60, "a94672dc74f8a88b"),
        (Open(k=3), "random", 7, 60, "646b38f6ebd6188c"),
        (Open(k=2), "article", 7, 60, "099c9d24deaf14d1"),
    ],
)
def test_a_plan_is_the_one_that_its_seed_always_gave(design, order, seed, units, pinned):
    sentences = [Candidate(unit, 1, f"Outlet {unit % 3}") for unit in range(units)]
    assert checksum(plan(design, order, seed, sentences)) == pinned


def test_a_plan_with_quotas_is_the_one_that_its_seed_always_gave():
    sentences = [Candidate(unit, 1) for unit in range(60)]
    made = plan(Balanced(k=2), "random", 7, sentences, quotas=QUOTAS)
    assert checksum(made) == "42335f017797bc7c"


def test_a_retest_is_the_one_that_its_seed_always_gave():
    first = datetime(2026, 1, 1)
    coded = {
        f"C{n:02}": {day * n: first + timedelta(days=day) for day in range(1, 20)}
        for n in range(1, 4)
    }
    design = Retest(1, 0.3, after=0)
    recoded = design.recoded(coded, datetime(2026, 1, 15), 7)
    assert recoded == {"C01": [8, 9, 13, 14], "C02": [2, 4, 8, 18], "C03": [3, 9, 15, 24]}
    sentences = [
        Candidate(each, 1) for each in sorted({s for own in recoded.values() for s in own})
    ]
    made = plan(design, "random", 7, sentences, recoded=recoded, coders=NAMES[:3])
    assert checksum(made) == "4dc3f5a281343642"
