"""Measure a round as it is now, and report it; nothing is stored."""

from sqlalchemy.orm import Session

from annotator.agreement.live.judgements import VariableJudgements
from annotator.agreement.live.measure_variable import data_of
from annotator.agreement.live.measured_round import MeasuredRound
from annotator.agreement.queries.round_facts import round_facts
from annotator.agreement.queries.self_agreement import coded_twice
from annotator.agreement.queries.sentences import origins
from annotator.agreement.report.detail import Origins
from annotator.agreement.report.methods_paragraph import Facts
from annotator.agreement.report.question_report import (
    QuestionReport,
    is_whole,
    report_on_question,
)
from annotator.agreement.report.self_agreement import SelfAgreement, self_agreement
from annotator.agreement.report.variable_report import VariableReport, variable_report
from annotator.agreement.service.follow import followed
from annotator.agreement.service.left_out import left_out
from annotator.codebook.queries import book
from annotator.codebook.values import variables
from annotator.coding.exclusions import NOTHING, Included, in_order
from annotator.errors import NotFound, Problem, Refused
from annotator.reliability.data.patterns import count_patterns
from annotator.reliability.results.study_sources import StudySource, studies_of_pilot
from annotator.rounds.models import Round


def judgements_of_round(session: Session, round_: Round) -> list[VariableJudgements]:
    """The counted judgements of every variable of a round that agreement is measured for."""
    with followed(session, round_) as kept:
        snapshot = kept.measured.snapshot
    return [
        VariableJudgements(variable, snapshot.judgements(at))
        for at, variable in enumerate(snapshot.variables)
    ]


def round_report(session: Session, round_: Round, also: Included = NOTHING) -> list[VariableReport]:
    """The agreement on every variable of a round."""
    with followed(session, round_, also) as kept:
        places = range(len(kept.measured.snapshot.variables))
        return [_report(kept.measured, at, round_, also) for at in places]


def variable_reports(
    session: Session, round_: Round, key: str, also: Included = NOTHING
) -> list[VariableReport]:
    """The agreement on one variable by its key, or on every code of a question.

    :raises NotFound: if the round asks no such question, or one that is not measured.
    """
    with followed(session, round_, also) as kept:
        return [_report(kept.measured, at, round_, also) for at in _places(kept.measured, key)]


def question_report(
    session: Session, round_: Round, key: str, also: Included = NOTHING
) -> QuestionReport:
    """All that is reported of one question of a round, by the key of it or of a code of it.

    :raises NotFound: if the round asks no such question, or one that is not measured.
    """
    with followed(session, round_, also) as kept:
        if key not in kept.question_reports:
            kept.question_reports[key] = _question(session, round_, kept.measured, key, also)
        return kept.question_reports[key]


def _question(
    session: Session, round_: Round, measured: MeasuredRound, key: str, also: Included
) -> QuestionReport:
    places, where = _places(measured, key), Origins()
    reports = [_report(measured, at, round_, also) for at in places]
    if not is_whole(reports, key):
        where = Origins(origins(session, round_.study), measured.snapshot.weeks(places[0]))
    return report_on_question(book(round_.version), reports, key, where, round_.number)


def _report(measured: MeasuredRound, at: int, round_: Round, also: Included) -> VariableReport:
    snapshot = measured.snapshot
    return variable_report(
        snapshot.variables[at],
        lambda: snapshot.judgements(at),
        measured.outcome(at),
        round_.number,
        measured.resampling,
        in_order(also),
    )


def _places(measured: MeasuredRound, key: str) -> list[int]:
    """The places of a variable, or of the codes of a question, among what is measured."""
    known = enumerate(measured.snapshot.variables)
    places = [at for at, each in known if key in (each.key, each.question)]
    if not places:
        raise NotFound("This round asks no such question, or one that has no agreement.")
    return places


def facts(session: Session, round_: Round, also: Included = NOTHING) -> Facts:
    """What a methods section says of a round beside its figures."""
    with followed(session, round_, also) as kept:
        snapshot = kept.measured.snapshot
    return round_facts(session, round_, snapshot, left_out(session, round_, also), also)


def pilot(session: Session, round_: Round, key: str) -> StudySource:
    """A question of a round as a pilot, from whose articles studies are drawn.

    :raises Refused: if it cannot be measured, or has too few articles.
    """
    with followed(session, round_) as kept:
        snapshot = kept.measured.snapshot
    for at, variable in enumerate(snapshot.variables):
        if variable.key == key and (snapshot.values[at] >= 0).any():
            data = data_of(variable, snapshot.judgements(at))
            return studies_of_pilot(count_patterns(data))
    message = "Nobody has answered this question in this round yet."
    raise Refused(Problem(message, column="pilot", remedy="Plan from an expected alpha instead."))


def self_agreement_of_round(session: Session, round_: Round) -> list[SelfAgreement]:
    """How far coders agree with themselves on every variable, all together and each by name."""
    return self_agreement(variables(book(round_.version)), coded_twice(session, round_))
