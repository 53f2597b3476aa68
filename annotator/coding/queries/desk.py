"""What a coder may see of a sentence and of their own work, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from annotator.codebook.schema import NONE
from annotator.coding.marking import Mark
from annotator.coding.masking import parts
from annotator.coding.models import Answer, AnswerState, Coding, Outcome
from annotator.coding.values import number
from annotator.corpus.models import Article, Sentence
from annotator.errors import NotFound
from annotator.rounds.models import Assignment, Context, Enrolment, PlaceState, Round, Unit

Parts = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The coding that a page shows: its public id, answers by question, and the rest."""

    coding: str
    answers: Mapping[str, object]
    skipped: bool
    skip_reason: str
    note: str
    flagged: bool
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence as its coder may see it: blinded and masked on the server.

    ``parts`` are pieces of the sentence with whether each is masked; ``fields`` are
    those facts about the article that the round does not blind.
    """

    assignment: str
    language: str
    parts: Parts
    before: Parts | None
    after: Parts | None
    fields: Mapping[str, str]
    earlier: Earlier | None
    served_order: int


def place_of(session: Session, enrolment: Enrolment, public_id: str) -> Assignment:
    """A place that this coder was served.

    :raises NotFound: if there is none, in the same words whosever it is.
    """
    place = session.scalar(
        _with_sentence().where(
            Assignment.public_id == public_id,
            Assignment.round_id == enrolment.round_id,
            Assignment.member_id == enrolment.member_id,
            Assignment.served_order.is_not(None),
            Assignment.state != PlaceState.WITHDRAWN,
        )
    )
    if place is None:
        raise NotFound("There is no such sentence, or it is not yours.")
    return place


def held_place(session: Session, enrolment: Enrolment) -> Assignment | None:
    """The first place that the coder holds and has not answered."""
    return session.scalar(
        _with_sentence()
        .where(
            Assignment.round_id == enrolment.round_id,
            Assignment.member_id == enrolment.member_id,
            Assignment.state == PlaceState.LEASED,
        )
        .order_by(Assignment.served_order)
        .limit(1)
    )


def held_shown(
    session: Session, enrolment: Enrolment, after: int = 0
) -> list[tuple[Assignment, Shown]]:
    """The places that the coder holds, served after this one, with what may be seen of each."""
    held = session.scalars(
        _with_sentence()
        .where(
            Assignment.round_id == enrolment.round_id,
            Assignment.member_id == enrolment.member_id,
            Assignment.state == PlaceState.LEASED,
            Assignment.served_order > after,
        )
        .order_by(Assignment.served_order)
    )
    return [(place, shown(session, place)) for place in held]


def neighbour(session: Session, place: Assignment, step: int) -> str | None:
    """The public id of the coder's place served just before (-1) or after (+1) this one."""
    served = Assignment.served_order
    beside = served < place.served_order if step < 0 else served > place.served_order
    return session.scalar(
        select(Assignment.public_id)
        .where(
            Assignment.round_id == place.round_id,
            Assignment.member_id == place.member_id,
            Assignment.state != PlaceState.WITHDRAWN,
            beside,
        )
        .order_by(served.desc() if step < 0 else served)
        .limit(1)
    )


def last_served(session: Session, enrolment: Enrolment) -> str | None:
    """The public id of the place that the coder was served last."""
    return session.scalar(
        select(Assignment.public_id)
        .where(
            Assignment.round_id == enrolment.round_id,
            Assignment.member_id == enrolment.member_id,
            Assignment.served_order.is_not(None),
        )
        .order_by(Assignment.served_order.desc())
        .limit(1)
    )


def shown(session: Session, place: Assignment) -> Shown:
    """What the coder may see of the sentence at this place."""
    round_, sentence = place.round, place.unit.sentence
    article = sentence.article
    names = masked_names(round_, article)
    before, after = _neighbours(session, round_, sentence)
    return Shown(
        assignment=place.public_id,
        language=article.language,
        parts=parts(sentence.text, names),
        before=parts(before.text, names) if before else None,
        after=parts(after.text, names) if after else None,
        fields=_open_fields(round_, article),
        # A place that waits for its answer has none that stands.
        earlier=None if place.state == PlaceState.LEASED else _earlier(session, place),
        served_order=place.served_order or 0,
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


def _neighbours(
    session: Session, round_: Round, sentence: Sentence
) -> tuple[Sentence | None, Sentence | None]:
    """The served sentences just before and after, if the round shows them."""
    if round_.context == Context.NONE:
        return None, None
    served = (
        select(Sentence).where(Sentence.article_id == sentence.article_id, Sentence.served).limit(1)
    )
    position = Sentence.position
    before = served.where(position < sentence.position).order_by(position.desc())
    after = served.where(position > sentence.position).order_by(position)
    return session.scalar(before), session.scalar(after)


def _earlier(session: Session, place: Assignment) -> Earlier | None:
    coding = session.scalar(
        select(Coding)
        .options(
            selectinload(Coding.answers).joinedload(Answer.code),
            selectinload(Coding.answers).joinedload(Answer.question),
            selectinload(Coding.answers).selectinload(Answer.marks),
        )
        .where(
            Coding.unit_id == place.unit_id,
            Coding.member_id == place.member_id,
            Coding.occasion == place.occasion,
            Coding.current,
        )
    )
    if coding is None:
        return None
    return Earlier(
        coding.public_id,
        _as_raw(coding.answers),
        coding.outcome == Outcome.SKIPPED,
        coding.skip_reason,
        coding.note,
        coding.flagged,
        _marks(coding.answers),
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


def _as_raw(answers: Sequence[Answer]) -> dict[str, object]:
    """Stored answers in the form in which a page sends them."""
    raw: dict[str, list[str]] = {}
    for answer in answers:
        value = _raw(answer)
        if value:
            raw.setdefault(answer.question.key, []).append(value)
        if answer.primary and answer.code:
            raw[f"{answer.question.key}.primary"] = [answer.code.key]
    return dict(raw)


def _raw(answer: Answer) -> str:
    """What the page's field held; nothing if it was left empty or was not shown."""
    if answer.state != AnswerState.GIVEN:
        says_none = answer.state == AnswerState.NONE and answer.question.none
        return NONE if says_none else ""
    if answer.code:
        return answer.code.key
    return number(answer.number) if answer.number is not None else answer.text or ""


def _with_sentence() -> Select[Assignment]:
    return select(Assignment).options(
        joinedload(Assignment.round).joinedload(Round.version),
        joinedload(Assignment.unit)
        .joinedload(Unit.sentence)
        .joinedload(Sentence.article)
        .options(joinedload(Article.outlet), joinedload(Article.event)),
    )
