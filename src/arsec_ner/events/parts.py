"""Who may have which role in an event, with how surely each was read on its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from arsec_ner.events.options import Option
from arsec_ner.labels import ArgumentRole
from arsec_ner.tables import read_yaml

ROLES: Final[tuple[ArgumentRole, ...]] = ("agent", "target", "place")
_PLACES: Final = frozenset({"state", "gpe", "loc", "fac", "norp", "org"})


class Part(NamedTuple):
    """A unit in one role, or the role decided for an entity."""

    margin: float
    role: ArgumentRole
    option: Option


Chances = Mapping[str, Mapping[ArgumentRole, Part]]


def open_roles(option: Option) -> Iterator[tuple[int, ArgumentRole]]:
    """The roles that a unit of its kind may have, with their numbers."""
    for index, role in enumerate(ROLES):
        if role != "place" or option.unit.kind in _PLACES:
            yield index, role


def together(parts: Sequence[Part], chains: Mapping[int, int]) -> Iterator[Part]:
    """Let what `و` joins share a role: of الصين وروسيا وإيران none meets alone."""
    margins: dict[tuple[int, ArgumentRole], list[float]] = {}
    for part in parts:
        chain = chains.get(part.option.unit.start)
        if chain is not None:
            margins.setdefault((chain, part.role), []).append(part.margin)
    share: float = read_yaml("events/decision.yaml")["together"]
    for part in parts:
        shared = margins.get((chains.get(part.option.unit.start, -1), part.role))
        if shared:
            mean = sum(shared) / len(shared)
            part = part._replace(margin=(1 - share) * part.margin + share * mean)
        yield part


def by_entity(parts: Iterable[Part]) -> Chances:
    """For each entity the unit that speaks loudest for it in each role."""
    found: dict[str, dict[ArgumentRole, Part]] = {}
    for part in parts:
        for entity in part.option.entities:
            roles = found.setdefault(entity, {})
            if part.role not in roles or roles[part.role].margin < part.margin:
                roles[part.role] = part
    return found


__all__ = ["ROLES", "Chances", "Part", "by_entity", "open_roles", "together"]
