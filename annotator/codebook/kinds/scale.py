"""The points of an evenly spaced scale, so that nobody has to write them one by one."""

from decimal import Decimal

from annotator.codebook.schema import Code

MOST_POINTS = 100


def points(
    low: float, high: float, step: float = 1, low_label: str = "", high_label: str = ""
) -> tuple[Code, ...]:
    """The points from low to high; only the ends are labelled in words.

    A point's key is made of its number, ``p`` before it for plus and ``m`` for minus:
    ``p2``, ``m0_5``.

    :raises ValueError: in a whole sentence, if there are no such points.
    """
    # Decimals, because ten steps of the float 0.1 do not lead from 0 to 1.
    first, last, stride = (Decimal(repr(float(number) + 0.0)) for number in (low, high, step))
    if stride <= 0 or last <= first:
        raise ValueError(f"Steps of {step:g} do not lead up from {low:g} to {high:g}.")
    if last - first > stride * (MOST_POINTS - 1):
        raise ValueError(f"From {low:g} to {high:g} there are more than {MOST_POINTS} points.")
    if (last - first) % stride:
        raise ValueError(f"Steps of {step:g} do not lead from {low:g} to exactly {high:g}.")
    values = [first + stride * index for index in range(int((last - first) / stride) + 1)]
    labels = [_written(value) for value in values]
    labels[0], labels[-1] = low_label or labels[0], high_label or labels[-1]
    return tuple(
        Code(key=_key(value), label=label, value=float(value))
        for value, label in zip(values, labels, strict=True)
    )


def number_text(value: float) -> str:
    """A number as people write it: 2, not 2.0."""
    return _written(Decimal(repr(float(value) + 0.0)))


def _written(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _key(value: Decimal) -> str:
    sign = "m" if value < 0 else "p"
    return sign + _written(abs(value)).replace(".", "_")
