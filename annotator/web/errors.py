"""What the web answers when something is refused: one page, one clear message."""

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from annotator.database.connections import is_temporary
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
    503: (
        "One moment",
        "The server can not reach its database just now. What was saved is safe. Wait a moment, "
        "then reload the page, or go back and send it again: no answer is stored twice.",
    ),
}

#: Seconds after which it is worth while to ask again when the database was away.
SOON = {"Retry-After": "5"}

#: What belongs to an answer beside its page: which methods there are, when to come back.
KEPT = ("Allow", "Retry-After")

Answer = tuple[str | Response, int, dict[str, str]]


def install(app: Flask) -> None:
    """Let the application answer every error with the same kind of page."""
    app.register_error_handler(AnnotatorError, refused)
    app.register_error_handler(CSRFError, page_too_old)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(SQLAlchemyError, database_error)


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


def database_error(error: SQLAlchemyError) -> Answer:
    """What will pass by itself is to be tried again; anything else is our own mistake."""
    if not is_temporary(error):
        raise error
    reason = str(getattr(error, "orig", error)).partition("\n")[0]
    current_app.logger.error(
        "%s %s: the database is away: %s", request.method, request.path, reason
    )
    return mistake(503, SOON)


def mistake(status: int, headers: dict[str, str] | None = None) -> Answer:
    """Our own mistake: a page that asks nothing of the database, which may be what failed.

    The traceback is in the server's log, with the address but without personal data.
    """
    title, text = WORDS[503 if headers else 500]
    if request.path.endswith(".json"):
        return _for_programs(title, (Problem(text),)), status, headers or {}
    # Flask's render_template would ask who is signed in.
    template = current_app.jinja_env.get_template("mistake.html")
    return template.render(title=title, problems=(Problem(text),)), status, headers or {}


def page(
    status: int, title: str, problems: tuple[Problem, ...], headers: dict[str, str] | None = None
) -> Answer:
    """The refusal as a page, or as JSON for a program that asked for that."""
    if request.path.endswith(".json"):
        return _for_programs(title, problems), status, headers or {}
    return render_template("error.html", title=title, problems=problems), status, headers or {}


def _for_programs(title: str, problems: tuple[Problem, ...]) -> Response:
    return jsonify({"error": title, "problems": [each.for_programs for each in problems]})
