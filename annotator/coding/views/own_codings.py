"""What a coder has coded in a round, and may open again."""

from flask import render_template, request

from annotator.accounts.access import signed_in
from annotator.codebook.queries import book_with_hotkeys as book
from annotator.codebook.words.answers import answers_in_words, choices
from annotator.coding.access import enrolment_in
from annotator.coding.display import ONLY, wanted
from annotator.coding.forms import new_token
from annotator.coding.queries.left_out import unread
from annotator.coding.queries.own_codings import own_codings
from annotator.coding.submission import CONFIDENCE, DISTRESSING
from annotator.coding.views.blueprint import views
from annotator.database.session import session


@views.get("/desk/<round_id>/codings")
@signed_in
def codings(round_id: str) -> str:
    """One's own codings in served order, all of them or those that are wanted."""
    enrolment = enrolment_in(round_id)
    asked = book(enrolment.round.version)
    want = wanted(request.args, asked)
    found, more = own_codings(session(), enrolment, want)
    return render_template(
        "coding/codings.html",
        enrolment=enrolment,
        round=enrolment.round,
        codings=[(each, list(answers_in_words(asked, each.said.answers))) for each in found],
        more=more,
        wanted=want,
        only=ONLY,
        codes=choices(asked),
        sure=CONFIDENCE,
        distressing=DISTRESSING,
        new_token=new_token,
        unread=unread(session(), enrolment),
    )
