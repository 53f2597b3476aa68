"""Suggest what each sentence of an article is: body, or something around it.

Nothing is deleted, and a lead confirms or changes each suggestion. Only the body is
suggested to be served.
"""

from collections.abc import Sequence

from annotator.corpus.boilerplate import phrases
from annotator.corpus.boilerplate.line_kind import BODY, LineContext, Verdict, judge
from annotator.corpus.boilerplate.line_shape import is_short, is_unclosed
from annotator.corpus.boilerplate.segments import Segment, SentenceKind
from annotator.corpus.segmentation.spans import Span


def suggest(
    text: str, spans: Sequence[Span], *, title: str = "", outlet: str = ""
) -> tuple[Segment, ...]:
    """Each span with the kind it seems to have and the reason, in words."""
    lines = _lines(text, spans)
    words = ["", *(text[line[0].start : line[-1].end] for line in lines), ""]
    segments: list[Segment] = []
    before, seen = BODY, set[SentenceKind]()
    for number, line in enumerate(lines, start=1):
        beside = words[number - 1], words[number + 1]
        verdict = judge(LineContext(words[number], *beside, before, seen, title, outlet))
        verdicts = _glued(text, line) or [verdict] * len(line)
        segments.extend(
            Segment(
                *span, kind=each.kind, included=each.kind is SentenceKind.BODY, reason=each.reason
            )
            for span, each in zip(line, verdicts, strict=True)
        )
        before = verdicts[-1]
        seen.update(each.kind for each in verdicts)
    return tuple(segments)


def _lines(text: str, spans: Sequence[Span]) -> list[list[Span]]:
    """The spans of each line together."""
    lines: list[list[Span]] = []
    end = 0
    for span in spans:
        if not lines or "\n" in text[end : span.start]:
            lines.append([])
        lines[-1].append(span)
        end = span.end
    return lines


def _glued(text: str, line: Sequence[Span]) -> list[Verdict]:
    """Verdicts on a caption with the credit of its picture glued to the end, else none."""
    start, end = line[0].start, line[-1].end
    words = text[start:end]
    if not is_short(words, 60, 400) or not is_unclosed(words):
        return []
    found = phrases.GLUED_SOURCE.search(words)
    if not found or not found.start():
        return []
    caption = Verdict(SentenceKind.CAPTION, "Ends with the source of a picture.")
    credit = Verdict(SentenceKind.CREDIT, "Names the source of a picture.")
    cue = start + found.start()
    return [credit if span.start >= cue else caption for span in line]
