"""The codebook for reading, its source, and the page by which a new version comes in."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.accounts.access import signed_in
from annotator.codebook import forms, queries, service
from annotator.codebook.hotkeys import with_hotkeys
from annotator.codebook.kinds.registry import kind_of
from annotator.codebook.queries import Draft
from annotator.codebook.ready_made import ready_made, ready_made_text
from annotator.codebook.words.as_text import size
from annotator.codebook.words.instructions import instructions
from annotator.codebook.words.prose import blocks
from annotator.database.session import release_connection, session
from annotator.errors import Problem, Refused
from annotator.studies.access import acting, member_of
from annotator.studies.models import Study
from annotator.studies.permissions import Act

views = Blueprint("codebook", __name__)

Page = str | Response | tuple[str, int]


# What the partial that shows a book needs, wherever it is included.
for words in (blocks, instructions, size):
    views.add_app_template_filter(words)
views.add_app_template_filter(kind_of, "kind")


@views.get("/studies/<slug>/codebook")
@signed_in
def page(slug: str) -> Page:
    """The newest version of the codebook, or the one that is asked for."""
    me = member_of(slug, Act.SEE_CODEBOOK)
    versions = queries.versions(session(), me.study)
    if not versions:
        return render_template("codebook/none_yet.html", books=_ready_made())
    number = request.args.get("version", type=int)
    version = versions[0] if number is None else queries.version(session(), me.study, number)
    return render_template(
        "codebook/page.html",
        version=version,
        versions=versions,
        book=queries.book_with_hotkeys(version),
    )


@views.get("/studies/<slug>/codebook/<int:number>.yaml")
@signed_in
def source(slug: str, number: int) -> Response:
    """The YAML of a version, as it was imported."""
    me = member_of(slug, Act.SEE_CODEBOOK)
    version = queries.version(session(), me.study, number)
    response = Response(version.source, mimetype="application/yaml")
    name = f"{slug}-codebook-{number}.yaml"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@views.get("/studies/<slug>/codebook/ready-made/<name>")
@signed_in
def example(slug: str, name: str) -> Page:
    """A ready-made codebook, to be read before one starts from it."""
    member_of(slug, Act.CHANGE_CODEBOOK)
    book = with_hotkeys(queries.parsed(ready_made_text(name)))
    return render_template("codebook/ready_made.html", book=book, name=name)


@views.route("/studies/<slug>/codebook/import", methods=["GET", "POST"])
@signed_in
def import_(slug: str) -> Page:
    """Bring a codebook: see what it says and what it changes, then store it."""
    me = member_of(slug, Act.CHANGE_CODEBOOK)
    form = forms.Import()
    if not form.validate_on_submit():
        if not form.is_submitted():
            form.source.data = _text_to_start_from(me.study)
        return _import_page(form)
    try:
        file = form.take_file()
        text = form.source.data or ""
        # Reading a large book takes seconds, and no one who saves shall wait for it.
        release_connection(session())
        queries.parsed(text, file)
        draft = queries.draft(session(), me.study, text, file)
        if form.store.data and form.seen.data == draft.name:
            return _stored(slug, form, file)
    except Refused as error:
        return _import_page(form, problems=error.problems)
    form.seen.data = draft.name
    return _import_page(form, draft)


def _stored(slug: str, form: forms.Import, file: str) -> Page:
    with acting(slug, Act.CHANGE_CODEBOOK) as me:
        version = service.add_version(
            session(), me.study, form.source.data or "", me, form.change_note.data or "", file
        )
    flash(f"Version {version.number} of the codebook is stored.", "ok")
    return redirect(url_for("codebook.page", slug=slug))


def _import_page(
    form: forms.Import, draft: Draft | None = None, problems: Sequence[Problem] = ()
) -> tuple[str, int]:
    text = form.source.data or ""
    page = render_template(
        "codebook/import.html",
        form=form,
        draft=draft,
        book=with_hotkeys(draft.book) if draft else None,
        problems=problems,
        lines=text.splitlines(),
        books=_ready_made(),
    )
    return page, 422 if problems or form.errors else 200


def _ready_made() -> dict[str, str]:
    """The titles of the ready-made books by their names."""
    return {name: queries.parsed(ready_made_text(name)).title for name in ready_made()}


def _text_to_start_from(study: Study) -> str:
    """A ready-made book if one is named, else the newest version, to be changed."""
    name = request.args.get("from", "")
    if name:
        return ready_made_text(name)
    newest = queries.newest_or_none(session(), study)
    return newest.source if newest else ""
