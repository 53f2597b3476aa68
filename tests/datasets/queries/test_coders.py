"""Coders as they are exported: under their pseudonyms."""

import pytest

from annotator.datasets.queries.coders import CODERS, coders
from annotator.studies.models import Member, MemberKind
from tests import factories

pytestmark = pytest.mark.every_database


def exported(session, rounds):
    return [list(CODERS.values(row)) for row in coders(session, rounds)]


def test_coders_are_counted_over_all_rounds_under_their_pseudonyms(session, small):
    small.cora.lead = True
    later = factories.open_round(session, small.study, [small.cora], "Main")
    factories.code_all(session, later, small.cora, [factories.CALM, "too distressing", None])
    assert exported(session, [small.round, later]) == [
        ["C01", "person", True, False, 6, 3, 2],
        ["C02", "person", False, False, 3, 2, 0],
    ]
    assert exported(session, [later]) == [["C01", "person", True, False, 3, 1, 1]]


@pytest.mark.parametrize("kind", MemberKind)
def test_the_kind_of_a_coder_is_a_word(session, small, kind):
    if kind != MemberKind.PERSON:
        small.carl.kind, small.carl.account = kind, None
    session.flush()
    rows = exported(session, [small.round])
    assert [row[1] for row in rows] == ["person", kind.value]


def test_a_deleted_person_stays_under_their_pseudonym(session, small):
    member = session.get(Member, small.carl.id)
    member.account_id = None
    session.flush()
    rows = exported(session, [small.round])
    assert [row[0] for row in rows] == ["C01", "C02"]
