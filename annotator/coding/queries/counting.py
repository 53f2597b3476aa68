"""Which codings count: said once for the agreement pages, the exports and what recomputes them.

Each query that asks has ``Coding``, its ``Unit`` and its ``Round`` in it.
"""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, case, exists, or_
from sqlalchemy.orm import aliased

from annotator.coding.exclusions import NOTHING, Also, LeftOut
from annotator.coding.models import Coding, Origin, Outcome
from annotator.rounds.models import Round, Unit, UnitPurpose


def counted(also: Also = NOTHING) -> ColumnElement[bool]:
    """Whether a coding counts, with what was asked for."""
    return and_(_is_looked_at(also), *_musts(Coding, also).values())


def left_out(also: Also = NOTHING) -> ColumnElement[bool]:
    """Whether a coding would count, but for a reason."""
    return and_(_is_looked_at(also), or_(*(~must for must in _musts(Coding, also).values())))


def reason(also: Also = NOTHING) -> ColumnElement[str | None]:
    """Why a coding does not count: the first reason that holds; null if there is none."""
    return case(*((~must, why.value) for why, must in _musts(Coding, also).items()))


def has_codings_that_count(also: Also = NOTHING) -> ColumnElement[bool]:
    """Whether codings of a ``Unit`` can count."""
    about = (LeftOut.TAKEN_OUT, LeftOut.TRAINING, LeftOut.CHECKS)
    musts = _musts(Coding, also)
    return and_(True, *(musts[why] for why in about if why in musts))


def _musts(coding: type[Coding], also: Also) -> Mapping[LeftOut, ColumnElement[bool]]:
    """What must hold of a coding so that it counts, by why it is left out where it does not.

    They stand in the order in which reasons are given. What is asked for is not among them.
    """
    musts = {
        LeftOut.WITHDRAWN: coding.withdrawn_at.is_(None),
        LeftOut.TAKEN_OUT: Unit.withdrawn_at.is_(None),
        LeftOut.TRAINING: Unit.purpose != UnitPurpose.TRAINING,
        LeftOut.CHECKS: Unit.purpose != UnitPurpose.CHECK,
        LeftOut.MACHINES: coding.origin != Origin.MACHINE,
        LeftOut.REPEATS: coding.occasion == 1,
        LeftOut.SKIPS: coding.outcome == Outcome.ANSWERED,
        LeftOut.SURPLUS: ~coding.is_surplus,
        LeftOut.LATE: or_(coding.late.is_(False), Round.late_counted.is_(True)),
    }
    if LeftOut.TRAINING in also:
        # Only what is current is ever withdrawn, and not what it revised.
        musts[LeftOut.WITHDRAWN] = and_(musts[LeftOut.WITHDRAWN], ~_is_withdrawn_now(coding))
    return {why: must for why, must in musts.items() if why not in also}


def _is_looked_at(also: Also) -> ColumnElement[bool]:
    """Whether a coding is the one that says what its coder says of the unit."""
    stands: ColumnElement[bool] = and_(Coding.current)
    if LeftOut.TRAINING in also:
        # The known answer was shown before any revision.
        practised = Unit.purpose == UnitPurpose.TRAINING
        stands = or_(and_(practised, Coding.revision == 1), and_(~practised, stands))
    return and_(stands, ~_is_coded_again(also)) if LeftOut.REPEATS in also else stands


def _is_coded_again(also: Also) -> ColumnElement[bool]:
    """Whether its coder has a coding of the unit from a later occasion, and that one counts."""
    later = aliased(Coding)
    return exists().where(
        later.unit_id == Coding.unit_id,
        later.member_id == Coding.member_id,
        later.occasion > Coding.occasion,
        later.current,
        *_musts(later, also).values(),
    )


def _is_withdrawn_now(coding: type[Coding]) -> ColumnElement[bool]:
    """Whether the coding that stands in its place now is withdrawn."""
    now = aliased(Coding)
    return exists().where(
        now.unit_id == coding.unit_id,
        now.member_id == coding.member_id,
        now.occasion == coding.occasion,
        now.current,
        now.withdrawn_at.is_not(None),
    )
