"""Studies, people, articles and rounds for tests, made by the services themselves."""

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.accounts import passwords
from annotator.accounts import service as accounts
from annotator.accounts.models import Account
from annotator.app import KEPT
from annotator.codebook.models import CodebookVersion
from annotator.codebook.ready_made import ready_made, ready_made_text
from annotator.codebook.service import add_version
from annotator.coding.service.record import Receipt, record
from annotator.coding.submission import Submission
from annotator.corpus.models import Article
from annotator.corpus.reading.drafts import ArticleDraft
from annotator.corpus.reading.read_file import ReadFile
from annotator.corpus.segmentation.spans import Span
from annotator.corpus.service.importing import turns
from annotator.database.process import Process, put_into
from annotator.database.session import db
from annotator.rounds.controls.controls import Training
from annotator.rounds.designs.registry import DESIGNS
from annotator.rounds.draft import RoundDraft
from annotator.rounds.models import Assignment, Enrolment, Round
from annotator.rounds.service.claim import claim
from annotator.rounds.service.opening import drafting
from annotator.rounds.service.opening.open_round import open_round as open_a_round
from annotator.rounds.setup import RoundSetup
from annotator.studies import service as studies
from annotator.studies.models import Member, Study
from annotator.studies.queries import study_called

PASSWORD = "four plain words here"
# Hashed once: hashing is slow on purpose.
PASSWORD_HASH = passwords.hash_password(PASSWORD)
COMMAND_LINE = studies.COMMAND_LINE

#: A question of every kind; how loud a sentence is is asked only if it is loud.
BOOK = """\
key: small
title: A small book
questions:
  - key: frames
    kind: many
    label: Which frames does it carry?
    codes:
      - {key: staged, label: Staged, definition: It is arranged.}
      - {key: moving, label: Moving, definition: A feeling is shown.}
  - key: tone
    kind: one
    label: Which tone has it?
    codes:
      - {key: calm, label: Calm, definition: Nothing is stressed.}
      - {key: loud, label: Loud, definition: Much is stressed.}
  - key: strength
    kind: scale
    label: How loud is it?
    shown_if: {question: tone, codes: [loud]}
    codes:
      - {key: low, label: A little, value: 1}
      - {key: middle, value: 2}
      - {key: high, label: Very, value: 3}
  - key: names
    kind: number
    label: How many people are named?
    required: false
    minimum: 0
  - key: remark
    kind: text
    label: What else is to be said?
    required: false
"""

#: A valid answer to every question that ``BOOK`` asks.
CALM = {"frames": ["staged"], "tone": "calm"}
LOUD = {"frames": "none", "tone": "loud", "strength": "middle", "names": "2"}

SENTENCES = (
    "The mayor of Lower Fenwick opened the gate.",
    "Nobody had asked for a gate.",
    "A brass band played all the same.",
)


def account(session: Session, name: str = "Anna", *, admin: bool = False) -> Account:
    """An account whose password is ``PASSWORD``."""
    return accounts.create_account(session, name, password_hash=PASSWORD_HASH, admin=admin)


def study(session: Session, title: str = "Staged meetings") -> Study:
    """A study without members."""
    return studies.create_study(session, title)


def member(session: Session, study: Study, name: str, *roles: str) -> Member:
    """A person with these roles in the study."""
    return studies.add_member(session, study, account(session, name), roles)


def codebook(session: Session, study: Study, book: str = BOOK) -> CodebookVersion:
    """The next version of the study's codebook: a ready-made one by name, or a YAML text."""
    source = ready_made_text(book) if book in ready_made() else book
    return add_version(session, study, source, COMMAND_LINE)


def article(
    session: Session,
    study: Study,
    sentences: Sequence[str] = SENTENCES,
    *,
    outlet: str = "",
    author: str = "",
    title: str = "",
    event: str = "",
    url: str = "",
    date: dt.date | None = None,
    language: str = "",
) -> Article:
    """An imported article of exactly these sentences, a line each."""
    text, spans, start = text_of(sentences), [], 0
    for sentence in sentences:
        spans.append(Span(start, start + len(sentence)))
        start += len(sentence) + 1
    draft = ArticleDraft(
        text,
        title=title,
        outlet=outlet,
        event=event,
        date=date,
        url=url,
        author=author,
        language=language,
        sentences=tuple(spans),
    )
    file = ReadFile("articles.csv", "0" * 64, "delimited", "utf-8", {}, (draft,))
    for turn in turns(session, study, [file], COMMAND_LINE):
        turn.write(session)
    session.flush()
    newest = select(Article).where(Article.study_id == study.id).order_by(Article.id.desc())
    return session.scalars(newest.limit(1)).one()


