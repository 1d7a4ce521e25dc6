"""What the later stages hand on: entities, role links and event drafts.

Spans stay in one tuple, sorted by (start, -end); everything here refers to a span by its index
in that tuple and to an entity by its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from arsec_ner.labels import ArgumentRole, EventStatus, EventType, RoleKind, RoleStatus
from arsec_ner.spans import Evidence

EntityKind = Literal["person", "organization", "country", "place", "event", "group"]


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing in the world, however many mentions it has in the document.

    Attributes:
        id: "CHN" for a country, else "p1", "o1", "l1", "e1", "g1" in order of first mention
            (person, organization, place, named event, group without a country).
        name: its fullest name in the text's own script.
        type: finer class: an organization's or place's kind ("ministry", "city", "sea", …).
        country: alpha-3 code of the state it belongs to; of a capital, the state it stands for.
        entry: id of the gazetteer entry it is, where it is one.
    """

    id: str
    kind: EntityKind
    name: str
    spans: tuple[int, ...]
    type: str | None = None
    country: str | None = None
    entry: str | None = None
    name_latin: str | None = None
    transliterated: bool = False
    wikidata_id: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Linking:
    """The entities of a document and the entity of each span (None for ROLE, DATE, unknown)."""

    entities: tuple[Entity, ...]
    entity_of: tuple[str | None, ...]

    def by_id(self) -> Mapping[str, Entity]:
        """The entities by their ids."""
        return {entity.id: entity for entity in self.entities}


@dataclass(frozen=True, slots=True)
class RoleLink:
    """An office as one ROLE span names it, with who holds it, of what and of which states."""

    span: int
    kind: RoleKind
    person_ids: tuple[str, ...] = ()
    organization_id: str | None = None
    countries: tuple[str, ...] = ()
    status: RoleStatus = "current"
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class ArgumentDraft:
    """One argument: an entity, or (for time) the index of a DATE span; the span where it stands."""

    role: ArgumentRole
    entity_id: str | None = None
    span: int | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class EventDraft:
    """One event as one sentence reports it."""

    type: EventType
    start: int
    end: int
    sentence: int
    status: EventStatus = "actual"
    arguments: tuple[ArgumentDraft, ...] = ()
    score: float = 1.0
    evidence: tuple[Evidence, ...] = field(default=())


__all__ = [
    "ArgumentDraft",
    "Entity",
    "EntityKind",
    "EventDraft",
    "Linking",
    "RoleLink",
]
