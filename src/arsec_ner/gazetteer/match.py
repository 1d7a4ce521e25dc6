"""Finds the gazetteer's names in a text: one pass over the tokens, longest match per label."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from arsec_ner.gazetteer.entry import KIND_RANK
from arsec_ner.gazetteer.index import Index, Reading
from arsec_ner.gazetteer.words import stems, word
from arsec_ner.labels import MentionLabel
from arsec_ner.spans import Evidence, Sentence, Span, Token

# Nothing is annotated inside a person's name or a sea's: no GPE in بحر الصين الجنوبي.
_LEAVES = frozenset({"PERSON", "LOC"})
# What stands for its state, so that the article is about that state.
_STATES = KIND_RANK["country"]
_ARTICLE = "ال"
_HASHTAG_BLANK = "_"
_LINE_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_REMEMBERED = 65_536


@dataclass(frozen=True, slots=True)
class Match:
    """A name of one label that stands at some place of the text.

    Attributes:
        start, end: offsets into the text.
        layer: which of the matcher's indexes knows it.
        reading: the entries it may mean.
        strong: whether the name is enough by itself, or its context stands beside it.
    """

    start: int
    end: int
    layer: int
    reading: Reading
    strong: bool

    @property
    def label(self) -> MentionLabel:
        """The label of the mention."""
        return self.reading.label


class Matcher:
    """Matches the names of one or more indexes; an earlier one goes before a later one."""

    def __init__(self, layers: Sequence[Index]) -> None:
        self.layers = tuple(layers)
        # Text of a token → where in it names may begin: (offset, layer, node). The value follows
        # from the text alone, so that threads that race for it write the same.
        self._openings: dict[str, tuple[tuple[int, int, int], ...]] = {}
        self._stems: dict[str, frozenset[str]] = {}

    def find(self, text: str, sentences: Sequence[Sentence]) -> list[Span]:
        """The names in a segmented text, sorted by (start, -end); see `Gazetteer.find`."""
        matches: list[Match] = []
        for sentence in sentences:
            found = list(self._scan(text, sentence.tokens))
            matches.extend(self._in_context(match, sentence) for match in found)
        kept = _without_leaves(_longest(_first_layer(matches)))
        countries = self._countries(kept)
        spans = [self._span(match, countries) for match in kept]
        return sorted(spans, key=lambda span: (span.start, -span.end, span.label))

    def _scan(self, text: str, tokens: Sequence[Token]) -> Iterator[Match]:
        openings = self._openings
        for at, token in enumerate(tokens):
            opening = openings.get(token.text)
            if opening is None:
                opening = self._open(token.text)
            if opening:
                yield from self._read(text, tokens, at, opening)

    def _open(self, text: str) -> tuple[tuple[int, int, int], ...]:
        found = tuple(
            (start, layer, node)
            for start, stem in stems(text)
            for layer, index in enumerate(self.layers)
            if (node := index.child(0, stem))
        )
        if len(self._openings) >= _REMEMBERED:
            self._openings.clear()
        self._openings[text] = found
        return found

    def _read(
        self,
        text: str,
        tokens: Sequence[Token],
        at: int,
        opening: Iterable[tuple[int, int, int]],
    ) -> list[Match]:
        """The names that begin in one token, by the best of its splits into particle and stem.

        The longest wins, and the whole word before a particle and a shorter word: وسام is no
        و and سام, بكين no ب and كين.
        """
        best: list[Match] = []
        reach = -1
        for offset, layer, node in opening:
            start = tokens[at].start + offset
            found = [
                match
                for end, last in self._walk(text, tokens, at, layer, node)
                for match in self._matches(start, end, layer, last)
                if not offset or self._survives_particle(match, tokens[at], offset)
            ]
            if not found:
                continue
            end = max(match.end for match in found)
            if end > reach:
                best, reach = found, end
            elif best[0].start == start:
                best = best + found
        return best

    def _walk(
        self, text: str, tokens: Sequence[Token], at: int, layer: int, node: int
    ) -> Iterator[tuple[int, int]]:
        """The ends of the names that go on from a node, with the nodes where they end."""
        index = self.layers[layer]
        while True:
            end = tokens[at].end
            if index.ends(node):
                yield end, node
            at += 1
            if at < len(tokens) and tokens[at].text == _HASHTAG_BLANK:
                at += 1
            if at >= len(tokens):
                return
            token = tokens[at]
            node = index.child(node, word(token))
            if not node or (token.start > end and _LINE_BREAK.search(text, end, token.start)):
                return

    def _matches(self, start: int, end: int, layer: int, node: int) -> Iterator[Match]:
        for reading in self.layers[layer].readings(node):
            yield Match(start, end, layer, reading, any(reading.strong))

    def _survives_particle(self, match: Match, token: Token, offset: int) -> bool:
        """Whether a name may stand after a particle written in one word with it.

        A weak name of one word is too little evidence for the split (بسام is not ب and سام),
        unless its article shows where it begins (والحكومة).
        """
        if match.strong or match.end != token.end:
            return True
        return token.text.startswith((_ARTICLE, "ل"), offset)

    def _in_context(self, match: Match, sentence: Sentence) -> Match:
        if match.strong:
            return match
        index, reading = self.layers[match.layer], match.reading
        supported = tuple(
            number for number in reading.numbers if self._has_context(index, number, sentence)
        )
        if not supported:
            return match
        narrowed = Reading(reading.label, supported, (True,) * len(supported))
        return Match(match.start, match.end, match.layer, narrowed, True)

    def _has_context(self, index: Index, number: int, sentence: Sentence) -> bool:
        context = index.context(number)
        if not context:
            return False
        present = self._words_of(sentence)
        return any(_contains(sentence, present, words) for words in context)

    def _words_of(self, sentence: Sentence) -> frozenset[str]:
        found: set[str] = set()
        for token in sentence.tokens:
            known = self._stems.get(token.text)
            if known is None:
                known = frozenset(stem for _, stem in stems(token.text))
                if len(self._stems) >= _REMEMBERED:
                    self._stems.clear()
                self._stems[token.text] = known
            found |= known
        return frozenset(found)

    def _countries(self, matches: Iterable[Match]) -> frozenset[str]:
        """The states that the text names beyond doubt: by their own name or nisba."""
        found: set[str] = set()
        for match in matches:
            if match.strong and match.label in ("GPE", "NORP"):
                index, numbers = self.layers[match.layer], match.reading.numbers
                state = match.label == "NORP" and len(numbers) == 1
                if state or index.rank(numbers[0]) == _STATES:
                    found.add(index.code("country", numbers[0]))
        return frozenset(found - {""})

    def _span(self, match: Match, countries: frozenset[str]) -> Span:
        index, reading = self.layers[match.layer], match.reading
        meant = self._meant(index, reading, countries)
        score = 1.0 if match.strong else 0.5
        ids = [index.id(number) for number in meant]
        return Span(
            match.start,
            match.end,
            reading.label,
            score,
            tuple(Evidence("gazetteer", id, score) for id in ids),
            ids[0] if len(ids) == 1 else None,
            match.strong,
        )

    def _meant(self, index: Index, reading: Reading, countries: frozenset[str]) -> tuple[int, ...]:
        """Which of the entries that share a name the text means; several where it does not say.

        A country's own name always means the country. Otherwise the one entry whose state the
        text names is meant, then the best known place.
        """
        numbers = reading.numbers
        best = index.rank(numbers[0])
        if len(numbers) == 1 or best == _STATES:
            return numbers[:1]
        near = [number for number in numbers if index.code("country", number) in countries]
        if len(near) == 1:
            return (near[0],)
        strong = [number for number, own in zip(numbers, reading.strong, strict=True) if own]
        if len(strong) == 1 or best:
            return tuple(strong or numbers)[:1]
        return tuple(strong or numbers)


def _contains(sentence: Sentence, present: frozenset[str], words: tuple[str, ...]) -> bool:
    """Whether the sentence holds the words one after the other."""
    if not present.issuperset(words):
        return False
    if len(words) == 1:
        return True
    line = " ".join(word(token) for token in sentence.tokens)
    return " ".join(words) in line


def _first_layer(matches: Sequence[Match]) -> list[Match]:
    """Drop what an earlier index reads otherwise: the user's entry for a name is the one."""
    first: dict[tuple[int, int], int] = {}
    for match in matches:
        if match.strong:
            place = (match.start, match.end)
            first[place] = min(first.get(place, match.layer), match.layer)
    return [
        match
        for match in matches
        if match.layer <= first.get((match.start, match.end), match.layer)
    ]


