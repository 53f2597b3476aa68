"""The lead's pages of known answers: write them for a draft, and see how coders did."""

from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for

from annotator.accounts.access import signed_in
from annotator.codebook.queries import book_with_hotkeys
from annotator.codebook.schema import Codebook
from annotator.codebook.words.answers import answer_in_words
from annotator.coding import forms
from annotator.coding.access import lock_enrolment, reader_of_answers
from annotator.coding.queries.training import results
from annotator.corpus.models import Sentence
from annotator.corpus.queries import article, articles, included_sentence
from annotator.database.session import session
from annotator.errors import Conflict, Refused
from annotator.rounds import queries
from annotator.rounds.controls.known_answers import KnownAnswers
from annotator.rounds.models import Round
from annotator.rounds.service import training
from annotator.rounds.service.known_answers import (
    import_known_answers,
    known_answers_to,
    known_sentences,
    read_known_file,
    remove_known_answers,
    write_known_answers,
)
from annotator.studies.access import acting, member_of
from annotator.studies.permissions import Act
from annotator.supervision.views.blueprint import Page, views
from annotator.tables.read_table import TABLE_ENDINGS
from annotator.wording import counted


@views.get("/studies/<slug>/rounds/<round_id>/known")
@signed_in
def known_answers(slug: str, round_id: str) -> Page:
    """The sentences with known answers, and in a draft those that may get some."""
    return _list(_round(slug, round_id))


def _address(slug: str, round_id: str, article: str | None = None) -> str:
    return url_for("supervision.known_answers", slug=slug, round_id=round_id, article=article)


def _round(slug: str, round_id: str) -> Round:
    me = member_of(slug, Act.SUPERVISE_CODERS)
    return queries.round_of(session(), me.study, round_id)


def _list(found: Round, error: Refused | None = None) -> str:
    listed = known_sentences(session(), found)
    book = book_with_hotkeys(found.version)
    chosen = request.args.get("article", "")
    is_draft = found.state == "draft"
    return render_template(
        "supervision/known_answers.html",
        round=found,
        listed=[(sentence, known, _words(book, known)) for sentence, known in listed],
        articles=articles(session(), found.study) if is_draft else (),
        article=article(session(), found.study, chosen) if is_draft and chosen else None,
        with_answers={sentence.public_id for sentence, _ in listed},
        endings=",".join(TABLE_ENDINGS),
        problems=error.problems if error else (),
    )


def _words(book: Codebook, known: KnownAnswers) -> list[tuple[str, str, str]]:
    """Question, answer and reason in words."""
    return [
        (
            each.label,
            answer_in_words(each, known.answers[each.key]) or "left empty",
            known.reasons.get(each.key, ""),
        )
        for each in book.questions
        if each.key in known.answers
    ]


@views.post("/studies/<slug>/rounds/<round_id>/known")
@signed_in
def upload_known_answers(slug: str, round_id: str) -> Page:
    """Bring a file of known answers."""
    found = _round(slug, round_id)
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise Refused("No file was sent. Choose a file.")
        read = read_known_file(session(), found, file.filename, file.read())
    except Refused as error:
        return _list(found, error), 422
    with acting(slug, Act.SUPERVISE_CODERS) as me:
        import_known_answers(session(), queries.round_of(session(), me.study, round_id), read, me)
    flash(f"Known answers were brought for {counted(len(read), 'sentence')}.", "ok")
    return redirect(_address(slug, round_id))


@views.route("/studies/<slug>/rounds/<round_id>/known/<sentence_id>", methods=["GET", "POST"])
@signed_in
def known_answer(slug: str, round_id: str, sentence_id: str) -> Page:
    """Answer a sentence as on the desk, and say why."""
    found = _round(slug, round_id)
    sentence = included_sentence(session(), found.study, sentence_id)
    if request.method == "GET":
        kept = known_answers_to(session(), found, sentence)
        return _form(found, sentence, kept.raw if kept else {}, kept.reasons if kept else {})
    raw, reasons = forms.known(request.form)
    try:
        with acting(slug, Act.SUPERVISE_CODERS) as me:
            found = queries.round_of(session(), me.study, round_id)
            write_known_answers(session(), found, sentence_id, raw, reasons, me)
    except Refused as error:
        return _form(_round(slug, round_id), sentence, raw, reasons, error), 422
    flash("The known answer is kept.", "ok")
    return redirect(_address(slug, round_id, article=sentence.article.public_id))


def _form(
    found: Round,
    sentence: Sentence,
    raw: Mapping[str, object],
    reasons: Mapping[str, str],
    error: Refused | None = None,
) -> str:
    if found.state != "draft":
        raise Conflict(f"Round {found.number} is {found.state}: its known answers are final.")
    return render_template(
        "supervision/known_answer.html",
        round=found,
        sentence=sentence,
        book=book_with_hotkeys(found.version),
        answers=forms.field_values(raw),
        reasons=reasons,
        problems=error.problems if error else (),
    )


@views.post("/studies/<slug>/rounds/<round_id>/known/<sentence_id>/back")
@signed_in
def remove_known_answer(slug: str, round_id: str, sentence_id: str) -> Page:
    """Take a sentence off the list."""
    with acting(slug, Act.SUPERVISE_CODERS) as me:
        remove_known_answers(
            session(), queries.round_of(session(), me.study, round_id), sentence_id, me
        )
    flash("The sentence is off the list.", "ok")
    return redirect(_address(slug, round_id))


@views.get("/studies/<slug>/rounds/<round_id>/results")
@signed_in
def known_results(slug: str, round_id: str) -> Page:
    """How each coder agreed with the known answers, code by code, and who may go on."""
    me = reader_of_answers(slug, Act.SUPERVISE_CODERS)
    found = queries.round_of(session(), me.study, round_id)
    scores = results(session(), found)
    parts = sorted(found.enrolments, key=lambda each: each.member.pseudonym)
    return render_template(
        "supervision/known_results.html",
        round=found,
        parts=[(part, scores.get(part.member.pseudonym, ())) for part in parts],
        qualifies=found.is_training or bool(found.setup.training.requires),
        waits=_waiting(found),
    )


def _waiting(found: Round) -> Sequence[str]:
    """The pseudonyms of those who still have to pass."""
    if found.is_training:
        return [e.member.pseudonym for e in found.enrolments if e.qualified_at is None]
    return [
        each.member.pseudonym
        for each in found.enrolments
        if training.waits_for(session(), each) is not None
    ]


@views.post("/studies/<slug>/rounds/<round_id>/results/<pseudonym>")
@signed_in
def qualify(slug: str, round_id: str, pseudonym: str) -> Page:
    """Let a coder go on, whatever their training says; it is logged."""
    with acting(slug, Act.SUPERVISE_CODERS) as me:
        found = queries.round_of(session(), me.study, round_id)
        part = queries.enrolment_called(session(), found, pseudonym)
        reason = request.form.get("reason", "")
        training.qualify(session(), lock_enrolment(session(), part.id), me, reason)
    flash(f"{pseudonym} is qualified.", "ok")
    return redirect(url_for("supervision.known_results", slug=slug, round_id=round_id))
