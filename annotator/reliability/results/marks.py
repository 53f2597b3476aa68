"""Marked words: how far coders agree on which words of a sentence carry a code.

Token by token, a word is the unit and whether it is marked the value: alpha then asks for
chance, too. Span by span, one coder's spans are looked for among another's: F1, which
does not, since what is not marked has no number of spans (G. Hripcsak and A. Rothschild,
Agreement, the F-measure, and reliability, 2005).

Words of one sentence are alike, so intervals come from articles, or from sentences where
no article is known, never from words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from annotator.reliability.data.long_form import Judgements

#: Start and end of a span, as offsets into its sentence; the end is not part of it.
Span = tuple[int, int]

#: What makes two spans one: the same ends, one word in common, or word by word.
Match = Literal["exact", "overlap", "token"]


@dataclass(frozen=True, slots=True)
class Marked:
    """One coder's spans of one code in one sentence; none is an answer, too.

    ``words`` are the spans of the sentence's words, the same for all its coders.
    """

    sentence: str
    coder: str
    words: Sequence[Span]
    spans: Sequence[Span]
    article: str = ""


@dataclass(frozen=True, slots=True)
class PairedSpans:
    """How far two coders' spans agree: the F1 of one against the other, in either order.

    None, with a reason, where neither marked anything.
    """

    coders: tuple[str, str]
    n_sentences: int
    n_spans: tuple[int, int]
    f1: float | None
    reason: str = ""


def token_rows(marked: Sequence[Marked]) -> Judgements:
    """A judgement of each word by each coder who saw its sentence: 1 if marked, else 0.

    A word is marked if a span covers any of it. The article is that of the sentence, or
    the sentence itself where no article is known, so that words are never drawn alone.
    """
    cells = [
        (f"{each.sentence} {at:05d}", each.coder, _covered(word, each.spans), _home(each))
        for each in marked
        for at, word in enumerate(each.words)
    ]
    unit, coder, value, home = zip(*cells, strict=True) if cells else ((), (), (), ())
    return Judgements(unit, coder, value, home)


def _home(each: Marked) -> str:
    return each.article or each.sentence


def _covered(word: Span, spans: Sequence[Span]) -> str:
    return "1" if any(_touch(word, span) for span in spans) else "0"


def _touch(one: Span, other: Span) -> bool:
    """Whether two spans have a character in common."""
    return one[0] < other[1] and other[0] < one[1]


def paired_f1(marked: Sequence[Marked], match: Match = "exact") -> list[PairedSpans]:
    """The F1 of every two coders over the sentences that both saw.

    2 hits / (spans of one + spans of the other). With ``overlap`` a span hits if it touches
    a span of the other that no span before it has hit; with ``token`` words are counted.
    """
    coders = sorted({each.coder for each in marked})
    of: Mapping[tuple[str, str], Marked] = {(m.coder, m.sentence): m for m in marked}
    return [_pair(of, one, other, match) for one, other in combinations(coders, 2)]


def _pair(of: Mapping[tuple[str, str], Marked], one: str, other: str, match: Match) -> PairedSpans:
    seen = [sentence for coder, sentence in of if coder == one and (other, sentence) in of]
    both = [(_said(of[one, s], match), _said(of[other, s], match)) for s in seen]
    first, second = (sum(len(pair[at]) for pair in both) for at in (0, 1))
    n_spans = (first, second)
    if not first + second:
        reason = "undefined: neither marked anything" if seen else "undefined: no common sentence"
        return PairedSpans((one, other), len(seen), n_spans, None, reason)
    hits = sum(_hits(mine, theirs, match) for mine, theirs in both)
    return PairedSpans((one, other), len(seen), n_spans, 2 * hits / (first + second))


def _said(each: Marked, match: Match) -> list[Span]:
    """The spans, or the words that they cover, each once and in the order of the text."""
    if match == "token":
        return [word for word in each.words if _covered(word, each.spans) == "1"]
    return sorted(set(each.spans))


def _hits(mine: Sequence[Span], theirs: Sequence[Span], match: Match) -> int:
    """How many spans of one find a span of the other of their own."""
    if match != "overlap":
        return len(set(mine) & set(theirs))
    free = list(theirs)
    hits = 0
    for span in mine:
        found = next((at for at, other in enumerate(free) if _touch(span, other)), None)
        if found is not None:
            del free[found]
            hits += 1
    return hits


def mean_f1(pairs: Sequence[PairedSpans]) -> float | None:
    """The mean of what is defined; None where nothing is."""
    known = [pair.f1 for pair in pairs if pair.f1 is not None]
    return sum(known) / len(known) if known else None
