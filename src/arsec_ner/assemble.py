"""The one crossing from the stages' values to the public Document."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

from pydantic import BaseModel

from arsec_ner.calibrate import event_score, mention_score
from arsec_ner.dates import resolve_date
from arsec_ner.document import (
    Argument,
    Country,
    Document,
    Event,
    Evidence,
    Group,
    Mention,
    NamedEvent,
    Organization,
    Person,
    Place,
    Plover,
    Role,
    Sentence,
    Trigger,
)
from arsec_ner.events import group_events, plover_code
from arsec_ner.gazetteer.entry import Entry
from arsec_ner.grammar import role_gloss
from arsec_ner.spans import Evidence as Reason
from arsec_ner.spans import Sentence as StageSentence
from arsec_ner.spans import Span
from arsec_ner.stages import Entity, EntityKind, EventDraft, Linking, RoleLink


class Entries(Protocol):
    """Where the facts about an entity stand: a Gazetteer."""

    def entry(self, entry_id: str) -> Entry:
        """The entry of this id, or KeyError."""
        ...


def assemble(
    *,
    text: str,
    id: str | None,
    date: datetime.date | None,
    sentences: Sequence[StageSentence],
    spans: Sequence[Span],
    linking: Linking,
    roles: Sequence[RoleLink],
    events: Sequence[EventDraft],
    gazetteer: Entries,
) -> Document:
    """Make the Document of what the stages found.

    Args:
        text: the text that was read.
        id: the caller's name for it.
        date: the day against which dates are resolved, or None.
        sentences: as `segment` gave them.
        spans: as `merge` gave them: sorted by (start, -end), never crossing.
        linking: the entities, and which of them each span names.
        roles: the offices, by the index of their ROLE span.
        events: the events, in the order of the text.
        gazetteer: facts about the entities that are entries of it.

    Raises:
        ValidationError: the stages contradict each other.
    """
    return Document(
        id=id,
        text=text,
        date=date,
        sentences=tuple(Sentence(start=s.start, end=s.end, zone=s.zone) for s in sentences),
        mentions=_mentions(text, date, spans, linking),
        **_entities(linking, roles, gazetteer),
        roles=tuple(_role(n, role, spans, text) for n, role in enumerate(roles, 1)),
        events=_events(text, events, spans, linking),
    )


def _mentions(
    text: str, date: datetime.date | None, spans: Sequence[Span], linking: Linking
) -> tuple[Mention, ...]:
    mentions = []
    for index, (span, entity_id) in enumerate(zip(spans, linking.entity_of, strict=True)):
        sources = _sources(span.evidence)
        dated = span.label == "DATE"
        mentions.append(
            Mention(
                id=_mention_id(index),
                start=span.start,
                end=span.end,
                text=text[span.start : span.end],
                label=span.label,
                entity_id=entity_id,
                value=resolve_date(text, span.start, span.end, date) if dated else None,
                score=mention_score(span.score, sources, span.label),
                sources=sources,
                evidence=_evidence(span.evidence),
            )
        )
    return tuple(mentions)


def _role(number: int, role: RoleLink, spans: Sequence[Span], text: str) -> Role:
    span = spans[role.span]
    title = text[span.start : span.end]
    return Role(
        id=f"r{number}",
        mention_id=_mention_id(role.span),
        title=title,
        kind=role.kind,
        status=role.status,
        gloss=role_gloss(title) or None,
        person_ids=role.person_ids,
        organization_id=role.organization_id,
        countries=role.countries,
        evidence=_evidence(role.evidence),
    )


def _events(
    text: str, drafts: Sequence[EventDraft], spans: Sequence[Span], linking: Linking
) -> tuple[Event, ...]:
    groups = group_events(drafts, spans, linking)
    entities = linking.by_id()
    return tuple(
        Event(
            id=f"ev{number}",
            type=draft.type,
            plover=_plover(draft, text, entities),
            trigger=Trigger(start=draft.start, end=draft.end, text=text[draft.start : draft.end]),
            status=draft.status,
            arguments=tuple(
                Argument(
                    role=argument.role,
                    entity_id=argument.entity_id,
                    mention_id=None if argument.span is None else _mention_id(argument.span),
                    evidence=_evidence(argument.evidence),
                )
                for argument in draft.arguments
            ),
            sentence=draft.sentence,
            score=event_score(draft.score, _sources(draft.evidence)),
            group_id=group_id,
            evidence=_evidence(draft.evidence),
        )
        for number, (draft, group_id) in enumerate(zip(drafts, groups, strict=True), 1)
    )


def _plover(draft: EventDraft, text: str, entities: Mapping[str, Entity]) -> Plover | None:
    code = plover_code(draft, text, entities)
    return None if code is None else Plover(event=code.event, mode=code.mode)


def _entities(
    linking: Linking, roles: Sequence[RoleLink], gazetteer: Entries
) -> dict[str, tuple[Any, ...]]:
    """The entities as the Document's lists, with every country that a link needs."""
    lists: dict[str, list[Any]] = {name: [] for name, _ in _LISTS.values()}
    for entity in (*linking.entities, *_unmentioned(linking.entities, roles)):
        name, kind = _LISTS[entity.kind]
        fields = _facts(entity, _entry(entity, gazetteer))
        lists[name].append(kind(**{k: v for k, v in fields.items() if k in kind.model_fields}))
    return {name: tuple(parts) for name, parts in lists.items()}


