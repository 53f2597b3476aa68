"""Store articles with their sentences, in turns so short that no coder waits for them.

An import is seen by no one until its last turn. What an import left behind that broke
off is removed by a later one.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from annotator.corpus.models import Article, Event, Import, Outlet, Sentence
from annotator.corpus.reading.read_file import ReadFile
from annotator.corpus.service.batches import Batch, NewArticle, NewSentence, batches
from annotator.corpus.service.duplicates import checksum, copies
from annotator.corpus.service.stale_imports import removals
from annotator.database.base import new_public_id, now
from annotator.database.session import add_rows
from annotator.errors import Conflict
from annotator.studies.models import Member, Study
from annotator.studies.service import log

#: Seconds between two turns, so that whoever waits for the write lock gets it. On a machine
#: that is so busy that a turn takes longer, the pause is as long as the turn was.
PAUSE = 0.015

GIVEN_UP = (
    "Another import into this study stored or is storing the same texts, so this one was "
    "given up. Nothing of it was stored."
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One short write, and how much is stored with it, from the beginning of the import."""

    write: Callable[[Session], None]
    articles: int = 0
    sentences: int = 0
    included: int = 0


@dataclass(frozen=True, slots=True)
class _Source:
    """A file on its way in: the public id of its import, and who brings it where."""

    public_id: str
    file: ReadFile
    study_id: int
    actor: str


def turns(
    session: Session,
    study: Study,
    files: Sequence[ReadFile],
    actor: Member | str,
    language: str = "",
) -> Iterator[Turn]:
    """The writes that store the articles of these files, together or not at all.

    ``language`` is that of articles which do not say it; by default the study's.
    The caller runs each in a short transaction of its own. Articles are cut between
    the turns, while nothing is locked.

    :raises Refused: if an article is in the study already; nothing is stored then.
    """
    drafts = [draft for file in files for draft in file.articles]
    copies(session, study, drafts)
    leftovers = removals(session, study, {checksum(draft.text) for draft in drafts})
    name = actor.pseudonym if isinstance(actor, Member) else actor
    sources = [_Source(new_public_id(), file, study.id, name) for file in files]
    language = language or study.language
    yield from map(Turn, leftovers)
    turn, held = Turn(partial(_begin, sources=sources)), 0.0
    yield turn
    for source in sources:
        for batch in batches(source.file.articles, language):
            if turn.articles:
                time.sleep(max(PAUSE, held))
            turn = _next(turn, source, batch)
            begun = time.monotonic()
            yield turn
            held = time.monotonic() - begun
    yield replace(turn, write=partial(_complete, sources=sources))


def _next(before: Turn, source: _Source, batch: Batch) -> Turn:
    return Turn(
        partial(_add, source=source, batch=batch),
        before.articles + len(batch.articles),
        before.sentences + len(batch.sentences),
        before.included + sum(sentence.row["included"] for sentence in batch.sentences),
    )


def _begin(session: Session, sources: Sequence[_Source]) -> None:
    for source in sources:
        session.add(
            Import(
                public_id=source.public_id,
                study_id=source.study_id,
                file_name=source.file.name[-255:],
                sha256=source.file.sha256,
                parser=source.file.parser,
                parser_version=f"annotator {version('annotator')}",
                encoding=source.file.encoding,
                mapping=dict(source.file.mapping),
                ledger={"articles": len(source.file.articles)},
                imported_by=source.actor,
            )
        )


def _add(session: Session, source: _Source, batch: Batch) -> None:
    """Store a batch.

    :raises Conflict: if another import has or takes the same texts.
    """
    import_id = session.scalar(select(Import.id).where(Import.public_id == source.public_id))
    if import_id is None:
        raise Conflict(GIVEN_UP)
    try:
        _add_articles(session, source.study_id, import_id, batch.articles)
        _add_sentences(session, batch.sentences)
    except IntegrityError:
        raise Conflict(GIVEN_UP) from None


def _add_articles(
    session: Session, study_id: int, import_id: int, articles: Sequence[NewArticle]
) -> None:
    outlets = _numbers(session, Outlet, study_id, {each.outlet for each in articles})
    events = _numbers(session, Event, study_id, {each.event for each in articles})
    rows = [
        {
            **each.row,
            "study_id": study_id,
            "import_id": import_id,
            "outlet_id": outlets.get(each.outlet),
            "event_id": events.get(each.event),
        }
        for each in articles
    ]
    if rows:
        add_rows(session, Article, rows)


def _numbers(
    session: Session, table: type[Outlet] | type[Event], study_id: int, names: set[str]
) -> dict[str, int]:
    """The ids of outlets or events by name; those not known yet are made."""
    wanted = sorted(names - {""})
    query = select(table.name, table.id).where(table.study_id == study_id, table.name.in_(wanted))
    known = {name for name, _ in session.execute(query)}
    session.add_all(table(study_id=study_id, name=name) for name in wanted if name not in known)
    session.flush()
    return {row[0]: row[1] for row in session.execute(query)}


def _add_sentences(session: Session, sentences: Sequence[NewSentence]) -> None:
    articles = {each.article for each in sentences}
    query = select(Article.public_id, Article.id).where(Article.public_id.in_(articles))
    numbers = {row[0]: row[1] for row in session.execute(query)}
    rows = [{**each.row, "article_id": numbers[each.article]} for each in sentences]
    if rows:
        add_rows(session, Sentence, rows)


def _complete(session: Session, sources: Sequence[_Source]) -> None:
    """Let everyone see the articles from now on.

    :raises Conflict: if another import removed them.
    """
    for source in sources:
        done = session.scalar(
            update(Import)
            .where(Import.public_id == source.public_id)
            .values(completed_at=now())
            .returning(Import.id)
        )
        if done is None:
            raise Conflict(GIVEN_UP)
        study = session.get_one(Study, source.study_id)
        after = {
            "file": source.file.name,
            "sha256": source.file.sha256,
            "articles": len(source.file.articles),
        }
        log(
            session,
            study,
            source.actor,
            "import articles",
            f"import:{source.public_id}",
            after=after,
        )
