"""Codebooks for properties: any that obeys the rules, with every kind, option and odd text."""

from hypothesis import settings
from hypothesis import strategies as st

from annotator.codebook.hotkeys import FREE
from annotator.codebook.kinds.registry import KINDS
from annotator.codebook.schema import (
    NONE,
    NONE_LABEL,
    Code,
    Codebook,
    Example,
    Question,
    ShownIf,
)
from tests.sizes import scaled

#: To think up a whole codebook takes time.
patient = settings(max_examples=scaled(50, full=500))

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda key: key != NONE)
_CHARACTERS = st.characters(exclude_categories=("Cc", "Cs"))
# What YAML reads as something other than a text, and what its syntax is made of.
_WORDS = (
    "no yes on null ~ 1.10 2022-11-25 0x1F << *a &a !x ' \" % @ ` | > { [a ? --- ... = , #a a: b"
)
_LINES = [
    "- a",
    "a: b",
    "a #b",
    "a\n b",
    "a\n\nb",
    "a\n  - b\n c",
    "a\n#b",
    "a\\nb",
    "a\tb",
    "a\u200f\ufeffb",
]
_TRAPS = st.sampled_from([*_WORDS.split(), *_LINES])
_RAW = st.text(_CHARACTERS, min_size=1, max_size=30) | _TRAPS
TEXTS = _RAW.map(str.strip).filter(bool)
LABELS = _RAW.map(lambda text: " ".join(text.split())).filter(bool)
_NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=32)


def _or_empty(texts):
    return st.just("") | texts


@st.composite
def _codes(draw, kind):
    keys = draw(st.lists(KEYS, min_size=KINDS[kind].fewest_codes, max_size=5, unique=True))
    by_label = {"min_size": len(keys), "max_size": len(keys), "unique_by": str.casefold}
    labels = draw(st.lists(LABELS, **by_label))
    numbers = st.lists(_NUMBERS, min_size=len(keys), max_size=len(keys), unique=True)
    values = sorted(draw(numbers)) if kind == "scale" else [None] * len(keys)
    first = draw(st.integers(0, len(FREE) - 1))
    definitions = _or_empty(TEXTS) if kind == "scale" else TEXTS
    rules = st.lists(TEXTS, max_size=2).map(tuple)
    examples = st.builds(Example, coded=TEXTS, not_coded=_or_empty(TEXTS), why=_or_empty(TEXTS))
    return tuple(
        Code(
            key=key,
            label=labels[i],
            definition=draw(definitions),
            use_when=draw(rules),
            not_when=draw(rules),
            examples=tuple(draw(st.lists(examples, max_size=2))),
            hotkey=draw(st.sampled_from(["", FREE[(first + i) % len(FREE)]])),
            value=values[i],
        )
        for i, key in enumerate(keys)
    )


@st.composite
def _conditions(draw, earlier):
    if not earlier or draw(st.booleans()):
        return None
    question = draw(st.sampled_from(earlier))
    keys = [code.key for code in question.codes]
    if not keys or draw(st.booleans()):
        return ShownIf(question.key)
    codes = draw(st.lists(st.sampled_from(keys), min_size=1, unique=True))
    return ShownIf(question.key, tuple(codes))


@st.composite
def _questions(draw, key, earlier):
    kind = draw(st.sampled_from(list(KINDS)))
    is_coded, is_many = KINDS[kind].is_coded, KINDS[kind].takes_several
    none = is_many and draw(st.booleans())
    low, high = sorted(draw(st.lists(_NUMBERS, min_size=2, max_size=2, unique=True)))
    bounds = [None, None] if kind != "number" else [draw(st.sampled_from([None, low])), high]
    levels = [level for level in KINDS[kind].levels if level != "ratio" or (bounds[0] or -1) >= 0]
    return Question(
        key=key,
        kind=kind,
        label=draw(LABELS),
        level=draw(st.sampled_from(levels)) if levels else None,
        help=draw(_or_empty(TEXTS)),
        required=draw(st.booleans()),
        none=none,
        none_label=draw(st.just(NONE_LABEL) | LABELS) if none else "",
        marks=draw(st.sampled_from(["off", "optional", "required"])) if is_coded else "off",
        primary=is_many and draw(st.booleans()),
        shown_if=draw(_conditions(earlier)),
        minimum=bounds[0],
        maximum=bounds[1],
        codes=draw(_codes(kind)) if is_coded else (),
    )


@st.composite
def codebooks(draw):
    """A valid codebook of one to four questions."""
    questions = []
    for key in draw(st.lists(KEYS, min_size=1, max_size=4, unique=True)):
        questions.append(draw(_questions(key, questions)))
    return Codebook(
        key=draw(KEYS),
        title=draw(LABELS),
        language=draw(st.sampled_from(["en", "no", "de", "pt-BR", "zh-Hant"])),
        description=draw(_or_empty(TEXTS)),
        questions=tuple(questions),
        confidence=draw(st.booleans()),
    )