def _unmentioned(entities: Iterable[Entity], roles: Iterable[RoleLink]) -> Iterator[Entity]:
    """The countries that only a link names: of a person's office, of an organization, a city."""
    entities = tuple(entities)
    codes = [entity.country for entity in entities]
    codes += [code for role in roles for code in role.countries]
    present = {entity.id for entity in entities}
    for code in dict.fromkeys(codes):
        if code is not None and code not in present:
            yield Entity(id=code, kind="country", name=code, spans=())


def _entry(entity: Entity, gazetteer: Entries) -> Entry | None:
    """What the gazetteer knows of an entity; of a country also where only a nisba names it."""
    key = f"country:{entity.id}" if entity.kind == "country" else entity.entry
    try:
        return None if key is None else gazetteer.entry(key)
    except KeyError:
        return None


def _facts(entity: Entity, entry: Entry | None) -> dict[str, Any]:
    """Everything known of an entity; each kind of part takes the fields it has."""
    facts = {
        "id": entity.id,
        "name": entity.name,
        "name_latin": entity.name_latin,
        "name_en": entity.name_latin,
        "transliterated": entity.transliterated,
        "kind": entity.type,
        "country": entity.country,
        "iso3": entity.id,
        "wikidata_id": entity.wikidata_id,
        "evidence": _evidence(entity.evidence),
    }
    if entry is None:
        return facts
    return {
        **facts,
        "name": entry.name if entity.kind == "country" else entity.name,
        "name_en": entry.name_en or entity.name_latin,
        "kind": entity.type or entry.kind,
        "iso2": entry.iso2,
        "wikidata_id": entity.wikidata_id or entry.qid,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "population": entry.population,
    }


def _mention_id(index: int) -> str:
    return f"m{index + 1}"


def _evidence(reasons: Iterable[Reason]) -> tuple[Evidence, ...]:
    return tuple(Evidence(source=r.source, detail=r.detail, score=r.score) for r in reasons)


def _sources(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason.source for reason in reasons))


_LISTS: Final[Mapping[EntityKind, tuple[str, type[BaseModel]]]] = {
    "person": ("people", Person),
    "organization": ("organizations", Organization),
    "country": ("countries", Country),
    "place": ("places", Place),
    "group": ("groups", Group),
    "event": ("named_events", NamedEvent),
}

__all__ = ["Entries", "assemble"]
