"""Rounds of any size: opened by the services with a few sentences, then grown by SQL."""

from argon2 import PasswordHasher
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from annotator.accounts.models import Account
from annotator.rounds.models import Round
from tests import bulk, factories

#: Sentences of an article.
LENGTH = 20
K = 3

# Made for the benchmark: it is compared at once, so that two hundred can sign in at all.
_QUICK = PasswordHasher(memory_cost=8, time_cost=1, parallelism=1)

_RANDOM = {
    "sqlite": "substr(lower(hex(randomblob(8))), 1, 12)",
    "postgresql": "substr(md5(random()::text), 1, 12)",
}
_NUMBERS = {
    "sqlite": "(WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n "
    "WHERE i < :last) SELECT i FROM n) AS numbers",
    "postgresql": "(SELECT generate_series(cast(:first AS bigint), cast(:last AS bigint)) AS i)"
    " AS numbers",
}


def open_round(session: Session, coders: list[str], sentences: int) -> Round:
    """An open round of so many sentences for three coders each, in the small book."""
    made = bulk.round_(
        session, articles=2, sentences=LENGTH, coders=coders, book=factories.BOOK,
        design="open", k=K, context="neighbours",
    )  # fmt: skip
    session.execute(update(Account).values(password_hash=_QUICK.hash(factories.PASSWORD)))
    articles(session, made, sentences // LENGTH)
    _slots(session, made, sentences)
    made.units = sentences
    session.commit()
    _know_the_sizes(session)
    return made


def articles(session: Session, made: Round, many: int) -> None:
    """Copies of the first article, under new checksums, until there are so many."""
    columns = "study_id, import_id, outlet_id, event_id, title, author, url, language, text, "
    columns += "extra, engine, engine_version, frozen_at, rights, included"
    _insert(
        session,
        f"INSERT INTO article (id, public_id, text_sha256, {columns}) "
        f"SELECT i, {{random}}, 'grown-' || i, {columns} FROM article, {{numbers}} "
        "WHERE article.id = 1",
        3,
        many,
    )
    _insert(
        session,
        "INSERT INTO sentence (article_id, public_id, position, start_char, end_char, kind, "
        "included, reason, taught) SELECT i, {random}, position, start_char, end_char, kind, "
        "included, reason, taught FROM {numbers} CROSS JOIN sentence WHERE article_id = 1",
        3,
        many,
    )


def _slots(session: Session, made: Round, sentences: int) -> None:
    """A unit for each sentence, in the order of their rows, and three places on each."""
    first = 2 * LENGTH
    _insert(
        session,
        "INSERT INTO unit (public_id, round_id, sentence_id, position, purpose) "
        f"SELECT {{random}}, {made.id}, id, id, 'main' FROM sentence "
        f"WHERE id > {first} ORDER BY id",
    )
    for slot in range(1, K + 1):
        _insert(
            session,
            "INSERT INTO assignment (public_id, round_id, unit_id, slot, occasion, state, "
            f"planned_order) SELECT {{random}}, {made.id}, id, {slot}, 1, 'open', position "
            f"FROM unit WHERE position > {first} AND position <= {sentences} ORDER BY id",
        )


def _insert(session: Session, statement: str, first: int = 0, last: int = 0) -> None:
    kind = session.get_bind().dialect.name
    whole = statement.format(random=_RANDOM[kind], numbers=_NUMBERS[kind])
    numbers = {"first": first, "last": last} if ":first" in whole else {}
    if not numbers or last >= first:
        session.execute(text(whole), numbers)
    if kind == "postgresql" and "(id," in whole:
        table = whole.split()[2]
        session.execute(text(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"))


def _know_the_sizes(session: Session) -> None:
    """What PostgreSQL finds out by itself in a minute."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ANALYZE"))
        session.commit()
