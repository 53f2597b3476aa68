"""Studies of any size, made in seconds: people and rounds by the services, rows in bulk."""

import random
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Insert, insert, select, update
from sqlalchemy.orm import Session

from annotator.codebook.models import Code, CodebookVersion, Question
from annotator.codebook.ready_made import ready_made_text
from annotator.codebook.service import add_version
from annotator.coding.models import Answer, AnswerState, Coding, Origin, Outcome
from annotator.corpus.boilerplate.segments import SentenceKind
from annotator.corpus.models import Article, Event, Import, Outlet, Sentence
from annotator.corpus.service.duplicates import checksum
from annotator.database.base import now
from annotator.rounds.models import Assignment, AssignmentState, Enrolment, Round
from annotator.rounds.service.opening.drafting import draft_round
from annotator.rounds.service.opening.open_round import open_round
from annotator.studies.models import Study
from annotator.studies.service import COMMAND_LINE
from tests import factories

AT_ONCE = 10_000
Row = dict[str, Any]


def round_(
    session: Session,
    *,
    articles: int,
    sentences: int,
    coders: Sequence[str],
    seed: int = 1,
    book: str = "",
    **settings: Any,
) -> Round:
    """An open round of a book (``framing`` if none is given): an article has so many sentences."""
    study = factories.study(session, "A large study")
    factories.member(session, study, "Lea", "lead")
    members = [factories.member(session, study, name, "coder") for name in coders]
    version = add_version(session, study, book or ready_made_text("framing"), COMMAND_LINE)
    _corpus(session, study, articles, sentences, random.Random(seed))
    draft = factories.round_draft("Main round", **settings)
    made = draft_round(session, study, version, members, draft, COMMAND_LINE)
    open_round(session, made, COMMAND_LINE)
    session.commit()
    return made


def _corpus(
    session: Session, study: Study, articles: int, sentences: int, by: random.Random
) -> None:
    source = Import(
        study_id=study.id,
        file_name="large.csv",
        sha256="0" * 64,
        parser="delimited",
        parser_version="annotator",
        encoding="utf-8",
        imported_by=COMMAND_LINE,
        completed_at=now(),
    )
    outlets = [Outlet(study_id=study.id, name=f"The Outlet {n}") for n in range(5)]
    events = [Event(study_id=study.id, name=f"Event {n}") for n in range(20)]
    session.add_all([source, *outlets, *events])
    session.flush()
    texts = [[sentence(by) for _ in range(sentences)] for _ in range(articles)]
    rows = (
        {
            "id": at,
            "study_id": study.id,
            "import_id": source.id,
            "outlet_id": outlets[at % 5].id,
            "event_id": events[at % 20].id,
            "title": f"Report {at}",
            "author": f"Author {at % 50}",
            "language": "en",
            "text": "\n".join(text),
            "text_sha256": checksum("\n".join(text)),
            "engine": "ready-made",
            "engine_version": "",
        }
        for at, text in enumerate(texts, start=1)
    )
    _store(session, insert(Article), rows)
    _store(session, insert(Sentence), _sentences(texts))


def _sentences(texts: Sequence[Sequence[str]]) -> Iterator[Row]:
    for article, sentences in enumerate(texts, start=1):
        start = 0
        for position, sentence in enumerate(sentences, start=1):
            yield {
                "article_id": article,
                "position": position,
                "start_char": start,
                "end_char": start + len(sentence),
                "kind": SentenceKind.BODY,
                "included": True,
            }
            start += len(sentence) + 1


WORDS = (  # noqa: SIM905 - Words in a row are read more easily than a list of them.
    "the a of in and that governor families meeting hall rows cameras said told spoke wept stood "
    "table orchard river dyke bakery tram choir steward leaflet broadcast promise answer question"
).split()


def sentence(by: random.Random) -> str:
    """Some twenty words that mean nothing, as long as a sentence of the news."""
    words = by.choices(WORDS, k=by.randint(8, 32))
    return f"{' '.join(words).capitalize()} {by.randint(1, 10**6)}."


def code(session: Session, made: Round, seed: int = 1) -> None:
    """Every place of the round coded, in a book that asks for several codes, then for one."""
    by = random.Random(seed)
    assignments = session.execute(
        select(Assignment.id, Assignment.unit_id, Assignment.member_id)
        .where(Assignment.round_id == made.id)
        .order_by(Assignment.unit_id, Assignment.slot)
    ).all()
    first = 1 + max(session.scalars(select(Coding.id)).all(), default=0)
    rows = (
        {
            "id": at,
            "unit_id": assignment.unit_id,
            "member_id": assignment.member_id,
            "origin": Origin.DESK,
            "assignment_id": assignment.id,
            "outcome": Outcome.ANSWERED,
            "version_id": made.version_id,
            "token": f"bulk-{at:08}",
            "digest": "0" * 64,
            "seconds": round(by.uniform(3, 40), 1),
        }
        for at, assignment in enumerate(assignments, start=first)
    )
    _store(session, insert(Coding), rows)
    _store(
        session, insert(Answer), _answers(made.version, [p.unit_id for p in assignments], first, by)
    )
    session.execute(
        update(Assignment)
        .where(Assignment.round_id == made.id)
        .values(state=AssignmentState.CODED, served_order=Assignment.planned_order, done_at=now())
    )
    session.execute(
        update(Enrolment)
        .where(Enrolment.round_id == made.id)
        .values(done=Enrolment.quota, served=Enrolment.quota, codings=Enrolment.quota)
    )
    session.commit()


def _answers(
    version: CodebookVersion, units: Sequence[int], first: int, by: random.Random
) -> Iterator[Row]:
    """Coders who agree more often than by chance: a unit has likely codes of its own."""
    frames, *others = version.questions
    for coding, unit in enumerate(units, start=first):
        likely = random.Random(unit)
        taken = [code for code in frames.codes if by.random() < likely.choice((0.02, 0.02, 0.5))]
        yield from (_given(coding, frames, code) for code in taken)
        if not taken:
            yield _given(coding, frames, None) | {"state": AnswerState.NONE}
        for voice in others:
            right = likely.choice(voice.codes)
            yield _given(coding, voice, right if by.random() < 0.7 else by.choice(voice.codes))


def _given(coding: int, question: Question, code: Code | None) -> Row:
    return {
        "coding_id": coding,
        "question_id": question.id,
        "state": AnswerState.GIVEN,
        "code_id": code.id if code else None,
    }


def _store(session: Session, statement: Insert, rows: Iterator[Row]) -> None:
    while batch := list(islice(rows, AT_ONCE)):
        session.execute(statement, batch)
