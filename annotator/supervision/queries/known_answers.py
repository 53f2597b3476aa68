"""The sentences of a round with known answers, for its leads."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from annotator.coding.queries.training import known_answers
from annotator.corpus.models import Article, Sentence
from annotator.errors import NotFound
from annotator.rounds.controls.known_answers import Known, known_of
from annotator.rounds.models import Round, Unit, UnitPurpose
from annotator.rounds.service.known_answers import listed


def known_sentences(session: Session, round_: Round) -> list[tuple[Sentence, Known]]:
    """The sentences with known answers, as the draft keeps them or as they were opened with."""
    if round_.state == "draft":
        return listed(session, round_)
    known = known_answers(session, round_)
    units = session.execute(
        select(Unit.id, Sentence)
        .join(Unit.sentence)
        .join(Sentence.article)
        .options(joinedload(Sentence.article).joinedload(Article.outlet))
        .where(Unit.round_id == round_.id, Unit.purpose != UnitPurpose.MAIN)
        .order_by(Unit.position)
    )
    return [(sentence, known[unit]) for unit, sentence in units if unit in known]


def known_sentence(session: Session, round_: Round, public_id: str) -> Sentence:
    """A served sentence of the round's study.

    :raises NotFound: if there is none with this id.
    """
    found = session.scalar(
        select(Sentence)
        .join(Sentence.article)
        .options(joinedload(Sentence.article))
        .where(
            Sentence.public_id == public_id,
            Sentence.included,
            Article.study_id == round_.study_id,
        )
    )
    if found is None:
        raise NotFound("There is no such served sentence in this study.")
    return found


def kept_for(round_: Round, public_id: str) -> Known | None:
    """The known answers that a draft keeps for a sentence."""
    kept = round_.settings.get("known", {}).get(public_id)
    return None if kept is None else known_of(kept)
