"""Pause a round, resume it, close it, delete its draft; decide whether late codings count."""

from sqlalchemy.orm import Session

from annotator.database.base import now
from annotator.errors import Conflict
from annotator.rounds.models import Round
from annotator.rounds.service.acts import count_anew
from annotator.studies.models import Member
from annotator.studies.service import log


def delete_draft(session: Session, round_: Round, actor: Member | str) -> None:
    """Throw away a round that was never open.

    :raises Conflict: if it was.
    """
    if round_.state != "draft":
        raise Conflict("A round that was opened is never deleted; close it instead.")
    log(session, round_.study, actor, "delete draft", f"round:{round_.number}")
    session.delete(round_)


def pause(session: Session, round_: Round, actor: Member | str) -> None:
    """Serve no further sentences for now; what coders hold can still be saved.

    :raises Conflict: if the round is not open.
    """
    if round_.state != "open":
        raise Conflict(f"Round {round_.number} is {round_.state}; only an open round is paused.")
    round_.paused_at = now()
    log(session, round_.study, actor, "pause round", f"round:{round_.number}")


def resume(session: Session, round_: Round, actor: Member | str) -> None:
    """Go on serving after a pause.

    :raises Conflict: if the round is not paused.
    """
    if round_.state != "paused":
        raise Conflict(f"Round {round_.number} is {round_.state}; only a paused round goes on.")
    round_.paused_at = None
    log(session, round_.study, actor, "resume round", f"round:{round_.number}")


def count_late(session: Session, round_: Round, actor: Member | str, *, counts: bool) -> None:
    """Decide for the round whether codings that came after it was closed count.

    :raises Conflict: if the round is not closed.
    """
    if round_.state != "closed":
        raise Conflict("Codings come late only once a round is closed.")
    round_.late_counted = counts
    count_anew(session, round_)
    after = {"counts": counts}
    log(
        session,
        round_.study,
        actor,
        "decide on late codings",
        f"round:{round_.number}",
        after=after,
    )


def close(session: Session, round_: Round, actor: Member | str) -> None:
    """End a round for good. What coders held and send later is kept as late.

    :raises Conflict: if it is a draft or closed already.
    """
    if round_.state not in ("open", "paused"):
        raise Conflict(f"Round {round_.number} is {round_.state}; only an open round is closed.")
    round_.closed_at = now()
    log(session, round_.study, actor, "close round", f"round:{round_.number}")