def _longest(matches: Sequence[Match]) -> list[Match]:
    """Keep the leftmost longest names of each label; a weak one never displaces a strong one."""
    by_label: dict[str, list[Match]] = {}
    for match in sorted(matches, key=lambda match: (match.start, -match.end, match.layer)):
        by_label.setdefault(match.label, []).append(match)
    kept: list[Match] = []
    for group in by_label.values():
        strong = _leftmost([match for match in group if match.strong])
        weak = _leftmost([match for match in group if not match.strong])
        kept += strong
        kept += [match for match in weak if not _taken(match, strong)]
    return kept


def _leftmost(matches: Iterable[Match]) -> list[Match]:
    kept: list[Match] = []
    end = -1
    for match in matches:
        if match.start >= end:
            kept.append(match)
            end = match.end
    return kept


def _taken(weak: Match, strong: Sequence[Match]) -> bool:
    """Whether a strong name of the same label covers the weak one, equals or crosses it."""
    at = bisect_right(strong, weak.start, key=attrgetter("start"))
    if at and strong[at - 1].end > weak.start:
        before = strong[at - 1]
        return before.start < weak.start or before.end >= weak.end
    last = bisect_right(strong, weak.end - 1, key=attrgetter("start"))
    return last > at and strong[last - 1].end > weak.end


def _without_leaves(matches: list[Match]) -> list[Match]:
    """Drop what stands within a strong name in which nothing is annotated."""
    leaves = _leftmost(
        sorted(
            (match for match in matches if match.strong and match.label in _LEAVES),
            key=lambda match: (match.start, -match.end),
        )
    )
    return [match for match in matches if not _within(match, leaves)]


def _within(match: Match, leaves: Sequence[Match]) -> bool:
    at = bisect_right(leaves, match.start, key=attrgetter("start"))
    if not at:
        return False
    leaf = leaves[at - 1]
    return match.end <= leaf.end and (match.start, match.end) != (leaf.start, leaf.end)
