"""What stands around a title, written as a line of symbols that patterns can be matched on.

P person  R other title  N nisba  G place or body  D date  a adjective (السابق)
h honorific or rank  c comma  q quote, bracket or #  f في/ب/لدى  n class noun (دولة)
r relative (وهو)  w any other word  . full stop  & the next word has و before it
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from arsec_ner.normalize import key
from arsec_ner.roles.titles import words_of
from arsec_ner.spans import Sentence, Span, Token

_REACH: Final = 14  # words read beside a title
_LABELS: Final = {
    "PERSON": "P", "ROLE": "R", "NORP": "N", "GPE": "G", "LOC": "G", "FAC": "G", "ORG": "G",
    "EVENT": "w", "DATE": "D",
}  # fmt: skip
_CLASSES: Final = (
    ("a", "adjective"), ("h", "honorific"), ("f", "place_preposition"), ("n", "class_noun"),
    ("r", "relative"),
)  # fmt: skip
_COMMAS: Final = frozenset("،,؛")
_MARKS: Final = frozenset("«“”»\"'‘’()[]{}‹›#_-–ـ")


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text beside a title.

    Attributes:
        symbols: one letter a word or mention, and & before one that is joined by و.
        spans: for each letter the index of the span it stands for, or None.
    """

    symbols: str
    spans: tuple[int | None, ...]


class Surroundings:
    """Reads the lines after and before any offset of one document."""

    def __init__(self, text: str, sentences: Sequence[Sentence], spans: Sequence[Span]) -> None:
        self._text = text
        self._after: dict[int, Line] = {}
        self._spans = spans
        self._sentence_starts = [sentence.start for sentence in sentences]
        self._sentences = sentences
        self._starts = [span.start for span in spans]
        self._outer: list[int] = []
        end = 0
        for index, span in enumerate(spans):
            if span.start >= end:
                self._outer.append(index)
                end = span.end
        self._outer_starts = [spans[index].start for index in self._outer]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence in which an offset lies."""
        at = bisect_left(self._sentence_starts, offset + 1) - 1
        return self._sentences[at] if at >= 0 else None

    def after(self, offset: int) -> Line:
        """The line from an offset on, to the sentence's end at most."""
        if offset not in self._after:
            sentence = self.sentence_at(offset - 1)
            line = Line("", ()) if sentence is None else self._line(sentence, offset, sentence.end)
            self._after[offset] = line
        return self._after[offset]

    def between(self, start: int, end: int) -> Line:
        """The line of all that stands from `start` to `end`, at most `_REACH` words of it."""
        sentence = self.sentence_at(max(start - 1, 0))
        if sentence is None or end - start > _REACH * 20:
            return Line("w" * _REACH, (None,) * _REACH)
        return self._line(sentence, start, end)

    def keys_after(self, offset: int, most: int) -> list[str]:
        """The keys of the words that begin right after an offset, in the same sentence."""
        sentence = self.sentence_at(max(offset - 1, 0))
        if sentence is None:
            return []
        at = bisect_left(sentence.tokens, offset + 1, key=_end)
        return [token.key for token in sentence.tokens[at : at + most]]

    def letter_before(self, index: int) -> str:
        """The letter right before a span: ل of لمصر; "" at the text's start."""
        start = self._spans[index].start
        return self._text[max(start - 1, 0) : start]

    def outer_before(self, offset: int) -> int | None:
        """The last outermost span that ends before an offset, in the same sentence."""
        at = bisect_left(self._outer_starts, offset) - 1
        sentence = self.sentence_at(offset)
        if at < 0 or sentence is None:
            return None
        span = self._spans[self._outer[at]]
        return self._outer[at] if sentence.start <= span.start and span.end <= offset else None

    def _line(self, sentence: Sentence, start: int, end: int) -> Line:
        tokens = sentence.tokens
        at = bisect_left(tokens, start + 1, key=_end)
        symbols: list[str] = []
        spans: list[int | None] = []
        position = start
        while at < len(tokens) and position < end and len(symbols) < _REACH:
            token = tokens[at]
            if token.end <= position:
                at += 1
                continue
            begin = max(token.start, position)
            if begin >= end:
                break
            inside = self._first_within(begin, min(token.end, end))
            head = self._text[begin : self._spans[inside].start] if inside is not None else ""
            if inside is None:
                found = _symbols(self._text[begin : min(token.end, end)])
                position = token.end
            else:
                found = f"{_glue(head)}{_LABELS[self._spans[inside].label]}"
                position = self._spans[inside].end
            for symbol in found:
                symbols.append(symbol)
                spans.append(inside if symbol == found[-1] else None)
        return Line("".join(symbols), tuple(spans))

    def _first_within(self, start: int, end: int) -> int | None:
        """The first span, and the longest of those, that begins in a stretch."""
        at = bisect_left(self._starts, start)
        return at if at < len(self._spans) and self._starts[at] < end else None


def _end(token: Token) -> int:
    return token.end


def _glue(letters: str) -> str:
    """The particles before a mention: و joins, ب and ل say where."""
    folded = key(letters)
    joined = "&" if folded[:1] in ("و", "ف") else ""
    return joined + ("f" if folded[-1:] in ("ب", "ل") else "")


def _symbols(word: str) -> str:
    if word in _COMMAS:
        return "c"
    if word in _MARKS:
        return "q"
    folded = key(word)
    if not any(letter.isalnum() for letter in folded):
        return "." if word[:1] in ".؟!?…:" else "q"
    joined = "&" if folded == "و" else ""
    if joined:
        return joined
    for form, glue in ((folded, ""), (folded[1:], folded[:1])):
        if glue not in ("", "و", "ب", "ل"):
            continue
        for symbol, name in _CLASSES:
            if form in words_of(name):
                return {"و": "&", "ب": "f", "ل": "f"}.get(glue, "") + symbol
    return "w"


__all__ = ["Line", "Surroundings"]
