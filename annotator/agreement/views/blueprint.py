"""What the pages of agreement share: their blueprint, the round, and what is counted.

What is counted beside what always counts stands in the address, and links carry it on.
"""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, g, request
from werkzeug.wrappers import Response

from annotator.coding import exclusions
from annotator.coding.access import reader_of_answers
from annotator.coding.exclusions import ASKABLE, HIDDEN, Exclusion, Included
from annotator.database.session import session
from annotator.errors import Forbidden
from annotator.reliability.reporting.table import shown
from annotator.rounds.models import Round
from annotator.rounds.queries import round_of
from annotator.studies.permissions import Act, may

views = Blueprint("agreement", __name__)
views.add_app_template_filter(shown)

Page = str | Response | tuple[str, int]


def round_to_read(slug: str, round_id: str) -> Round:
    """A round whose answers the signed-in person may see."""
    me = reader_of_answers(slug, Act.SEE_AGREEMENT)
    return round_of(session(), me.study, round_id)


def also_included() -> Included:
    """What the address asks to be counted as well.

    :raises NotFound: if there is nothing of such a name.
    :raises Forbidden: to one who must not know which sentences these are.
    """
    chosen = exclusions.included(request.args.getlist("also"))
    if not chosen <= set(offered()):
        raise Forbidden("Which sentences are training, checks or repeats is for leads and viewers.")
    return chosen


def offered() -> Sequence[Exclusion]:
    """What the member whose page it is may ask for."""
    knows = may(g.member.roles, Act.SEE_CONTROLS)
    return [each for each in ASKABLE if knows or each not in HIDDEN]


@views.url_defaults
def carry(endpoint: str, values: dict[str, Any]) -> None:
    """Let an address of a round that is written into a page ask for the same."""
    if endpoint.startswith("agreement.history"):
        return
    if chosen := [each for each in request.args.getlist("also") if each in ASKABLE]:
        values.setdefault("also", chosen)
