"""What was measured, as JSON and as text for a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from annotator.reliability.reporting.table import decimals
from annotator.reliability.results.estimates import Estimate
from annotator.reliability.results.measure import Article, Measured
from annotator.reliability.uncertainty.intervals import LIMITS

#: A terminal shows this many values; a question about numbers may have thousands.
_SHOWN = 20

_UNDEFINED = "-"


def as_json(measured: Measured) -> dict[str, Any]:
    """Turn a measurement into what JSON can write, in full precision.

    Parameters
    ----------
    measured : Measured
        The agreement on one question.

    Returns
    -------
    dict
        What is undefined is None, with a reason.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(["s1", "s1", "s2", "s2"], ["A", "B"] * 2, list("xyyy"))
    ... )
    >>> found = rel.as_json(rel.measure(data))
    >>> found["coefficients"]["alpha"]["value"], found["coefficients"]["alpha"]["reason"]
    (0.0, 'too few units (2) for an interval')
    """
    return {
        "n_units": measured.n_units,
        "n_coders": measured.n_coders,
        "n_judgements": measured.n_judgements,
        "n_dropped": measured.n_dropped,
        "n_articles": measured.n_articles,
        "level": measured.level,
        "values": dict(zip(measured.values, measured.distribution, strict=True)),
        "coefficients": estimates_as_json(measured.coefficients),
        "share_of_replicates_below": _below(measured.coefficients),
        "articles": [_article(article) for article in measured.articles],
        "seed": measured.seed,
        "replicates": measured.replicates,
    }


def estimates_as_json(estimates: Mapping[str, Estimate]) -> dict[str, Any]:
    """Coefficients by their keys."""
    return {key: estimate_as_json(estimate) for key, estimate in estimates.items()}


def estimate_as_json(estimate: Estimate) -> dict[str, Any]:
    """An estimate as every JSON of this tool writes it."""
    shape = asdict(estimate)
    del shape["below"]
    return shape


def _below(estimates: Mapping[str, Estimate]) -> dict[str, dict[str, float]]:
    """The share of bootstrap replicates below each limit, where some were drawn."""
    return {
        key: dict(zip(map(str, LIMITS), estimate.below, strict=True))
        for key, estimate in estimates.items()
        if estimate.below
    }


def _article(article: Article) -> dict[str, Any]:
    coefficients = estimates_as_json(article.coefficients)
    return {"article": article.name, "n_units": article.n_units, "coefficients": coefficients}


def as_text(measured: Measured) -> str:
    """Write a measurement for a terminal, in aligned columns and with three decimals.

    Parameters
    ----------
    measured : Measured
        The agreement on one question.

    Returns
    -------
    str

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(["s1", "s1", "s2", "s2"], ["A", "B"] * 2, list("xyyy"))
    ... )
    >>> print(rel.as_text(rel.measure(data)).splitlines()[0])
    2 units, 2 coders, 4 judgements; nominal level.
    """
    blocks = [_summary(measured), _values(measured), _coefficients(measured)]
    if measured.articles:
        blocks.append(_articles(measured.articles))
    return "\n\n".join(blocks)


def _summary(measured: Measured) -> str:
    """How much was judged, by how many, and what does not count."""
    parts = [
        _counted(measured.n_units, "unit"),
        _counted(measured.n_coders, "coder"),
        _counted(measured.n_judgements, "judgement"),
    ]
    if measured.n_articles is not None:
        parts.append(_counted(measured.n_articles, "article") + " with two judgements of a unit")
    return f"{', '.join(parts)}; {measured.level} level.{_dropped(measured.n_dropped)}"


def _dropped(n_dropped: int) -> str:
    if not n_dropped:
        return ""
    verbs = ("has", "is") if n_dropped == 1 else ("have", "are")
    return f"\n{_counted(n_dropped, 'unit')} {verbs[0]} one judgement only and {verbs[1]} left out."


def _values(measured: Measured) -> str:
    """How often each value was given."""
    given = list(zip(measured.values, measured.distribution, strict=True))
    rows = [
        (value, f"{times:,}", f"{times / measured.n_judgements:.3f}")
        for value, times in given[:_SHOWN]
    ]
    more = f"\n... and {len(given) - _SHOWN:,} more values" if len(given) > _SHOWN else ""
    return table([("value", "judgements", "share"), *rows]) + more


def _coefficients(measured: Measured) -> str:
    """Each coefficient with its interval; what is missing is said behind it."""
    rows = [
        (key, number(each.value), limits(each), each.method or each.reason)
        for key, each in measured.coefficients.items()
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


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def number(value: float | None) -> str:
    """A number with three decimals, or a dash."""
    return _UNDEFINED if value is None else decimals(value)


def limits(estimate: Estimate) -> str:
    """The limits of an interval, or a dash."""
    if estimate.low is None or estimate.high is None:
        return _UNDEFINED
    return f"{decimals(estimate.low)} to {decimals(estimate.high)}"


def table(rows: Iterable[Sequence[str]], *, last_left: bool = False) -> str:
    """Rows in columns, the first to the left, the others to the right."""
    columns = list(zip(*rows, strict=True))
    aligned = []
    for at, cells in enumerate(columns):
        width = max(map(len, cells))
        left = at == 0 or (last_left and at == len(columns) - 1)
        aligned.append([cell.ljust(width) if left else cell.rjust(width) for cell in cells])
    return "\n".join("  ".join(row).rstrip() for row in zip(*aligned, strict=True))
