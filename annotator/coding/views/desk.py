"""The desk: one sentence at a time. Plain forms; the page's script only adds keys."""

from collections.abc import Sequence
from typing import TypedDict

import flask
from flask import redirect, render_template, request, url_for

from annotator.accounts.access import own_account_id, signed_in
from annotator.codebook.answers import raw_answers
from annotator.codebook.queries import book_with_hotkeys
from annotator.coding import forms
from annotator.coding.access import enrolment_in, enrolment_to_write
from annotator.coding.api_replies import HeldReply, ShownReply
from annotator.coding.queries import served
from annotator.coding.queries.progress import NewVersion, new_version_of, time_worked
from annotator.coding.queries.sentence_view import SentenceView, sentence_view
from annotator.coding.queries.training import result_of
from annotator.coding.service.record import Kept
from annotator.coding.service.save import save_one
from annotator.coding.submission import CONFIDENCE, DISTRESSING, SKIP_REASONS, Submission
from annotator.coding.training_scores import CodeScore
from annotator.coding.views.blueprint import Page, views
from annotator.coding.views.desk_json import held_reply, shown_reply
from annotator.database.session import session, writing
from annotator.errors import Refused
from annotator.rounds.models import Assignment, Enrolment, Round
from annotator.rounds.queries import enrolments_of, rounds_to_join
from annotator.rounds.service import joining
from annotator.rounds.service.claim import claim, is_more
from annotator.rounds.service.training import waits_for
from annotator.web.compression import compressed

#: What became of a coding, in words; the page's script is told them too.
RECEIPTS = {
    Kept.SAVED: "saved",
    Kept.LATE: "kept as late: the round was closed already",
    Kept.STALE: "kept, but a newer answer of yours stands",
    Kept.SURPLUS: "kept; others had coded it meanwhile",
}


class Notice(TypedDict):
    """What stands in the bar about the last answer, and how it looks."""

    state: str
    text: str


SAVED_BEFORE = Notice(state="saved", text="saved before")
REFUSED = Notice(state="refused", text="not saved")
NOTHING_SENT = Notice(state="none", text="")


@views.get("/desk")
@signed_in
def desks() -> Page:
    """The rounds that one codes in, with one's own progress."""
    enrolments = enrolments_of(session(), own_account_id())
    members = {each.member_id: each.member for each in enrolments}
    return render_template(
        "coding/desks.html",
        enrolments=enrolments,
        to_join=rounds_to_join(session(), own_account_id()),
        is_more={each.id: is_more(session(), each) for each in enrolments},
        waits_for={each.id: waits_for(session(), each) for each in enrolments},
        changed={each.id: _changed(each) for each in enrolments},
        worked=[(each.study.title, time_worked(session(), each)) for each in members.values()],
    )


@views.post("/desk/<round_id>/join")
@signed_in
def join(round_id: str) -> Page:
    """Begin in a round that is for whoever comes."""
    with writing(session()):
        for found, me in rounds_to_join(session(), own_account_id()):
            if found.public_id == round_id:
                joining.join(session(), found, me, me)
    enrolment_in(round_id)  # Nobody learns of a round in which they can not code.
    return redirect(url_for("coding.desk", round_id=round_id))


@views.get("/desk/<round_id>")
@signed_in
def desk(round_id: str) -> Page:
    """The sentence that one holds, or what there is to do instead."""
    enrolment = enrolment_in(round_id)
    assignment = served.held_assignment(session(), enrolment)
    if assignment is None:
        last = served.last_served(session(), enrolment)
        notice = flask.session.pop("saved", NOTHING_SENT)
        return render_template(
            "coding/pause.html",
            enrolment=enrolment,
            is_more=is_more(session(), enrolment),
            waits_for=waits_for(session(), enrolment),
            training=_training(enrolment),
            last=last,
            saved=notice,
            state=_state(enrolment),
            changed=_changed(enrolment),
            worked=time_worked(session(), enrolment.member),
            study_title=enrolment.round.study.title,
        )
    return compressed(_page(enrolment, assignment))


@views.post("/desk/<round_id>/start")
@signed_in
def start(round_id: str) -> Page:
    """Take one's next sentence; the page's script asks for those after it too."""
    with enrolment_to_write(round_id) as enrolment:
        claim(session(), enrolment, enrolment.round.most_held if "ahead" in request.form else 1)
    return redirect(url_for("coding.desk", round_id=round_id))


