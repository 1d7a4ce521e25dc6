"""What speaks for a trigger: named features of the word and of what stands around it.

Every feature is a name a reader understands ("before=support", "next=state|visit"); `weights.tsv`
says what each is worth. A feature's value is 1 but for the prior, which is log odds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from arsec_ner.events.candidates import Candidate
from arsec_ner.events.evidence import Course, Features, word_class
from arsec_ner.events.scene import ACTORS, Scene
from arsec_ner.events.words import words

# How many tokens away the next actor and a date are looked for.
_NEAR: Final = 8


def trigger_features(scene: Scene, course: Course, candidate: Candidate, rank: int) -> Features:
    """What speaks for and against a candidate.

    Args:
        scene: its sentence.
        course: the clause marks of the sentence.
        candidate: the word in one reading.
        rank: how many candidates of the type stand before it in the sentence.
    """
    entry = candidate.entry
    found = ["bias", f"type={entry.type}", f"shape={entry.shape}", f"row={entry.row}"]
    found += _company(scene, candidate)
    found += _neighbours(scene, candidate)
    found += _nearby(scene, candidate)
    actors = _actor_distance(scene, course, candidate)
    found += [f"{name}|{entry.shape}" for name in actors] + actors
    if entry.needs_actor and actors == ["actor=none"]:
        found.append("actor missing")
    if candidate.first <= 1:
        found.append("opens sentence")
    if scene.sentence.index == 0 or scene.sentence.zone == "headline":
        found.append("headline")
    if rank:
        found.append(f"repeats={min(rank, 3)}")
    if any(scene.tokens[n].key in words().condition for n in _back(candidate.first, 5)):
        found.append("condition")
    prior = math.log(entry.prior / (1 - entry.prior))
    return [("prior", prior), *((name, 1.0) for name in found)]


def _company(scene: Scene, candidate: Candidate) -> list[str]:
    company = candidate.entry.company
    if not company:
        return []
    for token in scene.tokens[candidate.last + 1 : candidate.last + 4]:
        # `سفنا` and `والسفن` are company as much as `سفن`.
        if company & {token.key, token.key[1:], token.key.removesuffix("ا")}:
            return ["company", f"company|{candidate.entry.row}"]
    return ["no company", f"no company|{candidate.entry.row}"]


def _neighbours(scene: Scene, candidate: Candidate) -> list[str]:
    kind = candidate.entry.type
    before = word_class(scene, candidate.first - 1) if not candidate.particle else ""
    particle = candidate.particle[-1:]
    after = word_class(scene, candidate.last + 1)
    found = [f"before={before}", f"after={after}", f"after={after}|{kind}"]
    if particle:
        found.append(f"particle={particle}|{candidate.entry.shape}")
    if before:
        found.append(f"before={before}|{kind}")
    if any(scene.tokens[n].key.lstrip("وف") in words().support for n in _back(candidate.first, 3)):
        found.append("support verb")
    return found


def _nearby(scene: Scene, candidate: Candidate) -> Iterator[str]:
    """The words on both sides, names by their kind, and the next actor and how it is joined."""
    kind, row = candidate.entry.type, candidate.entry.row
    after = [_word(scene, candidate.last + gap) for gap in (1, 2)]
    before = [_word(scene, candidate.first - gap) for gap in (1, 2)]
    yield from (f"next={after[0]}", f"next={after[0]}|{kind}", f"next={after[0]}|{row}")
    yield from (f"last={before[0]}", f"last={before[0]}|{kind}")
    yield from (f"next but one={after[1]}|{kind}", f"last but one={before[1]}|{kind}")
    shape = candidate.entry.shape
    yield f"actors={min(scene.actors, 4)}|{shape}"
    near = [scene.units[n] for n in scene.near(candidate.first, _NEAR)]
    yield f"date={any(unit.kind == 'date' for unit in near)}|{kind}"
    for unit in near:
        if unit.start >= candidate.end and unit.kind in ACTORS:
            actor = f"actor behind={unit.kind}:{unit.governor}"
            yield from (f"{actor}|{kind}", f"{actor}|{shape}")
            break


def _word(scene: Scene, index: int) -> str:
    """A token without و and ال, or the kind of the name it belongs to."""
    if not 0 <= index < len(scene.tokens):
        return "edge"
    key = scene.tokens[index].key
    if not key:
        return "mark"
    if index in scene.covers:
        return scene.covers[index]
    if key[0] in "وف" and len(key) > 3:
        key = key[1:]
    return key[2:] if key.startswith("ال") and len(key) > 4 else key


def _back(first: int, reach: int) -> range:
    return range(max(0, first - reach), first)


def _actor_distance(scene: Scene, course: Course, candidate: Candidate) -> list[str]:
    """Where the nearest actor stands."""
    found = []
    for index in scene.near(candidate.first, 15):
        unit = scene.units[index]
        if unit.kind not in ACTORS or unit.start <= candidate.start < unit.end:
            continue
        gap = (
            unit.first - candidate.last
            if unit.start >= candidate.end
            else unit.last - candidate.first
        )
        if abs(gap) <= 3:
            found.append("actor=after" if gap > 0 else "actor=before")
        else:
            found.append("actor=near")
    if candidate.entry.suffix:
        found.append("actor=suffix")
    return list(dict.fromkeys(found)) or ["actor=none"]


__all__ = ["trigger_features"]
