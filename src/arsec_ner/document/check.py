"""What must hold within a document: true offsets, nested mentions, unique ids, references kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from arsec_ner.document.index import Index
from arsec_ner.document.parts import Event, Mention, Role, Trigger

if TYPE_CHECKING:
    from arsec_ner.document.document import Document


def faults(document: Document, index: Index) -> Iterator[str]:
    """Everything that is wrong with a document, a sentence each."""
    yield from _ids(document)
    yield from _offsets(document)
    yield from _nesting(document.mentions)
    yield from _entity_references(document, index)
    for role in document.roles:
        yield from _role_references(index, role)
    for event in document.events:
        yield from _event_references(document, index, event)


def _ids(document: Document) -> Iterator[str]:
    lists: dict[str, Iterable[str]] = {
        "mention": (m.id for m in document.mentions),
        "entity": (e.id for e in document.entities),
        "role": (r.id for r in document.roles),
        "event": (e.id for e in document.events),
    }
    for what, ids in lists.items():
        for identifier, count in Counter(ids).items():
            if count > 1:
                yield f"{what} id {identifier!r} is used {count} times"
    for country in document.countries:
        if country.id != country.iso3:
            yield f"country {country.id!r} has another code, {country.iso3!r}"


def _offsets(document: Document) -> Iterator[str]:
    for mention in document.mentions:
        yield from _words(document, f"mention {mention.id}", mention)
    for event in document.events:
        yield from _words(document, f"the trigger of event {event.id}", event.trigger)
    for sentence in document.sentences:
        if not sentence.start <= sentence.end <= len(document.text):
            yield f"sentence {sentence.start}:{sentence.end} does not lie in the text"


def _words(document: Document, what: str, part: Mention | Trigger) -> Iterator[str]:
    start, end = part.start, part.end
    if not start < end <= len(document.text):
        yield f"{what} has offsets {start}:{end} in a text of {len(document.text)} characters"
    elif document.text[start:end] != part.text:
        yield f"{what} says {part.text!r}, but text[{start}:{end}] is {document.text[start:end]!r}"


def _nesting(mentions: tuple[Mention, ...]) -> Iterator[str]:
    """Mentions stand in the order (start, -end) and never cross."""
    around: list[Mention] = []
    before: Mention | None = None
    for mention in mentions:
        if before and (before.start, -before.end) > (mention.start, -mention.end):
            yield f"mention {mention.id} stands after {before.id}, which comes later in the text"
        while around and around[-1].end <= mention.start:
            around.pop()
        if around and around[-1].end < mention.end:
            other = around[-1]
            yield f"mentions cross: {other.id} {other.text!r}, {mention.id} {mention.text!r}"
        around.append(mention)
        before = mention


def _entity_references(document: Document, index: Index) -> Iterator[str]:
    for mention in document.mentions:
        if mention.entity_id is not None and mention.entity_id not in index.entities:
            yield f"mention {mention.id} names entity {mention.entity_id!r}, which is missing"
    for entity in document.entities:
        code = entity.country_code
        if code is not None and code not in index.ids["countries"]:
            yield f"{entity.id} belongs to country {code!r}, which is missing"


def _role_references(index: Index, role: Role) -> Iterator[str]:
    known: list[tuple[str, Iterable[str], Iterable[str]]] = [
        ("mention", [role.mention_id], index.mentions),
        ("person", role.person_ids, index.ids["people"]),
        ("country", role.countries, index.ids["countries"]),
    ]
    if role.organization_id is not None:
        known.append(("organization", [role.organization_id], index.ids["organizations"]))
    for what, wanted, present in known:
        for identifier in wanted:
            if identifier not in present:
                yield f"role {role.id} refers to {what} {identifier!r}, which is missing"


def _event_references(document: Document, index: Index, event: Event) -> Iterator[str]:
    if document.sentences and event.sentence >= len(document.sentences):
        yield f"event {event.id} stands in sentence {event.sentence}, which is missing"
    for argument in event.arguments:
        if argument.entity_id is not None and argument.entity_id not in index.entities:
            yield f"event {event.id} has argument {argument.entity_id!r}, which is missing"
        if argument.mention_id is not None and argument.mention_id not in index.mentions:
            yield f"event {event.id} refers to mention {argument.mention_id!r}, which is missing"


__all__ = ["faults"]
