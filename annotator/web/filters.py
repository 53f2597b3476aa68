"""The filters of templates: numbers and times are written the same everywhere."""

from datetime import datetime

from flask import Flask
from jinja2 import StrictUndefined

from annotator.wording import agreeing, counted, duration, figure, share


def install(app: Flask) -> None:
    """Give templates their filters, and let a missing variable be an error."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        agreeing=agreeing, counted=counted, figure=figure, hours=duration, share=share
    )


def iso(time: datetime | None) -> str | None:
    """A moment for programs, in UTC: ``2026-11-22T08:00:00Z``."""
    return None if time is None else f"{time:%Y-%m-%dT%H:%M:%SZ}"
