"""Which reports of a document tell of one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import regex

from arsec_ner.events.scene import state_of
from arsec_ner.labels import EventType
from arsec_ner.spans import Span
from arsec_ner.stages import Entity, EventDraft, Linking

# All sides take part alike, so that it does not matter which report calls whom agent.
_SYMMETRIC: Final[frozenset[EventType]] = frozenset(
    {"meeting", "call", "agreement", "pledge", "cooperation", "exercise", "conference"}
)
# With how many recent groups of one actor a report is compared, so that work stays linear.
_RECENT: Final = 6
_NUMBER: Final = regex.compile(r"[0-9]++")


@dataclass(slots=True)
class _Side:
    """Who stands on one side of an event, as states (or themselves, if of none) and as people."""

    states: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)

    def add(self, entity_id: str, entities: Mapping[str, Entity]) -> None:
        self.states.add(state_of(entity_id, entities) or entity_id)
        entity = entities.get(entity_id)
        if entity is not None and entity.kind == "person":
            self.people.add(entity_id)

    def join(self, other: _Side) -> None:
        self.states |= other.states
        self.people |= other.people

    def meets(self, other: _Side) -> bool:
        return _meet(self.states, other.states) and _meet(self.people, other.people)


@dataclass(slots=True)
class _Group:
    """The reports put together so far: who took part in which way, and the numbers of its dates."""

    agents: _Side = field(default_factory=_Side)
    targets: _Side = field(default_factory=_Side)
    places: _Side = field(default_factory=_Side)
    numbers: set[str] = field(default_factory=set)

    @property
    def states(self) -> set[str]:
        return self.agents.states | self.targets.states

    @property
    def people(self) -> set[str]:
        return self.agents.people | self.targets.people


def group_events(
    drafts: Sequence[EventDraft], spans: Sequence[Span], linking: Linking
) -> tuple[str, ...]:
    """Give the reports of one event one name.

    Two reports are of one event when type and status are the same, the actors they name agree (a
    person agrees with his state) and their dates do not contradict each other.

    Args:
        drafts: the document's events in the order of the text.
        spans: its mentions, the dates among them.
        linking: its entities.

    Returns:
        For each draft the name of its group: "eg1", "eg2", … in order of their first reports.
    """
    entities = linking.by_id()
    groups: list[_Group] = []
    recent: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    names = []
    for draft in drafts:
        report = _report(draft, entities)
        keys = [
            (draft.type, draft.status, who) for who in sorted(report.states or report.places.states)
        ]
        near = sorted({number for key in keys for number in recent[key][-_RECENT:]}, reverse=True)
        number = next((n for n in near if _agree(draft.type, groups[n], report)), len(groups))
        if number == len(groups):
            groups.append(_Group())
        _join(groups[number], report)
        for key in keys:
            if number not in recent[key][-_RECENT:]:
                recent[key].append(number)
        names.append(f"eg{number + 1}")
    return tuple(names)


def _report(draft: EventDraft, entities: Mapping[str, Entity]) -> _Group:
    report = _Group()
    sides = {"agent": report.agents, "target": report.targets, "place": report.places}
    for argument in draft.arguments:
        if argument.role == "time":
            words = argument.evidence[0].detail if argument.evidence else ""
            report.numbers.update(_NUMBER.findall(words))
        elif argument.entity_id is not None:
            sides[argument.role].add(argument.entity_id, entities)
    return report


def _agree(kind: EventType, group: _Group, report: _Group) -> bool:
    if not _meet(group.numbers, report.numbers):
        return False
    if kind in _SYMMETRIC:
        one, other = group.states, report.states
        # A report may leave a side out, but not put another in its place.
        return (one <= other or other <= one) and _meet(group.people, report.people)
    return group.agents.meets(report.agents) and group.targets.meets(report.targets)


def _meet(one: set[str], other: set[str]) -> bool:
    """Whether two sets of participants may be of one event: one of them silent, or both share."""
    return not one or not other or bool(one & other)


def _join(group: _Group, report: _Group) -> None:
    group.agents.join(report.agents)
    group.targets.join(report.targets)
    group.places.join(report.places)
    group.numbers |= report.numbers


__all__ = ["group_events"]
