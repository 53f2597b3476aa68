"""Known answers, training rounds and time that passes, for tests."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from annotator.codebook.queries import book, newest
from annotator.corpus.models import Article, Sentence
from annotator.database.base import now
from annotator.rounds.controls.controls import Controls
from annotator.rounds.controls.known_answers import KnownAnswers, checked_known_answers
from annotator.rounds.models import Assignment, Round
from annotator.rounds.service.opening.drafting import draft_round
from annotator.rounds.service.opening.open_round import open_round
from annotator.studies.models import Member, Study
from tests import factories

ANSWERS: Mapping[str, object] = {"frames": ["staged"], "tone": "calm"}
REASONS = {"frames": "A gate is opened for the cameras.", "tone": "Nothing is stressed."}


def sentences(session: Session, articles: Iterable[Article]) -> list[Sentence]:
    """The sentences of these articles, in order."""
    return [
        each
        for article in articles
        for each in session.scalars(
            select(Sentence).where(Sentence.article_id == article.id).order_by(Sentence.position)
        )
    ]


def known_answers(
    session: Session, study: Study, of: Iterable[Sentence], answers: Mapping[str, object] = ANSWERS
) -> dict[str, KnownAnswers]:
    """The same known answers for each of these sentences."""
    asked = book(newest(session, study))
    return {each.public_id: checked_known_answers(asked, answers, REASONS) for each in of}


def opened(
    session: Session,
    study: Study,
    coders: Sequence[Member],
    known: Mapping[str, KnownAnswers],
    *,
    controls: Controls = Controls(),  # noqa: B008 - It is frozen.
    **settings: Any,
) -> Round:
    """An open round with these known answers."""
    if controls.in_use:
        settings = {"order": "random", **settings}
    draft = factories.round_draft("Round", controls=controls, **settings)
    version = newest(session, study)
    made = draft_round(session, study, version, coders, draft, factories.COMMAND_LINE, known)
    session.refresh(made)
    open_round(session, made, factories.COMMAND_LINE)
    return made


def days_pass(session: Session, round_: Round, days: float) -> None:
    """Let what was coded in the round have been coded so many days earlier."""
    assignments = session.scalars(
        select(Assignment).where(Assignment.round_id == round_.id, Assignment.done_at.is_not(None))
    )
    for assignment in assignments:
        ago = (assignment.done_at or now()) - timedelta(days=days)
        session.execute(
            update(Assignment).where(Assignment.id == assignment.id).values(done_at=ago)
        )
    session.expire_all()
