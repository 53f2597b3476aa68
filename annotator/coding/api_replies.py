"""What the desk's HTTP contract answers, as the shapes of its JSON objects.

``docs/http.md`` tells what each key means; ``api_messages`` reads what is sent.
"""

from typing import Literal, NotRequired, TypedDict

from annotator.coding.api_messages import MarkMessage

Span = tuple[int, int]


class StandingReply(TypedDict):
    """The answer that stands, in the form in which a coding is sent."""

    coding: str
    answers: dict[str, list[str]]
    marks: list[MarkMessage]
    note: str
    flagged: bool
    confidence: int | None
    skip_reason: NotRequired[str]


# Keys of the contract that would be poor names in Python stand as texts.

#: Which of the sentences of its article a sentence is.
PlaceReply = TypedDict("PlaceReply", {"number": int, "of": int})  # noqa: UP013


class KnownReply(TypedDict):
    """A known answer in words, beside the coder's own."""

    question: str
    known: str
    own: str
    agrees: bool
    reason: str
    compares: bool


class SentenceReply(TypedDict):
    """A sentence as its coder may see it."""

    assignment: str
    leased_until: str | None
    language: str
    text: str
    masked: list[Span]
    words: list[Span]
    before: str | None
    after: str | None
    so_far: list[str] | None
    place: PlaceReply | None
    fields: dict[str, str]
    order: int


_Said = TypedDict("_Said", {"said": StandingReply | None})  # noqa: UP013


class ShownReply(SentenceReply, _Said):
    """The same with the answer that stands."""

    previous: str | None


class TrainingReply(ShownReply):
    """The same in training: with the known answers, once the coder has answered."""

    known: list[KnownReply] | None


class ProgressReply(TypedDict):
    assigned: int | None
    done: int
    skipped: int
    left: int | None


class StateReply(TypedDict):
    """How far the coder is, and the sentences that they hold."""

    coder: str
    round: str
    progress: ProgressReply
    held: list[SentenceReply]


class HeldReply(StateReply):
    csrf_token: str


_Kept = TypedDict("_Kept", {"how": NotRequired[str]})  # noqa: UP013


class ResultReply(_Kept):
    """What became of one coding."""

    assignment: str
    token: str
    status: Literal["saved", "kept", "refused"]
    coding: NotRequired[str]
    problems: NotRequired[list[dict[str, str]]]
    left_out: NotRequired[list[str]]
    known: NotRequired[list[KnownReply] | None]


class CodingsReply(StateReply):
    results: list[ResultReply]
