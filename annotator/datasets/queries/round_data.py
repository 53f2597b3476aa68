"""What a round has for ``codings.csv``: who was given what, and what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, and_, exists, or_, select, type_coerce
from sqlalchemy.orm import Session

from annotator.agreement.queries import self_agreement
from annotator.codebook.answers import Answer
from annotator.codebook.kinds.variable import Variable
from annotator.codebook.queries import book
from annotator.codebook.values import variables
from annotator.coding.exclusions import NOTHING, Included
from annotator.coding.models import Coding
from annotator.coding.queries.counting import counted, of_codings, with_articles
from annotator.database.session import rows
from annotator.database.stored import expressions, row_type
from annotator.datasets.queries.codings import OWN
from annotator.rounds.models import Assignment, AssignmentState, Round, Unit, UnitPurpose
from annotator.studies.models import Member

#: A current coding, or an assignment that waits to be coded: the columns that are its own, the
#: row by which its answers name it, its outcome (``unseen``), and whether it counts.
CodingRow = row_type(OWN, "id", "outcome", "counted")


@dataclass(frozen=True, slots=True)
class RoundData:
    """What a round has: its variables, who was given what, and what was said.

    ``unseen`` are the assignments that wait to be coded; ``answers`` has those of
    each coding by its row.
    """

    number: int
    version: int
    variables: Sequence[Variable]
    unseen: Sequence[Any]
    codings: Sequence[Any]
    answers: Mapping[int, Sequence[Answer]]


def round_data(session: Session, round_: Round, also: Included = NOTHING) -> RoundData:
    """Everything that a round has to say in ``codings.csv``."""
    return RoundData(
        number=round_.number,
        version=round_.version.number,
        variables=variables(book(round_.version)),
        unseen=unseen(session, round_),
        codings=codings(session, round_, also),
        answers=self_agreement.answers(session, round_),
    )


def unseen(session: Session, round_: Round) -> list[Any]:
    """The assignments that wait for the coder who has them; to be read before the codings."""
    coded = exists().where(
        Coding.unit_id == Assignment.unit_id,
        Coding.member_id == Assignment.member_id,
        Coding.occasion == Assignment.occasion,
        Coding.current,
        Coding.withdrawn_at.is_(None),
    )
    selected = select(*(column.unseen for column in OWN)).select_from(Assignment)
    query = (
        with_articles(selected.join(Unit, Assignment.unit_id == Unit.id))
        .join(Member, Assignment.member_id == Member.id)
        .where(
            Assignment.round_id == round_.id,
            Assignment.state != AssignmentState.WITHDRAWN,
            Assignment.occasion == 1,
            Unit.purpose == UnitPurpose.MAIN,
            ~coded,
        )
    )
    return [CodingRow(*row, 0, "unseen", False) for row in rows(session, query)]


def codings(session: Session, round_: Round, also: Included = NOTHING) -> list[Any]:
    """The current codings of a round, each with whether it counts.

    Training, checks and repeats have tables of their own, and are among them only if they
    were asked for.
    """
    counts = counted(also)
    main = and_(
        Unit.purpose == UnitPurpose.MAIN,
        Coding.occasion == 1,
        Coding.current,
        Coding.withdrawn_at.is_(None),
    )
    selected = select(
        *expressions(session, OWN), Coding.id, type_coerce(Coding.outcome, String), counts
    )
    query = (
        with_articles(of_codings(selected))
        .join(Member, Coding.member_id == Member.id)
        .where(Unit.round_id == round_.id, or_(main, counts) if also else main)
        # An export writes them in this order, and is quicker where they lie so in memory.
        .order_by(Unit.public_id)
    )
    return [CodingRow._make(row) for row in rows(session, query)]
