"""Who may do what in a study: one table of acts and the roles that may do them.

Pages, menus and commands ask ``may``. A new role is a name in ``ROLES``, its place in the
table, and a column of its own in ``models.HasRoles`` with its migration.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

ROLES = ("lead", "coder", "adjudicator", "viewer")


class Act(StrEnum):
    """Something that a member does in a study, with permission."""

    SEE_STUDY = "see the study"
    SEE_OVERVIEW = "see the overview"
    SEE_CODEBOOK = "see the codebook"
    CHANGE_CODEBOOK = "change the codebook"
    SEE_ARTICLES = "see the articles"
    IMPORT_ARTICLES = "import articles"
    EDIT_ARTICLES = "edit articles"
    SEE_MEMBERS = "see the members"
    MANAGE_MEMBERS = "manage members"
    SEE_ROUNDS = "see the rounds"
    RUN_ROUNDS = "run rounds"
    SUPERVISE_CODERS = "supervise coders"
    SEE_AGREEMENT = "see agreement"
    #: Which sentences are training, checks or repeats; a data set says so too.
    SEE_CONTROLS = "see controls"
    SEE_EACH_CODER = "see each coder's results"
    KEEP_AGREEMENT = "keep agreement figures"
    #: See others' answers before one's own part in an open round is done.
    LOOK_EARLY = "look early"
    EXPORT_DATA = "export data"


_LEADS = ("lead",)
_READERS = ("lead", "viewer", "adjudicator")
_OWNERS = ("lead", "viewer")

#: The roles of which one suffices, act by act.
PERMISSIONS: Mapping[Act, tuple[str, ...]] = {
    Act.SEE_STUDY: ROLES,
    Act.SEE_OVERVIEW: _READERS,
    Act.SEE_CODEBOOK: ROLES,
    Act.CHANGE_CODEBOOK: _LEADS,
    Act.SEE_ARTICLES: _LEADS,
    Act.IMPORT_ARTICLES: _LEADS,
    Act.EDIT_ARTICLES: _LEADS,
    Act.SEE_MEMBERS: _LEADS,
    Act.MANAGE_MEMBERS: _LEADS,
    Act.SEE_ROUNDS: _LEADS,
    Act.RUN_ROUNDS: _LEADS,
    Act.SUPERVISE_CODERS: _LEADS,
    Act.SEE_AGREEMENT: _READERS,
    Act.SEE_CONTROLS: _OWNERS,
    Act.SEE_EACH_CODER: _LEADS,
    Act.KEEP_AGREEMENT: _LEADS,
    Act.LOOK_EARLY: _READERS,
    Act.EXPORT_DATA: _OWNERS,
}


def may(roles: Collection[str], act: Act) -> bool:
    """Whether one of these roles suffices."""
    return any(role in roles for role in PERMISSIONS[act])
