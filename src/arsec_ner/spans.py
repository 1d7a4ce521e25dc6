"""The values that pass between the stages: Token, Sentence, Evidence, Span.

All offsets are half-open and count code points of the original document text, always.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from arsec_ner.labels import MentionLabel

Zone = Literal["body", "headline", "boilerplate"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a punctuation mark, as it stands in the text.

    Attributes:
        start, end: offsets into the document's text.
        text: the characters at those offsets, untouched.
        key: the folded form (`normalize.key`); empty for a token of marks only.
        stem: where in it the word without its particles begins, if a normalizer says so; None
            where `clitics` decides.
    """

    start: int
    end: int
    text: str
    key: str
    stem: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its offsets, its tokens and the zone of the page it belongs to."""

    index: int
    start: int
    end: int
    tokens: tuple[Token, ...]
    zone: Zone = "body"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a span, link or event was made.

    Attributes:
        source: the stage or backend ("gazetteer", "bundled", "rules", "dates", …).
        detail: the rule's name or the gazetteer entry's id.
        score: the source's own score in 0..1, or None where it gives none.
    """

    source: str
    detail: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled stretch of text on its way to becoming a mention.

    Attributes:
        start, end: offsets into the document's text; a span may start inside a token.
        label: one of `labels.MENTION_LABELS`.
        score: 0..1.
        evidence: everything that speaks for it, the strongest first.
        entry: id of the gazetteer entry it names, where it names exactly one.
        strong: whether it counts without context (a weak gazetteer name needs company).
    """

    start: int
    end: int
    label: MentionLabel
    score: float = 1.0
    evidence: tuple[Evidence, ...] = field(default=())
    entry: str | None = None
    strong: bool = True

    def covers(self, other: Span) -> bool:
        """Whether `other` lies within this span (equal counts)."""
        return self.start <= other.start and other.end <= self.end

    def crosses(self, other: Span) -> bool:
        """Whether the two overlap and neither contains the other."""
        return (
            self.start < other.end
            and other.start < self.end
            and not self.covers(other)
            and not other.covers(self)
        )
