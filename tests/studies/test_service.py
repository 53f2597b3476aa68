import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from annotator.database.base import now
from annotator.errors import Conflict, NotFound, Refused
from annotator.studies import queries, service
from annotator.studies.models import LogEntry, Member, MemberKind
from tests import factories


@pytest.fixture
def study(session):
    return factories.study(session)


@pytest.fixture
def lea(session, study):
    return factories.member(session, study, "Lea", "lead")


def newest_entry(session):
    return session.scalars(select(LogEntry).order_by(LogEntry.id.desc())).first()


def test_who_makes_a_study_leads_it(session):
    made = service.create_study(session, "  Staged \n meetings ", lead=factories.account(session))
    assert made.title == "Staged meetings"
    assert [member.roles for member in queries.members_of(session, made)] == [{"lead"}]


def test_studies_of_one_title_get_short_names_of_their_own(session):
    slugs = [factories.study(session, "Staged meetings").slug for _ in range(3)]
    assert slugs == ["staged-meetings", "staged-meetings-2", "staged-meetings-3"]


def test_a_taken_short_name_is_refused_beside_its_field(session, study):
    with pytest.raises(Refused, match="already") as refused:
        service.create_study(session, "Other", slug=study.slug)
    assert refused.value.problems[0].column == "slug"


@pytest.mark.parametrize("title", ["", "  ", "\n", "x" * 201])
def test_a_study_needs_a_title_that_fits(session, title):
    with pytest.raises(Refused, match="needs a title"):
        service.create_study(session, title)


def test_an_unknown_study_is_not_found_and_the_known_ones_are_named(session, study):
    with pytest.raises(NotFound, match="Studies here: staged-meetings"):
        queries.study_called(session, "staged")


def test_members_get_pseudonyms_that_say_nothing_of_their_names(session, study):
    made = [factories.member(session, study, f"Coder {n}", "coder") for n in range(12)]
    names = [member.pseudonym for member in made]
    assert len(set(names)) == 12
    assert names != sorted(names)
    assert all(name[0] == "C" and name[1:].isdecimal() for name in names)


def test_joining_again_adds_the_role_and_keeps_the_pseudonym(session, study):
    anna = factories.account(session)
    first = service.add_member(session, study, anna, ["coder"])
    again = service.add_member(session, study, anna, ["viewer"])
    assert again is first
    assert again.roles == {"coder", "viewer"}
    assert newest_entry(session).after == {"roles": ["coder", "viewer"]}


def test_one_who_left_and_joins_again_gets_only_the_roles_of_the_new_invitation(session, study):
    anna = factories.account(session)
    member = service.add_member(session, study, anna, ["lead"])
    member.left_at = now()
    again = service.add_member(session, study, anna, ["coder"])
    assert (again, again.roles, again.left_at) == (member, {"coder"}, None)


def test_other_roles_are_logged_with_what_they_were(session, study, lea):
    cora = factories.member(session, study, "Cora", "coder")
    service.set_roles(session, cora, ["viewer", "adjudicator"], lea)
    entry = newest_entry(session)
    assert cora.roles == {"adjudicator", "viewer"}
    assert (entry.actor, entry.act) == (lea.pseudonym, "roles")
    assert entry.subject == f"member:{cora.pseudonym}"
    assert (entry.before, entry.after) == (
        {"roles": ["coder"]},
        {"roles": ["adjudicator", "viewer"]},
    )


def test_the_only_lead_stays_lead(session, study, lea):
    with pytest.raises(Conflict, match="only lead"):
        service.set_roles(session, lea, ["coder"], lea)
    assert lea.roles == {"lead"}
    service.set_roles(session, lea, ["lead", "coder"], lea)


def test_a_lead_who_left_does_not_count(session, study, lea):
    other = factories.member(session, study, "Otto", "lead")
    other.left_at = now()
    session.flush()
    with pytest.raises(Conflict, match="only lead"):
        service.set_roles(session, lea, ["coder"], lea)
    other.left_at = None
    session.flush()
    service.set_roles(session, lea, ["coder"], lea)
    assert lea.roles == {"coder"}


@pytest.mark.parametrize("roles", [[], ["boss"], ["coder", "boss"]])
def test_no_role_and_unknown_roles_are_refused(session, study, lea, roles):
    for act in (
        lambda: service.set_roles(session, lea, roles, lea),
        lambda: service.invite(session, study, roles, lea),
    ):
        with pytest.raises(Refused, match="roles asked for") as refused:
            act()
        assert "lead, coder, adjudicator, viewer" in refused.value.problems[0].remedy


def test_what_is_logged_names_pseudonyms_only(session, study):
    anna = factories.account(session, "Anna Canary")
    service.add_member(session, study, anna, ["coder"])
    for entry in session.scalars(select(LogEntry)):
        assert "Canary" not in f"{entry.actor} {entry.subject} {entry.before} {entry.after}"


def test_the_log_keeps_whose_act_it_was_and_none_for_the_command_line(session, study, lea):
    service.log(session, study, lea, "act", "subject")
    service.log(session, study, service.COMMAND_LINE, "act", "subject")
    entries = session.scalars(select(LogEntry).where(LogEntry.act == "act")).all()
    assert [entry.account_id for entry in entries] == [lea.account_id, None]


def test_only_a_person_has_an_account(session, lea):
    lea.kind = MemberKind.MACHINE
    with pytest.raises(IntegrityError, match="only_a_person_has_an_account"):
        session.flush()


def test_coders_are_those_who_code_and_have_not_left(session, study, lea):
    cora, carl = (factories.member(session, study, name, "coder") for name in ("Cora", "Carl"))
    carl.left_at = now()
    assert queries.coders_of(session, study) == [cora]
    assert set(queries.members_of(session, study)) == {lea, cora, carl}


def test_one_sees_only_the_studies_that_one_has_not_left(session, study):
    anna = factories.account(session)
    one = service.add_member(session, study, anna, ["coder"])
    other = service.add_member(session, factories.study(session, "A later one"), anna, ["viewer"])
    assert queries.memberships_of(session, anna) == [other, one]
    other.left_at = now()
    assert queries.memberships_of(session, anna) == [one]


def test_a_member_without_an_account_can_be_known_from_a_file(session, study):
    made = [service.add_member(session, study, None, ["coder"]) for _ in range(2)]
    assert len({member.pseudonym for member in made}) == 2
    assert session.scalars(select(Member).where(Member.account_id.is_(None))).all() == made
