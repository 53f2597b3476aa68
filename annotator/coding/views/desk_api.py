"""The desk for programs, and for the page's own script: four addresses, in JSON.

``docs/http.md`` describes them; what a coder may not see is in none of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import jsonify, request
from werkzeug.wrappers import Response

from annotator.accounts.access import signed_in
from annotator.coding import api_messages as messages
from annotator.coding.access import enrolment_in, enrolment_to_write
from annotator.coding.queries.desk import assignment_of
from annotator.coding.queries.sentence_view import shown
from annotator.coding.queries.training import feedback
from annotator.coding.service.record import Kept
from annotator.coding.service.save import Result, record_all
from annotator.coding.views import desk_json as state
from annotator.coding.views.blueprint import views
from annotator.database.session import session
from annotator.errors import Conflict
from annotator.rounds.models import Enrolment
from annotator.rounds.service.claim import claim


@views.get("/desk/<round_id>/held.json")
@signed_in
def held_now(round_id: str) -> Response:
    """What the coder holds and has not answered; nothing is claimed."""
    return jsonify(state.held(enrolment_in(round_id)))


@views.get("/desk/<round_id>/<assignment_id>.json")
@signed_in
def sentence_json(round_id: str, assignment_id: str) -> Response:
    """A sentence that the coder was served, with the answer that stands."""
    assignment = assignment_of(session(), enrolment_in(round_id), assignment_id)
    return jsonify(state.one(assignment, shown(session(), assignment)))


@views.post("/desk/<round_id>/next.json")
@signed_in
def claim_next(round_id: str) -> Response:
    """Claim sentences until so many are held."""
    with _at_work(round_id) as enrolment:
        wish = messages.wish(request.get_json())
        _same_coder(enrolment, wish.coder)
        claim(session(), enrolment, wish.want)
    return jsonify(state.state(enrolment, wish.after))


@views.post("/desk/<round_id>/codings.json")
@signed_in
def take_codings(round_id: str) -> Response:
    """Take one coding or several, and claim the next sentences. It answers after the commit."""
    with _at_work(round_id) as enrolment:
        sending = messages.sending(request.get_json())
        _same_coder(enrolment, sending.wish.coder)
        results = [
            _result(enrolment, each) for each in record_all(session(), enrolment, sending.codings)
        ]
        claim(session(), enrolment, sending.wish.want)
    return jsonify({"results": results, **state.state(enrolment, sending.wish.after)})


@contextmanager
def _at_work(round_id: str) -> Iterator[Enrolment]:
    """The coder's part, locked; all of the message is here before, however slow the network."""
    request.get_data()
    with enrolment_to_write(round_id) as enrolment:
        yield enrolment


def _same_coder(enrolment: Enrolment, coder: str) -> None:
    """Refuse what was made by someone else in the same browser: it waits for its owner."""
    if coder not in ("", enrolment.member.public_id):
        raise Conflict("Someone else is signed in now. Nothing was stored; sign in again.")


def _result(enrolment: Enrolment, result: Result) -> dict[str, Any]:
    """What became of one coding: ``saved``, ``kept`` with how, or ``refused`` with why.

    In training the known answers come with it.
    """
    answer: dict[str, Any] = {
        "assignment": result.sent.assignment,
        "token": result.sent.submission.token,
    }
    if result.receipt is None:
        problems = [problem.for_programs for problem in result.problems]
        return {**answer, "status": "refused", "problems": problems}
    answer["coding"] = result.receipt.coding
    if result.sent.submission.rest:
        answer["left_out"] = result.receipt.left_out
    if enrolment.round.is_training:
        assignment = assignment_of(session(), enrolment, result.sent.assignment)
        answer["known"] = state.known(feedback(session(), assignment))
    if result.receipt.kept == Kept.SAVED:
        return {**answer, "status": "saved"}
    how = result.receipt.kept.value
    return {**answer, "status": "kept", "how": how}
