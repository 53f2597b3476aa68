"""Correct how an article was split; each correction is logged and can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from annotator.corpus import models
from annotator.corpus.boilerplate.segments import Segment, SentenceKind
from annotator.corpus.models import Article, Sentence
from annotator.corpus.review import corrections
from annotator.corpus.review.history import (
    Correction,
    EditedSentence,
    Entry,
    as_records,
    correction,
    from_records,
    last_to_undo,
)
from annotator.database.base import new_public_id
from annotator.database.session import add_rows
from annotator.errors import Conflict, Refused
from annotator.studies.models import Member
from annotator.studies.service import log

#: What a lead can do to a sentence, and how the log calls it.
ACTS = {
    "split": "split sentence",
    "join": "join sentences",
    "serve": "serve sentence",
    "leave-out": "leave out sentence",
    "kind": "kind of sentence",
}
UNDO = "undo correction"


@dataclass(frozen=True, slots=True)
class EditRequest:
    """What a lead asks for: an act on a sentence, by its public id.

    ``offset`` counts characters of the sentence, for a split; ``kind`` is what it is to be.
    """

    act: str
    sentence: str
    offset: int = 0
    kind: str = ""


def correct(session: Session, article: Article, request: EditRequest, actor: Member | str) -> str:
    """Do it, and give the public id of the sentence that now stands in that place.

    :raises Refused: if the act is unknown or leaves an empty sentence.
    :raises Conflict: if the article is frozen, or the sentence was changed meanwhile.
    """
    _hold(session, article)
    known = _known(session, article)
    index = _index(known, request.sentence)
    after = _corrected([each.segment for each in known], article.text, index, request)
    change = correction(known, after, iter(new_public_id, ""))
    if change.after:
        _replace(session, article, change)
        _keep(session, article, actor, ACTS[request.act], change)
    return change.after[0].id if change.after else request.sentence


def undo(session: Session, article: Article, actor: Member | str) -> str:
    """Take back the last correction that stands, and give the id of its first sentence.

    :raises Conflict: if the article is frozen, or there is nothing to take back.
    """
    _hold(session, article)
    last = last_correction(session, article)
    if last is None:
        raise Conflict("There is no correction of this article to take back.")
    change = last.correction.reverse()
    _replace(session, article, change)
    _keep(session, article, actor, UNDO, change, undoes=last.number)
    return change.after[0].id


def last_correction(session: Session, article: Article) -> Entry | None:
    """The correction that an undo would take back, if there is one."""
    rows = session.scalars(
        select(models.Correction)
        .where(models.Correction.article_id == article.id)
        .order_by(models.Correction.id)
    )
    return last_to_undo(
        [Entry(row.id, from_records(row.before, row.after), row.undoes_id) for row in rows]
    )


def _keep(
    session: Session,
    article: Article,
    actor: Member | str,
    act: str,
    change: Correction,
    undoes: int | None = None,
) -> None:
    """Keep the correction, so that it can be taken back, and log who made it."""
    before = as_records(change.before, change.first)
    after = as_records(change.after, change.first)
    kept = models.Correction(article_id=article.id, before=before, after=after, undoes_id=undoes)
    session.add(kept)
    session.flush()
    logged = after | {"correction": kept.id} | ({"undoes": undoes} if undoes else {})
    log(session, article.study, actor, act, f"article:{article.public_id}", before, logged)


def _hold(session: Session, article: Article) -> None:
    """Keep others from freezing or correcting the article until this is committed."""
    session.refresh(article, ["frozen_at"], with_for_update=True)
    if article.frozen_at is not None:
        raise Conflict(
            "A round uses sentences of this article, so how it was split is final. "
            "Nothing was changed."
        )


def _known(session: Session, article: Article) -> list[EditedSentence]:
    rows = session.execute(
        select(
            Sentence.public_id,
            Sentence.start_char,
            Sentence.end_char,
            Sentence.kind,
            Sentence.included,
            Sentence.reason,
        )
        .where(Sentence.article_id == article.id)
        .order_by(Sentence.position)
    )
    return [
        EditedSentence(public_id, Segment(start, end, SentenceKind(kind), included, reason))
        for public_id, start, end, kind, included, reason in rows
    ]


def _index(known: Sequence[EditedSentence], public_id: str) -> int:
    for index, each in enumerate(known):
        if each.id == public_id:
            return index
    raise Conflict(
        "This sentence was split or joined since the page was opened. "
        "Open the article again to see its sentences as they are now."
    )


def _corrected(
    segments: list[Segment], text: str, index: int, request: EditRequest
) -> Sequence[Segment]:
    match request.act:
        case "split":
            return corrections.split_at(segments, text, index, request.offset)
        case "join":
            return corrections.join_with_next(segments, index)
        case "serve":
            return corrections.set_included(segments, index, True, "served by hand")
        case "leave-out":
            return corrections.set_included(segments, index, False, "left out by hand")
        case "kind":
            return corrections.set_kind(segments, index, request.kind, "named by hand")
    raise Refused(
        f"There is no act “{request.act}” on a sentence. Choose one of: {', '.join(ACTS)}."
    )


def _replace(session: Session, article: Article, change: Correction) -> None:
    """Put the sentences of a correction into the table; all others keep their rows."""
    in_article = Sentence.article_id == article.id
    gone = [known.id for known in change.before]
    session.execute(delete(Sentence).where(in_article, Sentence.public_id.in_(gone)))
    position = change.first + 1
    shift = len(change.after) - len(gone)
    session.execute(
        update(Sentence)
        .where(in_article, Sentence.position >= position + len(gone))
        .values(position=Sentence.position + shift)
    )
    rows = [
        {
            "public_id": known.id,
            "article_id": article.id,
            "position": at,
            "start_char": known.segment.start,
            "end_char": known.segment.end,
            "kind": known.segment.kind.value,
            "included": known.segment.included,
            "reason": known.segment.reason,
        }
        for at, known in enumerate(change.after, start=position)
    ]
    add_rows(session, Sentence, rows)
    session.expire(article, ["sentences"])
