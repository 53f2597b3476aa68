"""What was measured, as JSON and as text for a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from annotator.reliability.results.estimates import Estimate
from annotator.reliability.results.measure import Article, Measured
from annotator.reliability.uncertainty.intervals import LIMITS

#: A terminal shows so many values; a question about numbers may have thousands.
_SHOWN = 20

_UNDEFINED = "-"


def as_json(measured: Measured) -> dict[str, Any]:
    """All that was measured, ready for JSON; what is undefined is null with a reason."""
    return {
        "n_units": measured.n_units,
        "n_coders": measured.n_coders,
        "n_judgements": measured.n_judgements,
        "n_dropped": measured.n_dropped,
        "n_articles": measured.n_articles,
        "level": measured.level,
        "values": dict(zip(measured.values, measured.distribution, strict=True)),
        "coefficients": _figures(measured.coefficients),
        "share_of_replicates_below": _below(measured.coefficients),
        "articles": [_article(article) for article in measured.articles],
        "seed": measured.seed,
        "replicates": measured.replicates,
    }


def _figures(figures: Mapping[str, Estimate]) -> dict[str, Any]:
    return {key: as_shape(figure) for key, figure in figures.items()}


def as_shape(figure: Estimate) -> dict[str, Any]:
    """A figure as every JSON of this tool writes it."""
    shape = asdict(figure)
    del shape["below"]
    return shape


def _below(figures: Mapping[str, Estimate]) -> dict[str, dict[str, float]]:
    """The share of bootstrap replicates below each limit, where some were drawn."""
    return {
        key: dict(zip(map(str, LIMITS), figure.below, strict=True))
        for key, figure in figures.items()
        if figure.below
    }


def _article(article: Article) -> dict[str, Any]:
    figures = _figures(article.coefficients)
    return {"article": article.name, "n_units": article.n_units, "coefficients": figures}


def as_text(measured: Measured) -> str:
    """All that was measured, in aligned columns and with three decimals."""
    blocks = [_summary(measured), _values(measured), _coefficients(measured)]
    if measured.articles:
        blocks.append(_articles(measured.articles))
    return "\n\n".join(blocks)


def _summary(measured: Measured) -> str:
    """How much was judged, by how many, and what does not count."""
    parts = [
        _many(measured.n_units, "unit"),
        _many(measured.n_coders, "coder"),
        _many(measured.n_judgements, "judgement"),
    ]
    if measured.n_articles is not None:
        parts.append(_many(measured.n_articles, "article") + " with two judgements of a unit")
    return f"{', '.join(parts)}; {measured.level} level.{_dropped(measured.n_dropped)}"


def _dropped(n_dropped: int) -> str:
    if not n_dropped:
        return ""
    verbs = ("has", "is") if n_dropped == 1 else ("have", "are")
    return f"\n{_many(n_dropped, 'unit')} {verbs[0]} one judgement only and {verbs[1]} left out."


def _values(measured: Measured) -> str:
    """How often each value was given."""
    given = list(zip(measured.values, measured.distribution, strict=True))
    rows = [
        (value, f"{many:,}", f"{many / measured.n_judgements:.3f}")
        for value, many in given[:_SHOWN]
    ]
    more = f"\n... and {len(given) - _SHOWN:,} more values" if len(given) > _SHOWN else ""
    return table([("value", "judgements", "share"), *rows]) + more


def _coefficients(measured: Measured) -> str:
    """Each coefficient with its interval; what is missing is said behind it."""
    rows = [
        (key, number(figure.value), limits(figure), figure.method or figure.reason)
        for key, figure in measured.coefficients.items()
    ]
    return table([("coefficient", "value", "95 % interval", ""), *rows], last_left=True)


def _articles(articles: Sequence[Article]) -> str:
    """Each article's own values, where they are too few for an interval."""
    keys = ("percent", "alpha")
    rows = [
        (
            article.name,
            f"{article.n_units:,}",
            *(number(article.coefficients[key].value) for key in keys),
        )
        for article in articles
    ]
    return table([("article", "units", *keys), *rows])


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def number(value: float | None) -> str:
    """A figure with three decimals, or a dash."""
    return _UNDEFINED if value is None else f"{value:.3f}"


def limits(figure: Estimate) -> str:
    """The limits of an interval, or a dash."""
    if figure.low is None or figure.high is None:
        return _UNDEFINED
    return f"{figure.low:.3f} to {figure.high:.3f}"


def table(rows: Iterable[Sequence[str]], *, last_left: bool = False) -> str:
    """Rows in columns, the first to the left, the others to the right."""
    columns = list(zip(*rows, strict=True))
    aligned = []
    for at, cells in enumerate(columns):
        width = max(map(len, cells))
        left = at == 0 or (last_left and at == len(columns) - 1)
        aligned.append([cell.ljust(width) if left else cell.rjust(width) for cell in cells])
    return "\n".join("  ".join(row).rstrip() for row in zip(*aligned, strict=True))
