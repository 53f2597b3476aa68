"""The demo study, step by step; a step that is done already is left alone.

Its people are a lead and two coders who sign in by links, and three demo coders whose
answers come from the seeded rule in ``coding_rule``. The pilot round serves the first
three events and is coded and closed; the main round serves the others and is open.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.accounts.models import Account
from annotator.accounts.service import create_account, find_account
from annotator.codebook.queries import newest, newest_or_none
from annotator.codebook.ready_made import ready_made_text
from annotator.codebook.service import add_version
from annotator.coding.service.record import record
from annotator.coding.submission import Submission
from annotator.corpus.models import Article, Event, Sentence
from annotator.corpus.reading.read_file import ReadFile, read_file
from annotator.demo import coding_rule
from annotator.rounds.draft import RoundDraft
from annotator.rounds.models import Enrolment, Round, Unit
from annotator.rounds.sampling.sample import Sampling
from annotator.rounds.service.claim import claim
from annotator.rounds.service.lifecycle import close
from annotator.rounds.service.opening.drafting import draft_round
from annotator.rounds.service.opening.open_round import open_round
from annotator.rounds.setup import RoundPurpose, RoundSetup
from annotator.studies.models import Member, MemberKind, Study
from annotator.studies.queries import coders_of, study_called
from annotator.studies.service import add_member, create_study, leads

SLUG = "demo"
SEED = 1
LEAD, CODERS = "demo-lead", ("demo-coder-1", "demo-coder-2")
PILOT_EVENTS = 3
ARTICLES = Path(__file__).with_name("articles.csv")

DESCRIPTION = (
    "Ten invented articles about five staged public events, each reported once plainly and once "
    "in colour."
)

Step = Callable[[Session], None]


def demo_study(session: Session) -> Study:
    """The demo study."""
    return study_called(session, SLUG)


def make_study(session: Session) -> None:
    """The study with its lead, its book, its two coders and three demo coders."""
    if session.scalar(select(Study.id).where(Study.slug == SLUG)):
        return
    lead = create_account(session, LEAD, admin=True)
    made = create_study(
        session, "Staged events (demo)", slug=SLUG, description=DESCRIPTION, lead=lead, demo=True
    )
    for name in CODERS:
        add_member(session, made, create_account(session, name), ["coder"])
    for _ in coding_rule.CODERS:
        add_member(session, made, None, ["coder"], kind=MemberKind.IMPORTED)


def articles() -> ReadFile:
    """The ten articles as the import reads them."""
    return read_file(ARTICLES.name, ARTICLES.read_bytes())


def has_articles(session: Session) -> bool:
    """Whether the articles were imported already."""
    return (
        session.scalar(select(Article.id).where(Article.study_id == demo_study(session).id))
        is not None
    )


def bring_codebook(session: Session) -> None:
    """The ready-made book ``framing``."""
    made = demo_study(session)
    if newest_or_none(session, made) is None:
        add_version(session, made, ready_made_text("framing"), _lead(session, made))


def code_pilot(session: Session) -> None:
    """The pilot: opened, coded by the rule, and closed."""
    made = demo_study(session)
    if _rounds(session, made) >= 1:
        return
    members = [m for m in coders_of(session, made) if m.kind == MemberKind.IMPORTED]
    chosen = _article_ids(session, made)[0]
    pilot = _open(session, made, members, "Pilot (demo data)", RoundPurpose.PILOT, chosen)
    enrolments = sorted(pilot.enrolments, key=lambda each: each.id)
    for enrolment, coder in zip(enrolments, coding_rule.CODERS, strict=True):
        _code_all(session, enrolment, coder)
    close(session, pilot, _lead(session, made))


def open_main(session: Session) -> None:
    """The open round, for the two coders who sign in."""
    made = demo_study(session)
    if _rounds(session, made) < 2:
        members = [m for m in coders_of(session, made) if m.kind == MemberKind.PERSON]
        chosen = _article_ids(session, made)[1]
        _open(session, made, members, "Main round", RoundPurpose.MAIN, chosen)


def people(session: Session) -> Iterator[Account]:
    """Who signs in by a link: the lead, then the coders."""
    for name in (LEAD, *CODERS):
        yield find_account(session, name)


def _lead(session: Session, made: Study) -> Member:
    return leads(session, made.id)[0]


def _rounds(session: Session, made: Study) -> int:
    return len(session.scalars(select(Round.id).where(Round.study_id == made.id)).all())


def _article_ids(session: Session, made: Study) -> tuple[list[str], list[str]]:
    """The public ids of the pilot's articles and of the main round's, by event."""
    rows = session.execute(
        select(Event.name, Article.public_id)
        .join(Event, Article.event_id == Event.id)
        .where(Article.study_id == made.id)
    ).all()
    pilot = sorted({event for event, _ in rows})[:PILOT_EVENTS]
    return [a for event, a in rows if event in pilot], [
        a for event, a in rows if event not in pilot
    ]


def _open(
    session: Session,
    made: Study,
    members: Sequence[Member],
    title: str,
    purpose: str,
    article_ids: Sequence[str],
) -> Round:
    setup = RoundSetup(sampling=Sampling(articles=tuple(article_ids)))
    draft = RoundDraft(title, purpose=purpose, seed=SEED, setup=setup)
    lead = _lead(session, made)
    round_ = draft_round(session, made, newest(session, made), members, draft, lead)
    session.refresh(round_)
    open_round(session, round_, lead)
    return round_


def _code_all(session: Session, enrolment: Enrolment, coder: str) -> None:
    texts = _texts(session, enrolment.round_id)
    for assignment in claim(session, enrolment, want=enrolment.quota or 0):
        submission = _submission(texts[assignment.unit_id], coder, assignment.public_id)
        record(session, enrolment, assignment.public_id, submission)


def _texts(session: Session, round_id: int) -> dict[int, str]:
    """The sentence of each unit of a round, by its row."""
    rows = session.execute(
        select(Unit.id, Article.text, Sentence.start_char, Sentence.end_char)
        .join(Unit.sentence)
        .join(Sentence.article)
        .where(Unit.round_id == round_id)
    )
    return {unit: text[start:end] for unit, text, start, end in rows}


def _submission(text: str, coder: str, name: str) -> Submission:
    """What the rule says of a sentence; the seconds follow its length."""
    skip_reason = coding_rule.skips(text, coder, SEED)
    chance = random.Random(f"{SEED}:{coder}:{text}")  # noqa: S311 - Demo data, not a secret.
    return Submission(
        token=f"demo-{name}",
        raw={} if skip_reason else coding_rule.answers(text, coder, SEED),
        skipped=skip_reason is not None,
        skip_reason=skip_reason or "",
        seconds=round(3 + len(text) / 20 * chance.uniform(0.7, 1.6), 1),
        note=coding_rule.note(text, coder, SEED),
        flagged=coding_rule.flags(text, coder, SEED),
    )
