"""A second look at who takes part, which knows what the first could not.

The first look weighs each unit alone. The second sees the rivals of each entity for a role (an
event has mostly one agent or one chain of them, so the likeliest may be unsure and still right),
and what the entity did in the events before: `X التقى Y مشيدا بـ…` has one agent twice, and a
meeting told again has its sides again. Its weights stand in `weights.tsv` beside the first's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from arsec_ner.events.candidates import Candidate
from arsec_ner.events.evidence import Features
from arsec_ner.events.parts import ROLES, Chances, Part
from arsec_ner.labels import ArgumentRole, EventType

Roles = Mapping[str, ArgumentRole]

# Log odds beyond this say no more; that of a role nobody else claims.
_BOUND: Final = 4.0
_LEAD: Final = 3.0
# How many sentences back the last event may stand to be gone on from.
_SENTENCES: Final = 2
_NOBODY: Final[Roles] = {}


class _Claim(NamedTuple):
    """How surely an entity has a role, and the group of units that names it."""

    margin: float
    entity: str
    group: int


class Chronicle:
    """Who had which role in the events read so far, in the order of the text."""

    def __init__(self) -> None:
        self._sentence = -1
        self._now: Roles | None = None
        self._before: tuple[int, Roles] = (-1, _NOBODY)
        self._last: dict[EventType, Roles] = {}
        self._of_type: dict[tuple[EventType, str], ArgumentRole] = {}
        self._counts: Counter[tuple[str, ArgumentRole]] = Counter()

    def add(self, at: int, kind: EventType, roles: Roles) -> None:
        """Take down an event of sentence `at`."""
        if at != self._sentence and self._now is not None:
            self._before = (self._sentence, self._now)
        self._sentence, self._now = at, roles
        self._last[kind] = roles
        for entity, role in roles.items():
            self._of_type[kind, entity] = role
            self._counts[entity, role] += 1

    def features(self, at: int, candidate: Candidate, entity: str, slot: str) -> Iterator[str]:
        """What the entity's earlier roles say of a new event in sentence `at`."""
        kind = candidate.entry.type
        shape = "verb" if candidate.entry.finite else candidate.entry.shape
        here, earlier = self._surroundings(at)
        if here is None:
            yield "opens the sentence's events"
        else:
            role = here.get(entity, "none")
            for detail in ("", f"|{shape}", f"|{slot}", f"|{kind}"):
                yield f"in sentence={role}{detail}"
        if earlier is not None:
            role = earlier.get(entity, "none")
            yield f"sentence before={role}"
            yield f"sentence before={role}|{slot}"
        if kind in self._last:
            role = self._of_type.get((kind, entity), "none")
            for detail in ("", f"|{shape}", f"|{slot}"):
                yield f"of type={role}{detail}"
            role = self._last[kind].get(entity, "none")
            yield f"last of type={role}"
            yield f"last of type={role}|{slot}|{shape}"
        for name in ROLES:
            yield f"was {name}={min(3, self._counts[entity, name])}"

    def _surroundings(self, at: int) -> tuple[Roles | None, Roles | None]:
        """The last event of the sentence, and the last of the sentences before."""
        if self._now is None:
            return None, None
        number, roles = self._before if self._sentence == at else (self._sentence, self._now)
        earlier = roles if number >= 0 and at - number <= _SENTENCES else None
        return (self._now if self._sentence == at else None), earlier


def second_features(
    chances: Chances,
    chains: Mapping[int, int],
    at: int,
    candidate: Candidate,
    chronicle: Chronicle,
) -> Iterator[tuple[str, Features]]:
    """For each entity what speaks for its roles.

    Args:
        chances: the first look.
        chains: the sentence's chains of coordinated units.
        at: index of the sentence.
        candidate: the trigger.
        chronicle: the events before.
    """
    claims = {role: _claims(chances, chains, role) for role in ROLES}
    for entity, roles in chances.items():
        slot = max(roles.values(), key=lambda part: part.margin).option.slot.split(":")[0]
        found: Features = [("bias", 1.0), (f"slot={slot}", 1.0)]
        for role in ROLES:
            part = roles.get(role)
            if part is None:
                found.append((f"margin {role}", -_BOUND))
                continue
            found.append((f"margin {role}", _bounded(part.margin)))
            rival = _rival(claims[role], entity, _group(part, chains))
            found.append((f"rival {role}", rival))
            found.append((f"lead {role}", max(-_LEAD, min(_LEAD, part.margin - rival))))
            if part.margin > rival:
                details = "", f"|{slot}", f"|{candidate.entry.type}"
                found += [(f"first {role}{detail}", 1.0) for detail in details]
        found += [(name, 1.0) for name in chronicle.features(at, candidate, entity, slot)]
        yield entity, found


def _claims(chances: Chances, chains: Mapping[int, int], role: ArgumentRole) -> list[_Claim]:
    """Whoever may have a role, the likeliest first."""
    found = [
        _Claim(parts[role].margin, entity, _group(parts[role], chains))
        for entity, parts in chances.items()
        if role in parts
    ]
    return sorted(found, key=lambda claim: -claim[0])


def _group(part: Part, chains: Mapping[int, int]) -> int:
    """Where begins what names the entity, maybe with others: a chain, or one unit (`الجانبان`)."""
    start = part.option.unit.start
    return chains.get(start, start)


def _rival(claims: Sequence[_Claim], entity: str, group: int) -> float:
    """Margin of the likeliest other entity; what `و` joins to this one is no rival."""
    for margin, other, others in claims:
        if other != entity and others != group:
            return _bounded(margin)
    return -_BOUND


def _bounded(margin: float) -> float:
    return max(-_BOUND, min(_BOUND, margin))


__all__ = ["Chronicle", "Roles", "second_features"]
