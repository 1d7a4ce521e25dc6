"""The ROLE spans of a document, each with what stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import regex

from arsec_ner.labels import RoleStatus
from arsec_ner.link.mentions import span_words
from arsec_ner.roles.titles import Title, read_title, status_of, stem
from arsec_ner.spans import Sentence, Span, Token
from arsec_ner.stages import Entity, Linking

# In a title, what follows these words is where or to whom its holder is sent: سفير فرنسا لدى مصر.
_TOWARDS: Final = frozenset({"لدي", "الي", "في"})
_DEFINITE: Final = regex.compile("^(?:ال|لل)..")


@dataclass(frozen=True, slots=True)
class Office:
    """One ROLE span.

    Attributes:
        span: its index among the document's spans.
        start, end: as the span's.
        words: its words, as they stand in the text.
        title: the same, read.
        states: codes of the states that its own words name.
        places: entities of other places that they name.
        organizations: entities of the bodies that they name, the outermost first.
        class_words: stems of the definite words after the first, which may stand for a body.
        definite: whether its first word has the article.
        status: what its own words say of it.
    """

    span: int
    start: int
    end: int
    words: str
    title: Title
    states: tuple[str, ...]
    places: tuple[str, ...]
    organizations: tuple[str, ...]
    class_words: tuple[str, ...]
    definite: bool
    status: RoleStatus


def read_offices(
    text: str,
    sentences: Sequence[Sentence],
    spans: Sequence[Span],
    linking: Linking,
) -> list[Office]:
    """Read all ROLE spans, in order."""
    entities = linking.by_id()
    tokens = [token for sentence in sentences for token in sentence.tokens]
    return [
        _read(text, tokens, spans, index, linking.entity_of, entities)
        for index, span in enumerate(spans)
        if span.label == "ROLE"
    ]


def _read(
    text: str,
    tokens: Sequence[Token],
    spans: Sequence[Span],
    index: int,
    entity_of: Sequence[str | None],
    entities: Mapping[str, Entity],
) -> Office:
    role = spans[index]
    inner = _inner(spans, index)
    stateful = [i for i in inner if spans[i].label in ("NORP", "GPE")]
    keys: list[str] = []
    every: list[str] = []
    towards = role.end
    for start, end, folded in span_words(text, tokens, role):
        every.append(folded)
        # والأردن is no word of the title: the mention starts within the token.
        if not any(spans[i].start < end and start < spans[i].end for i in stateful):
            keys.append(folded)
        if folded in _TOWARDS and towards == role.end:
            towards = start
    states: dict[str, None] = {}
    places: dict[str, None] = {}
    for i in stateful:
        entity = entities.get(entity_of[i] or "")
        if entity is not None and spans[i].start < towards:
            (states if entity.kind == "country" else places)[entity.id] = None
    bodies = {entity_of[i]: None for i in inner if spans[i].label == "ORG"}
    return Office(
        index, role.start, role.end, text[role.start : role.end], read_title(keys or every),
        tuple(states), tuple(places),
        tuple(body for body in bodies if body),
        tuple(stem(word) for word in every[1:] if _DEFINITE.match(word)),
        bool(every and _DEFINITE.match(every[0])), status_of(every),
    )  # fmt: skip


def _inner(spans: Sequence[Span], index: int) -> list[int]:
    found = []
    for inner in range(index + 1, len(spans)):
        if spans[inner].start >= spans[index].end:
            break
        found.append(inner)
    return found


__all__ = ["Office", "read_offices"]
