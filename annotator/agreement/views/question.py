"""The page of one question, its tables and pictures, and the sentences coders disagree on."""

from flask import render_template, request, url_for

from annotator.accounts.access import signed_in
from annotator.agreement.queries.sentences import listed_sentences
from annotator.agreement.report.methods_paragraph import paragraph
from annotator.agreement.report.question_report import QuestionReport, disputes
from annotator.agreement.report.table_notes import is_drawn, note
from annotator.agreement.service.left_out import reasons
from annotator.agreement.service.measure import (
    facts,
    question_report,
    variable_reports,
)
from annotator.agreement.views.blueprint import Page, also_included, offered, round_to_read, views
from annotator.codebook.queries import book
from annotator.database.session import release_connection, session
from annotator.reliability.reporting.forest_plot import Form
from annotator.rounds.models import Round
from annotator.web.table_files import picture_response, table_response

#: This many sentences are on one page.
PER_PAGE = 50


@views.get("/studies/<slug>/agreement/<round_id>/<key>")
@signed_in
def question(slug: str, round_id: str, key: str) -> Page:
    """All that is to be said of one question, or of one code of it."""
    round_ = round_to_read(slug, round_id)
    also = also_included()
    known = facts(session(), round_, also)
    report = question_report(session(), round_, key, also)
    return render_template(
        "agreement/question.html",
        round=round_,
        report=report,
        facts=known,
        links=_links(round_, report),
        note=note,
        is_drawn=is_drawn,
        reasons=reasons(session(), round_, also),
        offered=offered(),
        methods=paragraph(report.reports, known, report.as_one),
    )


def _links(round_: Round, report: QuestionReport) -> dict[str, list[str]]:
    """Where the rows of a table lead: to the sentences of a confusion, to the page of a code."""
    slug, round_id = round_.study.slug, round_.public_id
    confusions = [
        url_for(
            "agreement.sentences",
            slug=slug,
            round_id=round_id,
            key=report.key,
            one=each.one,
            other=each.other,
        )
        for each in report.confusions
    ]
    codes = report.table("codes") if report.detail is None else None
    keys = [f"{report.key}.{row[0]}" for row in codes.rows] if codes else []
    pages = [url_for("agreement.question", slug=slug, round_id=round_id, key=key) for key in keys]
    return {"confusions": confusions, "codes": pages}


@views.get("/studies/<slug>/agreement/<round_id>/<key>/<sheet>.<any(svg,pdf,png):form>")
@signed_in
def question_picture(slug: str, round_id: str, key: str, sheet: str, form: Form) -> Page:
    """A table of a question as a picture: dots with intervals."""
    round_ = round_to_read(slug, round_id)
    name = f"{slug}-round-{round_.number}-{key}-{sheet}"
    table = _report(round_, key).table(sheet)
    return picture_response(table, form, dark=request.args.get("dark") == "1", name=name)


@views.get("/studies/<slug>/agreement/<round_id>/<key>/<sheet>.<any(csv,tex):form>")
@signed_in
def question_table(slug: str, round_id: str, key: str, sheet: str, form: str) -> Page:
    """A table of a question, as CSV or LaTeX."""
    round_ = round_to_read(slug, round_id)
    name = f"{slug}-round-{round_.number}-{key}-{sheet}"
    return table_response(_report(round_, key).table(sheet), form, name)


def _report(round_: Round, key: str) -> QuestionReport:
    """What the page says, for its files; the connection is given back before drawing."""
    report = question_report(session(), round_, key, also_included())
    release_connection(session())
    return report


@views.get("/studies/<slug>/agreement/<round_id>/<key>/sentences")
@signed_in
def sentences(slug: str, round_id: str, key: str) -> Page:
    """The sentences on which coders disagree, all or those with two answers, with who said what."""
    round_ = round_to_read(slug, round_id)
    one, other = request.args.get("one", ""), request.args.get("other", "")
    reports = variable_reports(session(), round_, key, also_included())
    every = disputes(book(round_.version), reports, key, one, other)
    number = max(request.args.get("page", 1, type=int), 1)
    on_page = every[(number - 1) * PER_PAGE : number * PER_PAGE]
    texts = listed_sentences(session(), round_, [each.unit for each in on_page])
    return render_template(
        "agreement/sentences.html",
        round=round_,
        report=question_report(session(), round_, key, also_included()),
        one=one,
        other=other,
        disputes=on_page,
        texts=texts,
        total=len(every),
        page=number,
        pages=max(1, -(-len(every) // PER_PAGE)),
    )
