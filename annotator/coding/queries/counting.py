"""Which codings count: said once for the agreement pages, the exports and what recomputes them.

Each query that asks has ``Coding``, its ``Unit`` and its ``Round`` in it.
"""

from collections.abc import Mapping
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, case, exists, or_
from sqlalchemy.orm import aliased

from annotator.coding.exclusions import NOTHING, Exclusion, Included
from annotator.coding.models import Coding, Origin, Outcome
from annotator.corpus.models import Article, Sentence
from annotator.rounds.models import Round, Unit, UnitPurpose

Columns = TypeVarTuple("Columns")


def of_codings(query: Select[*Columns]) -> Select[*Columns]:
    """The query over codings, each with its ``Unit`` and ``Round``, as all questions here need."""
    with_unit = query.select_from(Coding).join(Unit, Coding.unit_id == Unit.id)
    return with_unit.join(Round, Unit.round_id == Round.id)


def with_articles(query: Select[*Columns]) -> Select[*Columns]:
    """The query with the ``Sentence`` of each ``Unit``, and the ``Article`` that it stands in."""
    with_sentence = query.join(Sentence, Unit.sentence_id == Sentence.id)
    return with_sentence.join(Article, Sentence.article_id == Article.id)


def counted(also: Included = NOTHING) -> ColumnElement[bool]:
    """Whether a coding counts, with what was asked for."""
    return and_(_is_looked_at(also), *_musts(Coding, also).values())


def left_out(also: Included = NOTHING) -> ColumnElement[bool]:
    """Whether a coding would count, but for a reason."""
    return and_(_is_looked_at(also), or_(*(~must for must in _musts(Coding, also).values())))


def reason(also: Included = NOTHING) -> ColumnElement[str | None]:
    """Why a coding does not count: the first reason that holds; null if there is none."""
    return case(*((~must, why.value) for why, must in _musts(Coding, also).items()))


def has_codings_that_count(also: Included = NOTHING) -> ColumnElement[bool]:
    """Whether codings of a ``Unit`` can count."""
    about = (Exclusion.TAKEN_OUT, Exclusion.TRAINING, Exclusion.CHECKS)
    musts = _musts(Coding, also)
    return and_(True, *(musts[why] for why in about if why in musts))


def _musts(coding: type[Coding], also: Included) -> Mapping[Exclusion, ColumnElement[bool]]:
    """What must hold of a coding so that it counts, by why it is left out where it does not.

    They stand in the order in which reasons are given. What is asked for is not among them.
    """
    musts = {
        Exclusion.WITHDRAWN: coding.withdrawn_at.is_(None),
        Exclusion.TAKEN_OUT: Unit.withdrawn_at.is_(None),
        Exclusion.TRAINING: Unit.purpose != UnitPurpose.TRAINING,
        Exclusion.CHECKS: Unit.purpose != UnitPurpose.CHECK,
        Exclusion.MACHINES: coding.origin != Origin.MACHINE,
        Exclusion.REPEATS: coding.occasion == 1,
        Exclusion.SKIPS: coding.outcome == Outcome.ANSWERED,
        Exclusion.SURPLUS: ~coding.is_surplus,
        Exclusion.LATE: or_(coding.late.is_(False), Round.late_counted.is_(True)),
    }
    if Exclusion.TRAINING in also:
        # Only what is current is ever withdrawn, and not what it revised.
        musts[Exclusion.WITHDRAWN] = and_(musts[Exclusion.WITHDRAWN], ~_is_withdrawn_now(coding))
    return {why: must for why, must in musts.items() if why not in also}


def _is_looked_at(also: Included) -> ColumnElement[bool]:
    """Whether a coding is the one that says what its coder says of the unit."""
    stands: ColumnElement[bool] = and_(Coding.current)
    if Exclusion.TRAINING in also:
        # The known answer was shown before any revision.
        practised = Unit.purpose == UnitPurpose.TRAINING
        stands = or_(and_(practised, Coding.revision == 1), and_(~practised, stands))
    return and_(stands, ~_is_coded_again(also)) if Exclusion.REPEATS in also else stands


def _is_coded_again(also: Included) -> ColumnElement[bool]:
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
