"""The lexicon of triggers: which spelling reports which type of event, and how surely."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, cast

from arsec_ner.errors import DataError
from arsec_ner.events.forms import (
    FINITE,
    Form,
    Shape,
    noun_forms,
    participle_forms,
    phrase_forms,
    verb_forms,
)
from arsec_ner.labels import EVENT_TYPES, EventType
from arsec_ner.normalize import key
from arsec_ner.tables import read_rows, read_yaml

_GENERATORS: Final = {
    "phrases": phrase_forms,
    "verbs": verb_forms,
    "participles": participle_forms,
    "nouns": noun_forms,
}
# How many occurrences the table's own estimate of a word is worth beside counted ones.
PRIOR_WEIGHT: Final = 3.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A spelling as a possible trigger of one type.

    Attributes:
        type: the event it would report.
        frame: where its arguments stand (`frames.yaml`).
        row: the table's row, "meeting/0", for explanations.
        shape, suffix: what form the spelling is.
        prior: how often such a spelling reports such an event, 0..1.
        company: keys one of which should follow within three tokens; empty when none is needed.
        needs_actor: whether it counts only with a named actor near it.
    """

    type: EventType
    frame: str
    row: str
    shape: Shape
    suffix: str
    prior: float
    company: frozenset[str]
    needs_actor: bool

    @property
    def finite(self) -> bool:
        """Whether it is a finite verb."""
        return self.shape in FINITE


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All triggers by key, and the fixed phrases by their first word, the longest first."""

    words: Mapping[str, tuple[Entry, ...]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Entry], ...]]


@cache
def lexicon() -> Lexicon:
    """Read and expand the tables once; DataError where a row is wrong."""
    words: dict[str, dict[tuple[EventType, bool], Entry]] = {}
    phrases: dict[str, dict[tuple[str, ...], Entry]] = {}
    counts = _counts()
    for name, row in _rows(read_yaml("events/triggers.yaml")):
        entries = _entries(name, row, counts)
        for form in _forms(row):
            entry = entries(form)
            if form.shape == "phrase":
                parts = tuple(form.key.split(" "))
                phrases.setdefault(parts[0], {}).setdefault(parts, entry)
                continue
            known = words.setdefault(form.key, {})
            # A spelling may be verb and noun at once (دعم); of two rows the surer one stands.
            rival = known.get((entry.type, form.finite))
            if rival is None or rival.prior < entry.prior:
                known[entry.type, form.finite] = entry
    return Lexicon(
        {spelling: tuple(by_type.values()) for spelling, by_type in words.items()},
        {
            first: tuple(sorted(rest.items(), key=lambda item: -len(item[0])))
            for first, rest in phrases.items()
        },
    )


@cache
def stranger(kind: EventType) -> Entry:
    """The entry of a word that only the statistical tagger knows, with the type's first frame."""
    row = read_yaml("events/triggers.yaml")[kind][0]
    return Entry(kind, row["frame"], f"{kind}/unknown", "noun", "", 0.5, frozenset(), False)


def _rows(table: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for kind, rows in table.items():
        if kind not in EVENT_TYPES:
            raise DataError(f"triggers.yaml: {kind} is no event type")
        for number, row in enumerate(rows):
            yield f"{kind}/{number}", row


def _forms(row: Mapping[str, Any]) -> Iterator[Form]:
    excluded = {key(word) for word in row.get("not", ())}
    for field, generate in _GENERATORS.items():
        for word in row.get(field, ()):
            yield from (form for form in generate(word) if form.key not in excluded)


def _entries(
    name: str, row: Mapping[str, Any], counts: Mapping[tuple[str, str], tuple[int, int]]
) -> Callable[[Form], Entry]:
    """A maker of the row's entries; forms that were never counted share theirs."""
    kind = name.split("/")[0]
    company = row.get("company") or {}
    following = frozenset(key(word) for word in company.get("next", ()))

    def make(shape: Shape, suffix: str, hits: int, seen: int) -> Entry:
        prior = (hits + PRIOR_WEIGHT * row["strength"]) / (seen + PRIOR_WEIGHT)
        return Entry(
            type=cast(EventType, kind),
            frame=row["frame"],
            row=name,
            shape=shape,
            suffix=suffix,
            prior=min(0.99, prior),
            company=following,
            needs_actor=bool(company.get("actor")),
        )

    shared = lru_cache(maxsize=None)(make)
    return lambda form: shared(form.shape, form.suffix, *counts.get((kind, form.key), (0, 0)))


def _counts() -> dict[tuple[str, str], tuple[int, int]]:
    """(type, key) → how often the spelling reported such an event, and how often it stood."""
    return {
        (kind, spelling): (int(hits), int(seen))
        for kind, spelling, hits, seen in read_rows("events/priors.tsv")
    }


__all__ = ["PRIOR_WEIGHT", "Entry", "Lexicon", "lexicon", "stranger"]
