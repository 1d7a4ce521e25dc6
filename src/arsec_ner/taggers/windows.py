"""Windows of words: what one run of the model sees, and whose predictions are taken from it.

A window is a run of whole sentences. Its first sentences may be context, tagged already in the
window before and repeated so that الجانبان or a bare surname finds what it stands for. A
sentence too long for one window is cut into overlapping pieces; nothing is ever left out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from arsec_ner.spans import Sentence, Token

LIMIT = 384
"""Sub-tokens of one window at most, the two marks at its ends aside."""
CONTEXT = 64
"""Sub-tokens of earlier text repeated before a window's own words, at most."""
OVERLAP = 32
"""Sub-tokens of later text repeated after a piece of a sentence too long for one window."""


@dataclass(frozen=True, slots=True)
class Window:
    """Word indices of one run: the model sees `start:end`; predictions count in `first:last`."""

    start: int
    end: int
    first: int
    last: int


def words_of(sentences: Sequence[Sentence]) -> tuple[list[Token], list[int]]:
    """The tokens of all sentences in order, and for each sentence the index after its last."""
    words = [token for sentence in sentences for token in sentence.tokens]
    ends = list(accumulate(len(sentence.tokens) for sentence in sentences))
    return words, ends


def plan(
    sizes: Sequence[int],
    sentence_ends: Sequence[int],
    limit: int = LIMIT,
    context: int = CONTEXT,
    overlap: int = OVERLAP,
) -> list[Window]:
    """Cut a document into windows.

    Args:
        sizes: for each word its number of sub-tokens, none above `limit - context - overlap`.
        sentence_ends: for each sentence the index after its last word, ascending.
        limit: sub-tokens in a window.
        context: sub-tokens of earlier text in it at most.
        overlap: sub-tokens of later text after a piece that ends inside a sentence.

    Returns:
        Windows in order; every word lies in `first:last` of exactly one.
    """
    before = [0, *accumulate(sizes)]
    starts = sorted({0, *sentence_ends})
    windows = []
    first = 0
    units = list(_units(before, sentence_ends, limit - context - overlap))
    at = 0
    while at < len(units):
        start = _context_start(before, starts, first, context)
        room = before[start] + limit
        if before[units[at][0]] > room:  # cannot happen with the sizes asked for
            raise ValueError("a word is longer than a window")
        while at + 1 < len(units) and before[units[at + 1][0]] <= room and units[at][1]:
            at += 1
        last, whole = units[at]
        reach = before[last] if whole else min(before[last] + overlap, room)
        windows.append(Window(start, bisect_right(before, reach) - 1, first, last))
        first = last
        at += 1
    return windows


def _units(
    before: Sequence[int], sentence_ends: Sequence[int], longest: int
) -> Iterator[tuple[int, bool]]:
    """Ends of the pieces windows are made of, and whether a sentence ends there."""
    start = 0
    for end in sentence_ends:
        while before[end] - before[start] > longest:
            start = max(start + 1, bisect_right(before, before[start] + longest) - 1)
            yield start, start == end
        if start < end:
            yield end, True
        start = end


def _context_start(before: Sequence[int], starts: Sequence[int], first: int, context: int) -> int:
    """Where the context of a window starts: a sentence if one fits, else a word."""
    earliest = bisect_left(before, before[first] - context)
    at = bisect_left(starts, earliest)
    whole = starts[at] if at < len(starts) else first
    return whole if whole < first else min(earliest, first)
