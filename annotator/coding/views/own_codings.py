"""What a coder has coded in a round, and may open again."""

from flask import render_template, request

from annotator.accounts.access import signed_in
from annotator.codebook.queries import book_with_hotkeys
from annotator.codebook.words.answers import answers_in_words, choices
from annotator.coding.access import enrolment_in
from annotator.coding.forms import new_token
from annotator.coding.queries.left_out import never_seen
from annotator.coding.queries.own_codings import ONLY, coding_filter, own_codings
from annotator.coding.submission import CONFIDENCE, DISTRESSING
from annotator.coding.views.blueprint import views
from annotator.database.session import session


@views.get("/desk/<round_id>/codings")
@signed_in
def codings(round_id: str) -> str:
    """One's own codings in served order, all of them or those that are wanted."""
    enrolment = enrolment_in(round_id)
    book = book_with_hotkeys(enrolment.round.version)
    wanted = coding_filter(request.args, book)
    found, more = own_codings(session(), enrolment, wanted)
    return render_template(
        "coding/codings.html",
        enrolment=enrolment,
        round=enrolment.round,
        codings=[(each, list(answers_in_words(book, each.stored.answers))) for each in found],
        more=more,
        wanted=wanted,
        only=ONLY,
        codes=choices(book),
        sure=CONFIDENCE,
        distressing=DISTRESSING,
        new_token=new_token,
        unread=never_seen(session(), enrolment),
    )
