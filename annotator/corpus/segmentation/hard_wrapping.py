"""Tell hard-wrapped text, in which the end of a line says nothing."""

from itertools import pairwise

#: Mails and agency wires wrap at 60 to 80 characters; no newspaper wraps beyond this.
WIDEST = 120
_FEWEST_PAIRS = 3
_CLOSING = ".!?…:;\"'”’»)。！？"


def is_hard_wrapped(text: str) -> bool:
    """Whether nearly every line ends only because the next word did not fit.

    Looks at pairs of lines with no blank line between them. In a wrapped text the first
    word of the second would have made the first longer than the longest line, and most
    first lines end in the middle of a sentence.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    width = max(map(len, lines))
    pairs = [(above, below) for above, below in pairwise(lines) if above and below]
    if width > WIDEST or len(pairs) < _FEWEST_PAIRS:
        return False
    full = sum(len(above) + 1 + len(below.split()[0]) > width for above, below in pairs)
    open_ended = sum(above[-1] not in _CLOSING for above, _ in pairs)
    return full >= 0.8 * len(pairs) and open_ended >= 0.5 * len(pairs)
