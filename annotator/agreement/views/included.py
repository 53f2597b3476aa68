"""What a page counts beside what always counts: its address says so, and its links carry it."""

from collections.abc import Sequence
from typing import Any

from flask import g, request

from annotator.coding import exclusions as leftout
from annotator.coding.exclusions import ASKABLE, HIDDEN, Also, LeftOut
from annotator.errors import Forbidden
from annotator.studies.permissions import Act, may


def also() -> Also:
    """What the address asks to be counted as well.

    :raises NotFound: if there is nothing of such a name.
    :raises Forbidden: to one who must not know which sentences these are.
    """
    found = leftout.also(request.args.getlist("also"))
    if not found <= set(offered()):
        raise Forbidden("Which sentences are training, checks or repeats is for leads and viewers.")
    return found


def offered() -> Sequence[LeftOut]:
    """What the member whose page it is may ask for."""
    knows = may(g.member.roles, Act.SEE_CONTROLS)
    return [each for each in ASKABLE if knows or each not in HIDDEN]


def carry(_endpoint: str, values: dict[str, Any]) -> None:
    """Let an address that is written into a page ask for the same."""
    if asked := [each for each in request.args.getlist("also") if each in ASKABLE]:
        values.setdefault("also", asked)
