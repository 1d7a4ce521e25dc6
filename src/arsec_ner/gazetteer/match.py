"""Finds the gazetteer's names in a text: one pass over the tokens, longest match per label."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from arsec_ner.gazetteer.entry import KIND_RANK
from arsec_ner.gazetteer.index import Index, Reading
from arsec_ner.gazetteer.words import BLANKS, folded, stems
from arsec_ner.labels import MentionLabel
from arsec_ner.normalizers import ARSEC, Normalizer
from arsec_ner.spans import Evidence, Sentence, Span, Token

# Nothing is annotated inside a person's name or a sea's: no GPE in بحر الصين الجنوبي.
_LEAVES = frozenset({"PERSON", "LOC"})
# What stands for its state, so that the article is about that state.
_STATES = KIND_RANK["country"]
_NAMES_OF_STATES = frozenset({"GPE", "NORP"})
_SHADDA: Final = "\u0651"
_VOWELS: Final = re.compile("[\u064b-\u0650\u0652]")
_LINE_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_REMEMBERED = 65_536


class Match(NamedTuple):
    """A name of one label that stands at some place of the text.

    Attributes:
        start, end: offsets into the text.
        label: the label of the mention.
        layer: which of the matcher's indexes knows it.
        reading: the entries it may mean.
        strong: whether the name is enough by itself, or its context stands beside it.
        doubtful: a weak name of one word after a particle written in one word with it, too
            little evidence for the split (بسام is not ب and سام) unless the article shows where
            it begins (والحكومة), or its context stands beside it (بمالي).
    """

    start: int
    end: int
    label: MentionLabel
    layer: int
    reading: Reading
    strong: bool
    doubtful: bool = False


_NEVER_INDEFINITE: Final = frozenset({"GPE", "LOC", "FAC", "ORG"})
_TANWIN: Final = ("ا\u064b", "\u064bا")


class _Words:
    """The words of a sentence, with and without the particles written in one word with them."""

    def __init__(self, sentence: Sentence, stems: frozenset[str]) -> None:
        self._stems = stems
        self._phrases: dict[tuple[str, ...], bool] = {}
        self._line = f" {' '.join(token.key for token in sentence.tokens)} "

    def __contains__(self, phrase: tuple[str, ...]) -> bool:
        if len(phrase) == 1:
            return phrase[0] in self._stems
        # A sentence may be the whole text, with a weak name in every line of a table.
        if phrase not in self._phrases:
            self._phrases[phrase] = f" {' '.join(phrase)} " in self._line
        return self._phrases[phrase]


class Matcher:
    """Matches the names of one or more indexes; an earlier one goes before a later one.

    Args:
        layers: the indexes.
        normalizer: what all of them were folded by.
    """

    def __init__(self, layers: Sequence[Index], normalizer: Normalizer = ARSEC) -> None:
        self.layers = tuple(layers)
        self._normalizer = normalizer
        # Text of a token → where in it names may begin: (offset, layer, node). The value follows
        # from the text alone, so that threads that race for it write the same.
        self._openings: dict[str, tuple[tuple[int, int, int], ...]] = {}
        self._stems: dict[str, frozenset[str]] = {}
        self._evidence: dict[tuple[tuple[str, ...], float], tuple[Evidence, ...]] = {}

    def find(self, text: str, sentences: Sequence[Sentence]) -> list[Span]:
        """The names in a segmented text, sorted by (start, -end); see `Gazetteer.find`."""
        matches: list[Match] = []
        marked = _SHADDA in text
        for sentence in folded(sentences, self._normalizer):
            found = self._scan(text, sentence.tokens)
            if marked:
                found = [self._as_spelled(text, match) for match in found]
            if all(match.strong for match in found):
                matches += found
                continue
            words = self._words_of(sentence)
            found = [match if match.strong else self._in_context(match, words) for match in found]
            matches += [match for match in found if match.strong or not match.doubtful]
        matches = [match for match in matches if not _indefinite(text, match)]
        kept = _without_leaves(_longest(self._first_layer(matches)))
        countries = _countries(kept)
        spans = [self._span(match, countries) for match in kept]
        return sorted(spans, key=lambda span: (span.start, -span.end, span.label))

    def _scan(self, text: str, tokens: Sequence[Token]) -> list[Match]:
        known = self._openings.get
        found: list[Match] = []
        for at, token in enumerate(tokens):
            opening = known(token.text)
            if opening is None:
                opening = self._open(token.text)
            if opening:
                found += self._read(text, tokens, at, opening)
        return found

    def _open(self, text: str) -> tuple[tuple[int, int, int], ...]:
        found = tuple(
            (start, layer, node)
            for start, stem in stems(text, self._normalizer)
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
        doubtful: list[Match] = []
        reach = -1
        for offset, layer, node in opening:
            found = self._walk(text, tokens, at, offset, layer, node)
            if all(match.doubtful for match in found):
                doubtful = doubtful or found
                continue
            end = found[-1].end
            if best and best[0].start == found[0].start:
                best, reach = best + found, max(reach, end)
            elif end > reach:
                best, reach = found, end
        return best or doubtful

    def _walk(
        self, text: str, tokens: Sequence[Token], at: int, offset: int, layer: int, node: int
    ) -> list[Match]:
        """The names that begin at an offset in one token, whose node is given, the longest last."""
        index = self.layers[layer]
        start = tokens[at].start + offset
        first, split = at, bool(offset) and not _article_shows(tokens[at].text, offset)
        found: list[Match] = []
        while True:
            end = tokens[at].end
            for reading in index.readings(node):
                strong = reading.strong
                doubtful = split and not strong and at == first
                found.append(Match(start, end, reading.label, layer, reading, strong, doubtful))
            if index.is_leaf(node):
                return found
            at += 1
            while at < len(tokens) and tokens[at].key in BLANKS:
                at += 1
            if at == len(tokens):
                return found
            token = tokens[at]
            node = index.child(node, token.key)
            if not node or (token.start > end and _LINE_BREAK.search(text, end, token.start)):
                return found

    def _in_context(self, match: Match, words: _Words) -> Match:
        """The weak match, made strong where the context of one of its entries stands beside it."""
        index, reading = self.layers[match.layer], match.reading
        near = tuple(
            number
            for number in reading.numbers
            if any(phrase in words for phrase in index.context(number))
        )
        if not near:
            return match
        narrowed = index.reading(reading.label, near, (True,) * len(near))
        return match._replace(reading=narrowed, strong=True)

    def _as_spelled(self, text: str, match: Match) -> Match:
        """Of the entries that share a name, the one spelled with the same shadda: عمّان is Amman."""
        word = text[match.start : match.end]
        if _SHADDA not in word or len(match.reading.numbers) < 2:
            return match
        index, spelled = self.layers[match.layer], _VOWELS.sub("", word)
        own = tuple(n for n in match.reading.numbers if index.entry(n).name == spelled)
        if not own:
            return match
        narrowed = index.reading(match.reading.label, own, (True,) * len(own))
        return match._replace(reading=narrowed, strong=True)

    def _words_of(self, sentence: Sentence) -> _Words:
        found: set[str] = set()
        for token in sentence.tokens:
            known = self._stems.get(token.text)
            if known is None:
                known = frozenset(stem for _, stem in stems(token.text, self._normalizer))
                if len(self._stems) >= _REMEMBERED:
                    self._stems.clear()
                self._stems[token.text] = known
            found |= known
        return _Words(sentence, frozenset(found))

    def _first_layer(self, matches: list[Match]) -> list[Match]:
        """Drop what an earlier index reads otherwise: the user's entry for a name is the one."""
        if len(self.layers) == 1:
            return matches
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

    def _span(self, match: Match, countries: frozenset[str]) -> Span:
        ids = _meant(match.reading, countries)
        score = 1.0 if match.strong else 0.5
        return Span(
            match.start,
            match.end,
            match.label,
            score,
            self._evidence_of(ids, score),
            ids[0] if len(ids) == 1 else None,
            match.strong,
        )

    def _evidence_of(self, ids: tuple[str, ...], score: float) -> tuple[Evidence, ...]:
        known = self._evidence.get((ids, score))
        if known is None:
            if len(self._evidence) >= _REMEMBERED:
                self._evidence.clear()
            known = tuple(Evidence("gazetteer", id, score) for id in ids)
            self._evidence[ids, score] = known
        return known


