"""How pages write numbers, times and files: short, and the same everywhere."""

from datetime import datetime

from flask import Flask
from jinja2 import StrictUndefined


def install(app: Flask) -> None:
    """Give templates their filters, and let a missing variable be an error."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(counted=counted, figure=figure, hours=hours, share=share)


def figure(value: float | None, digits: int = 3) -> str:
    """A coefficient as journals print it: ``.743``, ``-.024``, ``1.000``; a dash if undefined."""
    if value is None:
        return "–"
    text = f"{value:z.{digits}f}"
    return text.replace("0.", ".", 1) if abs(value) < 1 and float(text) not in (1, -1) else text


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: ``1 sentence``, ``1,204 sentences``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def iso(time: datetime | None) -> str | None:
    """A moment for programs, in UTC: ``2026-11-22T08:00:00Z``."""
    return None if time is None else f"{time:%Y-%m-%dT%H:%M:%SZ}"


def hours(seconds: float) -> str:
    """A time as people say it: ``25 minutes``, ``4.2 hours``."""
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    return f"{seconds / 3600:.1f} hours"


def share(part: int, whole: int) -> str:
    """A share in whole percent, never 100 % before the end: ``99 %``."""
    if not whole:
        return "–"
    percent = 100 * part // whole
    return f"{max(percent, 1) if part else 0} %"