@views.get("/desk/<round_id>/<assignment_id>")
@signed_in
def sentence(round_id: str, assignment_id: str) -> Page:
    """One of the sentences that one was served, with one's answer to it."""
    enrolment = enrolment_in(round_id)
    return compressed(_page(enrolment, served.assignment_of(session(), enrolment, assignment_id)))


@views.post("/desk/<round_id>/<assignment_id>")
@signed_in
def save(round_id: str, assignment_id: str) -> Page:
    """Save an answer or a skip, take the next sentence, and go there."""
    try:
        with enrolment_to_write(round_id) as enrolment:
            submission = forms.read(request.form, book_with_hotkeys(enrolment.round.version))
            receipt = save_one(session(), enrolment, assignment_id, submission)
    except Refused as error:
        return _refused(round_id, assignment_id, submission, error), 422
    flask.session["saved"] = _notice(receipt.kept)
    assignment = served.assignment_of(session(), enrolment, assignment_id)
    following = served.neighbour(session(), assignment, +1)
    if assignment.round.is_training:
        # The known answer is read before the next sentence.
        return redirect(url_for("coding.sentence", round_id=round_id, assignment_id=assignment_id))
    if following is None:
        return redirect(url_for("coding.desk", round_id=round_id))
    return redirect(url_for("coding.sentence", round_id=round_id, assignment_id=following))


def _notice(kept: Kept) -> Notice:
    return Notice(state="saved" if kept == Kept.SAVED else "waiting", text=RECEIPTS[kept])


def _training(enrolment: Enrolment) -> Sequence[CodeScore]:
    """How a coder did in a training round that they have finished."""
    is_done = enrolment.round.is_training and enrolment.left == 0
    return result_of(session(), enrolment) if is_done else ()


def _changed(enrolment: Enrolment) -> NewVersion | None:
    """What changed in the codebook, for one who is about to code."""
    to_do = enrolment.left != 0 and enrolment.round.state == "open"
    return new_version_of(session(), enrolment) if to_do else None


class DeskState(HeldReply):
    """What the page's script begins with: what a program is told, and what is the page's."""

    shown: ShownReply | None
    ahead: int
    training: bool
    address: str
    sign_in: str
    receipts: dict[str, str]


def _state(enrolment: Enrolment, shown: ShownReply | None = None) -> DeskState:
    address = url_for("coding.desk", round_id=enrolment.round.public_id)
    return {
        **held_reply(enrolment),
        "shown": shown,
        "ahead": enrolment.round.most_held,
        "training": enrolment.round.is_training,
        "address": address,
        "sign_in": url_for("accounts.sign_in", next=address),
        "receipts": {kept.value: words for kept, words in RECEIPTS.items()},
    }


def _refused(round_id: str, assignment_id: str, submission: Submission, error: Refused) -> str:
    """The same page with what was sent still on it, and what is wrong with it."""
    enrolment = enrolment_in(round_id)
    assignment = served.assignment_of(session(), enrolment, assignment_id)
    return _page(enrolment, assignment, submission, error)


def _page(
    enrolment: Enrolment,
    assignment: Assignment,
    submission: Submission | None = None,
    error: Refused | None = None,
) -> str:
    view = sentence_view(session(), assignment)
    reply = shown_reply(assignment, view)
    before = SAVED_BEFORE if view.stored else NOTHING_SENT
    notice = REFUSED if error else flask.session.pop("saved", before)
    return render_template(
        "coding/desk.html",
        enrolment=enrolment,
        round=enrolment.round,
        book=book_with_hotkeys(enrolment.round.version),
        shown=view,
        saved=notice,
        token=forms.new_token(),
        previous=reply["previous"],
        problems=error.problems if error else (),
        state=_state(enrolment, reply),
        skip_reasons=SKIP_REASONS,
        distressing=DISTRESSING,
        sure=CONFIDENCE,
        **_draft(view, submission),
        answers=_field_values(enrolment.round, view, submission),
    )


def _field_values(
    round_: Round, view: SentenceView, submission: Submission | None
) -> dict[str, list[str]]:
    """What the form holds: what was just refused, or what is stored, or nothing."""
    if submission is not None:
        return forms.field_values(submission.raw)
    return (
        raw_answers(book_with_hotkeys(round_.version), view.stored.answers) if view.stored else {}
    )


def _draft(view: SentenceView, submission: Submission | None) -> dict[str, object]:
    """What stands beside the answers."""
    content = submission or view.stored or Submission(token="")
    return {"draft": content, "skipping": content.skipped}
