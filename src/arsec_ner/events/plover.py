"""The PLOVER code of an event, by the table `plover.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

import regex

from arsec_ner.events.scene import state_of
from arsec_ner.labels import EventType
from arsec_ner.normalize import key
from arsec_ner.stages import Entity, EventDraft
from arsec_ner.tables import read_yaml

# How many words on either side of the trigger a rule's `near` looks at, and how many characters
# of text are read for them.
_WORDS: Final = 6
_CHARACTERS: Final = 120
_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}]++")


class PloverCode(NamedTuple):
    """A PLOVER event and, where one applies, its mode."""

    event: str
    mode: str | None = None


def plover_code(draft: EventDraft, text: str, entities: Mapping[str, Entity]) -> PloverCode | None:
    """Code one event.

    Args:
        draft: the event.
        text: the document's text, whose words near the trigger tell the mode.
        entities: the document's by their ids, for the states that take part.

    Returns:
        The code; None for what PLOVER does not code: appointments, acts that did not happen.
    """
    trigger = key(text[draft.start : draft.end])
    near = f"{' '.join(_near(text, draft))} {trigger}"
    states = _states(draft, entities)
    for rule in _rules(draft.type):
        if _fits(rule, draft, trigger, near, states):
            return PloverCode(rule["event"], rule.get("mode")) if rule["event"] else None
    return None


@cache
def _rules(kind: EventType) -> Sequence[Mapping[str, Any]]:
    """The rows of the table that may code events of a type, in order."""
    rows = read_yaml("events/plover.yaml")["rules"]
    return tuple(row for row in rows if _among(kind, row.get("type")))


def _fits(rule: Mapping[str, Any], draft: EventDraft, trigger: str, near: str, states: int) -> bool:
    return (
        _among(draft.status, rule.get("status"))
        and _holds(trigger, rule.get("trigger"))
        and _holds(near, rule.get("near"))
        and rule.get("states", 0) <= states
    )


def _among(value: str, wanted: str | Sequence[str] | None) -> bool:
    return wanted is None or value == wanted or (not isinstance(wanted, str) and value in wanted)


def _holds(words: str, stems: Sequence[str] | None) -> bool:
    return stems is None or any(stem in words for stem in stems)


def _near(text: str, draft: EventDraft) -> Iterator[str]:
    """Folded words before and after the trigger, within its line."""
    low = max(0, draft.start - _CHARACTERS)
    before = text[low : draft.start].rpartition("\n")[2]
    after = text[draft.end : draft.end + _CHARACTERS].partition("\n")[0]
    yield from map(key, _WORD.findall(before)[-_WORDS:])
    yield from map(key, _WORD.findall(after)[:_WORDS])


def _states(draft: EventDraft, entities: Mapping[str, Entity]) -> int:
    """How many different states take part."""
    found = {
        state_of(argument.entity_id, entities)
        for argument in draft.arguments
        if argument.role in ("agent", "target") and argument.entity_id is not None
    }
    return len(found - {None})


__all__ = ["PloverCode", "plover_code"]
