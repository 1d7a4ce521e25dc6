"""How a part of a document came to be, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import TYPE_CHECKING

from arsec_ner.document.base import Part
from arsec_ner.document.parts import (
    Argument,
    Entity,
    Event,
    Evidence,
    Mention,
    Role,
    Sentence,
    _Entity,
)

if TYPE_CHECKING:
    from arsec_ner.document.document import Document


def explain(document: Document, item: Part) -> str:
    """The story of one part: a headline, what it links to, and the evidence, a line each."""
    part = item if item._document is document else item.attached(document)
    return "\n".join(_told(part))


@singledispatch
def _told(item: Part) -> Iterator[str]:
    yield repr(item)


@_told.register
def _(item: Sentence) -> Iterator[str]:
    yield f"sentence {item.start}:{item.end} ({item.zone})"


@_told.register
def _(item: Mention) -> Iterator[str]:
    where = f"{item.start}:{item.end}{_score(item.score)}"
    yield f"mention {item.id}: {item.text} [{item.label}] {where}"
    if item.entity is not None:
        yield f"  names {_named(item.entity)}"
        yield from _reasons(item.entity.evidence, "    linked by")
    if item.value is not None:
        yield f"  means {item.value}"
    if item.role is not None:
        yield f"  is the office {item.role.id} ({item.role.kind})"
    yield from _reasons(item.evidence, "  found by")


@_told.register
def _(item: _Entity) -> Iterator[str]:
    yield f"{type(item).__name__.lower()} {_named(item)}"
    code = item.country_code
    if code not in (None, item.id):
        yield f"  of {_named(item.document.country(code))}"
    if item.mentions:
        places = (f"{mention.text} {mention.start}:{mention.end}" for mention in item.mentions)
        yield f"  mentioned as {', '.join(places)}"
    else:
        yield "  not mentioned; known from links only"
    yield from _reasons(item.evidence, "  linked by")


@_told.register
def _(item: Role) -> Iterator[str]:
    gloss = f", {item.gloss}" if item.gloss else ""
    yield f"role {item.id}: {item.title} ({item.kind}{gloss}; {item.status})"
    linked: list[tuple[str, Iterable[Entity]]] = [
        ("held by", item.people),
        ("in", [item.organization] if item.organization else []),
        ("of", item.states),
    ]
    for word, entities in linked:
        for entity in entities:
            yield f"  {word} {_named(entity)}"
    yield from _reasons(item.evidence, "  linked by")
    yield from _reasons(item.mention.evidence, "  its words found by")


@_told.register
def _(item: Event) -> Iterator[str]:
    code = "no PLOVER code" if item.plover is None else f"PLOVER {item.plover}"
    yield f"event {item.id}: {item.type} ({item.status}; {code}){_score(item.score)}"
    yield f"  trigger {item.trigger.text} {item.trigger.start}:{item.trigger.end}"
    yield from _reasons(item.evidence, "  found by")
    for argument in item.arguments:
        yield from (f"  {line}" for line in _told(argument))


@_told.register
def _(item: Argument) -> Iterator[str]:
    where = f" at {item.mention.start}:{item.mention.end}" if item.mention else " (understood)"
    yield f"{item.role}: {_named(item.entity) if item.entity else item.name}{where}"
    yield from _reasons(item.evidence, "  by")


def _named(entity: _Entity) -> str:
    english = f" ({entity.english})" if entity.english else ""
    return f"{entity.id} {entity.name}{english}"


def _reasons(evidence: Iterable[Evidence], words: str) -> Iterator[str]:
    for reason in evidence:
        detail = f" {reason.detail}" if reason.detail else ""
        yield f"{words} {reason.source}{detail}{_score(reason.score)}"


def _score(score: float | None) -> str:
    return "" if score is None else f", score {score:.2f}"


__all__ = ["explain"]
