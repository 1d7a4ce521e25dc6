"""Words of a sentence that may report an event, by the lexicon alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from arsec_ner.clitics import stem_starts
from arsec_ner.events.lexicon import Entry, lexicon, stranger
from arsec_ner.events.scene import Scene
from arsec_ner.events.words import words
from arsec_ner.normalize import key
from arsec_ner.spans import Span, Token
from arsec_ner.taggers.base import Trigger

# A trigger within a name is part of the name (منظمة التعاون الإسلامي), but a named event holds one.
_CLOSED: Final = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "ROLE", "NORP", "DATE"})
# Particles after which the shortened form of a weak verb stands: `لم يلتق`.
_JUSSIVE: Final = frozenset({"لم", "ولم", "فلم", "لا", "ولا", "الم"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word or phrase that the lexicon knows, with one reading of it.

    Attributes:
        first, last: indices of its tokens.
        start, end: its offsets, particles outside.
        entry: the reading.
        particle: the particles before it in its token ("و", "بال" counts as "ب"), or "".
    """

    first: int
    last: int
    start: int
    end: int
    entry: Entry
    particle: str = ""


class Closed:
    """The stretches of text in which no trigger can stand."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in spans:
            if span.label in _CLOSED and (not self._ends or span.end > self._ends[-1]):
                self._starts.append(span.start)
                self._ends.append(span.end)

    def holds(self, offset: int) -> bool:
        """Whether a name covers the offset."""
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]


def candidates(scene: Scene, closed: Closed) -> Iterator[Candidate]:
    """Yield every reading of every word that may be a trigger, in text order.

    A phrase takes its words, so that `وقف` in `وقف إطلاق النار` is not read alone.
    """
    if scene.sentence.zone == "boilerplate":
        return
    taken = -1
    for index, token in enumerate(scene.tokens):
        # a name after a particle too: وآسيا is no verb
        if index <= taken or not token.key or closed.holds(token.end - 1):
            continue
        for offset in stem_starts(token):
            spelling = token.key if offset == token.start else key(scene.text[offset : token.end])
            if phrase := _phrase(scene, index, offset, spelling):
                taken = phrase.last
                yield phrase
                break
            readings = [
                e for e in lexicon().words.get(spelling, ()) if _fits(scene, index, offset, e)
            ]
            if readings:
                particle = scene.text[token.start : offset]
                for entry in _settled(scene, index, particle, readings):
                    yield Candidate(index, index, offset, token.end, entry, particle)
                break


def candidate_of(scene: Scene, seen: Trigger) -> Candidate:
    """A trigger of the statistical tagger whose reading the lexicon does not have."""
    first, last = scene.token_at(seen.start), scene.token_at(max(seen.start, seen.end - 1))
    particle = scene.text[scene.tokens[first].start : seen.start]
    return Candidate(first, last, seen.start, seen.end, stranger(seen.type), particle)


def _phrase(scene: Scene, index: int, offset: int, spelling: str) -> Candidate | None:
    tokens = scene.tokens
    for parts, entry in lexicon().phrases.get(spelling, ()):
        last = index + len(parts) - 1
        if last < len(tokens) and all(
            tokens[index + n].key == part for n, part in enumerate(parts[1:], 1)
        ):
            particle = scene.text[tokens[index].start : offset]
            return Candidate(index, last, offset, tokens[last].end, entry, particle)
    return None


def _fits(scene: Scene, index: int, offset: int, entry: Entry) -> bool:
    token = scene.tokens[index]
    if entry.shape == "jussive":
        return index > 0 and scene.tokens[index - 1].key in _JUSSIVE
    if entry.shape == "noun_def" and not _article(token, scene.text, offset):
        return False
    if entry.shape in ("perfect", "imperfect", "future", "passive"):
        # A finite verb takes و, ف, ل (ليزور), never ب or ك.
        return scene.text[token.start : offset][-1:] not in ("ب", "ك")
    return True


def _settled(scene: Scene, index: int, particle: str, readings: Sequence[Entry]) -> Iterator[Entry]:
    """Of a spelling that is verb and noun of one type (دعم، قتل، رفض), keep what stands here."""
    verbs = {entry.type for entry in readings if entry.finite}
    nouns = {entry.type for entry in readings if not entry.finite}
    opens = _opens_clause(scene, index, particle)
    for entry in readings:
        if entry.type not in verbs & nouns or entry.finite == opens:
            yield entry


def _opens_clause(scene: Scene, index: int, particle: str) -> bool:
    """Whether a finite verb is to be expected: at the head of a clause, or after its subject."""
    if particle[-1:] in ("ب", "ل", "ك"):
        return False
    before = scene.tokens[index - 1].key if index else ""
    table = words()
    if not before or particle.endswith(("و", "ف")):
        return True
    if before in table.prepositions or before in table.support:
        return False
    if before in table.clause or before in table.complement or before in table.relative:
        return True
    return before.startswith("ال") or any(
        scene.units[n].last == index - 1 for n in scene.near(index, 6)
    )


def _article(token: Token, text: str, offset: int) -> bool:
    """Whether the noun has its article: ال, or the second ل of لل."""
    if text.startswith("ال", offset):
        return True
    return offset > token.start and text[offset - 1] == "ل" == text[offset]


__all__ = ["Candidate", "Closed", "candidate_of", "candidates"]
