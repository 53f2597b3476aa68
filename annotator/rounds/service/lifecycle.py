"""Draft a round, open it, pause it, close it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from annotator.codebook.models import CodebookVersion
from annotator.corpus.models import Article
from annotator.db import new_public_id, now
from annotator.errors import Conflict, Problem, Refused
from annotator.rounds import queries
from annotator.rounds.designs import coder_seed, plan
from annotator.rounds.models import (
    Assignment,
    Context,
    Enrolment,
    Order,
    PlaceState,
    Round,
    RoundPurpose,
    Unit,
    UnitPurpose,
)
from annotator.studies.models import Member, Study
from annotator.studies.service import log

BATCH = 5_000

#: What a lead does to a round: open, pause, resume, close it, or delete its draft.
Act = Callable[[Session, Round, Member], None]

#: What can be hidden from coders, and is unless the round says otherwise.
BLINDABLE = ("outlet", "author", "date", "url", "title", "event")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a lead asks of a round. ``articles`` are public ids; none means all."""

    title: str
    purpose: str = RoundPurpose.MAIN
    design: str = "full"
    order: str = Order.ARTICLE
    context: str = Context.NONE
    seed: int = 1
    blinded: tuple[str, ...] = BLINDABLE
    masked: bool = True
    articles: tuple[str, ...] = ()


def draft(
    session: Session,
    study: Study,
    version: CodebookVersion,
    coders: Sequence[Member],
    wishes: Wishes,
    actor: Member | str,
) -> Round:
    """Make a round that is not open yet, with its coders enrolled.

    :raises Refused: if the title is empty or too long, if no coder or no sentence is
        there, or if someone named is no coder or an article named is not in the study.
    """
    if not 1 <= len(wishes.title.strip()) <= 200:
        message = "A round needs a title of at most 200 characters."
        raise Refused(Problem(message, column="title"))
    _refuse_strangers(session, study, coders, wishes.articles)
    sentences = queries.servable(session, study, wishes.articles)
    plan(wishes.design, wishes.order, len(sentences), [0] * len(coders))
    number = 1 + (
        session.scalar(select(func.max(Round.number)).where(Round.study_id == study.id)) or 0
    )
    round_ = Round(
        study_id=study.id,
        version_id=version.id,
        number=number,
        title=wishes.title.strip(),
        purpose=RoundPurpose(wishes.purpose),
        design=wishes.design,
        order=Order(wishes.order),
        context=Context(wishes.context),
        seed=wishes.seed,
        masked=wishes.masked,
        blinding={field: field in wishes.blinded for field in BLINDABLE},
        settings={"articles": list(wishes.articles)},
    )
    session.add(round_)
    session.flush()
    for member in coders:
        session.add(
            Enrolment(
                round_id=round_.id,
                member_id=member.id,
                seed=coder_seed(wishes.seed, member.pseudonym),
            )
        )
    log(session, study, actor, "draft round", f"round:{number}", after=asdict(wishes))
    session.flush()
    return round_


def _refuse_strangers(
    session: Session, study: Study, coders: Sequence[Member], article_ids: Sequence[str]
) -> None:
    known = set(session.scalars(select(Article.public_id).where(Article.study_id == study.id)))
    remedy = "The address of an article's page ends in its id."
    problems = [
        Problem(f"There is no article {name!r} in this study.", column="articles", remedy=remedy)
        for name in article_ids
        if name not in known
    ]
    problems += [
        Problem(f"{member.pseudonym} is no coder.", column="coders", remedy="Choose coders only.")
        for member in coders
        if not member.coder or member.left_at is not None
    ]
    if problems:
        raise Refused(problems)


