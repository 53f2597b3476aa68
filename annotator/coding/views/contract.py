"""The desk for programs, and for the page's own script: three addresses, in JSON.

``docs/http.md`` describes them; what a coder may not see is in none of them.
"""

from itertools import accumulate
from typing import Any

from flask import Blueprint, jsonify, request
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from annotator.accounts.access import signed_in
from annotator.coding import messages
from annotator.coding.access import enrolment_in, locked
from annotator.coding.marking import words
from annotator.coding.queries.desk import Parts, Shown, held_shown
from annotator.coding.service.batch import Result, record_all
from annotator.coding.service.record import Kept
from annotator.db import session, writing
from annotator.rounds.models import Assignment, Enrolment
from annotator.rounds.service.claim import claim
from annotator.web.filters import iso

views = Blueprint("contract", __name__)


@views.get("/desk/<round_id>/held.json")
@signed_in
def held_now(round_id: str) -> Response:
    """What the coder holds and has not answered; nothing is claimed."""
    return jsonify({**_state(enrolment_in(round_id)), "csrf_token": generate_csrf()})


@views.post("/desk/<round_id>/next.json")
@signed_in
def claim_next(round_id: str) -> Response:
    """Claim sentences until so many are held."""
    want = messages.wanted(request.get_json())
    enrolment_id = enrolment_in(round_id).id
    writing(session())
    claim(session(), locked(session(), enrolment_id), want)
    session().commit()
    return jsonify(_state(enrolment_in(round_id)))


@views.post("/desk/<round_id>/codings.json")
@signed_in
def take_codings(round_id: str) -> Response:
    """Take one coding or several, and claim the next sentences. It answers after the commit."""
    sending = messages.sending(request.get_json())
    enrolment_id = enrolment_in(round_id).id
    writing(session())
    enrolment = locked(session(), enrolment_id)
    results = [_result(each) for each in record_all(session(), enrolment, sending.codings)]
    claim(session(), enrolment, sending.want)
    session().commit()
    return jsonify({"results": results, **_state(enrolment_in(round_id))})


def _state(enrolment: Enrolment) -> dict[str, Any]:
    """How far the coder is, and the sentences that are held."""
    return {
        "round": enrolment.round.state,
        "progress": {
            "assigned": enrolment.quota or 0,
            "done": enrolment.done,
            "skipped": enrolment.skipped,
        },
        "held": [_sentence(place, seen) for place, seen in held_shown(session(), enrolment)],
    }


def _sentence(place: Assignment, seen: Shown) -> dict[str, Any]:
    """A sentence as its coder may see it; what is masked are blocks of the same length."""
    text = "".join(piece for piece, _ in seen.parts)
    return {
        "assignment": seen.assignment,
        "leased_until": iso(place.leased_until),
        "language": seen.language,
        "text": text,
        "masked": _masked(seen.parts),
        "words": words(text),
        "before": _plain(seen.before),
        "after": _plain(seen.after),
        "fields": dict(seen.fields),
        "order": seen.served_order,
    }


def _plain(parts: Parts | None) -> str | None:
    return None if parts is None else "".join(piece for piece, _ in parts)


def _masked(parts: Parts) -> list[tuple[int, int]]:
    """Which code points of the sentence are masked."""
    ends = list(accumulate(len(piece) for piece, _ in parts))
    return [
        (end - len(piece), end) for end, (piece, hidden) in zip(ends, parts, strict=True) if hidden
    ]


def _result(result: Result) -> dict[str, Any]:
    """What became of one coding: ``saved``, ``kept`` with how, or ``refused`` with why."""
    answer: dict[str, Any] = {
        "assignment": result.sent.assignment,
        "token": result.sent.submission.token,
    }
    if result.receipt is None:
        problems = [
            {"place": p.column, "message": p.message, "remedy": p.remedy} for p in result.problems
        ]
        return {**answer, "status": "refused", "problems": problems}
    if result.receipt.kept == Kept.SAVED:
        return {**answer, "status": "saved", "coding": result.receipt.coding}
    how = result.receipt.kept.value
    return {**answer, "status": "kept", "how": how, "coding": result.receipt.coding}
