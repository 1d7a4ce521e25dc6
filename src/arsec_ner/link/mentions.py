"""Mentions with the words they are made of, and clusters of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from arsec_ner.gazetteer import Entry, Gazetteer
from arsec_ner.labels import MentionLabel
from arsec_ner.normalize import key
from arsec_ner.spans import Evidence, Sentence, Span, Token
from arsec_ner.stages import EntityKind


@dataclass(frozen=True, slots=True)
class Named:
    """A mention that names an entity.

    Attributes:
        span: its index among the document's spans.
        start, end, label: as the span's.
        keys: the keys of its words, without punctuation.
        entry: the gazetteer entry it names.
        countries: the states that the NORP and GPE spans within it belong to.
        sentence: index of its sentence.
    """

    span: int
    start: int
    end: int
    label: MentionLabel
    keys: tuple[str, ...]
    entry: Entry | None = None
    countries: tuple[str, ...] = ()
    sentence: int = 0


@dataclass(slots=True)
class Cluster:
    """Mentions of one thing, while they are being gathered."""

    kind: EntityKind
    mentions: list[Named]
    iso3: str | None = None
    country: str | None = None
    entry: Entry | None = None
    evidence: list[Evidence] = field(default_factory=list)


def read_mentions(
    text: str, sentences: Sequence[Sentence], spans: Sequence[Span], gazetteer: Gazetteer
) -> list[Named]:
    """Read every span that can name an entity; ROLE and DATE cannot."""
    starts = [sentence.start for sentence in sentences]
    tokens = [token for sentence in sentences for token in sentence.tokens]
    entries = [_entry(span, gazetteer) for span in spans]
    return [
        Named(
            span=index,
            start=span.start,
            end=span.end,
            label=span.label,
            keys=tuple(folded for _, _, folded in span_words(text, tokens, span)),
            entry=entries[index],
            countries=_countries_within(spans, index, entries),
            sentence=max(bisect_left(starts, span.start + 1) - 1, 0),
        )
        for index, span in enumerate(spans)
        if span.label not in ("ROLE", "DATE")
    ]


def span_words(text: str, tokens: Sequence[Token], span: Span) -> list[tuple[int, int, str]]:
    """The (start, end, key) of each word of a span, without punctuation.

    A span that starts within لل has lost the ا of its article (للرئيس: لرئيس); the key gets it
    back.
    """
    words: list[tuple[int, int, str]] = []
    at = bisect_left(tokens, span.start + 1, key=lambda token: token.end)
    while at < len(tokens) and tokens[at].start < span.end:
        start = max(tokens[at].start, span.start)
        end = min(tokens[at].end, span.end)
        folded = key(text[start:end])
        if start > tokens[at].start and text[start - 1 : start + 1] == "لل":
            folded = f"ا{folded}"
        if any(letter.isalnum() for letter in folded):
            words.append((start, end, folded))
        at += 1
    return words


def state(entry: Entry | None) -> str | None:
    """The state that a GPE or NORP entry belongs to."""
    return None if entry is None else entry.iso3 or entry.country


def _entry(span: Span, gazetteer: Gazetteer) -> Entry | None:
    # A backend of the user's own may hand on ids that this gazetteer does not know.
    return gazetteer.entry(span.entry) if span.entry and span.entry in gazetteer else None


def _countries_within(
    spans: Sequence[Span], index: int, entries: Sequence[Entry | None]
) -> tuple[str, ...]:
    found: list[str] = []
    for inner in range(index + 1, len(spans)):
        if spans[inner].start >= spans[index].end:
            break
        country = state(entries[inner])
        if country is not None and spans[inner].label in ("NORP", "GPE"):
            found.append(country)
    return tuple(dict.fromkeys(found))