def _indefinite(text: str, match: Match) -> bool:
    """Whether tanwin shows that a word is no name: دوماً is "always", and no place has one."""
    return match.label in _NEVER_INDEFINITE and text[match.end - 2 : match.end] in _TANWIN


def _article_shows(text: str, offset: int) -> bool:
    """Whether an article begins at an offset in a token: والحكومة, للحكومة."""
    return text.startswith("ال", offset) or text[offset - 1 : offset + 1] == "لل"


def _countries(matches: Iterable[Match]) -> frozenset[str]:
    """The states that the text names beyond doubt: by their own name or nisba."""
    found: set[str] = set()
    for match in matches:
        if match.strong and match.label in _NAMES_OF_STATES:
            reading = match.reading
            if reading.rank == _STATES or (match.label == "NORP" and len(reading.numbers) == 1):
                found.add(reading.countries[0])
    return frozenset(found - {""})


def _meant(reading: Reading, countries: frozenset[str]) -> tuple[str, ...]:
    """Which of the entries that share a name the text means; several where it does not say.

    A country's own name always means the country. Otherwise the one entry whose state the
    text names is meant, then the best known place.
    """
    ids = reading.ids
    if len(ids) == 1 or reading.rank == _STATES:
        return ids[:1]
    near = [id for id, country in zip(ids, reading.countries, strict=True) if country in countries]
    if len(near) == 1:
        return (near[0],)
    strong = tuple(id for id, own in zip(ids, reading.own, strict=True) if own) or ids
    return strong[:1] if reading.rank else strong


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
