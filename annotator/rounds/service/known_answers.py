"""Known answers of a round: read a file, write one and take one back, while it is a draft."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, joinedload

from annotator.codebook.queries import book, parsed
from annotator.corpus.models import Article, Import, Sentence
from annotator.errors import Conflict, NotFound
from annotator.rounds.controls.known_answers import (
    KnownAnswers,
    checked_known_answers,
    known_from_rows,
)
from annotator.rounds.controls.known_file import read_known_rows, read_rows
from annotator.rounds.models import KnownAnswer, Round, Unit, UnitPurpose
from annotator.studies.models import Member, Study
from annotator.studies.service import log


def read_known_file(
    session: Session, round_: Round, name: str, content: bytes
) -> dict[str, KnownAnswers]:
    """The known answers in a file, by sentence, checked against the round's codebook.

    :raises Refused: with every problem, its line and column.
    """
    return read_known_file_for(session, round_.study, round_.version.source, name, content)


def read_known_file_for(
    session: Session, study: Study, source: str, name: str, content: bytes
) -> dict[str, KnownAnswers]:
    """The same for a round that is not drafted yet, under a codebook's source.

    :raises Refused: with every problem, its line and column.
    """
    rows = read_rows(name, content)
    found = _called(session, study, {row.sentence for row in rows if row.sentence})
    return read_known_rows(name, rows, found, parsed(source))


def _called(session: Session, study: Study, names: Collection[str]) -> dict[str, list[str]]:
    """The served sentences that each id or text may mean."""
    served = (
        select(Sentence)
        .join(Sentence.article)
        .join(Import, Article.import_id == Import.id)
        .where(Article.study_id == study.id, Sentence.included, Import.completed_at.is_not(None))
    )
    by_id = served.where(Sentence.public_id.in_(names)).with_only_columns(Sentence.public_id)
    found = {name: [name] for name in session.scalars(by_id)}
    texts = {_plain(name): name for name in names if name not in found}
    if texts:
        # Only who names sentences by their texts waits until all of them are read.
        for each in session.scalars(served.options(joinedload(Sentence.article))):
            if name := texts.get(_plain(each.text)):
                found.setdefault(name, []).append(each.public_id)
    return found


def _plain(text: str) -> str:
    """A text with single spaces, as it may have been copied."""
    return " ".join(text.split())


def sentence_ids(session: Session, study: Study, public_ids: Iterable[str]) -> dict[str, int]:
    """The row ids of sentences of the study by their public ids."""
    rows = session.execute(
        select(Sentence.public_id, Sentence.id)
        .join(Sentence.article)
        .where(Article.study_id == study.id, Sentence.public_id.in_(set(public_ids)))
    )
    return dict(rows.all())


def add_known_answers(session: Session, round_: Round, read: Mapping[str, KnownAnswers]) -> None:
    """Add known answers by the public id of their sentence, instead of those it has."""
    ids = sentence_ids(session, round_.study, read)
    _delete(session, round_, ids.values())
    session.add_all(
        KnownAnswer(
            round_id=round_.id,
            sentence_id=ids[sentence],
            question_key=key,
            answer=answer._asdict(),
            reason=known.reasons.get(key, ""),
        )
        for sentence, known in read.items()
        for key, answer in known.answers.items()
    )


def _delete(session: Session, round_: Round, sentences: Iterable[int]) -> None:
    session.execute(
        delete(KnownAnswer).where(
            KnownAnswer.round_id == round_.id, KnownAnswer.sentence_id.in_(list(sentences))
        )
    )


def import_known_answers(
    session: Session, round_: Round, read: Mapping[str, KnownAnswers], actor: Member | str
) -> int:
    """Add known answers to a draft; those that it has of the same sentences are replaced.

    :raises Conflict: if the round is not a draft.
    """
    _refuse_unless_draft(round_)
    add_known_answers(session, round_, read)
    after = {"sentences": sorted(read)}
    log(session, round_.study, actor, "bring known answers", _subject(round_), after=after)
    session.flush()
    return len(read)


def write_known_answers(
    session: Session,
    round_: Round,
    sentence: str,
    raw: Mapping[str, object],
    reasons: Mapping[str, str],
    actor: Member | str,
) -> None:
    """Write the known answers to one served sentence.

    :raises NotFound: if there is no such sentence.
    :raises Refused: if an answer is not valid under the round's codebook version.
    """
    if not _called(session, round_.study, [sentence]):
        raise NotFound("There is no such served sentence in this study.")
    import_known_answers(
        session,
        round_,
        {sentence: checked_known_answers(book(round_.version), raw, reasons)},
        actor,
    )


def remove_known_answers(
    session: Session, round_: Round, sentence: str, actor: Member | str
) -> None:
    """Take a sentence off the list of a draft.

    :raises Conflict: if the round is not a draft.
    """
    _refuse_unless_draft(round_)
    _delete(session, round_, sentence_ids(session, round_.study, [sentence]).values())
    before = {"sentence": sentence}
    log(session, round_.study, actor, "take back known answers", _subject(round_), before=before)
    session.flush()


def _subject(round_: Round) -> str:
    return f"round:{round_.number}"


def _refuse_unless_draft(round_: Round) -> None:
    if round_.state != "draft":
        raise Conflict(f"Round {round_.number} is {round_.state}: its known answers are final.")


def tie_to_units(session: Session, round_: Round) -> None:
    """Tie the known answers of a round that opens to its training and check units."""
    unit = (
        select(Unit.id)
        .where(
            Unit.round_id == KnownAnswer.round_id,
            Unit.sentence_id == KnownAnswer.sentence_id,
            Unit.purpose != UnitPurpose.MAIN,
        )
        .scalar_subquery()
    )
    session.execute(
        update(KnownAnswer)
        .where(KnownAnswer.round_id == round_.id)
        .values(unit_id=unit)
        .execution_options(synchronize_session=False)
    )


def known_sentences(session: Session, round_: Round) -> list[tuple[Sentence, KnownAnswers]]:
    """The sentences with known answers of a draft, or those that came into the open round."""
    query = (
        select(KnownAnswer.sentence_id, KnownAnswer)
        .where(KnownAnswer.round_id == round_.id)
        .order_by(KnownAnswer.id)
    )
    if round_.state != "draft":
        query = query.where(KnownAnswer.unit_id.is_not(None))
    known_answers = known_answers_by(session.execute(query))
    sentences = session.scalars(
        select(Sentence)
        .join(Sentence.article)
        .options(joinedload(Sentence.article).joinedload(Article.outlet))
        .where(Sentence.id.in_(known_answers))
        .order_by(Article.public_id, Sentence.position)
    )
    return [(sentence, known_answers[sentence.id]) for sentence in sentences]


def known_answers_to(session: Session, round_: Round, sentence: Sentence) -> KnownAnswers | None:
    """What is known of a sentence in a round."""
    rows = session.execute(
        select(KnownAnswer.sentence_id, KnownAnswer)
        .where(KnownAnswer.round_id == round_.id, KnownAnswer.sentence_id == sentence.id)
        .order_by(KnownAnswer.id)
    )
    return known_answers_by(rows).get(sentence.id)


def known_answers_by(rows: Iterable[tuple[int, KnownAnswer]]) -> dict[int, KnownAnswers]:
    """Known answers, each by the number that stands with its rows: of a sentence or a unit."""
    found: dict[int, list[tuple[str, Mapping[str, Any], str]]] = defaultdict(list)
    for number, row in rows:
        found[number].append((row.question_key, row.answer, row.reason))
    return {number: known_from_rows(kept) for number, kept in found.items()}


def count_known_sentences(session: Session, round_: Round) -> int:
    """How many sentences have known answers in a round."""
    query = select(func.count(KnownAnswer.sentence_id.distinct()))
    return session.scalar(query.where(KnownAnswer.round_id == round_.id)) or 0
