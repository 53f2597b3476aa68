"""The messages of the desk's HTTP contract, as plain JSON values.

What a program sends is read strictly: a wrong type or an unknown key is refused with
its place, so that a client's mistake never becomes a coder's answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import NotRequired, TypedDict, TypeGuard, cast, get_args, get_origin, get_type_hints

from annotator.coding.marking import Mark
from annotator.coding.submission import Submission
from annotator.errors import Problem, Refused

MOST_WANTED = 60
MOST_CODINGS = 100
#: No coder is served more than a database column can count.
MOST_SERVED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class SentCoding:
    """One coding that was sent, and for which assignment."""

    assignment: str
    submission: Submission


@dataclass(frozen=True, slots=True)
class CodingsSent:
    """Codings in the order in which they were made, and what is wished with the answer."""

    codings: tuple[SentCoding, ...]
    wanted: "SentencesWanted"


@dataclass(frozen=True, slots=True)
class SentencesWanted:
    """How many sentences to hold, after which one to tell of them, and who is asking.

    ``after`` is an ``order``: what was served up to it is known already. ``coder`` is a
    member's public id, empty from one who does not say.
    """

    want: int = 0
    after: int = 0
    coder: str = ""


class MarkMessage(TypedDict):
    """A mark as it is sent and told."""

    question: str
    code: str
    start: int
    end: int


class CodingMessage(TypedDict):
    """The keys of a coding, with the types that each may have."""

    assignment: str
    token: str
    answers: NotRequired[dict[str, object]]
    marks: NotRequired[list[object]]
    seconds: NotRequired[int | float | None]
    note: NotRequired[str]
    flagged: NotRequired[bool]
    looks: NotRequired[int]
    skip_reason: NotRequired[str]
    revises: NotRequired[str]
    confidence: NotRequired[int | None]
    rest: NotRequired[str]


def sentences_wanted(data: object) -> SentencesWanted:
    """The wishes of ``{"want": N, "after": M, "coder": ID}``; without ``want`` it is 1.

    :raises Refused: if want is no number from 0 to 60, or another has the wrong type.
    """
    message = _object(data, "the message")
    want, after, coder = message.get("want", 1), message.get("after", 0), message.get("coder", "")
    if not _is_number(want, MOST_WANTED):
        raise Refused(Problem(f"want is {want!r}; a number from 0 to {MOST_WANTED} is expected."))
    if not _is_number(after, MOST_SERVED):
        raise Refused(Problem(f"after is {after!r:.60}; the order of a sentence is expected."))
    if not isinstance(coder, str):
        raise Refused(Problem(f"coder is {coder!r:.60}; a text is expected."))
    return SentencesWanted(want, after, coder)


def codings_sent(data: object) -> CodingsSent:
    """The codings of ``{"codings": [...], "want": N}``, or of one coding by itself.

    :raises Refused: if the message has not this shape; nothing of it is stored then.
    """
    message = _object(data, "the message")
    if "codings" not in message:
        return CodingsSent((coding(message),), SentencesWanted())
    codings = message["codings"]
    if not isinstance(codings, list) or len(codings) > MOST_CODINGS:
        raise Refused(Problem(f"codings must be a list of at most {MOST_CODINGS} codings."))
    return CodingsSent(tuple(coding(each) for each in codings), sentences_wanted(message))


def coding(data: object) -> SentCoding:
    """One coding as it was sent; a ``skip_reason`` makes it a skip.

    :raises Refused: naming the key that is missing, unknown or of the wrong type.
    """
    message = cast(CodingMessage, _checked(data, CodingMessage))
    return SentCoding(
        message["assignment"],
        Submission(
            token=message["token"],
            raw=message.get("answers", {}),
            skipped="skip_reason" in message,
            skip_reason=message.get("skip_reason", ""),
            seconds=message.get("seconds"),
            note=message.get("note", ""),
            flagged=message.get("flagged", False),
            looks=message.get("looks", 0),
            revises=message.get("revises", ""),
            marks=tuple(_mark(each) for each in message.get("marks", [])),
            confidence=message.get("confidence"),
            rest=message.get("rest", ""),
        ),
    )


def _mark(data: object) -> Mark:
    message = cast(MarkMessage, _checked(data, MarkMessage))
    return Mark(message["question"], message["code"], message["start"], message["end"])


def _checked(data: object, shape: type) -> Mapping[str, object]:
    """An object that has the keys of this shape, each with one of its types."""
    fields, types = _object(data, "a coding"), _types_of(shape)
    unknown = [key for key in fields if key not in types]
    if unknown:
        raise Refused(
            Problem(
                f"{unknown[0]!r} is no key here.",
                column=str(unknown[0]),
                remedy=f"The keys are {', '.join(types)}.",
            )
        )
    for key in types:
        if key not in fields and key in shape.__required_keys__:  # type: ignore[attr-defined]
            raise Refused(Problem(f"{key} is missing.", column=key))
    for key, value in fields.items():
        if not _fits(value, types[key]):
            names = " or ".join(_NAMES[each] for each in types[key])
            raise Refused(Problem(f"{key} is {value!r:.60}; {names} is expected.", column=key))
    return fields


@cache
def _types_of(shape: type) -> Mapping[str, tuple[type, ...]]:
    """The types that each key of a shape may have, in the order in which they are named."""
    return {key: _types(hint) for key, hint in get_type_hints(shape).items()}


def _types(hint: object) -> tuple[type, ...]:
    parts = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return tuple(get_origin(part) or part for part in parts)


_NAMES: dict[type, str] = {
    str: "a text",
    dict: "an object",
    list: "a list",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}


def _fits(value: object, types: tuple[type, ...]) -> bool:
    """Whether a value has one of the types; true and false are no numbers."""
    if isinstance(value, bool):
        return bool in types
    return isinstance(value, types)


def _is_number(value: object, most: int) -> TypeGuard[int]:
    """Whether a value is a whole number from 0 on, and not more than this."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _object(data: object, what: str) -> Mapping[str, object]:
    if not isinstance(data, dict):
        raise Refused(Problem(f"{what} must be a JSON object."))
    return data
