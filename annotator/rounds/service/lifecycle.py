"""Draft a round, open it, pause it, close it."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import asdict

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from annotator.codebook.models import CodebookVersion
from annotator.corpus.models import Article
from annotator.database.base import now
from annotator.errors import Conflict, Problem, Refused
from annotator.rounds import queries
from annotator.rounds.controls.known_answers import Known
from annotator.rounds.designs.numbering import coder_seed
from annotator.rounds.models import (
    Context,
    Enrolment,
    Order,
    Round,
    RoundPurpose,
    Skips,
    UnitPurpose,
)
from annotator.rounds.service import opening as planning
from annotator.rounds.service.acts import count_anew
from annotator.rounds.service.known_answers import plant
from annotator.rounds.service.selection import Asked, drawn
from annotator.rounds.setup import BLINDABLE, Wishes, design_of, purpose_of
from annotator.studies.models import Member, Study
from annotator.studies.service import log

#: What a lead does to a round: open, pause, resume, close it, or delete its draft.
Act = Callable[[Session, Round, Member], None]


def draft(
    session: Session,
    study: Study,
    version: CodebookVersion,
    coders: Sequence[Member],
    wishes: Wishes,
    actor: Member | str,
    known: Mapping[str, Known] | None = None,
) -> Round:
    """Make a round that is not open yet, with its coders enrolled.

    ``known`` are known answers by the public id of their sentence; more can be written as
    long as it is a draft.

    :raises Refused: if the title is empty or too long, if arithmetic forbids the design or
        the sample, or if someone named is no coder or an article or round named is not in
        the study.
    """
    if not 1 <= len(wishes.title.strip()) <= 200:
        message = "A round needs a title of at most 200 characters."
        raise Refused(Problem(message, column="title"))
    _refuse_strangers(session, study, coders, wishes)
    purpose = RoundPurpose(purpose_of(wishes))
    kept = {sentence: each.kept for sentence, each in (known or {}).items()}
    _refuse_rounds(session, study, wishes)
    # Known answers may still be written as long as it is a draft.
    if purpose != RoundPurpose.TRAINING and (kept or not wishes.hidden.checks):
        planning.preview(session, study, _asked(coders, wishes, kept))
    number = 1 + (
        session.scalar(select(func.max(Round.number)).where(Round.study_id == study.id)) or 0
    )
    round_ = Round(
        study_id=study.id,
        version_id=version.id,
        number=number,
        title=wishes.title.strip(),
        purpose=purpose,
        design=wishes.design,
        order=Order(wishes.order),
        context=Context(wishes.context),
        seed=wishes.seed,
        masked=wishes.masked,
        skips=Skips(wishes.skips),
        reservation_minutes=wishes.reservation_minutes,
        blinding={field: field in wishes.blinded for field in BLINDABLE},
        settings={**wishes.settings, "known": kept},
    )
    session.add(round_)
    session.flush()
    for member in coders:
        session.add(
            Enrolment(
                round_id=round_.id,
                member_id=member.id,
                seed=coder_seed(wishes.seed, member.pseudonym),
                quota=wishes.quotas.get(member.pseudonym),
            )
        )
    after = {**asdict(wishes), "purpose": purpose, "known": len(kept)}
    log(session, study, actor, "draft round", f"round:{number}", after=after)
    session.flush()
    return round_


def _asked(coders: Sequence[Member], wishes: Wishes, known: Mapping[str, object]) -> Asked:
    quotas = [wishes.quotas[name] for name in sorted(wishes.quotas)]
    return Asked(
        wishes.sampling,
        design_of(wishes.design, wishes.settings, wishes.seed, quotas),
        tuple(sorted(member.pseudonym for member in coders)),
        tuple(sorted(known)),
        wishes.hidden.checks,
    )


def _refuse_rounds(session: Session, study: Study, wishes: Wishes) -> None:
    """Refuse rounds that are named and are not there, or are of another kind."""
    there = {each.number: each for each in queries.rounds(session, study)}
    training = there.get(wishes.requires)
    if wishes.requires and (training is None or not training.is_training):
        numbers = ", ".join(str(n) for n in sorted(there) if there[n].is_training)
        message = f"Round {wishes.requires} is no training round of this study."
        remedy = f"Its training rounds: {numbers or 'none yet'}."
        raise Refused(Problem(message, column="requires", remedy=remedy))
    earlier = there.get(wishes.again.of_round)
    if wishes.design == "retest" and (earlier is None or earlier.state == "draft"):
        numbers = ", ".join(str(n) for n in sorted(there) if there[n].state != "draft")
        message = (
            f"There is no opened round {wishes.again.of_round} whose sentences could come again."
        )
        remedy = f"The rounds that were opened: {numbers or 'none yet'}."
        raise Refused(Problem(message, column="of_round", remedy=remedy))


def _refuse_strangers(
    session: Session, study: Study, coders: Sequence[Member], wishes: Wishes
) -> None:
    known = set(session.scalars(select(Article.public_id).where(Article.study_id == study.id)))
    remedy = "The address of an article's page ends in its id."
    problems = [
        Problem(f"There is no article {name!r} in this study.", column="articles", remedy=remedy)
        for name in wishes.sampling.articles
        if name not in known
    ]
    problems += [
        Problem(f"{member.pseudonym} is no coder.", column="coders", remedy="Choose coders only.")
        for member in coders
        if not member.coder or member.left_at is not None
    ]
    names = {member.pseudonym for member in coders}
    if wishes.quotas and wishes.quotas.keys() != names:
        problems.append(_quotas_of_others(wishes.quotas.keys(), names))
    if problems:
        raise Refused(problems)


def _quotas_of_others(given: Set[str], coders: Set[str]) -> Problem:
    extra, missing = ", ".join(sorted(given - coders)), ", ".join(sorted(coders - given))
    said = f"There is a quota for {extra}, who does not code in this round." if extra else ""
    said = said or f"There is no quota for {missing}."
    remedy = "Give every coder of the round a quota, or none."
    return Problem(said, column="quotas", remedy=remedy)


def open_round(session: Session, round_: Round, actor: Member | str) -> None:
    """Plan a row for each assignment and let the coders begin.

    From here on the codebook version and the split of the articles are final.

    :raises Conflict: if the round is not a draft.
    :raises Refused: if no sentence is served any more.
    """
    if round_.state != "draft":
        raise Conflict(f"Round {round_.number} is {round_.state} already; only a draft is opened.")
    moment = now()
    # Who corrects a split meanwhile is waited for, and waits then: nothing is read half.
    session.execute(
        select(Article.id)
        .where(Article.study_id == round_.study_id, Article.frozen_at.is_(None))
        .order_by(Article.id)
        .with_for_update()
    )
    found = drawn(session, round_.study, planning.asked(round_))
    purpose = UnitPurpose.TRAINING if round_.is_training else UnitPurpose.MAIN
    unit_ids = planning.add_units(session, round_, found.sentences, purpose, found.probabilities)
    round_.settings = {**round_.settings, "balance": found.balance, "units": len(unit_ids)}
    check_ids = planning.add_units(session, round_, found.checks, UnitPurpose.CHECK, {})
    planning.add_assignments(session, round_, unit_ids, found, check_ids)
    plant(session, round_)
    _freeze(session, round_, {each.article for each in (*found.sentences, *found.checks)})
    round_.opened_at = moment
    count_anew(session, round_)
    log(
        session,
        round_.study,
        actor,
        "open round",
        f"round:{round_.number}",
        after={
            "units": len(unit_ids),
            "coders": [each.member.pseudonym for each in planning.coders(round_)],
            "balance": found.balance,
            "checks": len(check_ids),
        },
    )
    session.flush()


def _freeze(session: Session, round_: Round, article_ids: Iterable[int]) -> None:
    """From now on, neither the split of these articles nor the codebook version changes."""
    for batch in planning.batches(iter(sorted(article_ids))):
        session.execute(
            update(Article)
            .where(Article.id.in_(batch), Article.frozen_at.is_(None))
            .values(frozen_at=now())
        )
    if round_.version.frozen_at is None:
        round_.version.frozen_at = now()


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


def count_late(session: Session, round_: Round, actor: Member | str, *, counts: bool) -> None:
    """Decide for the round whether codings that came after it was closed count.

    :raises Conflict: if the round is not closed.
    """
    if round_.state != "closed":
        raise Conflict("Codings come late only once a round is closed.")
    round_.late_counted = counts
    count_anew(session, round_)
    after = {"counts": counts}
    log(
        session,
        round_.study,
        actor,
        "decide on late codings",
        f"round:{round_.number}",
        after=after,
    )


def close(session: Session, round_: Round, actor: Member | str) -> None:
    """End a round for good. What coders held and send later is kept as late.

    :raises Conflict: if it is a draft or closed already.
    """
    if round_.state not in ("open", "paused"):
        raise Conflict(f"Round {round_.number} is {round_.state}; only an open round is closed.")
    round_.closed_at = now()
    log(session, round_.study, actor, "close round", f"round:{round_.number}")
