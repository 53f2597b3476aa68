"""Forest plots that pages and papers share, drawn by matplotlib."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Literal

# matplotlib takes half a second to load, which only those who see a figure wait for.
if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: What an image can be, and what a browser is told of it.
Form = Literal["svg", "pdf", "png"]
TYPES: dict[Form, str] = {
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "png": "image/png",
}

INK = {"light": ("#22211f", "#8a857c", "#145a73"), "dark": ("#ece8df", "#9b958a", "#7cc4dd")}

#: Fixed, so that the same data give the same bytes.
_SETTINGS: Any = {"svg.hashsalt": "annotator", "svg.fonttype": "none", "pdf.fonttype": 42}
_DATELESS: Any = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
}


@dataclass(frozen=True, slots=True)
class Dot:
    """A coefficient with its interval, as a row of a forest plot.

    Parameters
    ----------
    label : str
        What the row is called.
    value, low, high : float or None
        The coefficient and the limits of its interval; what is None is not drawn.
    """

    label: str
    value: float | None
    low: float | None
    high: float | None


def forest_plot(
    dots: Sequence[Dot],
    *,
    bounds: Sequence[float] = (0.667, 0.8),
    dark: bool = False,
    form: Form = "svg",
) -> bytes:
    """Draw coefficients as dots with intervals, a row each, and hairlines at the bounds.

    While it writes the image it changes matplotlib's settings, which are those of the whole
    process: a program with several threads draws in one at a time.

    Parameters
    ----------
    dots : sequence of Dot
        The rows, from top to bottom.
    bounds : sequence of float
        Where the hairlines are.
    dark : bool
        Whether it is for a dark page.
    form : {"svg", "pdf", "png"}
        What kind of image.

    Returns
    -------
    bytes
        The image; the same for the same arguments.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> image = rel.forest_plot([rel.Dot("Tone", 0.71, 0.62, 0.8)])
    >>> image[:5]
    b'<?xml'
    """
    from matplotlib.figure import Figure

    ink, quiet, accent = INK["dark" if dark else "light"]
    figure = Figure(figsize=(9, 0.9 + 0.36 * max(len(dots), 1)), layout="constrained")
    axes = figure.add_subplot()
    rows = range(len(dots) - 1, -1, -1)
    for row, dot in zip(rows, dots, strict=True):
        _draw(axes, row, dot, accent, quiet)
    lowest = min(
        [
            0.0,
            *(d.low for d in dots if d.low is not None),
            *(d.value for d in dots if d.value is not None),
        ]
    )
    axes.set_xlim(max(lowest, -1) - 0.02, 1.02)
    axes.set_ylim(-0.7, len(dots) - 0.3)
    axes.set_yticks(list(rows), [_short(dot.label) for dot in dots], color=ink, parse_math=False)
    for bound in bounds:
        axes.axvline(bound, color=quiet, linewidth=0.6, zorder=0)
        axes.annotate(
            f"{bound:.3f}".lstrip("0"),
            (bound, 1),
            (2, 2),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            color=quiet,
            fontsize=8,
        )
    axes.tick_params(axis="x", colors=quiet)
    axes.tick_params(axis="y", length=0)
    for name, spine in axes.spines.items():
        spine.set_visible(name == "bottom")
        spine.set_color(quiet)
    return _image(figure, form)


def _short(label: str) -> str:
    """A label in at most two lines, so that the dots keep their room."""
    return "\n".join(wrap(label, 44, max_lines=2, placeholder=" …"))


def _draw(axes: "Axes", row: int, dot: Dot, accent: str, quiet: str) -> None:
    if dot.value is None:
        axes.annotate("undefined", (0, row), color=quiet, fontsize=9, va="center")
        return
    if dot.low is not None and dot.high is not None:
        axes.plot(
            [dot.low, dot.high], [row, row], color=accent, linewidth=1.6, solid_capstyle="round"
        )
    axes.plot([dot.value], [row], "o", color=accent, markersize=6)


def _image(figure: "Figure", form: Form) -> bytes:
    """The bytes of an image; on a page the paper shows through, in print it is white."""
    from matplotlib import rc_context

    stream = BytesIO()
    with rc_context(_SETTINGS):
        figure.savefig(
            stream, format=form, dpi=300, transparent=form == "svg", metadata=_DATELESS[form]
        )
    return stream.getvalue()
