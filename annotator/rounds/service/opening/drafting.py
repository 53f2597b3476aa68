"""Draft a round: check what is asked, number it, enrol its coders, keep its known answers."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from annotator.codebook.models import CodebookVersion
from annotator.corpus.models import Article
from annotator.errors import Problem, Refused
from annotator.rounds import queries
from annotator.rounds.allocation import Request
from annotator.rounds.controls.known_answers import KnownAnswers
from annotator.rounds.designs.design import Coder, RecodingDesign
from annotator.rounds.designs.numbering import coder_seed
from annotator.rounds.draft import RoundDraft, purpose_of
from annotator.rounds.models import Enrolment, Round
from annotator.rounds.service.known_answers import add_known_answers, sentence_ids
from annotator.rounds.service.opening.open_round import preview
from annotator.rounds.setup import BLINDABLE, Context, Order, RoundPurpose, Skips, to_json
from annotator.studies.models import Member, Study
from annotator.studies.service import log


def draft_round(
    session: Session,
    study: Study,
    version: CodebookVersion,
    coders: Sequence[Member],
    draft: RoundDraft,
    actor: Member | str,
    known: Mapping[str, KnownAnswers] | None = None,
) -> Round:
    """Create a round that is not open yet, with its coders enrolled.

    ``known`` are known answers by the public id of their sentence; more can be written as
    long as it is a draft.

    :raises Refused: if the title is empty or too long, if arithmetic forbids the design or
        the sample, or if someone named is no coder or an article or round named is not in
        the study.
    """
    if not 1 <= len(draft.title.strip()) <= 200:
        message = "A round needs a title of at most 200 characters."
        raise Refused(Problem(message, column="title"))
    _refuse_strangers(session, study, coders, draft)
    purpose = purpose_of(draft)
    _refuse_rounds(session, study, draft)
    known = known or {}
    # Known answers may still be written as long as it is a draft.
    if purpose != RoundPurpose.TRAINING and (known or not draft.setup.controls.checks):
        ids = sentence_ids(session, study, known)
        preview(session, study, _request(coders, draft, list(ids.values())))
    round_ = Round(
        study_id=study.id,
        version_id=version.id,
        number=_next_number(session, study),
        title=draft.title.strip(),
        purpose=purpose,
        setup=draft.setup,
        order=Order(draft.order),
        context=Context(draft.context),
        seed=draft.seed,
        masked=draft.masked,
        skips=Skips(draft.skips),
        reservation_minutes=draft.reservation_minutes,
        blinding={field: field in draft.blinded for field in BLINDABLE},
    )
    session.add(round_)
    session.flush()
    session.add_all(
        Enrolment(
            round_id=round_.id,
            member_id=member.id,
            seed=coder_seed(draft.seed, member.pseudonym),
            quota=draft.quotas.get(member.pseudonym),
        )
        for member in coders
    )
    add_known_answers(session, round_, known)
    after = {
        **asdict(draft), "setup": to_json(draft.setup), "purpose": purpose, "known": len(known),
    }  # fmt: skip
    log(session, study, actor, "draft round", f"round:{round_.number}", after=after)
    session.flush()
    return round_


def _next_number(session: Session, study: Study) -> int:
    """The number after that of the newest round; until the commit, no other draft gets one."""
    session.get_one(Study, study.id, with_for_update=True)
    newest = session.scalar(select(func.max(Round.number)).where(Round.study_id == study.id))
    return 1 + (newest or 0)


def _request(coders: Sequence[Member], draft: RoundDraft, known: Sequence[int]) -> Request:
    return Request(
        draft.setup,
        draft.order,
        draft.seed,
        [
            Coder(name, coder_seed(draft.seed, name), draft.quotas.get(name))
            for name in sorted(member.pseudonym for member in coders)
        ],
        known,
    )


def _refuse_rounds(session: Session, study: Study, draft: RoundDraft) -> None:
    """Refuse rounds that are named and do not exist, or are of another kind."""
    rounds = {each.number: each for each in queries.rounds(session, study)}
    required = draft.setup.training.requires
    training = rounds.get(required)
    if required and (training is None or not training.is_training):
        numbers = ", ".join(str(n) for n in sorted(rounds) if rounds[n].is_training)
        raise Refused(
            Problem(
                f"Round {required} is no training round of this study.",
                column="requires",
                remedy=f"Its training rounds: {numbers or 'none yet'}.",
            )
        )
    design = draft.setup.design
    if not isinstance(design, RecodingDesign):
        return
    earlier = rounds.get(design.earlier_round)
    if earlier is None or earlier.state == "draft":
        numbers = ", ".join(str(n) for n in sorted(rounds) if rounds[n].state != "draft")
        raise Refused(
            Problem(
                f"There is no opened round {design.earlier_round} whose sentences could come "
                "again.",
                column="of_round",
                remedy=f"The rounds that were opened: {numbers or 'none yet'}.",
            )
        )


def _refuse_strangers(
    session: Session, study: Study, coders: Sequence[Member], draft: RoundDraft
) -> None:
    """Refuse articles and coders that are not the study's, and quotas of others."""
    known = set(session.scalars(select(Article.public_id).where(Article.study_id == study.id)))
    remedy = "The address of an article's page ends in its id."
    problems = [
        Problem(f"There is no article {name!r} in this study.", column="articles", remedy=remedy)
        for name in draft.setup.sampling.articles
        if name not in known
    ]
    problems += [
        Problem(f"{member.pseudonym} is no coder.", column="coders", remedy="Choose coders only.")
        for member in coders
        if not member.coder or member.left_at is not None
    ]
    names = {member.pseudonym for member in coders}
    if draft.quotas and draft.quotas.keys() != names:
        problems.append(_quotas_of_others(draft.quotas.keys(), names))
    if problems:
        raise Refused(problems)


def _quotas_of_others(given: Set[str], coders: Set[str]) -> Problem:
    extra, missing = ", ".join(sorted(given - coders)), ", ".join(sorted(coders - given))
    message = f"There is a quota for {extra}, who does not code in this round." if extra else ""
    return Problem(
        message or f"There is no quota for {missing}.",
        column="quotas",
        remedy="Give every coder of the round a quota, or none.",
    )
