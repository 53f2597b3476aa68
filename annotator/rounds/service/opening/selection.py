"""Which sentences come into a round, and which of the known answers are its checks."""

import random
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.database.base import now
from annotator.errors import Problem, Refused
from annotator.rounds import queries
from annotator.rounds.allocation import Request, Selection
from annotator.rounds.designs.design import Coder, RecodingDesign
from annotator.rounds.models import (
    Assignment,
    AssignmentState,
    KnownAnswer,
    Round,
    Unit,
    UnitPurpose,
)
from annotator.rounds.sampling.sample import Candidate, probabilities, sample, shares
from annotator.rounds.service.opening.matching import matching
from annotator.studies.models import Member, Study


def request_for(session: Session, round_: Round) -> Request:
    """What a round asks for."""
    known = select(KnownAnswer.sentence_id).where(KnownAnswer.round_id == round_.id)
    return Request(
        round_.setup,
        round_.order,
        round_.seed,
        [Coder(each.member.pseudonym, each.seed, each.quota) for each in round_.sorted_enrolments],
        session.scalars(known.distinct()).all(),
        round_.is_training,
    )


def select_sentences(session: Session, study: Study, request: Request) -> Selection:
    """The sentences that come into the round, and how much that is of what could be drawn.

    :raises Refused: if the sample cannot be drawn, or known answers are missing.
    """
    if request.is_training:
        return Selection(request, _known(session, study, request))
    if isinstance(request.setup.design, RecodingDesign):
        return _recoded(session, study, request, request.setup.design)
    checks = _checks(session, study, request)
    sampling = request.setup.sampling
    included = queries.candidates(
        session,
        study,
        sampling.articles,
        uncoded=sampling.uncoded,
        without=[each.sentence for each in checks],
    )
    candidates = matching(session, study, included, sampling.where)
    sampled = sample(candidates, sampling, request.seed)
    return Selection(
        request,
        sampled,
        {name: shares(candidates, sampled, name) for name in ("outlet", "event")},
        probabilities(candidates, sampling),
        checks,
    )


def _known(session: Session, study: Study, request: Request) -> list[Candidate]:
    """The served sentences whose answers are known, of which a training round consists."""
    found = queries.candidates(session, study, only=request.known)
    if not found:
        raise Refused(
            Problem(
                "A training round consists of sentences with known answers, and has none yet.",
                column="known",
                remedy="Write known answers for it, or bring them as a file.",
            )
        )
    return found


def _checks(session: Session, study: Study, request: Request) -> list[Candidate]:
    """A seeded draw of those sentences whose answers are known."""
    wanted = request.setup.controls.checks
    if not wanted:
        return []
    found = queries.candidates(session, study, only=request.known)
    if wanted > len(found):
        raise Refused(
            Problem(
                f"{wanted} check sentences are asked for; the known answers are there for "
                f"{len(found)}.",
                column="checks",
                remedy="Write more known answers, or delete the draft and ask for fewer checks.",
            )
        )
    draw = random.Random(f"checks:{request.seed}")  # noqa: S311 - A recorded draw.
    return draw.sample(found, wanted)


def _recoded(session: Session, study: Study, request: Request, design: RecodingDesign) -> Selection:
    """What these coders code again of an earlier round."""
    earlier = queries.round_of(session, study, str(design.earlier_round))
    coded = _coded(session, earlier, [each.pseudonym for each in request.coders])
    recoded = design.recoded(coded, now(), request.seed)
    wanted = {sentence for own in recoded.values() for sentence in own}
    sentences = [each for each in queries.candidates(session, study) if each.sentence in wanted]
    return Selection(request, sentences, recoded=recoded)


def _coded(
    session: Session, earlier: Round, coders: Sequence[str]
) -> dict[str, dict[int, datetime]]:
    """When each of these coders first coded which main sentence of a round."""
    rows = session.execute(
        select(Member.pseudonym, Unit.sentence_id, Assignment.done_at)
        .join(Assignment.unit)
        .join(Assignment.member)
        .where(
            Assignment.round_id == earlier.id,
            Assignment.state == AssignmentState.CODED,
            Assignment.occasion == 1,
            Unit.purpose == UnitPurpose.MAIN,
            Unit.withdrawn_at.is_(None),
            Member.pseudonym.in_(coders),
        )
    )
    coded: dict[str, dict[int, datetime]] = {coder: {} for coder in coders}
    for coder, sentence, at in rows:
        if at is not None:
            coded[coder][sentence] = at
    return coded
