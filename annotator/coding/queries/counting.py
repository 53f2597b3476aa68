"""Which codings count: said once for the agreement pages, the exports and what recomputes them.

Each query that asks has ``Coding``, its ``Unit``, ``Round`` and ``Member`` in it.
"""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, case, exists, or_
from sqlalchemy.orm import aliased

from annotator.coding.leftout import NOTHING, Also, LeftOut
from annotator.coding.models import Coding, Outcome
from annotator.rounds.models import Round, Unit, UnitPurpose
from annotator.studies.models import Member, MemberKind


def _holding(coding: type[Coding]) -> Mapping[LeftOut, ColumnElement[bool]]:
    """What holds of a coding that counts, by why it is left out where it does not.

    They stand in the order in which reasons are given. Each holds unless its opposite is
    asked for.
    """
    return {
        LeftOut.WITHDRAWN: coding.withdrawn_at.is_(None),
        LeftOut.TAKEN_OUT: Unit.withdrawn_at.is_(None),
        LeftOut.TRAINING: Unit.purpose != UnitPurpose.TRAINING,
        LeftOut.CHECKS: Unit.purpose != UnitPurpose.CHECK,
        LeftOut.MACHINES: Member.kind != MemberKind.MACHINE,
        LeftOut.REPEATS: coding.occasion == 1,
        LeftOut.SKIPS: coding.outcome == Outcome.ANSWERED,
        LeftOut.SURPLUS: or_(coding.assignment_id.is_not(None), Member.kind == MemberKind.MACHINE),
        LeftOut.LATE: or_(coding.late.is_(False), Round.late_counted.is_(True)),
    }


_HOLDS = _holding(Coding)


def counted(also: Also = NOTHING) -> ColumnElement[bool]:
    """Whether a coding counts, with what was asked for."""
    return and_(_speaks(also), *(must for why, must in _HOLDS.items() if why not in also))


def left_out(also: Also = NOTHING) -> ColumnElement[bool]:
    """Whether a coding would count, but for a reason."""
    return and_(_speaks(also), or_(*(~must for why, must in _HOLDS.items() if why not in also)))


def reason(also: Also = NOTHING) -> ColumnElement[str]:
    """Why a coding does not count: the first reason that holds."""
    return case(*((~must, why.value) for why, must in _HOLDS.items() if why not in also))


def units(also: Also = NOTHING) -> ColumnElement[bool]:
    """Whether codings of a unit can count."""
    about = (LeftOut.TAKEN_OUT, LeftOut.TRAINING, LeftOut.CHECKS)
    return and_(True, *(_HOLDS[why] for why in about if why not in also))


def _speaks(also: Also) -> ColumnElement[bool]:
    """Whether a coding is the one of its coder and unit that is looked at."""
    stands: ColumnElement[bool] = and_(Coding.current)
    if LeftOut.TRAINING in also:
        # The known answer was shown before any revision.
        practised = Unit.purpose == UnitPurpose.TRAINING
        stands = or_(and_(practised, Coding.revision == 1), and_(~practised, stands))
    return and_(stands, ~_coded_again(also)) if LeftOut.REPEATS in also else stands


def _coded_again(also: Also) -> ColumnElement[bool]:
    """Whether its coder has a coding of the unit from a later occasion, and that one counts."""
    later = aliased(Coding)
    return exists().where(
        later.unit_id == Coding.unit_id,
        later.member_id == Coding.member_id,
        later.occasion > Coding.occasion,
        later.current,
        *(must for why, must in _holding(later).items() if why not in also),
    )
