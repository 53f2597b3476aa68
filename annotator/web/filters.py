"""How pages write numbers, times and files: short, and the same everywhere."""

from datetime import datetime
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined


def install(app: Flask) -> None:
    """Give templates their filters, and let a missing variable be an error."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(figure=figure, day=day, share=share, iso=iso)


def figure(value: float | None, digits: int = 3) -> str:
    """A coefficient as journals print it: ``.743``, ``-.024``, ``1.000``; a dash if undefined."""
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    return text.replace("0.", ".", 1) if abs(value) < 1 and float(text) not in (1, -1) else text


def day(moment: datetime | None) -> str:
    """The day of a moment, in UTC: ``22 Nov 2026``."""
    return f"{moment.day} {moment:%b %Y}" if moment else "–"


def iso(moment: datetime) -> str:
    """A moment for machines: ``2026-11-22T08:00:00Z``."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def share(part: int, whole: int) -> str:
    """A share in whole percent, never 100 % before the end: ``99 %``."""
    if not whole:
        return "–"
    percent = 100 * part // whole
    return f"{max(percent, 1) if part else 0} %"


def static_version(folder: Path) -> int:
    """A number that changes with the static files, so that browsers may keep them long."""
    return max(int(file.stat().st_mtime) for file in folder.rglob("*") if file.is_file())
