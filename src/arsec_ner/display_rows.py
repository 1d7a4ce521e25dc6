"""What the displays for the terminal and for HTML both show a row of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from arsec_ner.document import Event, Person, Role


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event with all its reports in the document.

    Attributes:
        number: its place among the document's events, from 1.
        event: the report that says most.
        reports: all of them, in the order of the text.
    """

    number: int
    event: Event
    reports: tuple[Event, ...]


def event_rows(events: Iterable[Event]) -> tuple[EventRow, ...]:
    """The events in the order of their first reports."""
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(event.group_id or event.id, []).append(event)
    return tuple(
        EventRow(number, max(reports, key=lambda report: len(report.arguments)), tuple(reports))
        for number, reports in enumerate(groups.values(), start=1)
    )


def distinct(roles: Iterable[Role], *fields: str) -> tuple[Role, ...]:
    """The first of the roles that say the same in all these fields."""
    alike = attrgetter(*fields)
    kept: dict[object, Role] = {}
    for role in roles:
        kept.setdefault(alike(role), role)
    return tuple(kept.values())


def office(role: Role) -> str:
    """The office in English: by the tables, or its class."""
    return role.gloss or role.kind.replace("_", " ")


def latin_name(person: Person) -> str | None:
    """The name in Latin letters, marked where it was made letter by letter."""
    return f"≈ {person.name_latin}" if person.transliterated else person.name_latin


__all__ = ["EventRow", "distinct", "event_rows", "latin_name", "office"]
