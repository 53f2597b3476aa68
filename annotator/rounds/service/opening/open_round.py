"""Open a round: select its sentences, allocate them to its coders, write it all down."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from annotator.corpus.models import Article
from annotator.database.base import now
from annotator.errors import Conflict
from annotator.rounds.allocation import Allocation, Balance, Request, allocate
from annotator.rounds.models import Round
from annotator.rounds.service.acts import count_anew
from annotator.rounds.service.opening.plan_rows import batches, write
from annotator.rounds.service.opening.selection import request_for, select_sentences
from annotator.studies.models import Member, Study
from annotator.studies.service import log


@dataclass(frozen=True, slots=True)
class Preview:
    """What opening a draft would do. ``balance`` says for outlets and events what is taken."""

    articles: int
    sentences: int
    coders: int
    assignments: int
    balance: Balance
    checks: int


def preview(session: Session, study: Study, request: Request) -> Preview:
    """What opening a round that asks for this would do now.

    :raises Refused: if arithmetic forbids it, or known answers are missing.
    """
    return _previewed(allocate(select_sentences(session, study, request)))


def _previewed(allocation: Allocation) -> Preview:
    selection = allocation.selection
    return Preview(
        articles=len({each.article for each in selection.sentences}),
        sentences=len(selection.sentences),
        coders=len(selection.request.coders),
        assignments=allocation.assignments,
        balance=selection.balance,
        checks=len(selection.checks),
    )


def uneven_balance(round_: Round, planned: Preview | None) -> Balance:
    """The balance of a round that does not take all there is, where there is more than one."""
    if round_.setup.sampling.method == "all":
        return {}
    balance = planned.balance if planned else round_.balance
    return {name: shares for name, shares in balance.items() if len(shares) > 1}


def open_round(session: Session, round_: Round, actor: Member | str) -> Preview:
    """Plan a row for each assignment and let the coders begin; say what that did.

    From here on the codebook version and the split of the articles are final.

    :raises Conflict: if the round is not a draft.
    :raises Refused: if no sentence is served any more.
    """
    if round_.state != "draft":
        raise Conflict(f"Round {round_.number} is {round_.state} already; only a draft is opened.")
    opened_at = now()
    _wait_for_corrections(session, round_)
    selection = select_sentences(session, round_.study, request_for(session, round_))
    allocation = allocate(selection)
    write(session, round_, allocation)
    _freeze(session, round_, {each.article for each in (*selection.sentences, *selection.checks)})
    round_.opened_at = opened_at
    count_anew(session, round_)
    log(
        session,
        round_.study,
        actor,
        "open round",
        f"round:{round_.number}",
        after={
            "units": round_.units,
            "coders": [each.pseudonym for each in selection.request.coders],
            "balance": round_.balance,
            "checks": len(selection.checks),
        },
    )
    session.flush()
    return _previewed(allocation)


def _wait_for_corrections(session: Session, round_: Round) -> None:
    """Wait for whoever corrects a split, and let them wait then: nothing is read half."""
    session.execute(
        select(Article.id)
        .where(Article.study_id == round_.study_id, Article.frozen_at.is_(None))
        .order_by(Article.id)
        .with_for_update()
    )


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
