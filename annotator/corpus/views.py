"""A study's articles: the list, the import with its preview, the review of each split."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.accounts.access import signed_in
from annotator.corpus import forms, queries
from annotator.corpus.boilerplate.segments import SentenceKind
from annotator.corpus.reading.read_file import ReadFile, Upload
from annotator.corpus.review import intake
from annotator.corpus.segmentation.spans import pieces
from annotator.corpus.service import duplicates, editing, importing, uploads
from annotator.database.session import release_connection, session
from annotator.errors import Problem, Refused
from annotator.studies.access import acting, member_of
from annotator.studies.models import Member
from annotator.studies.permissions import Act
from annotator.wording import counted

views = Blueprint("corpus", __name__)
views.add_app_template_filter(pieces)

Page = str | Response | tuple[str, int]


@views.get("/studies/<slug>/articles")
@signed_in
def articles(slug: str) -> Page:
    """The study's articles, a hundred a page."""
    me = member_of(slug, Act.SEE_ARTICLES)
    counts = queries.counts(session(), me.study)
    page = min(max(request.args.get("page", 1, type=int), 1), counts.pages)
    found = queries.articles(session(), me.study, page)
    return render_template("corpus/articles.html", articles=found, counts=counts, page=page)


@views.route("/studies/<slug>/articles/import", methods=["GET", "POST"])
@signed_in
def import_(slug: str) -> Page:
    """Bring files or a text; they are looked at before anything is stored."""
    me = member_of(slug, Act.IMPORT_ARTICLES)
    form = forms.ImportForm()
    if form.validate_on_submit():
        try:
            token = uploads.keep(_data(), _owner(me), form.uploads())
            return redirect(url_for("corpus.preview", slug=slug, token=token))
        except Refused as error:
            form.take(error)
    return render_template("corpus/import.html", form=form), 422 if form.is_submitted() else 200


@dataclass(frozen=True, slots=True)
class Section:
    """What the preview shows of one file: the form about it, and what it would give."""

    form: forms.TextForm | forms.TableForm
    review: intake.FileReview
    problems: Sequence[Problem]


@views.route("/studies/<slug>/articles/import/<token>", methods=["GET", "POST"])
@signed_in
def preview(slug: str, token: str) -> Page:
    """What would be imported, or what is wrong with it; then store it."""
    me = member_of(slug, Act.IMPORT_ARTICLES)
    language = me.study.language
    uploaded = uploads.find(_data(), _owner(me), token)
    release_connection(session())
    sections = [_section(upload, number, language) for number, upload in enumerate(uploaded)]
    files = [each.review.read for each in sections if each.review.read]
    form = forms.StoreForm()
    shown = forms.shown([each.form for each in sections])
    copies: Sequence[duplicates.Copy] = ()
    problems: Sequence[Problem] = ()
    ready = len(files) == len(sections)
    if ready:
        try:
            if form.validate_on_submit() and form.store.data and form.seen.data == shown:
                return _stored(slug, token, files)
            drafts = [draft for file in files for draft in file.articles]
            copies = duplicates.copies(session(), me.study, drafts)
        except Refused as error:
            problems, ready = error.problems, False
    form.seen.data = shown
    page = render_template(
        "corpus/preview.html",
        form=form,
        sections=sections,
        problems=problems,
        ready=ready,
        copies=copies,
        articles=sum(len(file.articles) for file in files),
    )
    return page, 200 if ready else 422


def _section(upload: Upload, number: int, language: str) -> Section:
    form = forms.file_form(upload, number)
    review = intake.review(upload, form.details(), language)
    if isinstance(form, forms.TableForm):
        form.offer(review.columns, review.read.mapping if review.read else {})
        return Section(form, review, review.problems)
    if not form.is_submitted():
        form.begin(review, language)
    return Section(form, review, form.show(review.problems))


def _stored(slug: str, token: str, files: Sequence[ReadFile]) -> Page:
    me = member_of(slug, Act.IMPORT_ARTICLES)
    for turn in importing.turns(session(), me.study, files, me):
        with acting(slug, Act.IMPORT_ARTICLES):
            turn.write(session())
    uploads.throw_away(_data(), token)
    flash(
        f"Imported {counted(turn.articles, 'article')}: {counted(turn.sentences, 'sentence')}, "
        f"{turn.included:,} of them served. Look over how they were split.",
        "ok",
    )
    return redirect(url_for("corpus.articles", slug=slug))


@views.get("/studies/<slug>/articles/<public_id>")
@signed_in
def article(slug: str, public_id: str) -> Page:
    """An article's sentences, to be checked and corrected before they are coded."""
    me = member_of(slug, Act.EDIT_ARTICLES)
    found = queries.article(session(), me.study, public_id)
    return render_template(
        "corpus/article.html",
        article=found,
        copies=queries.shared_copies(session(), found),
        correction=editing.last_correction(session(), found),
        kinds=list(SentenceKind),
        at=request.args.get("at", ""),
    )


@views.post("/studies/<slug>/articles/<public_id>/edit")
@signed_in
def edit(slug: str, public_id: str) -> Page:
    """Split, join, serve or leave out, name the kind of a sentence, or take the last one back."""
    wanted = forms.EditForm().request()
    with acting(slug, Act.EDIT_ARTICLES) as me:
        found = queries.article(session(), me.study, public_id)
        if wanted.act == "undo":
            at = editing.undo(session(), found, me)
        else:
            at = editing.correct(session(), found, wanted, me)
    address = url_for("corpus.article", slug=slug, public_id=public_id, at=at, _anchor=f"s-{at}")
    return redirect(address)


def _data() -> Path:
    data: Path = current_app.config["ANNOTATOR_SETTINGS"].data
    return data


def _owner(member: Member) -> str:
    return f"account {member.account_id} in study {member.study_id}"
