"""brat standoff: a `.txt` and an `.ann` a document, and the configuration brat shows them by.

    T1  PERSON 23 33    تشن يي شين
    T9  Visit 60 66     زيارات          the trigger of an event
    E1  Visit:T9 Agent:T1 Target:T4
    A1  Status E1 planned
    R1  HeldBy Arg1:T2 Arg2:T1          from an office to its holder (InOrganization, OfState)
    N1  Reference T4 Wikidata:Q424      كمبوديا
    *   Equiv T1 T7 T12                 mentions of one entity

brat knows mentions only: an argument that is only understood points to the entity's mention
nearest to the trigger, and is left out where the entity has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from arsec_ner.document import Argument, Document, Entity, Event, Mention, Role
from arsec_ner.document.surrogates import visible
from arsec_ner.labels import (
    ARGUMENT_ROLES,
    EVENT_STATUSES,
    EVENT_TYPES,
    MENTION_LABELS,
)


@dataclass(frozen=True, slots=True)
class Brat:
    """A document in brat's form: the contents of its `.txt` and its `.ann`."""

    txt: str
    ann: str


def to_brat(document: Document) -> Brat:
    """The document in brat's standoff form; offsets count code points, as brat's do."""
    return Brat(visible(document.text), visible(_Writer(document).written()))


def brat_configuration() -> str:
    """The `annotation.conf` that the documents need beside them."""
    arguments = ", ".join(f"{role.title()}*:<ENTITY>" for role in ARGUMENT_ROLES)
    return "\n".join(
        (
            "[entities]",
            *MENTION_LABELS,
            "",
            "[relations]",
            "HeldBy\tArg1:ROLE, Arg2:PERSON",
            "InOrganization\tArg1:ROLE, Arg2:ORG",
            "OfState\tArg1:ROLE, Arg2:GPE|NORP",
            "Equiv\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive",
            "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:contain",
            "",
            "[events]",
            *(f"{kind.title()}\t{arguments}" for kind in EVENT_TYPES),
            "",
            "[attributes]",
            f"Status\tArg:<EVENT>, Value:{'|'.join(EVENT_STATUSES)}",
            "",
        )
    )


@dataclass(slots=True)
class _Writer:
    """The numbers brat gives its lines, while one `.ann` is written."""

    document: Document
    names: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def written(self) -> str:
        document = self.document
        lines = [
            *map(self._mention, document.mentions),
            *(line for event in document.events for line in self._event(event)),
            *(line for role in document.roles for line in self._role(role)),
            *(line for entity in document.entities for line in self._entity(entity)),
        ]
        return "".join(f"{line}\n" for line in lines)

    def _next(self, letter: str) -> str:
        self.counts[letter] += 1
        return f"{letter}{self.counts[letter]}"

    def _span(self, label: str, start: int, end: int) -> tuple[str, str]:
        """The name and the line of a stretch of text; brat cuts it at the ends of lines."""
        name = self._next("T")
        pieces, words, at = [], [], start
        for piece in self.document.text[start:end].split("\n"):
            if piece:
                pieces.append(f"{at} {at + len(piece)}")
                words.append(piece)
            at += len(piece) + 1
        return name, f"{name}\t{label} {';'.join(pieces)}\t{' '.join(words)}"

    def _mention(self, mention: Mention) -> str:
        self.names[mention.id], line = self._span(mention.label, mention.start, mention.end)
        return line

    def _event(self, event: Event) -> Iterator[str]:
        kind = event.type.title()
        trigger, line = self._span(kind, event.trigger.start, event.trigger.end)
        name = self._next("E")
        arguments = " ".join(self._arguments(event))
        yield line
        yield f"{name}\t{kind}:{trigger} {arguments}".rstrip()
        if event.status != "actual":
            yield f"{self._next('A')}\tStatus {name} {event.status}"

    def _arguments(self, event: Event) -> Iterator[str]:
        seen: Counter[str] = Counter()
        for argument in event.arguments:
            mention = _where(argument, event.trigger.start)
            if mention is not None:
                seen[argument.role] += 1
                number = "" if seen[argument.role] == 1 else str(seen[argument.role])
                yield f"{argument.role.title()}{number}:{self.names[mention.id]}"

    def _role(self, role: Role) -> Iterator[str]:
        body = [role.organization] if role.organization else []
        linked: list[tuple[str, Iterable[Entity]]] = [
            ("HeldBy", role.people),
            ("InOrganization", body),
            ("OfState", role.states),
        ]
        for relation, entities in linked:
            for entity in entities:
                mention = _nearest(entity.mentions, role.mention.start)
                if mention is not None:
                    ends = f"Arg1:{self.names[role.mention_id]} Arg2:{self.names[mention.id]}"
                    yield f"{self._next('R')}\t{relation} {ends}"

    def _entity(self, entity: Entity) -> Iterator[str]:
        names = [self.names[mention.id] for mention in entity.mentions]
        if entity.wikidata_id and names:
            reference = f"Reference {names[0]} Wikidata:{entity.wikidata_id}"
            yield f"{self._next('N')}\t{reference}\t{' '.join(entity.name.split())}"
        if len(names) > 1:
            yield f"*\tEquiv {' '.join(names)}"


def _where(argument: Argument, trigger: int) -> Mention | None:
    """The mention an argument is drawn to."""
    if argument.mention is not None or argument.entity is None:
        return argument.mention
    return _nearest(argument.entity.mentions, trigger)


def _nearest(mentions: Iterable[Mention], offset: int) -> Mention | None:
    return min(mentions, key=lambda mention: abs(mention.start - offset), default=None)


__all__ = ["Brat", "brat_configuration", "to_brat"]
