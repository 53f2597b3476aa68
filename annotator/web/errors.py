"""What the web answers when something is refused: one page, one clear message."""

from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

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

Answer = tuple[str, int]


def install(app: Flask) -> None:
    """Let the application answer every error with the same kind of page."""
    app.register_error_handler(AnnotatorError, refused)
    app.register_error_handler(CSRFError, page_too_old)
    app.register_error_handler(HTTPException, http_error)


def refused(error: AnnotatorError) -> Answer | Response:
    status, title = next(
        (answer for kind, answer in STATUS.items() if isinstance(error, kind)),
        (422, "Not accepted"),
    )
    problems = error.problems if isinstance(error, Refused) else (Problem(str(error)),)
    return page(status, title, problems)


def page_too_old(error: CSRFError) -> Answer | Response:
    remedy = "Go back, reload the page and send it again; nothing was stored."
    return page(
        400, "Page too old", (Problem("This page was opened in another sign-in.", remedy=remedy),)
    )


def http_error(error: HTTPException) -> Answer | Response | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    title, text = WORDS.get(status, (error.name, error.description or ""))
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        # The traceback is in the server's log, with the address but without personal data.
        title, text = WORDS[500]
    return page(status, title, (Problem(text),))


def page(status: int, title: str, problems: tuple[Problem, ...]) -> Answer | Response:
    """The refusal as a page, or for a program that asked for JSON, as JSON."""
    if request.path.endswith(".json"):
        said = [{"place": p.column, "message": p.message, "remedy": p.remedy} for p in problems]
        answer = jsonify({"error": title, "problems": said})
        answer.status_code = status
        return answer
    return render_template(
        "error.html", title=title, problems=problems, back=request.referrer
    ), status
