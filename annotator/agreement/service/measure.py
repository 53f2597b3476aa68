"""Measure a round as it is now; nothing is stored."""

from sqlalchemy.orm import Session

from annotator.agreement.live.judgements import VariableJudgements
from annotator.agreement.live.measured_round import Standing
from annotator.agreement.queries.round_facts import facts as facts_of
from annotator.agreement.queries.self_agreement import twice
from annotator.agreement.queries.sentences import origins
from annotator.agreement.report import question_report as question
from annotator.agreement.report.detail import Origins
from annotator.agreement.report.methods_paragraph import Facts
from annotator.agreement.report.question_report import Told
from annotator.agreement.report.self_agreement import Stability, stability
from annotator.agreement.report.variable_report import Line, data_of
from annotator.agreement.service.follow import left_out, standing
from annotator.codebook.queries import book
from annotator.codebook.values import variables
from annotator.coding.exclusions import NOTHING, Also
from annotator.errors import NotFound, Problem, Refused
from annotator.reliability.data.patterns import count_patterns
from annotator.reliability.results.study_sources import StudySource, studies_of_pilot
from annotator.rounds.models import Round


def of_round(session: Session, round_: Round) -> list[VariableJudgements]:
    """The counted judgements of every variable of a round that agreement is measured for."""
    with standing(session, round_) as now:
        snapshot = now.snapshot
    return [VariableJudgements(each, snapshot.rows(at)) for at, each in enumerate(snapshot.asked)]


def report(session: Session, round_: Round, also: Also = NOTHING) -> list[Line]:
    """The agreement on every variable of a round."""
    with standing(session, round_, also) as now:
        return [now.line(at) for at in range(len(now.snapshot.asked))]


def of_question(session: Session, round_: Round, key: str, also: Also = NOTHING) -> list[Line]:
    """The agreement on one variable by its key, or on every code of a ``many`` question.

    :raises NotFound: if the round asks no such question, or one that is not measured.
    """
    with standing(session, round_, also) as now:
        return [now.line(at) for at in _places(now, key)]


def told(session: Session, round_: Round, key: str, also: Also = NOTHING) -> Told:
    """All that is to be said of one question of a round, by the key of it or of a code of it.

    :raises NotFound: if the round asks no such question, or one that is not measured.
    """
    with standing(session, round_, also) as now:
        if key not in now.told:
            now.told[key] = _told(session, round_, now, key)
        return now.told[key]


def _told(session: Session, round_: Round, now: Standing, key: str) -> Told:
    places = _places(now, key)
    lines, where = [now.line(at) for at in places], Origins()
    if not question.is_whole(lines, key):
        where = Origins(origins(session, round_.study), now.snapshot.weeks(places[0]))
    return question.told(book(round_.version), lines, key, where, round_.number)


def _places(now: Standing, key: str) -> list[int]:
    """The places of a variable, or of the codes of a question, among what is measured."""
    asked = enumerate(now.snapshot.asked)
    found = [at for at, each in asked if key in (each.key, each.question)]
    if not found:
        raise NotFound("This round asks no such question, or one that has no agreement.")
    return found


def facts(session: Session, round_: Round, also: Also = NOTHING) -> Facts:
    """What a methods section says of a round beside its figures."""
    with standing(session, round_, also) as now:
        snapshot = now.snapshot
    return facts_of(session, round_, snapshot, left_out(session, round_, also), also)


def pilot(session: Session, round_: Round, key: str) -> StudySource:
    """A question of a round as a pilot, from whose articles studies are drawn.

    :raises Refused: if it can not be measured, or has too few articles.
    """
    with standing(session, round_) as now:
        snapshot = now.snapshot
    for at, each in enumerate(snapshot.asked):
        if each.key == key and (snapshot.values[at] >= 0).any():
            return studies_of_pilot(count_patterns(data_of(each, snapshot.rows(at))))
    message = "Nobody has answered this question in this round yet."
    raise Refused(Problem(message, column="pilot", remedy="Plan from an expected alpha instead."))


def stable(session: Session, round_: Round) -> list[Stability]:
    """How far coders agree with themselves on every variable, all together and each by name."""
    return stability(variables(book(round_.version)), twice(session, round_))
