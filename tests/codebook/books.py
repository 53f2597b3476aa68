"""Two small codebooks in YAML, and what is said when a part of one is replaced."""

import pytest

from annotator.codebook.yaml_file.read import read_book
from annotator.errors import Refused

FRAMES = """\
key: book
title: A book
questions:
  - key: frames
    kind: many
    label: Which frames?
    codes:
      - key: staged
        label: Staged
        definition: It is arranged.
      - key: moving
        label: Moving
        definition: A feeling is shown.
"""

SCALE = """\
key: book
title: A book
questions:
  - key: bias
    kind: scale
    label: How biased?
    codes:
      - {key: low, label: Not at all, value: 1}
      - {key: middle, value: 2}
      - {key: high, label: Very, value: 3}
  - key: share
    kind: number
    label: How many words?
    minimum: 0
    maximum: 9
  - key: why
    kind: text
    label: Why?
"""


def said_of(text: str, old: str = "", new: str = "") -> str:
    """What a book is refused with in which ``old`` is replaced, one line for each problem."""
    assert old in text
    with pytest.raises(Refused) as caught:
        read_book(text.replace(old, new, 1))
    assert all(problem.remedy for problem in caught.value.problems)
    return str(caught.value)
