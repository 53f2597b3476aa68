"""The answers of every coding of a round."""

from sqlalchemy import Result, String, select, type_coerce
from sqlalchemy.orm import Session

from annotator.coding.models import Answer, Coding
from annotator.database.session import rows
from annotator.rounds.models import Round, Unit


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
