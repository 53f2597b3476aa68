"""Headers that keep a page to itself, CSRF on every form, and brakes on guessing."""

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

csrf = CSRFProtect()

# A lab shares one address, so a limit by address only stops what no lab does.
limiter = Limiter(get_remote_address, storage_uri="memory://")

#: How often one address may try in a minute, and how often at least in each process: a
#: browser keeps to one process, so that those of a lab do not spread evenly.
TRIES, TRIES_AT_LEAST = 300, 60


def tries() -> str:
    """The limit of this process; together the processes of a server keep to about one."""
    return f"{max(TRIES // current_app.config['PROCESSES'], TRIES_AT_LEAST)}/minute"


_POLICY = (
    ContentSecurityPolicy()
    .default_src("'none'")
    .script_src("'self'")
    .style_src("'self'")
    .img_src("'self'", "data:")
    .font_src("'self'")
    .connect_src("'self'")
    .form_action("'self'")
    .base_uri("'none'")
    .frame_ancestors("'none'")
)
_HEADERS = Secure(
    csp=_POLICY,
    xfo=XFrameOptions().deny(),
    xcto=XContentTypeOptions().nosniff(),
    referrer=ReferrerPolicy().same_origin(),
    coop=CrossOriginOpenerPolicy().same_origin(),
)
_HSTS = StrictTransportSecurity().max_age(31_536_000)


def install(app: Flask) -> None:
    """Protect every form and every answer of the application."""
    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Add the headers; HSTS only over https, since a lab's own network may have none."""
    for name, value in _HEADERS.header_items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault(_HSTS.header_name, _HSTS.header_value)
    if not request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
