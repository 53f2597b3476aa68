"""Training that is done: whoever reached the pass mark goes on by themselves."""

from sqlalchemy.orm import Session

from annotator.coding.queries.training import result_of
from annotator.coding.training_scores import passed
from annotator.database.base import now
from annotator.rounds.models import Enrolment
from annotator.studies.service import log


def qualify_who_passed(session: Session, enrolment: Enrolment) -> bool:
    """Qualify a coder who has coded all of a training round and reached its pass mark.

    What counts is the first answer to each sentence, so that changing an answer after the
    known one was shown changes nothing.
    """
    round_ = enrolment.round
    if not round_.is_training or enrolment.left != 0 or enrolment.qualified_at is not None:
        return False
    session.flush()
    found = result_of(session, enrolment)
    if not found or not passed(found, round_.setup.training.pass_mark):
        return False
    enrolment.qualified_at = now()
    name = enrolment.member.pseudonym
    after = {"coder": name, "pass_mark": round_.setup.training.pass_mark}
    log(session, round_.study, name, "pass training", f"round:{round_.number}", after=after)
    session.flush()
    return True
