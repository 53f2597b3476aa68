"""What the web answers when something is refused: one page, one clear message."""

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from annotator.errors import AnnotatorError, Conflict, Forbidden, NotFound, Problem, Refused

STATUS: dict[type[AnnotatorError], tuple[int, str]] = {
    NotFound: (404, "Not found"),
    Forbidden: (403, "Not allowed"),
    Conflict: (409, "Not possible now"),
    Refused: (422, "Not accepted"),
}

WORDS = {
    400: ("Not understood", "The page or form was incomplete. Go back, reload it and try again."),
    401: ("Signed out", "Sign in again, and go on where you were."),
    404: ("Not found", "There is no such page, or it is not open to you."),
    405: ("Not possible", "This address can not be used in this way. Go back to the page before."),
    413: ("Too large", "The file is larger than 100 MB. Split it into smaller files."),
    429: ("Too many attempts", "Wait a minute and try again."),
    500: (
        "Our mistake",
        "Something went wrong on the server. What was saved is safe. Go back and try again; "
        "if it happens again, tell the person who runs this server the time of day.",
    ),
}

#: What belongs to an answer beside its page: which methods there are, when to come back.
KEPT = ("Allow", "Retry-After")

Answer = tuple[str | Response, int, dict[str, str]]


def install(app: Flask) -> None:
    """Let the application answer every error with the same kind of page."""
    app.register_error_handler(AnnotatorError, refused)
    app.register_error_handler(CSRFError, page_too_old)
    app.register_error_handler(HTTPException, http_error)


def refused(error: AnnotatorError) -> Answer:
    status, title = next(
        (answer for kind, answer in STATUS.items() if isinstance(error, kind)),
        (422, "Not accepted"),
    )
    problems = error.problems if isinstance(error, Refused) else (Problem(str(error)),)
    return page(status, title, problems)


def page_too_old(error: CSRFError) -> Answer:
    remedy = "Go back, reload the page and send it again; nothing was stored."
    return page(
        400, "Page too old", (Problem("This page was opened in another sign-in.", remedy=remedy),)
    )


def http_error(error: HTTPException) -> Answer | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    if status >= 500:
        return mistake(status)
    title, text = WORDS.get(status, (error.name, error.description or ""))
    headers = {name: value for name, value in error.get_headers() if name in KEPT}
    return page(status, title, (Problem(text),), headers)


def mistake(status: int) -> Answer:
    """Our own mistake: a page that asks nothing of the database, which may be what failed.

    The traceback is in the server's log, with the address but without personal data.
    """
    title, text = WORDS[500]
    # Flask's render_template would ask who is signed in.
    template = current_app.jinja_env.get_template("mistake.html")
    return template.render(title=title, problems=(Problem(text),)), status, {}


def page(
    status: int, title: str, problems: tuple[Problem, ...], headers: dict[str, str] | None = None
) -> Answer:
    """The refusal as a page, or as JSON for a program that asked for that."""
    if request.path.endswith(".json"):
        said = [problem.for_programs for problem in problems]
        return jsonify({"error": title, "problems": said}), status, headers or {}
    return render_template("error.html", title=title, problems=problems), status, headers or {}
