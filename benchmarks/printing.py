"""What benchmarks print: on which machine, and a table that a Markdown page can hold."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime


def print_machine() -> None:
    """The machine, and how busy others keep it: above the number of cores, times are noise."""
    load = os.getloadavg()[0]
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, load average {load:.1f}, "
        f"{platform.system()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table with its title; numbers stand to the right."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    right = [all(not isinstance(row[at], str) for row in rows) for at in range(len(head))]
    print(f"\n{title}\n", flush=True)
    for row in [head, ["-" * width for width in widths], *cells]:
        aligned = (
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        )
        print(f"| {' | '.join(aligned)} |", flush=True)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,.3g}" if isinstance(value, float) and value < 100 else _whole(value)


def _whole(value: object) -> str:
    return f"{value:,.0f}" if isinstance(value, (int, float)) else str(value)
