"""What a plan asks for, as JSON and as text for a terminal."""

from typing import Any

from annotator.reliability.reporting.as_text import table
from annotator.reliability.reporting.table import Column, Table
from annotator.reliability.results.power import SampleSize, bloch_kraemer
from annotator.reliability.results.study_sources import StudySource


def plan_json(
    size: SampleSize, source: StudySource, minimum: float, prevalence: float | None, pace: float
) -> dict[str, Any]:
    """A plan ready for JSON; hours are of all coders together."""
    return {
        "articles": size.articles,
        "sentences": size.sentences,
        "judgements": size.judgements,
        "hours": None if size.judgements is None else size.judgements * pace / 3600,
        "power": size.power,
        "power_error": size.error,
        "reason": size.reason,
        "tried": [{"articles": n, "power": power} for n, power in size.tried.items()],
        "alpha": source.alpha,
        "minimum": minimum,
        "textbook_units": None if prevalence is None else bloch_kraemer(minimum, prevalence),
    }


def plan_text(found: dict[str, Any], coders: float, sentences: float) -> str:
    """A plan in sentences, with the power of each number of articles that was tried."""
    rows = [(f"{each['articles']:,}", f"{each['power']:.2f}") for each in found["tried"]]
    blocks = [_asked(found, coders, sentences), _textbook(found)]
    if rows:
        blocks.append(table([("articles", "power"), *rows]))
    return "\n\n".join(block for block in blocks if block)


def _asked(found: dict[str, Any], coders: float, sentences: float) -> str:
    if found["articles"] is None:
        return f"No plan: {found['reason']}."
    return (
        f"{found['articles']:,} articles, about {found['sentences']:,} sentences "
        f"({sentences:.3g} an article), each coded by {coders:.3g}: {found['judgements']:,} "
        f"judgements, {found['hours']:,.0f} hours.\n"
        f"If alpha is {found['alpha']:.3f}, its lower 95 % limit then clears "
        f"{found['minimum']:.3f} in {found['power']:.0%} of studies "
        f"(simulated, +-{1.96 * found['power_error']:.0%})."
    )


def _textbook(found: dict[str, Any]) -> str:
    if found["textbook_units"] is None:
        return ""
    return (
        f"The textbook's figure (Bloch and Kraemer): {found['textbook_units']:,} units. It is for "
        "two coders and independent units,\nand asks neither how high alpha truly is nor how "
        "surely it is to be shown; sentences of one article are not\nindependent. It is not "
        "multiplied by the number of coders here: more coders tell more of each unit."
    )


def tried_table(plan: dict[str, Any]) -> Table:
    """The power of each number of articles that was tried, as a page shows it."""
    columns = (
        Column("articles", "Articles", "whole"),
        Column("power", "Share of studies that clear the minimum", "aligned"),
    )
    rows = [(each["articles"], f"{each['power']:.0%}") for each in plan["tried"]]
    return Table("tried", "Articles and power", columns, rows)
