"""What a methods section says of a round beside its figures."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from annotator.agreement.live.snapshot import Snapshot
from annotator.agreement.report.methods_paragraph import Facts
from annotator.coding.exclusions import NOTHING, Exclusion, Included, in_order
from annotator.coding.models import Coding
from annotator.coding.queries.blindness import looked_early
from annotator.rounds.models import Round, Unit, UnitPurpose
from annotator.rounds.queries import candidate_count
from annotator.rounds.setup import RoundPurpose
from annotator.studies.models import Member


def round_facts(
    session: Session,
    round_: Round,
    snapshot: Snapshot,
    left_out: Mapping[Exclusion, int],
    also: Included = NOTHING,
) -> Facts:
    """What a methods section says of a round beside its figures and what it leaves out."""
    loads, coders = snapshot.workloads, snapshot.coders_per_unit
    members = session.scalars(
        select(Member).where(Member.study_id == round_.study_id, Member.pseudonym.in_(loads))
    ).all()
    return Facts(
        number=round_.number,
        design=round_.design.in_words,
        sampling=round_.setup.sampling.in_words,
        seed=round_.seed,
        candidates=candidate_count(session, round_.study),
        sentences=coders.size,
        together=int((coders > 1).sum()),
        workloads=loads,
        trained=_trained(session, members),
        blinded=sorted(name for name, hidden in round_.blinding.items() if hidden),
        authors=sorted(each.pseudonym for each in members if each.author or each.lead),
        looked=sorted(looked_early(session, [round_])),
        left_out=left_out,
        also=in_order(also),
        replaces_skips=round_.replaces_skips,
        version=round_.version.number,
        checksum=round_.version.checksum,
        where=f"codebook-v{round_.version.number}.yaml in the data set",
        annotator=version("annotator"),
    )


def _trained(session: Session, members: Sequence[Member]) -> int:
    """How many of these have coded training sentences, or in a round of training."""
    query = (
        select(func.count(Coding.member_id.distinct()))
        .join(Unit, Coding.unit_id == Unit.id)
        .join(Round, Unit.round_id == Round.id)
        .where(
            Coding.member_id.in_([each.id for each in members]),
            or_(Unit.purpose == UnitPurpose.TRAINING, Round.purpose == RoundPurpose.TRAINING),
        )
    )
    return session.scalar(query) or 0
