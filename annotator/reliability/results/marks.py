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
class MarkedSentence:
    """One coder's spans of one code in one sentence; none is an answer, too.

    Parameters
    ----------
    sentence, coder : str
        Whose spans of what.
    words : sequence of (int, int)
        The start and end of each word of the sentence, the same for all its coders.
    spans : sequence of (int, int)
        The start and end of each span that the coder marked.
    article : str
        The article of the sentence, if it is known.
    """

    sentence: str
    coder: str
    words: Sequence[Span]
    spans: Sequence[Span]
    article: str = ""


@dataclass(frozen=True, slots=True)
class SpanPair:
    """How far two coders' spans agree: the F1 of one against the other, in either order.

    Attributes
    ----------
    coders : tuple of str
        Their names.
    n_sentences : int
        The sentences that both saw.
    n_spans : tuple of int
        How many spans (or words) each of them marked.
    f1 : float or None
        None, with a reason, where neither marked anything.
    reason : str
        Why there is no F1.
    """

    coders: tuple[str, str]
    n_sentences: int
    n_spans: tuple[int, int]
    f1: float | None
    reason: str = ""


def token_judgements(marked: Sequence[MarkedSentence]) -> Judgements:
    """Turn marked words into judgements: of each word whether a coder marked it.

    A word is marked if a span covers any of it. The article is that of the sentence, or
    the sentence itself where no article is known, so that words are never drawn alone.

    Parameters
    ----------
    marked : sequence of MarkedSentence
        Each coder's spans in each sentence that they saw.

    Returns
    -------
    Judgements
        A judgement of each word by each coder who saw its sentence: 1 if marked, else 0.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> words = [(0, 5), (6, 11)]
    >>> marked = [
    ...     rel.MarkedSentence("s1", "Ann", words, [(0, 5)]),
    ...     rel.MarkedSentence("s1", "Bob", words, [(3, 8)]),
    ... ]
    >>> rel.token_judgements(marked).value
    ('1', '0', '1', '1')
    """
    cells = [
        (f"{each.sentence} {at:05d}", each.coder, _covered(word, each.spans), _home(each))
        for each in marked
        for at, word in enumerate(each.words)
    ]
    unit, coder, value, home = zip(*cells, strict=True) if cells else ((), (), (), ())
    return Judgements(unit, coder, value, home)


def _home(each: MarkedSentence) -> str:
    return each.article or each.sentence


def _covered(word: Span, spans: Sequence[Span]) -> str:
    return "1" if any(_touch(word, span) for span in spans) else "0"


def _touch(one: Span, other: Span) -> bool:
    """Whether two spans have a character in common."""
    return one[0] < other[1] and other[0] < one[1]


def span_f1(marked: Sequence[MarkedSentence], match: Match = "exact") -> list[SpanPair]:
    """Compute the F1 of every two coders over the sentences that both saw.

    It is 2 hits / (spans of one + spans of the other).

    Parameters
    ----------
    marked : sequence of MarkedSentence
        Each coder's spans in each sentence that they saw.
    match : {"exact", "overlap", "token"}
        What a hit is: the same span; a span that touches one of the other that no span before
        it has hit; or a word.

    Returns
    -------
    list of SpanPair
        In the order of the coders' names.

    References
    ----------
    .. [1] G. Hripcsak and A. Rothschild, Agreement, the F-measure, and reliability in information
       retrieval (2005). https://doi.org/10.1197/jamia.M1733

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> words = [(0, 5), (6, 11)]
    >>> marked = [
    ...     rel.MarkedSentence("s1", "Ann", words, [(0, 5)]),
    ...     rel.MarkedSentence("s1", "Bob", words, [(3, 8)]),
    ... ]
    >>> [rel.span_f1(marked, match)[0].f1 for match in ("exact", "overlap")]
    [0.0, 1.0]
    """
    coders = sorted({each.coder for each in marked})
    spans: Mapping[tuple[str, str], MarkedSentence] = {(m.coder, m.sentence): m for m in marked}
    return [_pair(spans, one, other, match) for one, other in combinations(coders, 2)]


def _pair(
    spans: Mapping[tuple[str, str], MarkedSentence], one: str, other: str, match: Match
) -> SpanPair:
    seen = [sentence for coder, sentence in spans if coder == one and (other, sentence) in spans]
    both = [(_counted(spans[one, s], match), _counted(spans[other, s], match)) for s in seen]
    first, second = (sum(len(pair[at]) for pair in both) for at in (0, 1))
    n_spans = (first, second)
    if not first + second:
        reason = "undefined: neither marked anything" if seen else "undefined: no common sentence"
        return SpanPair((one, other), len(seen), n_spans, None, reason)
    hits = sum(_hits(first_spans, other_spans, match) for first_spans, other_spans in both)
    return SpanPair((one, other), len(seen), n_spans, 2 * hits / (first + second))


def _counted(each: MarkedSentence, match: Match) -> list[Span]:
    """The spans, or the words that they cover, each once and in the order of the text."""
    if match == "token":
        return [word for word in each.words if _covered(word, each.spans) == "1"]
    return sorted(set(each.spans))


def _hits(spans: Sequence[Span], others: Sequence[Span], match: Match) -> int:
    """How many spans of one find a span of the other of their own."""
    if match != "overlap":
        return len(set(spans) & set(others))
    free = list(others)
    hits = 0
    for span in spans:
        hit = next((at for at, other in enumerate(free) if _touch(span, other)), None)
        if hit is not None:
            del free[hit]
            hits += 1
    return hits


def mean_f1(pairs: Sequence[SpanPair]) -> float | None:
    """The mean of what is defined; None where nothing is."""
    known = [pair.f1 for pair in pairs if pair.f1 is not None]
    return sum(known) / len(known) if known else None
