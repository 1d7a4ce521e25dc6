"""A sentence as the pattern machines read it: words, their classes, and the spans found so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from arsec_ner.grammar.lexicon import lexicon
from arsec_ner.grammar.patterns import Phrases
from arsec_ner.grammar.words import openings, stem_key, word_classes
from arsec_ner.spans import Sentence, Span

_NOTHING: Final[Mapping[str, Sequence[int]]] = {}
# Patterns call each other once for each body in a body; a text that piles up more is no phrase.
_DEEPEST: Final = 12
_GLUE: Final = {"and": "و", "for": "ل", "in": "ب"}
# What stands between the words of one name in a hashtag (#وزير_الخارجية) is no word.
_MARKS: Final = frozenset("#_")
_LABELS: Final = {"GPE": "place", "LOC": "region", "FAC": "site", "PERSON": "name"}
# The ids of the organisations tell a medium, which has no officers of state, and the bodies that
# every state has under the same name: those that are named alone (وزارة الخارجية), and those
# that are only with their state (القوات المسلحة المصرية).
_MEDIUM: Final = "media:"
_KNOWN: Final = "body:"
_FORCE: Final = "force:"


class SentenceReading:
    """Answers what begins at a word: word classes, expressions, spans, other patterns.

    Attributes:
        tokens: the words and marks that count.
    """

    def __init__(
        self, sentence: Sentence, spans: Iterable[Span], named: Mapping[str, Phrases]
    ) -> None:
        self.tokens = tuple(token for token in sentence.tokens if token.text not in _MARKS)
        self._named = named
        self._word_ends = {token.end: index + 1 for index, token in enumerate(self.tokens)}
        self._spans: dict[int, list[tuple[str, int]]] = {}
        self._depth = 0
        self._starts: dict[int, int] = {}
        self._classes: dict[tuple[int, int], dict[str, tuple[int, ...]]] = {}
        self._called: dict[tuple[str, int, int], tuple[int, ...]] = {}
        self.add(spans)

    def add(self, spans: Iterable[Span]) -> None:
        """Let the patterns see more spans; one that ends within a word is left out."""
        for span in spans:
            end = self._word_ends.get(span.end)
            if end is None:
                continue
            for name in self._span_classes(span, end):
                self._spans.setdefault(span.start, []).append((name, end))
                self._starts[end] = min(span.start, self._starts.get(end, span.start))
        self._classes.clear()
        self._called.clear()

    def openings(self, at: int) -> Iterator[tuple[int, frozenset[str]]]:
        """Where a phrase may begin in a word: characters to leave out, classes of what begins."""
        token = self.tokens[at]
        for offset, classes in openings(token.text):
            spans = self._spans.get(token.start + offset)
            if spans:
                classes = classes.union(name for name, _ in spans)
            if classes:
                yield offset, classes

    def classes(self, at: int, offset: int) -> Mapping[str, Sequence[int]]:
        """See `patterns.Reading.classes`."""
        if at >= len(self.tokens):
            return _NOTHING
        found = self._classes.get((at, offset))
        if found is None:
            found = self._classes[at, offset] = self._read(at, offset)
        return found

    def glued(self, at: int, offset: int, glue: str) -> tuple[int, int] | None:
        """See `patterns.Reading.glued`."""
        if at >= len(self.tokens) or offset:
            return None
        token, letter = self.tokens[at], _GLUE[glue]
        if token.key == letter:  # و الصحة، لـCNN
            return at + 1, 0
        return (at, 1) if len(token.key) > 2 and token.text.startswith(letter) else None

    def called(self, name: str, at: int, offset: int) -> Sequence[int]:
        """See `patterns.Reading.called`."""
        pattern = self._named[name]
        if not (pattern.empty or self._may_begin(pattern, at, offset)):
            return ()
        memo = (name, at, offset)
        found = self._called.get(memo)
        if found is None and self._depth < _DEEPEST:
            self._called[memo] = ()  # a pattern that begins with itself finds nothing there
            self._depth += 1
            found = self._called[memo] = pattern.machine.ends(self, at, offset)
            self._depth -= 1
        return found or ()

    def _may_begin(self, pattern: Phrases, at: int, offset: int) -> bool:
        if not pattern.first.isdisjoint(self.classes(at, offset)):
            return True
        return any(self.glued(at, offset, glue) is not None for glue in pattern.glues)

    def last_name(self, end: int) -> int:
        """Where the longest span that ends before word `end` starts in the text, else the word."""
        return self._starts.get(end, self.tokens[end - 1].start)

    def _read(self, at: int, offset: int) -> dict[str, tuple[int, ...]]:
        token = self.tokens[at]
        ends: dict[str, tuple[int, ...]] = {
            name: (at + 1,) for name in word_classes(token.text, offset)
        }
        for rest, classes in lexicon().phrases.get(stem_key(token.text, offset), ()):
            stop = at + 1 + len(rest)
            if tuple(each.key for each in self.tokens[at + 1 : stop]) == rest:
                for name in classes:
                    ends[name] = (*ends.get(name, ()), stop)
        for name, end in self._spans.get(token.start + offset, ()):
            ends[name] = (*ends.get(name, ()), end)
        return ends

    def _span_classes(self, span: Span, end: int) -> tuple[str, ...]:
        if span.label == "NORP":
            return self._nisba(span, end)
        if span.label == "ORG":
            return _body(span)
        name = _LABELS.get(span.label)
        return () if name is None else (name,)

    def _nisba(self, span: Span, end: int) -> tuple[str, ...]:
        index = end - 1
        while index > 0 and self.tokens[index].start > span.start:
            index -= 1
        token = self.tokens[index]
        first = stem_key(token.text, max(0, span.start - token.start))
        if not first.startswith("ال"):
            return ("a_nisba",)
        last = self.tokens[end - 1].key
        if last.endswith("يه"):
            return ("nisba", "nisba_f")
        return ("nisba", "nisba_m") if last.endswith("ي") else ("nisba.many",)


def _body(span: Span) -> tuple[str, ...]:
    entry = span.entry or ""
    if entry.startswith(_MEDIUM):
        return ("medium",) if span.strong else ("weak_medium",)
    if entry.startswith(_KNOWN):
        return ("generic_body", "known_body")
    if entry.startswith(_FORCE):
        return ("generic_body",)
    return ("body_name",) if span.strong else ("weak_name",)


__all__ = ["SentenceReading"]
