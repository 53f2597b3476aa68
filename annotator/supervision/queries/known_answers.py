"""A sentence of which a lead writes the known answers."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from annotator.corpus.models import Article, Sentence
from annotator.errors import NotFound
from annotator.rounds.models import Round


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
