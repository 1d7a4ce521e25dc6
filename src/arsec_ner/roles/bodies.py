"""Which body an office belongs to: named in its title, beside it, or before it in the article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from arsec_ner.normalize import key
from arsec_ner.roles.offices import Office
from arsec_ner.roles.titles import office_head, stem, words_of
from arsec_ner.spans import Span
from arsec_ner.stages import Entity, Linking
from arsec_ner.tables import read_yaml

SEARCHED: Final = 40  # bodies named before a title that a class word is compared with, latest first
_MEDIUM: Final = "media"


@dataclass(frozen=True, slots=True)
class _StandIn:
    """What a class word stands for: bodies whose names begin so, or of these finer classes."""

    beginnings: frozenset[str]
    types: frozenset[str]
    spoken_for: bool


class Bodies:
    """Finds the bodies of a document's offices."""

    def __init__(self, offices: Sequence[Office], spans: Sequence[Span], linking: Linking) -> None:
        self._offices = offices
        self._entities: Mapping[str, Entity] = linking.by_id()
        entity_of = linking.entity_of
        named = [
            (span.end, entity)
            for index, span in enumerate(spans)
            if span.label == "ORG" and (entity := entity_of[index]) is not None
        ]
        self._ends = [end for end, _ in sorted(named)]
        self._named = [self._entities[entity] for _, entity in sorted(named)]
        self._of_nisba = self._adjectives()

    def found(self, adjuncts: Sequence[Sequence[Entity]]) -> list[str | None]:
        """The body of each office.

        Args:
            adjuncts: for each office, what stands with في or ب right after it.
        """
        bodies: list[str | None] = []
        for office, adjunct in zip(self._offices, adjuncts, strict=True):
            body = office.organizations[0] if office.organizations else None
            bodies.append(body or self._beside(office, adjunct) or self._stood_for(office))
        return self._resumed(bodies)

    def _beside(self, office: Office, adjunct: Sequence[Entity]) -> str | None:
        """The body after a title; the medium a spokesman talks to (لرويترز) is not his."""
        if office.states and office.title.head in words_of("envoys"):
            return None
        return next((e.id for e in adjunct if e.kind == "organization" and e.type != _MEDIUM), None)

    def _stood_for(self, office: Office) -> str | None:
        """The body named last that a class word in the title stands for: باسم الحلف."""
        for word in office.title.words:
            if word in self._of_nisba:
                return self._of_nisba[word]
        spoken_for = bool(office.title.all_words & words_of("in_name_of"))
        for word in office.class_words:
            stand_in = _stand_ins().get(word)
            if stand_in is not None and (spoken_for or not stand_in.spoken_for):
                return self._last_named(office, stand_in)
        return None

    def _last_named(self, office: Office, stand_in: _StandIn) -> str | None:
        at = bisect_left(self._ends, office.start)
        for body in reversed(self._named[max(at - SEARCHED, 0) : at]):
            apart = office.states and body.country and body.country not in office.states
            if not apart and _is_one(body, stand_in):
                return body.id
        return None

    def _resumed(self, bodies: Sequence[str | None]) -> list[str | None]:
        """A spokesman of nobody speaks for whom the last one spoke: وأضاف المتحدث."""
        found = list(bodies)
        last: dict[str, tuple[str, Office]] = {}
        for number, office in enumerate(self._offices):
            head, body = office_head(office.title), found[number]
            if head not in _resuming():
                continue
            if body is None and head in last and _resumes(office):
                other, before = last[head]
                if not (office.states and before.states and office.states != before.states):
                    body = found[number] = other
            if body is not None:
                last[head] = (body, office)
        return found

    def _adjectives(self) -> Mapping[str, str]:
        """Bodies that have an adjective of their own, where the document names them: الأممي."""
        table: Mapping[str, str] = read_yaml("roles.yaml")["adjectives_of_bodies"]
        ids = {entity.entry: entity.id for entity in self._entities.values() if entity.entry}
        return {stem(key(word)): ids[entry] for word, entry in table.items() if entry in ids}


def _is_one(body: Entity, stand_in: _StandIn) -> bool:
    first = stem(key(body.name).split(" ", 1)[0])
    return first in stand_in.beginnings or (body.type in stand_in.types)


def _resumes(office: Office) -> bool:
    """Whether a title leaves out whose it is."""
    if not office.definite or office.title.all_words & words_of("in_name_of"):
        return False
    return not any(word in _stand_ins() for word in office.class_words)


@cache
def _stand_ins() -> Mapping[str, _StandIn]:
    found = {}
    for word, row in read_yaml("roles.yaml")["stand_for"].items():
        beginnings = frozenset(stem(key(name)) for name in [word, *row.get("names", "").split()])
        types = frozenset(row.get("types", "").split())
        found[stem(key(word))] = _StandIn(beginnings, types, row.get("spoken_for", False))
    return found


@cache
def _resuming() -> frozenset[str]:
    return frozenset(stem(word) for word in words_of("resuming"))


__all__ = ["Bodies"]
