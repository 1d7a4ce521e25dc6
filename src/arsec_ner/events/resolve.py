"""Who a pronoun, `الجانبان` or `بلاده` stands for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from arsec_ner.events.scene import Cast, Scene, Unit, UnitKind

# How many units and sentences back a pronoun may reach.
_UNITS: Final = 24
_SENTENCES: Final = 2

_PEOPLE: Final[frozenset[UnitKind]] = frozenset({"person", "role"})
_STATES: Final[frozenset[UnitKind]] = frozenset({"state", "norp", "gpe"})
# Which kinds of actor agree with a pronoun; the kinds before the bar are tried first. Arabic has
# no neuter: a state or body is mostly feminine (لقائها), a man masculine.
_AGREEMENT: Final[Mapping[str, tuple[frozenset[UnitKind], frozenset[UnitKind]]]] = {
    "ه": (_PEOPLE, frozenset({"org", "state", "norp"})),
    "ي": (_PEOPLE, frozenset()),
    "نا": (_PEOPLE, frozenset({"org", "state"})),
    "ها": (frozenset({"state", "org", "gpe"}), frozenset({"person", "norp"})),
    "هم": (frozenset({"org", "norp"}), frozenset({"state", "role"})),
}
_PAIRS: Final[Mapping[str, tuple[frozenset[UnitKind], ...]]] = {
    "country": (_STATES, frozenset({"org"})),
    "person": (_PEOPLE,),
    "any": (_STATES, _PEOPLE, frozenset({"org"})),
    "هما": (_PEOPLE, _STATES, frozenset({"org"})),
}


def resolve(unit: Unit, scenes: Sequence[Scene], at: int, cast: Cast) -> tuple[str, ...]:
    """The entities a unit names or stands for; empty where nobody fits.

    Args:
        unit: any unit of the sentence.
        scenes: the document's sentences.
        at: index of the unit's sentence.
        cast: the document's entities.
    """
    if unit.kind == "pair" or unit.pronoun == "هما":
        return _pair(unit, scenes, at)
    if unit.kind == "home":
        owner = _antecedent(unit, scenes, at)
        country = cast.country(owner[0]) if owner else None
        return (country,) if country else ()
    if unit.kind == "pronoun":
        return _antecedent(unit, scenes, at)
    return unit.entities


def _antecedent(unit: Unit, scenes: Sequence[Scene], at: int) -> tuple[str, ...]:
    """The nearest unit that agrees, a subject before one behind a preposition."""
    for kinds in _AGREEMENT.get(unit.pronoun, ()):
        fitting = list(_before(unit, scenes, at, kinds))
        if fitting:
            subjects = [u for u in fitting if not u.governor]
            return (subjects or fitting)[0].entities[:1]
    return ()


def _pair(unit: Unit, scenes: Sequence[Scene], at: int) -> tuple[str, ...]:
    """The last two actors of one kind, in the order of the text."""
    for kinds in _PAIRS.get(unit.pronoun, ()):
        found: list[str] = []
        for other in _before(unit, scenes, at, kinds):
            found += [entity for entity in other.entities if entity not in found]
            if len(found) >= 2:
                return tuple(reversed(found[:2]))
    return ()


def _before(
    unit: Unit, scenes: Sequence[Scene], at: int, kinds: frozenset[UnitKind]
) -> Iterator[Unit]:
    """Fitting units before this one, the nearest first, over at most three sentences."""
    seen = 0
    for back in range(_SENTENCES + 1):
        if at - back < 0:
            return
        scene = scenes[at - back]
        end = len(scene.units) if back else bisect_left(scene.unit_starts, unit.first)
        for other in reversed(scene.units[max(0, end - _UNITS) : end]):
            seen += 1
            if seen > _UNITS:
                return
            if other.entities and not other.nested and other.kind in kinds:
                yield other


__all__ = ["resolve"]
