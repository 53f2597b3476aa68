"""An installation that is being served, and what tests put into it and read from it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.accounts.models import Account
from annotator.coding.models import Answer, Coding
from annotator.database.session import db
from annotator.rounds.models import Enrolment, Round
from annotator.studies.models import Member
from tests import factories

NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Lab:
    """The address of the server, and an application on the same database."""

    url: str
    app: Flask

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session whose work is committed at the end."""
        with self.app.app_context():
            yield db.session  # type: ignore[misc]
            db.session.commit()

    def cookie(self, name: str) -> dict[str, str]:
        """What a browser holds in which this person is signed in."""
        found = factories.signed_in(self.app, name).get_cookie("session")
        assert found is not None
        return {"name": "session", "value": found.value, "url": self.url}


@dataclass(frozen=True, slots=True)
class Opened:
    """An open round: its study's short name, its own id, and the names of its people."""

    study: str
    round: str
    lead: str
    coders: tuple[str, ...]
    sentences: tuple[str, ...] = field(repr=False)

    @property
    def coder(self) -> str:
        return self.coders[0]

    @property
    def desk(self) -> str:
        return f"/desk/{self.round}"


def sentences(number: int) -> list[str]:
    """So many invented sentences, each another one."""
    return [f"Marla Quent counted {n} lanterns along the quay of Ostrey." for n in range(number)]


def open_round(
    lab: Lab,
    texts: Sequence[str] = factories.SENTENCES,
    *,
    book: str = "framing",
    coders: int = 1,
    lead_codes: bool = False,
    article: Mapping[str, str] | None = None,
    other: Sequence[str] = (),
    **wishes: object,
) -> Opened:
    """A study of its own with a lead, coders and an open round of these sentences.

    ``other`` are the sentences of a second article, which may come first.
    """
    number = next(NUMBERS)
    names = tuple(f"coder-{number}-{n}" for n in range(1, coders + 1))
    with lab.session() as session:
        study = factories.study(session, f"Study {number}")
        roles = ("lead", "coder") if lead_codes else ("lead",)
        lead = factories.member(session, study, f"lead-{number}", *roles)
        members = [factories.member(session, study, name, "coder") for name in names]
        members += [lead] if lead_codes else []
        factories.codebook(session, study, book)
        factories.article(session, study, texts, **(article or {}))  # type: ignore[arg-type]
        if other:
            factories.article(session, study, other)
        made = factories.open_round(session, study, members, "Pilot", **wishes)
        session.flush()
        return Opened(study.slug, made.public_id, f"lead-{number}", names, tuple(texts))


def round_of(session: Session, opened: Opened) -> Round:
    return session.scalars(select(Round).where(Round.public_id == opened.round)).one()


def act(lab: Lab, opened: Opened, do: Callable[[Session, Round, Member], object]) -> None:
    """Pause, resume or close the round as its lead does."""
    with lab.session() as session:
        round_ = round_of(session, opened)
        do(session, round_, factories.member_called(session, round_.study, opened.lead))


def serve_first(lab: Lab, opened: Opened) -> None:
    """Serve the first sentence to the first coder, whose desk is open then."""
    with lab.session() as session:
        factories.assignments(session, enrolment_of(session, opened, opened.coder), 1)


def enrolment_of(session: Session, opened: Opened, name: str) -> Enrolment:
    round_ = round_of(session, opened)
    return factories.enrolment(
        session, round_, factories.member_called(session, round_.study, name)
    )


def code_all(
    lab: Lab, opened: Opened, name: str, answers: Mapping[str, object], *, skip_last: str = ""
) -> None:
    """Let a coder give the same answers to every sentence, or skip the last for a reason."""
    with lab.session() as session:
        enrolment = enrolment_of(session, opened, name)
        *others, last = factories.assignments(session, enrolment)
        for assignment in others:
            factories.code(session, enrolment, assignment, answers)
        skip = {"skip": skip_last} if skip_last else {}
        factories.code(session, enrolment, last, answers, **skip)


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored coding: the sentence it is about and what was said, in words."""

    sentence: str
    answers: Mapping[str, tuple[str, ...]]
    revision: int
    current: bool
    skip_reason: str
    note: str
    flagged: bool
    seconds: float | None
    weightiest: str | None


def stored(lab: Lab, name: str) -> list[Stored]:
    """Everything that a coder's submissions left in the database, in the order of saving."""
    with lab.session() as session:
        codings = session.scalars(
            select(Coding)
            .join(Coding.member)
            .join(Member.account)
            .where(Account.name == name)
            .order_by(Coding.id)
        )
        return [_stored(coding) for coding in codings]


def _stored(coding: Coding) -> Stored:
    answers: dict[str, tuple[str, ...]] = {}
    for answer in coding.answers:
        key = answer.question.key
        answers[key] = (*answers.get(key, ()), _said(answer))
    return Stored(
        coding.unit.sentence.text,
        answers,
        coding.revision,
        coding.current,
        coding.skip_reason,
        coding.note,
        coding.flagged,
        coding.seconds,
        next((each.code.key for each in coding.answers if each.primary and each.code), None),
    )


_SAID: tuple[Callable[[Answer], object], ...] = (
    lambda answer: answer.code and answer.code.key,
    lambda answer: answer.text,
    lambda answer: answer.number,
)


def _said(answer: Answer) -> str:
    given = next((value for said in _SAID if (value := said(answer)) is not None), answer.state)
    return str(given)
