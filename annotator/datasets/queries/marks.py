"""``marks.csv``: the words that coders marked."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from annotator.codebook.models import Code, Question
from annotator.coding.models import Answer, Coding, Mark
from annotator.coding.queries.counting import with_articles
from annotator.columns import Table
from annotator.corpus.models import Article, Sentence
from annotator.database.session import rows
from annotator.database.stored import expressions, row_type, stored
from annotator.rounds.models import Round, Unit, UnitPurpose
from annotator.studies.models import Member

MARKS: Table[Any] = Table(
    name="marks",
    row="a span of a sentence that a coder tied to a code, in a coding that stands",
    key=("round", "unit", "coder", "occasion", "question", "code", "start", "end"),
    columns=(
        stored("round", "integer", "The number of the round in the study.", Round.number),
        stored("question", "text", "The key of the question in the codebook.", Question.key),
        stored("code", "text", "The key of the code that the words carry.", Code.key),
        stored("unit", "text", "The unit: one sentence in one round.", Unit.public_id),
        stored("coder", "text", "The coder's pseudonym; see coders.csv.", Member.pseudonym),
        stored("occasion", "integer", "1, as in codings.csv.", Coding.occasion),
        stored("sentence", "text", "The sentence; see sentences.csv.", Sentence.public_id),
        stored(
            "coding",
            "text",
            "The coding that the mark is part of; see codings.csv.",
            Coding.public_id,
        ),
        stored(
            "start",
            "integer",
            "The first character of the sentence that is marked, from 0.",
            Mark.start_char,
        ),
        stored(
            "end",
            "integer",
            "The character behind the last; both count code points.",
            Mark.end_char,
        ),
        stored(
            "text",
            "text",
            "The words that are marked.",
            func.substr(
                Article.text,
                Sentence.start_char + Mark.start_char + 1,
                Mark.end_char - Mark.start_char,
            ),
        ),
    ),
)

_Row = row_type(MARKS.columns)


def marks(session: Session, rounds: Sequence[Round]) -> list[Any]:
    """The marks of all codings of these rounds that stand, by the table's key."""
    # SQLite would look through the answers of all codings to find that none has a mark.
    marked = [each.id for each in rounds if any(q.marks != "off" for q in each.version.questions)]
    selected = (
        select(*expressions(session, MARKS.columns))
        .select_from(Mark)
        .join(Answer, Mark.answer_id == Answer.id)
        .join(Code, Answer.code_id == Code.id)
        .join(Question, Answer.question_id == Question.id)
        .join(Coding, Answer.coding_id == Coding.id)
        .join(Unit, Coding.unit_id == Unit.id)
        .join(Round, Unit.round_id == Round.id)
    )
    query = (
        with_articles(selected)
        .join(Member, Coding.member_id == Member.id)
        .where(
            Round.id.in_(marked),
            Unit.purpose == UnitPurpose.MAIN,
            Coding.occasion == 1,
            Coding.current,
            Coding.withdrawn_at.is_(None),
        )
    )
    found = [_Row._make(row) for row in rows(session, query)]
    return sorted(found, key=attrgetter(*MARKS.key))
