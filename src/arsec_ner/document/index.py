"""The cross-references of one document, computed once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from arsec_ner.document.parts import Entity, Event, Mention, Role

if TYPE_CHECKING:
    from arsec_ner.document.document import Document

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Index:
    """The parts by id, and by the ids of what they refer to."""

    mentions: Mapping[str, Mention]
    entities: Mapping[str, Entity]
    ids: Mapping[str, frozenset[str]]
    mentions_of: Mapping[str, tuple[Mention, ...]]
    roles_of: Mapping[str, tuple[Role, ...]]
    events_of: Mapping[str, tuple[Event, ...]]
    role_at: Mapping[str, Role]


def index(document: Document) -> Index:
    """Compute the index of a document."""
    lists = ("people", "organizations", "countries")
    return Index(
        mentions={mention.id: mention for mention in document.mentions},
        entities={entity.id: entity for entity in document.entities},
        ids={name: frozenset(p.id for p in getattr(document, name)) for name in lists},
        mentions_of=_grouped((m.entity_id, m) for m in document.mentions),
        roles_of=_grouped((key, role) for role in document.roles for key in _role_keys(role)),
        events_of=_grouped((key, event) for event in document.events for key in _event_keys(event)),
        role_at={role.mention_id: role for role in document.roles},
    )


def _role_keys(role: Role) -> Iterable[str | None]:
    return dict.fromkeys((*role.person_ids, role.organization_id, *role.countries))


def _event_keys(event: Event) -> Iterable[str | None]:
    return dict.fromkeys(argument.entity_id for argument in event.arguments)


def _grouped(pairs: Iterable[tuple[str | None, T]]) -> Mapping[str, tuple[T, ...]]:
    groups: defaultdict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        if key is not None:
            groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


__all__ = ["Index", "index"]
