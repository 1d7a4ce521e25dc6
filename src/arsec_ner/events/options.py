"""The possible arguments of a trigger, each with what speaks for it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from arsec_ner.events.candidates import Candidate
from arsec_ner.events.evidence import (
    REACH,
    Course,
    Features,
    argument_features,
    carried_features,
    slot,
    time_features,
)
from arsec_ner.events.resolve import resolve
from arsec_ner.events.scene import ACTORS, Cast, Scene, Unit

# How many units on either side of a trigger are looked at.
_NEAREST: Final = 10
# How many sentences back an argument may stand.
_SENTENCES: Final = 2


@dataclass(frozen=True, slots=True)
class Option:
    """A unit as a possible argument of one trigger.

    Attributes:
        unit: the words.
        entities: whom they name or stand for; none for a date.
        slot: where they stand to the trigger ("after:مع", "suffix", "back:1").
        features: what speaks for it.
    """

    unit: Unit
    entities: tuple[str, ...]
    slot: str
    features: Features


@dataclass(frozen=True)
class Story:
    """The document's sentences in order, with their clause marks and its entities."""

    scenes: Sequence[Scene]
    courses: Sequence[Course]
    cast: Cast


def argument_options(
    story: Story, at: int, candidate: Candidate, *, inner: bool = False
) -> Iterator[Option]:
    """Yield whoever may be agent, target or place of a trigger in sentence `at`.

    Args:
        story: the document.
        at: index of the trigger's sentence.
        candidate: the trigger.
        inner: whether to yield mentions within others too, for which no frame speaks.
    """
    local: set[str] = set()
    for unit, place, rank in _ranked(story.scenes[at], candidate):
        entities = resolve(unit, story.scenes, at, story.cast)
        if not entities:
            continue
        local.update(entities if unit.kind in ACTORS else ())
        features = argument_features(
            story.scenes[at], story.courses[at], candidate, unit, place, rank
        )
        yield Option(unit, entities, place, features)
    if inner:
        for unit in _around(story.scenes[at].inner, candidate):
            yield Option(unit, unit.entities, "inner", [])
    for back in range(1, min(_SENTENCES, at) + 1):
        scene, home = story.scenes[at], story.scenes[at - back]
        for rank, unit in enumerate(home.leading):
            entities = tuple(entity for entity in unit.entities if entity not in local)
            if entities:
                features = carried_features(scene, candidate, home, unit, back, rank)
                features.append((f"back={back}|local={min(len(local), 2)}", 1.0))
                yield Option(unit, entities, f"back:{back}", features)


def time_options(story: Story, at: int, candidate: Candidate) -> Iterator[Option]:
    """Yield the dates that may tell when the event was."""
    scene = story.scenes[at]
    for index in scene.near(candidate.first, REACH):
        unit = scene.units[index]
        if unit.kind == "date":
            features = time_features(scene, story.courses[at], candidate, unit)
            yield Option(unit, (), "time", features)


def _ranked(scene: Scene, candidate: Candidate) -> Iterator[tuple[Unit, str, int]]:
    """Units near the trigger with their slots, counted outwards from it within each slot."""
    if candidate.entry.suffix:
        yield _suffix(candidate), "suffix", 0
    near = [scene.units[n] for n in scene.near(candidate.first, REACH)]
    after = [u for u in near if u.start >= candidate.end][:_NEAREST]
    others = [u for u in reversed(near) if u.start < candidate.end][:_NEAREST]
    for side in (after, others):
        counts: Counter[str] = Counter()
        for unit in side:
            if unit.kind in ("date", "named_event"):
                continue
            place = slot(candidate, unit)
            if not unit.coordinated or not counts[place]:
                counts[place] += 1
            yield unit, place, counts[place] - 1


def _around(units: Sequence[Unit], candidate: Candidate) -> Sequence[Unit]:
    """Those of the units, sorted by their first token, that stand near the trigger."""
    low = bisect_left(units, candidate.first - REACH, key=lambda unit: unit.first)
    high = bisect_left(units, candidate.first + REACH, key=lambda unit: unit.first)
    return units[low:high]


def _suffix(candidate: Candidate) -> Unit:
    """The pronoun at the trigger's end as a unit: ه of `زيارته`."""
    pronoun = candidate.entry.suffix
    first = candidate.first
    start = candidate.end - len(pronoun)
    return Unit(
        start, candidate.end, start, first, first, "pronoun", pronoun=pronoun, governed_at=first
    )


__all__ = ["Option", "Story", "argument_options", "time_options"]
