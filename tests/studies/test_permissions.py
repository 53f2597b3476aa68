"""The table of who may do what, as it is read aloud."""

import pytest

from annotator.studies.models import HasRoles
from annotator.studies.permissions import PERMISSIONS, ROLES, Act, may

TABLE = """\
                          lead  coder  adjudicator  viewer
see the study              x      x         x          x
see the overview           x                x          x
see the codebook           x      x         x          x
change the codebook        x
see the articles           x
import articles            x
edit articles              x
see the members            x
manage members             x
see the rounds             x
run rounds                 x
supervise coders           x
see agreement              x                x          x
see controls               x                           x
see each coder's results   x
keep agreement figures     x
look early                 x                x          x
export data                x                           x
"""


def test_this_is_who_may_do_what():
    heading, *lines = TABLE.splitlines()
    columns = {role: heading.index(role) for role in ROLES}
    stated = {
        line[:26].strip(): {
            role for role, at in columns.items() if "x" in line[at : at + len(role)]
        }
        for line in lines
    }
    assert stated == {act: set(roles) for act, roles in PERMISSIONS.items()}


def test_each_act_is_in_the_table_and_names_roles_that_there_are():
    assert set(PERMISSIONS) == set(Act)
    assert {role for roles in PERMISSIONS.values() for role in roles} <= set(ROLES)


@pytest.mark.parametrize(
    ("roles", "act", "allowed"),
    [
        ({"coder", "lead"}, Act.RUN_ROUNDS, True),
        ({"coder", "viewer"}, Act.RUN_ROUNDS, False),
        (set(), Act.SEE_STUDY, False),
    ],
)
def test_one_role_of_several_suffices(roles, act, allowed):
    assert may(roles, act) is allowed


def test_each_role_is_a_column_of_members_and_invitations():
    assert [name for name in ROLES if hasattr(HasRoles, name)] == list(ROLES)