def open_round(session: Session, round_: Round, actor: Member | str) -> None:
    """Plan a row for each place and let the coders begin.

    From here on the codebook version and the split of the articles are final.

    :raises Conflict: if the round is not a draft.
    :raises Refused: if no sentence is served any more.
    """
    if round_.state != "draft":
        raise Conflict(f"Round {round_.number} is {round_.state} already; only a draft is opened.")
    moment = now()
    sentences = queries.servable(session, round_.study, round_.settings.get("articles", []))
    enrolments = sorted(round_.enrolments, key=lambda each: each.member.pseudonym)
    unit_ids = _add_units(session, round_, [sentence for sentence, _ in sentences])
    _add_places(session, round_, unit_ids, enrolments)
    _freeze(session, round_, {article for _, article in sentences})
    round_.opened_at = moment
    log(
        session,
        round_.study,
        actor,
        "open round",
        f"round:{round_.number}",
        after={"units": len(unit_ids), "coders": [e.member.pseudonym for e in enrolments]},
    )
    session.flush()


def _add_units(session: Session, round_: Round, sentence_ids: Sequence[int]) -> list[int]:
    rows = (
        {
            "public_id": new_public_id(),
            "round_id": round_.id,
            "sentence_id": sentence,
            "position": position,
            "purpose": UnitPurpose.MAIN,
        }
        for position, sentence in enumerate(sentence_ids, start=1)
    )
    for batch in batches(rows):
        session.execute(insert(Unit), batch)
    return list(
        session.scalars(select(Unit.id).where(Unit.round_id == round_.id).order_by(Unit.position))
    )


def _add_places(
    session: Session, round_: Round, unit_ids: Sequence[int], enrolments: Sequence[Enrolment]
) -> None:
    places = plan(round_.design, round_.order, len(unit_ids), [e.seed for e in enrolments])
    rows = (
        {
            "public_id": new_public_id(),
            "round_id": round_.id,
            "unit_id": unit_ids[p.unit],
            "place": p.place,
            "member_id": enrolments[p.coder].member_id,
            "occasion": 1,
            "state": PlaceState.OPEN,
            "planned_order": p.order,
        }
        for p in places
    )
    for batch in batches(rows):
        session.execute(insert(Assignment), batch)
    for coder, enrolment in enumerate(enrolments):
        enrolment.quota = sum(place.coder == coder for place in places)


def _freeze(session: Session, round_: Round, article_ids: Iterable[int]) -> None:
    """From now on, neither the split of these articles nor the codebook version changes."""
    for batch in batches(iter(sorted(article_ids))):
        session.execute(
            update(Article)
            .where(Article.id.in_(batch), Article.frozen_at.is_(None))
            .values(frozen_at=now())
        )
    if round_.version.frozen_at is None:
        round_.version.frozen_at = now()


def batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    """The rows in lists of at most 5,000, so that one statement stays small."""
    while batch := list(islice(rows, BATCH)):
        yield batch


def delete_draft(session: Session, round_: Round, actor: Member | str) -> None:
    """Throw away a round that was never open.

    :raises Conflict: if it was.
    """
    if round_.state != "draft":
        raise Conflict("A round that was opened is never deleted; close it instead.")
    log(session, round_.study, actor, "delete draft", f"round:{round_.number}")
    session.delete(round_)


def pause(session: Session, round_: Round, actor: Member | str) -> None:
    """Serve no further sentences for now; what coders hold can still be saved.

    :raises Conflict: if the round is not open.
    """
    if round_.state != "open":
        raise Conflict(f"Round {round_.number} is {round_.state}; only an open round is paused.")
    round_.paused_at = now()
    log(session, round_.study, actor, "pause round", f"round:{round_.number}")


def resume(session: Session, round_: Round, actor: Member | str) -> None:
    """Go on serving after a pause.

    :raises Conflict: if the round is not paused.
    """
    if round_.state != "paused":
        raise Conflict(f"Round {round_.number} is {round_.state}; only a paused round goes on.")
    round_.paused_at = None
    log(session, round_.study, actor, "resume round", f"round:{round_.number}")


def close(session: Session, round_: Round, actor: Member | str) -> None:
    """End a round for good. What coders held and send later is kept as late.

    :raises Conflict: if it is a draft or closed already.
    """
    if round_.state not in ("open", "paused"):
        raise Conflict(f"Round {round_.number} is {round_.state}; only an open round is closed.")
    round_.closed_at = now()
    log(session, round_.study, actor, "close round", f"round:{round_.number}")
