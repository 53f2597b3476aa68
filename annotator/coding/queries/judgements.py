"""Every current coding of a round with its answers, and which of them count."""

from collections.abc import Sequence

from sqlalchemy import Result, String, and_, exists, or_, select, type_coerce
from sqlalchemy.orm import Session

from annotator.coding.exclusions import NOTHING, Also
from annotator.coding.models import Answer, Coding
from annotator.coding.queries import counted as counting
from annotator.coding.records import AssignmentRow, CodingRow
from annotator.corpus.models import Article, Sentence
from annotator.database.session import iso, rows
from annotator.rounds.models import Assignment, AssignmentState, Round, Unit, UnitPurpose
from annotator.studies.models import Member


def assignments(session: Session, round_: Round) -> Sequence[AssignmentRow]:
    """The assignments of a round that wait for the coder who has them; to be read first of all."""
    answered = exists().where(
        Coding.unit_id == Assignment.unit_id,
        Coding.member_id == Assignment.member_id,
        Coding.occasion == Assignment.occasion,
        Coding.current,
        Coding.withdrawn_at.is_(None),
    )
    query = (
        select(
            Unit.public_id,
            Sentence.public_id,
            Article.public_id,
            Member.pseudonym,
            Assignment.occasion,
        )
        .select_from(Assignment)
        .join(Unit, Assignment.unit_id == Unit.id)
        .join(Sentence, Unit.sentence_id == Sentence.id)
        .join(Article, Sentence.article_id == Article.id)
        .join(Member, Assignment.member_id == Member.id)
        .where(
            Assignment.round_id == round_.id,
            Assignment.state != AssignmentState.WITHDRAWN,
            Assignment.occasion == 1,
            Unit.purpose == UnitPurpose.MAIN,
            ~answered,
        )
    )
    return [AssignmentRow._make(row) for row in rows(session, query)]


def codings(session: Session, round_: Round, also: Also = NOTHING) -> Sequence[CodingRow]:
    """The current codings of a round, each with whether it counts.

    Training, checks and repeats have tables of their own, and are among them only if they
    were asked for.
    """
    counts = counting.counted(also)
    main = and_(
        Unit.purpose == UnitPurpose.MAIN,
        Coding.occasion == 1,
        Coding.current,
        Coding.withdrawn_at.is_(None),
    )
    query = (
        select(
            Coding.id,
            Coding.public_id,
            Unit.public_id,
            Sentence.public_id,
            Article.public_id,
            Member.pseudonym,
            Coding.occasion,
            type_coerce(Coding.outcome, String),
            Coding.skip_reason,
            Coding.revision,
            iso(session, Coding.submitted_at),
            Coding.seconds,
            Coding.note,
            Coding.flagged,
            Coding.context_looks,
            Coding.late,
            counts,
            Coding.confidence,
        )
        .select_from(Coding)
        .join(Unit, Coding.unit_id == Unit.id)
        .join(Round, Unit.round_id == Round.id)
        .join(Sentence, Unit.sentence_id == Sentence.id)
        .join(Article, Sentence.article_id == Article.id)
        .join(Member, Coding.member_id == Member.id)
        .where(Unit.round_id == round_.id, or_(main, counts) if also else main)
        # An export writes them in this order, and is quicker where they lie so in memory.
        .order_by(Unit.public_id)
    )
    return [CodingRow._make(row) for row in rows(session, query)]


def answers(
    session: Session, round_: Round
) -> Result[int, int, str, int | None, float | None, str | None, bool]:
    """The answers of all codings of a round, to be read after the codings.

    Each is the row of its coding, of its question, its state, the row of its code, its
    number and its text, and whether it weighs most; there are several where several
    codes were given.

    Also those of codings that are not current: one that was current when the codings
    were read may have been revised since, and must not be left without its answers.
    """
    query = (
        select(
            Answer.coding_id,
            Answer.question_id,
            type_coerce(Answer.state, String),
            Answer.code_id,
            Answer.number,
            Answer.text,
            Answer.primary,
        )
        .join(Coding, Answer.coding_id == Coding.id)
        .join(Unit, Coding.unit_id == Unit.id)
        .where(Unit.round_id == round_.id)
    )
    return rows(session, query)