def round_draft(title: str, design: str = "full", **settings: Any) -> RoundDraft:
    """What is asked of a round: settings of the round, of its setup, its design and training."""

    def given_to(kind: type) -> dict[str, Any]:
        return {
            each.name: settings.pop(each.name) for each in fields(kind) if each.name in settings
        }

    training = Training(**given_to(Training))
    own = given_to(RoundDraft)
    setup = given_to(RoundSetup)
    chosen = DESIGNS[design](**settings)
    return RoundDraft(title, setup=RoundSetup(design=chosen, training=training, **setup), **own)


def draft_round(
    session: Session,
    study: Study,
    members: Sequence[Member],
    title: str = "Pilot",
    **settings: Any,
) -> Round:
    """A draft under the study's newest codebook, with these members as its coders."""
    version = session.scalars(
        select(CodebookVersion)
        .where(CodebookVersion.study_id == study.id)
        .order_by(CodebookVersion.number.desc())
        .limit(1)
    ).one()
    draft = round_draft(title, **settings)
    made = drafting.draft_round(session, study, version, members, draft, COMMAND_LINE)
    session.refresh(made)
    return made


def open_round(
    session: Session,
    study: Study,
    members: Sequence[Member],
    title: str = "Pilot",
    **settings: Any,
) -> Round:
    """An open round of the study, with these members as its coders."""
    made = draft_round(session, study, members, title, **settings)
    open_a_round(session, made, COMMAND_LINE)
    return made


def enrolment(session: Session, round_: Round, member: Member) -> Enrolment:
    """This member's part in the round."""
    return session.scalars(
        select(Enrolment).where(Enrolment.round_id == round_.id, Enrolment.member_id == member.id)
    ).one()


def assignments(session: Session, enrolment: Enrolment, want: int = 1000) -> list[Assignment]:
    """The places that the coder holds once they were served this many, in served order."""
    return list(claim(session, enrolment, want))


def code(
    session: Session,
    enrolment: Enrolment,
    assignment: Assignment,
    answers: Mapping[str, object] = CALM,
    **more: object,
) -> Receipt:
    """Record an answer to a place; ``skip`` is the reason of a skip."""
    sent = {"token": secrets.token_hex(8), "raw": answers, **more}
    if "skip" in sent:
        sent |= {"raw": {}, "skipped": True, "skip_reason": sent.pop("skip")}
    submission = Submission(**sent)  # type: ignore[arg-type]
    return record(session, enrolment, assignment.public_id, submission)


def code_all(
    session: Session,
    round_: Round,
    member: Member,
    answers: Sequence[Mapping[str, object] | str | None],
) -> list[str]:
    """Code the member's places in served order, and give the codings' public ids.

    Each is an answer, the reason of a skip, or None for a place that is left as it is.
    """
    part, made = enrolment(session, round_, member), []
    for assignment, said in zip(assignments(session, part), answers, strict=True):
        if isinstance(said, str):
            made.append(code(session, part, assignment, skip=said).coding)
        elif said is not None:
            made.append(code(session, part, assignment, said).coding)
    return made


@dataclass(frozen=True)
class Cast:
    """Lea leads, Cora and Carl code, Vera only reads, Stan is a stranger with a study."""

    study: str
    lea: str = "Lea"
    cora: str = "Cora"
    carl: str = "Carl"
    vera: str = "Vera"
    stan: str = "Stan"


def cast(session: Session) -> Cast:
    """A study with the people that tests speak of, committed."""
    made = study(session)
    member(session, made, "Lea", "lead")
    member(session, made, "Cora", "coder")
    member(session, made, "Carl", "coder")
    member(session, made, "Vera", "viewer")
    other = study(session, "Another study")
    studies.add_member(session, other, account(session, "Stan", admin=True), ["lead"])
    session.commit()
    return Cast(made.slug)


def member_called(session: Session, study: Study, name: str) -> Member:
    """The part that the person with this account name has in the study."""
    query = select(Member).join(Member.account).where(Member.study_id == study.id)
    return session.scalars(query.where(Account.name == name)).one()


@contextmanager
def inside(app: Flask, slug: str) -> Iterator[tuple[Session, Study]]:
    """A session and a study, for what a test looks up or changes between requests.

    It is left before the next request, since requests inside share who is signed in.
    """
    with app.app_context():
        yield db.session, study_called(db.session, slug)  # type: ignore[arg-type, misc]


def another_process() -> Session:
    """A session that shares nothing with the test's own but the database."""
    session = Session(db.engine)
    put_into(session, Process(KEPT))
    return session


def signed_in(app: Flask, name: str) -> FlaskClient:
    """A browser in which this person is signed in."""
    with app.app_context():
        key = accounts.find_account(db.session, name).session_key  # type: ignore[arg-type]
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = key, True
    return client


def text_of(sentences: Sequence[str]) -> str:
    """An article of these sentences, a line each."""
    return "\n".join(sentences)
