"""Known answers of a draft: bring a file, write one, take one back; and keep them for good."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from annotator.codebook.queries import book, parsed
from annotator.corpus.models import Article, Import, Sentence
from annotator.errors import Conflict, NotFound
from annotator.rounds.controls.known_answers import Known, known, known_of
from annotator.rounds.controls.known_file import read_known, read_rows
from annotator.rounds.models import KnownAnswer, Round, Unit, UnitPurpose
from annotator.studies.models import Member, Study
from annotator.studies.service import log


def read_file(session: Session, round_: Round, name: str, content: bytes) -> dict[str, Known]:
    """The known answers in a file, by sentence, checked against the round's codebook.

    :raises Refused: with every problem, its line and column.
    """
    return read_for(session, round_.study, round_.version.source, name, content)


def read_for(
    session: Session, study: Study, source: str, name: str, content: bytes
) -> dict[str, Known]:
    """The same for a round that is not drafted yet, under a codebook's source.

    :raises Refused: with every problem, its line and column.
    """
    rows = read_rows(name, content)
    found = _called(session, study, {row.sentence for row in rows if row.sentence})
    return read_known(name, rows, found, parsed(source))


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


def bring(session: Session, round_: Round, read: Mapping[str, Known], actor: Member | str) -> int:
    """Add known answers to a draft; those that it has of the same sentences are replaced.

    :raises Conflict: if the round is not a draft.
    """
    _refuse_unless_draft(round_)
    kept = {**round_.settings.get("known", {}), **{key: each.kept for key, each in read.items()}}
    round_.settings = {**round_.settings, "known": kept}
    after = {"sentences": sorted(read)}
    log(session, round_.study, actor, "bring known answers", _subject(round_), after=after)
    session.flush()
    return len(read)


def write(
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
    bring(session, round_, {sentence: known(book(round_.version), raw, reasons)}, actor)


def take_back(session: Session, round_: Round, sentence: str, actor: Member | str) -> None:
    """Take a sentence off the list of a draft.

    :raises Conflict: if the round is not a draft.
    """
    _refuse_unless_draft(round_)
    kept = {key: each for key, each in round_.settings.get("known", {}).items() if key != sentence}
    round_.settings = {**round_.settings, "known": kept}
    before = {"sentence": sentence}
    log(session, round_.study, actor, "take back known answers", _subject(round_), before=before)
    session.flush()


def _subject(round_: Round) -> str:
    return f"round:{round_.number}"


def _refuse_unless_draft(round_: Round) -> None:
    if round_.state != "draft":
        raise Conflict(f"Round {round_.number} is {round_.state}: its known answers are final.")


def plant(session: Session, round_: Round) -> None:
    """Give the units of a round that opens their known answers, which the draft kept so far."""
    kept = round_.settings.get("known", {})
    units = session.execute(
        select(Unit.id, Sentence.id, Sentence.public_id)
        .join(Unit.sentence)
        .where(Unit.round_id == round_.id, Unit.purpose != UnitPurpose.MAIN)
    )
    for unit, sentence, name in units:
        about = known_of(kept[name])
        for key, answer in about.answers.items():
            row = KnownAnswer(
                round_id=round_.id,
                sentence_id=sentence,
                unit_id=unit,
                question_key=key,
                answer=answer._asdict(),
                reason=about.reasons.get(key, ""),
            )
            session.add(row)
    # The desk reads a round's settings with every sentence, and has no use for these.
    round_.settings = {key: value for key, value in round_.settings.items() if key != "known"}
    session.flush()


def listed(session: Session, round_: Round) -> list[tuple[Sentence, Known]]:
    """The sentences of a draft with known answers, in the order of their articles."""
    kept = round_.settings.get("known", {})
    sentences: Sequence[Sentence] = session.scalars(
        select(Sentence)
        .join(Sentence.article)
        .options(joinedload(Sentence.article).joinedload(Article.outlet))
        .where(Article.study_id == round_.study_id, Sentence.public_id.in_(kept))
        .order_by(Article.public_id, Sentence.position)
    ).all()
    return [(each, known_of(kept[each.public_id])) for each in sentences]
