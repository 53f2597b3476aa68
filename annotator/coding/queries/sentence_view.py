"""What a coder may see of a sentence and of their own answer to it, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from annotator.codebook.answers import AnswerRow, Answers, answers_from_rows
from annotator.coding.marking import Mark
from annotator.coding.masking import parts
from annotator.coding.models import Answer, Coding, Outcome
from annotator.coding.queries.context import PlaceInArticle, Surroundings, surroundings
from annotator.coding.queries.training import Feedback, feedback
from annotator.corpus.models import Article
from annotator.rounds.models import Assignment, AssignmentState, Round

Parts = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class StoredCoding:
    """The coding that a page shows: its public id, answers by question, and the rest."""

    coding: str
    answers: Answers
    skipped: bool
    skip_reason: str
    note: str
    flagged: bool
    marks: tuple[Mark, ...] = ()
    confidence: int | None = None


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence as its coder may see it: blinded and masked on the server.

    ``parts`` are pieces of the sentence with whether each is masked; ``so_far`` is the
    article before it, sentence by sentence. ``fields`` are those facts about the article
    that the round does not blind.
    """

    assignment: str
    language: str
    parts: Parts
    before: Parts | None
    after: Parts | None
    so_far: list[Parts] | None
    place: PlaceInArticle | None
    fields: Mapping[str, str]
    stored: StoredCoding | None
    served_order: int
    #: In training, once the coder has answered: the known answers beside their own.
    feedback: Sequence[Feedback] = ()


def sentence_view(session: Session, assignment: Assignment) -> SentenceView:
    """What the coder may see of the sentence at this assignment."""
    return sentence_views(session, [assignment])[0]


def sentence_views(session: Session, assignments: Sequence[Assignment]) -> list[SentenceView]:
    """What the coder may see of the sentences at these assignments, which are of one round."""
    around = surroundings(session, assignments)
    return [
        _view(session, assignment, around[assignment.unit.sentence_id])
        for assignment in assignments
    ]


def _view(session: Session, assignment: Assignment, around: Surroundings) -> SentenceView:
    round_, sentence = assignment.round, assignment.unit.sentence
    article = sentence.article
    names = masked_names(round_, article)
    return SentenceView(
        assignment=assignment.public_id,
        language=article.language,
        parts=parts(sentence.text, names),
        before=None if around.before is None else parts(around.before, names),
        after=None if around.after is None else parts(around.after, names),
        so_far=None if around.so_far is None else [parts(each, names) for each in around.so_far],
        place=around.place,
        fields=_open_fields(round_, article),
        # An assignment that waits for its answer has none that stands.
        stored=None
        if assignment.state == AssignmentState.RESERVED
        else _stored(session, assignment),
        served_order=assignment.served_order or 0,
        feedback=feedback(session, assignment) if round_.is_training else (),
    )


def masked_names(round_: Round, article: Article) -> list[str]:
    """The names that the round masks in the text of this article."""
    if not round_.masked:
        return []
    outlet = article.outlet.name if article.outlet else ""
    return [name for name in (outlet, article.author) if name]


def _open_fields(round_: Round, article: Article) -> dict[str, str]:
    """The facts about the article that coders may see; blinded unless the round says so."""
    facts = {
        "title": article.title,
        "outlet": article.outlet.name if article.outlet else "",
        "author": article.author,
        "date": article.date.isoformat() if article.date else "",
        "event": article.event.name if article.event else "",
        "url": article.url,
    }
    return {
        name: fact for name, fact in facts.items() if fact and not round_.blinding.get(name, True)
    }


def _stored(session: Session, assignment: Assignment) -> StoredCoding | None:
    coding = session.scalar(
        select(Coding)
        .options(
            selectinload(Coding.answers).joinedload(Answer.code),
            selectinload(Coding.answers).joinedload(Answer.question),
            selectinload(Coding.answers).selectinload(Answer.marks),
        )
        .where(
            Coding.unit_id == assignment.unit_id,
            Coding.member_id == assignment.member_id,
            Coding.occasion == assignment.occasion,
            Coding.current,
        )
    )
    return None if coding is None else stored_coding(coding)


def stored_coding(coding: Coding) -> StoredCoding:
    """A stored coding in the form in which a page shows it."""
    return StoredCoding(
        coding.public_id,
        answers_from_rows(map(_row, coding.answers)),
        coding.outcome == Outcome.SKIPPED,
        coding.skip_reason,
        coding.note,
        coding.flagged,
        _marks(coding.answers),
        coding.confidence,
    )


def _marks(answers: Sequence[Answer]) -> tuple[Mark, ...]:
    """The words that were marked for each code, in order."""
    return tuple(
        sorted(
            Mark(answer.question.key, answer.code.key, mark.start_char, mark.end_char)
            for answer in answers
            if answer.code
            for mark in answer.marks
        )
    )


def _row(answer: Answer) -> AnswerRow:
    """A stored answer, or one code of it, with the keys of its question and code."""
    code = answer.code.key if answer.code else ""
    return AnswerRow(
        answer.question.key,
        answer.state.value,
        code,
        answer.number,
        answer.text,
        answer.primary,
    )
