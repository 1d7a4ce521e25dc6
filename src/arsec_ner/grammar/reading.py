"""A sentence as the pattern machines read it: words, their classes, and the spans found so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import regex

from arsec_ner.clitics import stem_starts
from arsec_ner.grammar.lexicon import Lexicon
from arsec_ner.normalize import dediac_ar, key
from arsec_ner.spans import Sentence, Span, Token

_GLUE: Final = {"and": "و", "for": "ل", "in": "ب"}
_QUOTES: Final = frozenset("\"'“”«»‘’()")
_DASHES: Final = frozenset("-–—:")
_MARKS: Final = frozenset("#_")
_ENDINGS: Final = (("ين", "definite_plural"), ("يه", "definite_f"))
_SHORTEST: Final = 5  # ال and a root of three letters

# Which sort of span a class of the patterns means; _nisba splits NORP by its form.
_LABELS: Final = {"GPE": "place", "LOC": "region", "FAC": "site", "PERSON": "name", "ORG": "org"}
_OWN: Final = regex.compile("(?:ه|ها|هم|هما)$")
MEDIA: Final = "media:"
GENERIC: Final = "body:"


class SentenceReading:
    """Answers what begins at a word: word classes, expressions and spans.

    A word is an index into the sentence's tokens, or (index, characters to leave out) where a
    particle is glued to it.
    """

    def __init__(
        self, sentence: Sentence, spans: Iterable[Span], lexicon: Lexicon, function: frozenset[str]
    ) -> None:
        # A hashtag's marks stand between the words of one name (#وزير_الخارجية).
        self.tokens = tuple(t for t in sentence.tokens if t.text not in _MARKS)
        self._lexicon = lexicon
        self._function = function
        self._word_ends = {token.end: index + 1 for index, token in enumerate(self.tokens)}
        self._spans: dict[int, list[tuple[str, int]]] = {}
        self._starts: dict[int, list[int]] = {}
        self._found: dict[tuple[int, int], dict[str, tuple[int, ...]]] = {}
        for span in spans:
            self.add(span)

    def add(self, span: Span) -> None:
        """Let the patterns see one more span; it must end where a word ends."""
        end = self._word_ends.get(span.end)
        if end is None:
            return
        for name in self._span_classes(span, end):
            self._spans.setdefault(span.start, []).append((name, end))
            self._starts.setdefault(end, []).append(span.start)
        self._found.clear()

    def ends(self, at: int, name: str, glue: str) -> Sequence[int]:
        """See `patterns.Reading.ends`."""
        if at >= len(self.tokens):
            return ()
        if not glue:
            return self._classes(at, 0).get(name, ())
        token, letter = self.tokens[at], _GLUE[glue]
        if token.key == letter:  # و الصحة، لـCNN
            return self._classes(at + 1, 0).get(name, ()) if at + 1 < len(self.tokens) else ()
        if len(token.key) < 3 or not token.text.startswith(letter):
            return ()
        return self._classes(at, 1).get(name, ())

    def last_name(self, end: int) -> int:
        """Offset at which the longest span that ends before word `end` starts, else the word."""
        return min(self._starts.get(end, ()), default=self.tokens[end - 1].start)

    def heads(self, at: int) -> list[tuple[int, frozenset[str]]]:
        """Where a phrase may begin in word `at`: offsets in the text, classes of what begins."""
        token = self.tokens[at]
        return [
            (start, frozenset(self._classes(at, start - token.start)))
            for start in stem_starts(token)
        ]

    def from_offset(self, at: int, offset: int) -> _Shifted:
        """This reading with the first `offset` characters of word `at` left out."""
        return _Shifted(self, at, offset)

    def _classes(self, at: int, offset: int) -> dict[str, tuple[int, ...]]:
        found = self._found.get((at, offset))
        if found is None:
            found = self._found[at, offset] = self._read(at, offset)
        return found

    def _read(self, at: int, offset: int) -> dict[str, tuple[int, ...]]:
        token = self.tokens[at]
        word = stem_key(token, offset)
        ends: dict[str, set[int]] = {}
        # ه and ة share a key, but مديرية "directorate" is not مديريه "his directors".
        feminine = dediac_ar(token.text).endswith("ة")
        for name in self._lexicon.words.get(word, ()):
            if feminine and name.startswith("own_"):
                continue
            ends.setdefault(name, set()).add(at + 1)
        for rest, classes in self._lexicon.phrases.get(word, ()):
            if tuple(t.key for t in self.tokens[at + 1 : at + 1 + len(rest)]) == rest:
                for name in classes:
                    ends.setdefault(name, set()).add(at + 1 + len(rest))
        for name, end in self._spans.get(token.start + offset, ()):
            ends.setdefault(name, set()).add(end)
        for name in self._open_classes(word, token):
            ends.setdefault(name, set()).add(at + 1)
        return {name: tuple(sorted(each)) for name, each in ends.items()}

    def _open_classes(self, word: str, token: Token) -> tuple[str, ...]:
        if token.text[0] in _QUOTES:
            return ("quote",)
        if word[:1].isdigit():
            return ("number",)
        if token.text[0] in _DASHES:
            return ("dash",)
        if word in self._function or len(word) < 2 or not word.isalpha():
            return ()
        if not "\u0621" <= word[0] <= "\u064a":
            return ("latin",)
        if word.startswith("ال") and len(word) >= _SHORTEST:
            return ("definite", *(name for ending, name in _ENDINGS if word.endswith(ending)))
        # An indefinite adjective (عسكري، برلمانية) is followed by no genitive.
        if word.endswith(("ي", "يه")):
            return ("word",)
        return ("word", "bare", "bare_own") if _OWN.search(dediac_ar(token.text)) else ("word", "bare")

    def _span_classes(self, span: Span, end: int) -> tuple[str, ...]:
        if span.label == "NORP":
            return self._nisba(span, end)
        name = _LABELS.get(span.label)
        if name is None:
            return ()
        if name == "org":
            return self._body(span)
        return (name,)

    @staticmethod
    def _body(span: Span) -> tuple[str, ...]:
        entry = span.entry or ""
        if entry.startswith(MEDIA):
            return ("medium",) if span.strong else ("weak_medium",)
        # القوات المسلحة is weak as a name, being every state's; a nisba makes it one.
        if entry.startswith(GENERIC):
            return ("generic_body", "body_name") if span.strong else ("generic_body",)
        return ("body_name",) if span.strong else ("weak_name",)

    def _nisba(self, span: Span, end: int) -> tuple[str, ...]:
        index = end - 1
        while index > 0 and self.tokens[index].start > span.start:
            index -= 1
        first = stem_key(self.tokens[index], max(0, span.start - self.tokens[index].start))
        last = self.tokens[end - 1].key
        if not first.startswith("ال"):
            return ("a_nisba",)
        if last.endswith("يه"):
            return ("nisba", "nisba_f")
        return ("nisba", "nisba_m") if last.endswith("ي") else ("nisba.many",)


class _Shifted:
    """A reading whose first word begins after its particles."""

    def __init__(self, reading: SentenceReading, at: int, offset: int) -> None:
        self._reading, self._at, self._offset = reading, at, offset

    def ends(self, at: int, name: str, glue: str) -> Sequence[int]:
        if at == self._at and not glue and self._offset:
            return self._reading._classes(at, self._offset).get(name, ())
        return self._reading.ends(at, name, glue)


def stem_key(token: Token, offset: int) -> str:
    """Key of a word without its first `offset` characters; ل + ال regains its alef (لأمم)."""
    if not offset:
        return token.key
    rest = token.text[offset:]
    if rest.startswith("ل") and token.text[offset - 1] == "ل":
        return "ا" + key(rest)
    return key(rest)


__all__ = ["MEDIA", "SentenceReading", "stem_key"]
