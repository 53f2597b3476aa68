"""The desk for programs, and for the page's own script: four addresses, in JSON.

``docs/http.md`` describes them; what a coder may not see is in none of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import jsonify, request
from werkzeug.wrappers import Response

from annotator.accounts.access import signed_in
from annotator.coding.access import enrolment_in, enrolment_to_write
from annotator.coding.api_messages import codings_sent, sentences_wanted
from annotator.coding.api_replies import CodingsReply
from annotator.coding.queries.sentence_view import sentence_view
from annotator.coding.queries.served import assignment_of
from annotator.coding.service.save import save_all
from annotator.coding.views.blueprint import views
from annotator.coding.views.desk_json import held_reply, result_reply, shown_reply, state_reply
from annotator.database.session import session
from annotator.errors import Conflict
from annotator.rounds.models import Enrolment
from annotator.rounds.service.claim import claim


@views.get("/desk/<round_id>/held.json")
@signed_in
def held_now(round_id: str) -> Response:
    """What the coder holds and has not answered; nothing is claimed."""
    return jsonify(held_reply(enrolment_in(round_id)))


@views.get("/desk/<round_id>/<assignment_id>.json")
@signed_in
def sentence_json(round_id: str, assignment_id: str) -> Response:
    """A sentence that the coder was served, with the answer that stands."""
    assignment = assignment_of(session(), enrolment_in(round_id), assignment_id)
    return jsonify(shown_reply(assignment, sentence_view(session(), assignment)))


@views.post("/desk/<round_id>/next.json")
@signed_in
def claim_next(round_id: str) -> Response:
    """Claim sentences until so many are held."""
    with _at_work(round_id) as enrolment:
        wanted = sentences_wanted(request.get_json())
        _same_coder(enrolment, wanted.coder)
        claim(session(), enrolment, wanted.want)
    return jsonify(state_reply(enrolment, wanted.after))


@views.post("/desk/<round_id>/codings.json")
@signed_in
def take_codings(round_id: str) -> Response:
    """Take one coding or several, and claim the next sentences. It answers after the commit."""
    with _at_work(round_id) as enrolment:
        message = codings_sent(request.get_json())
        _same_coder(enrolment, message.wanted.coder)
        saved = save_all(session(), enrolment, message.codings, message.wanted.want)
        results = [result_reply(enrolment, result) for result in saved]
    reply: CodingsReply = {"results": results, **state_reply(enrolment, message.wanted.after)}
    return jsonify(reply)


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
