"""Which sentences come into a round, and which of the known answers are its checks."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.database.base import now
from annotator.errors import Problem, Refused
from annotator.rounds import queries
from annotator.rounds.designs.design import Design
from annotator.rounds.designs.retest import retest
from annotator.rounds.models import Assignment, AssignmentState, Round, Unit, UnitPurpose
from annotator.rounds.sampling.sample import Candidate, Share, probabilities, sample, shares
from annotator.rounds.service.matching import meeting
from annotator.rounds.setup import Sampling
from annotator.studies.models import Member, Study

#: For outlets and events: each by name, with how much there is and how much is taken.
Balance = Mapping[str, Sequence[Share]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is planned by: which sentences, by which design, for which coders.

    ``coders`` are pseudonyms in their order, ``known`` the ids of the sentences with known
    answers; ``trains`` is whether these are the round, and else ``checks`` of them are hidden.
    """

    sampling: Sampling
    design: Design
    coders: tuple[str, ...]
    known: tuple[str, ...] = ()
    checks: int = 0
    trains: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """The sentences of a round with their balance, its checks, and who codes what again.

    ``probabilities`` are those with which the sentences were drawn, by row id, as far as
    they are known.
    """

    sentences: Sequence[Candidate]
    balance: Balance
    checks: Sequence[Candidate] = ()
    probabilities: Mapping[int, float] = field(default_factory=dict)
    again: Mapping[str, Sequence[int]] | None = None


def drawn(session: Session, study: Study, asked: Asked) -> Drawn:
    """The sentences that come into the round, and how much that is of what could be drawn.

    :raises Refused: if the sample can not be drawn, or known answers are missing.
    """
    if asked.trains:
        return Drawn(_known(session, study, asked), {})
    if asked.design.name == "retest":
        return _again(session, study, asked)
    checks = _checks(session, study, asked)
    wanted = asked.sampling
    servable = queries.servable(
        session,
        study,
        wanted.articles,
        uncoded=wanted.uncoded,
        without=[each.sentence for each in checks],
    )
    there = meeting(session, study, servable, wanted.where)
    taken = sample(there, wanted.how, wanted.n, wanted.by, asked.design.seed)
    balance = {by: shares(there, taken, by) for by in ("outlet", "event")}
    known = probabilities(there, wanted.how, wanted.n, wanted.by)
    return Drawn(taken, balance, checks, known)


def _known(session: Session, study: Study, asked: Asked) -> list[Candidate]:
    """The served sentences whose answers are known, of which a training round consists."""
    found = queries.servable(session, study, only=asked.known)
    if not found:
        raise Refused(
            Problem(
                "A training round consists of sentences with known answers, and has none yet.",
                column="known",
                remedy="Write known answers for it, or bring them as a file.",
            )
        )
    return found


def _checks(session: Session, study: Study, asked: Asked) -> list[Candidate]:
    """A seeded draw of those sentences whose answers are known."""
    if not asked.checks:
        return []
    found = queries.servable(session, study, only=asked.known)
    if asked.checks > len(found):
        raise Refused(
            Problem(
                f"{asked.checks} check sentences are asked for; the known answers are there for "
                f"{len(found)}.",
                column="checks",
                remedy="Write more known answers, or delete the draft and ask for fewer checks.",
            )
        )
    by = random.Random(f"checks:{asked.design.seed}")  # noqa: S311 - A recorded draw.
    return by.sample(found, asked.checks)


def _again(session: Session, study: Study, asked: Asked) -> Drawn:
    """What these coders code again of an earlier round."""
    design = asked.design
    earlier = queries.round_of(session, study, str(design.of_round))
    taken = retest(
        _coded(session, earlier, asked.coders),
        design.share,
        now() - timedelta(days=design.after),
        design.seed,
    )
    wanted = {sentence for mine in taken.values() for sentence in mine}
    there = [each for each in queries.servable(session, study) if each.sentence in wanted]
    return Drawn(there, {}, again=taken)


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
