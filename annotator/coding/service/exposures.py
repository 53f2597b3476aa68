"""Look at others' answers before one's own part of a round is done."""

from sqlalchemy.orm import Session

from annotator.coding.models import Exposure
from annotator.coding.queries.blindness import subject
from annotator.rounds.models import Round
from annotator.studies.models import Member
from annotator.studies.service import log

LOOK_EARLY = "look early"


def look_early(session: Session, member: Member, round_: Round) -> None:
    """From now on show the member others' answers in the round; it is logged and reported."""
    session.add(Exposure(member_id=member.id, round_id=round_.id, page=LOOK_EARLY, early=True))
    log(session, round_.study, member, LOOK_EARLY, subject(round_))
    session.flush()
