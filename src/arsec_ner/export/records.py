"""Records for other tools: CSV tables, followthemoney entities, PLOVER events."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from arsec_ner.document import Document, Entity, Event, Organization, Person, Role
from arsec_ner.document.surrogates import visible
from arsec_ner.document.tables import COLUMNS, TableName

Record = dict[str, Any]


def to_csv(documents: Iterable[Document], table: TableName = "mentions") -> Iterator[str]:
    """One table of documents as lines of CSV, the header first.

    Several values in one cell are parted by "|"; a missing value is an empty cell.

    Raises:
        ValueError: there is no such table.
    """
    if table not in COLUMNS:
        raise ValueError(f"no table {table!r}; there are {', '.join(COLUMNS)}")
    yield _csv_line(COLUMNS[table])
    for document in documents:
        for row in document.to_dicts(table):
            yield _csv_line(_cell(row[column]) for column in COLUMNS[table])


def to_plover(document: Document) -> Iterator[Record]:
    """The events that have a PLOVER code, as flat records.

    Symmetric events keep their sides as they were found, agents in `actor` and targets in
    `recipient`. Denied events have no code in PLOVER's sense and are left out.
    """
    for event in document.events:
        if event.plover is not None and event.status != "denied":
            yield {
                "id": _global_id(document, event.id),
                "date": next((m.value for m in event.times if m.value), _iso(document)),
                "event_type": event.plover.event,
                "mode": event.plover.mode,
                "actor": [_actor(entity) for entity in event.agents],
                "recipient": [_actor(entity) for entity in event.targets],
                "location": [_actor(entity) for entity in event.places],
                "status": event.status,
                "event_text": _sentence(document, event),
                "trigger": {"text": event.trigger.text, "start": event.trigger.start},
                "source": document.id,
            }


def to_ftm(document: Document) -> Iterator[Record]:
    """The document as followthemoney entities.

    An Article; Person and Organization; a Position and an Occupancy for each office a person
    holds; an Event for each event. Ids are prefixed with the document's.
    """
    source = _global_id(document, "article")
    yield _ftm(source, "Article", title=document.id or source, publishedAt=_iso(document))
    for person in document.people:
        yield _ftm(
            _global_id(document, person.id),
            "Person",
            name=person.name,
            alias=person.name_latin,
            country=_iso2(person),
            wikidataId=person.wikidata_id,
        )
    for body in document.organizations:
        yield _ftm(
            _global_id(document, body.id),
            "Organization",
            name=body.name,
            alias=body.name_en,
            country=_iso2(body),
            wikidataId=body.wikidata_id,
        )
    for role in document.roles:
        yield from _ftm_role(document, role)
    for event in document.events:
        yield _ftm_event(document, event, source)


def _ftm_role(document: Document, role: Role) -> Iterator[Record]:
    post = _global_id(document, role.id)
    body = role.organization_id
    yield _ftm(
        post,
        "Position",
        name=role.title,
        description=role.gloss,
        country=[state.iso2.lower() for state in role.states if state.iso2],
        organization=body and _global_id(document, body),
    )
    for person in role.people:
        yield _ftm(
            _global_id(document, f"{role.id}-{person.id}"),
            "Occupancy",
            holder=_global_id(document, person.id),
            post=post,
            status=role.status,
        )


def _ftm_event(document: Document, event: Event, source: str) -> Record:
    involved = [e for e in (*event.agents, *event.targets) if isinstance(e, (Person, Organization))]
    return _ftm(
        _global_id(document, event.id),
        "Event",
        name=f"{event.type}: {event.trigger.text}",
        summary=_sentence(document, event),
        date=[mention.value for mention in event.times if mention.value],
        location=[place.name for place in event.places],
        country=sorted({code for e in (*event.agents, *event.targets) if (code := _iso2(e))}),
        involved=[_global_id(document, entity.id) for entity in involved],
        proof=source,
    )


def _ftm(identifier: str, schema: str, **properties: str | list[str] | None) -> Record:
    """An entity in followthemoney's JSON: every property is a list, empty ones are left out."""
    lists = {
        name: value if isinstance(value, list) else [value]
        for name, value in properties.items()
        if value
    }
    return {"id": identifier, "schema": schema, "properties": lists}


def _actor(entity: Entity) -> Record:
    return {
        "name": entity.name,
        "name_latin": entity.english,
        "country": entity.country_code,
        "wikidata_id": entity.wikidata_id,
    }


def _iso2(entity: Entity) -> str | None:
    """The lower-case alpha-2 code followthemoney writes for a country."""
    code = entity.country_code
    two = None if code is None else entity.document.country(code).iso2
    return two and two.lower()


def _sentence(document: Document, event: Event) -> str:
    return document.sentences[event.sentence].text if document.sentences else event.trigger.text


def _global_id(document: Document, part: str) -> str:
    return f"{document.id or 'doc'}-{part}"


def _iso(document: Document) -> str | None:
    return None if document.date is None else document.date.isoformat()


def _cell(value: object) -> object:
    return "|".join(value) if isinstance(value, tuple) else value


def _csv_line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return visible(line.getvalue())


__all__ = ["to_csv", "to_ftm", "to_plover"]
