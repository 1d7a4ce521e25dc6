"""The document as flat rows: for pandas, CSV and whoever joins tables.

Columns are the same whatever the document holds; several values stand in one cell as a tuple.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from arsec_ner.errors import MissingExtra

if TYPE_CHECKING:
    import pandas

    from arsec_ner.document.document import Document

TableName = Literal["mentions", "entities", "roles", "events"]
Row = dict[str, Any]

COLUMNS: Final[Mapping[TableName, tuple[str, ...]]] = {
    "mentions": (
        "doc_id", "id", "start", "end", "text", "label", "entity_id", "entity", "country", "value",
        "score", "sources",
    ),
    "entities": (
        "doc_id", "id", "type", "name", "name_en", "kind", "country", "wikidata_id", "mentions",
    ),
    "roles": (
        "doc_id", "id", "start", "end", "title", "gloss", "kind", "status", "person_ids", "people",
        "organization_id", "organization", "countries",
    ),
    "events": (
        "doc_id", "id", "type", "status", "plover_event", "plover_mode", "trigger", "start", "end",
        "sentence", "agent_ids", "agents", "target_ids", "targets", "place_ids", "places", "times",
        "score", "group_id",
    ),
}  # fmt: skip


def rows(document: Document, table: TableName) -> list[Row]:
    """One table of a document; see `Document.to_dicts`."""
    if table not in _ROWS:
        raise ValueError(f"no table {table!r}; there are {', '.join(get_args(TableName))}")
    return [{"doc_id": document.id, **row} for row in _ROWS[table](document)]


def frame(document: Document, table: TableName) -> pandas.DataFrame:
    """One table of a document as a DataFrame, with its columns also where it has no rows."""
    try:
        import pandas
    except ImportError:
        raise MissingExtra("pandas", "to_pandas") from None
    return pandas.DataFrame(rows(document, table), columns=list(COLUMNS[table]))


def _mention_rows(document: Document) -> Iterator[Row]:
    for mention in document.mentions:
        entity = mention.entity
        yield {
            **mention.model_dump(include={"id", "start", "end", "text", "label", "entity_id"}),
            "entity": entity and entity.name,
            "country": entity and entity.country_code,
            "value": mention.value,
            "score": mention.score,
            "sources": mention.sources,
        }


def _entity_rows(document: Document) -> Iterator[Row]:
    for entity in document.entities:
        yield {
            "id": entity.id,
            "type": type(entity).__name__,
            "name": entity.name,
            "name_en": entity.english,
            "kind": getattr(entity, "kind", None),
            "country": entity.country_code,
            "wikidata_id": entity.wikidata_id,
            "mentions": len(entity.mentions),
        }


def _role_rows(document: Document) -> Iterator[Row]:
    for role in document.roles:
        yield {
            "id": role.id,
            "start": role.mention.start,
            "end": role.mention.end,
            **role.model_dump(include={"title", "gloss", "kind", "status", "person_ids"}),
            "people": tuple(person.name for person in role.people),
            "organization_id": role.organization_id,
            "organization": role.organization and role.organization.name,
            "countries": role.countries,
        }


def _event_rows(document: Document) -> Iterator[Row]:
    for event in document.events:
        sides = {"agent": event.agents, "target": event.targets, "place": event.places}
        yield {
            **event.model_dump(include={"id", "type", "status", "sentence", "score", "group_id"}),
            "plover_event": event.plover and event.plover.event,
            "plover_mode": event.plover and event.plover.mode,
            "trigger": event.trigger.text,
            "start": event.trigger.start,
            "end": event.trigger.end,
            **{f"{role}_ids": tuple(e.id for e in found) for role, found in sides.items()},
            **{f"{role}s": tuple(e.name for e in found) for role, found in sides.items()},
            "times": tuple(mention.value or mention.text for mention in event.times),
        }


_ROWS: Final[Mapping[TableName, Callable[[Document], Iterator[Row]]]] = {
    "mentions": _mention_rows,
    "entities": _entity_rows,
    "roles": _role_rows,
    "events": _event_rows,
}

__all__ = ["COLUMNS", "TableName", "frame", "rows"]
