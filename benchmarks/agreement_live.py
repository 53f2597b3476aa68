"""Agreement from the database: a large round's figures at first, and after one more coding.

A round of that many codings by three coders, 20 sentences an article, five variables. By itself
on a size of one's own:

    python -m benchmarks.agreement_live --on postgresql --codings 1000000
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from time import perf_counter

import psutil
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from annotator.agreement.service.follow import followed
from annotator.agreement.service.measure import facts, question_report, round_report
from annotator.cli import make_app
from annotator.coding.access import locked
from annotator.coding.service.record import record
from annotator.coding.submission import Submission
from annotator.database.session import db, session, writing
from annotator.reliability.coefficients.coefficient import CountCoefficient
from annotator.reliability.coefficients.registry import COEFFICIENTS
from annotator.reliability.uncertainty.resampled_counts import value_of_counts, value_of_margins
from annotator.rounds.models import Assignment, Enrolment, Round
from benchmarks import grown
from benchmarks.desk_load import OPTIONS, installation
from benchmarks.printing import print_machine, print_table
from tests import factories

CODINGS = 100_000
CODERS = ("Cora", "Carl", "Cleo")
#: What a process does for the first time, it prepares: the second coding is the usual case.
NAMES = ("first", "one more coding", "and one more")
#: Seconds: the aims for what is seen after one more coding.
POINTS, INTERVALS = 0.05, 1.0
HEAD = ("on", "codings", "view", "points s", "intervals s", "again s", "question s", "MB")

#: What coders say, made up from the numbers of a unit and a place: they agree more than by
#: chance. Each is a question, a code, a number, and when it is said.
_SAID = (
    ("frames", "staged", "NULL", "(u * 31 + p * (u % 4 = 0)) % 7 < 2"),
    ("frames", "moving", "NULL", "(u * 17 + p * (u % 5 = 0)) % 5 = 0"),
    ("tone", "calm", "NULL", "(u * 13 + p * (u % 3 = 0)) % 2 = 0"),
    ("tone", "loud", "NULL", "(u * 13 + p * (u % 3 = 0)) % 2 = 1"),
    ("strength", "", "1 + (u * 7 + p * (u % 6 = 0)) % 3", "1 = 1"),
    ("names", "", "(u * 3 + p * (u % 8 = 0)) % 4", "1 = 1"),
)


@dataclass(frozen=True)
class View:
    """Seconds of the point values, of all with intervals, of the same once more, and of all
    that the page of one question says.
    """

    points: float
    intervals: float
    again: float
    question: float
    megabytes: float


def main(kinds: Sequence[str] = tuple(OPTIONS), codings: int = CODINGS) -> None:
    """Measure on each database; then whether the aims are met."""
    print_machine()
    rows, aims = [], []
    for kind in kinds:
        views = _measured(kind, codings)
        for name, view in zip(NAMES, views, strict=True):
            rows.append((kind, codings, name, *astuple(view)))
        last = views[-1]
        aims.append((kind, last.points / POINTS, last.intervals / INTERVALS))
    print_table("Agreement from the database", HEAD, rows)
    print_table("To the aims (50 ms, 1 s), 1 or less", ("on", "points", "intervals"), aims)


def _measured(kind: str, codings: int) -> list[View]:
    with installation(kind) as settings:
        app = make_app(settings)
        with app.app_context():
            made = _round(session(), codings // len(CODERS))
            found = [_view(made)]
            for _ in NAMES[1:]:
                _one_more(session(), made)
                found.append(_view(made))
            db.session.remove()
            db.engine.dispose()
    return found


def _round(session: Session, sentences: int) -> Round:
    made = grown.open_round(session, list(CODERS), sentences // grown.LENGTH * grown.LENGTH)
    if session.get_bind().dialect.name == "postgresql":
        # To look up the parents of each of five million rows takes minutes.
        session.execute(text("SET LOCAL session_replication_role = replica"))
    for statement in _statements(session, made):
        session.execute(text(statement))
    session.commit()
    return made


def _statements(session: Session, made: Round) -> Iterator[str]:
    """Every place coded but two of the last sentence, which wait for their coders."""
    parts = session.scalars(select(Enrolment).where(Enrolment.round_id == made.id)).all()
    member = " ".join(f"WHEN {at} THEN {part.member_id}" for at, part in enumerate(parts, 1))
    mine = f"round_id = {made.id}"
    yield (
        f"UPDATE assignment SET member_id = CASE slot {member} END, state = 'coded', "
        f"served_order = unit_id WHERE {mine}"
    )
    yield (
        "UPDATE assignment SET state = 'reserved', reserved_until = '2100-01-01' WHERE id IN "
        f"(SELECT id FROM assignment WHERE {mine} ORDER BY id DESC LIMIT 2)"
    )
    false = "false" if session.get_bind().dialect.name == "postgresql" else "0"
    true = "true" if false == "false" else "1"
    yield (
        "INSERT INTO coding (public_id, unit_id, member_id, occasion, origin, "
        "assignment_id, revision, "
        "outcome, skip_reason, version_id, token, digest, submitted_at, note, flagged, "
        "context_looks, current, stale, late, unread, after_seeing, advised) SELECT public_id, "
        f"unit_id, member_id, 1, 'desk', id, 1, 'answered', '', {made.version_id}, public_id, "
        "'made', '2026-11-22 12:00:00', '', "
        f"{false}, 0, {true}, {false}, {false}, {false}, {false}, {false} FROM assignment "
        f"WHERE {mine} AND state = 'coded' ORDER BY unit_id, slot"
    )
    for question, code, number, when in _SAID:
        yield _answers(made, question, code, _number(number), _number(when))
    yield (
        f"UPDATE enrolment SET codings = (SELECT count(*) FROM coding WHERE "
        f"coding.member_id = enrolment.member_id), cursor = 0 WHERE {mine}"
    )
    yield "ANALYZE"


def _number(expression: str) -> str:
    """The same where true is not a number."""
    found = expression
    for at in range(3, 9):
        found = found.replace(f"(u % {at} = 0)", f"(CASE WHEN u % {at} = 0 THEN 1 ELSE 0 END)")
    return found


def _answers(made: Round, question: str, code: str, number: str, when: str) -> str:
    key = f"(SELECT id FROM question WHERE key = '{question}' AND version_id = {made.version_id})"
    code_id = f"(SELECT id FROM code WHERE key = '{code}' AND question_id = {key})"
    said = "SELECT coding.id, unit_id AS u, member_id AS p FROM coding"
    return (
        'INSERT INTO answer (coding_id, question_id, state, code_id, number, "primary") '
        f"SELECT said.id, {key}, 'given', {code_id if code else 'NULL'}, {number}, "
        f"(1 = 0) FROM ({said}) AS said WHERE {when} ORDER BY said.id"
    )


def _view(made: Round) -> View:
    """What a page asks for: the values, then all with intervals, then once more."""
    points = _seconds(lambda: _points(made))
    return View(
        points,
        _seconds(lambda: round_report(session(), made)),
        _seconds(lambda: round_report(session(), made)),
        _seconds(lambda: (question_report(session(), made, "tone"), facts(session(), made))),
        psutil.Process().memory_info().rss / 1e6,
    )


def _points(made: Round) -> None:
    """Every coefficient of every variable, from what the database says is new."""
    with followed(session(), made) as kept:
        measured = kept.measured
        for at in range(len(measured.snapshot.variables)):
            counts = measured.counts_on_scale(at)
            assert counts is not None
            for each in COEFFICIENTS:
                if isinstance(each, CountCoefficient):
                    value_of_counts(counts, each)
                elif each.margins:
                    value_of_margins(counts, each.margins)


def _seconds(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return perf_counter() - begun


def _one_more(session: Session, made: Round) -> None:
    """One of the codings that were left out, saved as the desk saves it."""
    waiting = (Assignment.round_id == made.id, Assignment.state == "reserved")
    assignment = session.scalars(select(Assignment).where(*waiting)).first()
    assert assignment is not None
    name, member = assignment.public_id, assignment.member_id
    part = session.scalars(select(Enrolment.id).where(Enrolment.member_id == member)).one()
    writing(session)
    record(session, locked(session, part), name, Submission(f"more-{name}", dict(factories.CALM)))
    session.commit()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agreement_live")
    parser.add_argument("--on", nargs="+", choices=OPTIONS, default=list(OPTIONS))
    parser.add_argument("--codings", type=int, default=CODINGS)
    return parser.parse_args()


if __name__ == "__main__":
    asked = _asked()
    main(asked.on, asked.codings)
