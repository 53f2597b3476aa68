"""The kinds of questions that there are. To add one, write its module and name it here."""

from typing import Protocol

from annotator.codebook.kinds.kind import Kind
from annotator.codebook.kinds.many import Many
from annotator.codebook.kinds.number import Number
from annotator.codebook.kinds.one import One
from annotator.codebook.kinds.scale import Scale
from annotator.codebook.kinds.text import Text

#: Each kind by its name, in the order in which they are listed.
KINDS: dict[str, Kind] = {kind.name: kind for kind in (One(), Many(), Scale(), Number(), Text())}


class OfKind(Protocol):
    """What names its kind: a question, or a variable of one."""

    @property
    def kind(self) -> str: ...


def kind_of(thing: OfKind) -> Kind:
    """The kind of a question or of a variable."""
    return KINDS[thing.kind]
