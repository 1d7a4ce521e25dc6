"""What speaks for a trigger, for an argument and for a time: named features of the surroundings.

Every feature is a name a reader understands ("after:إلى", "frame=target"); `weights.tsv` says what
each is worth. A feature's value is 1 but for the few that carry a measure.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

from arsec_ner.events.candidates import Candidate
from arsec_ner.events.lexicon import lexicon
from arsec_ner.events.scene import Scene, Unit
from arsec_ner.events.words import words
from arsec_ner.labels import ArgumentRole
from arsec_ner.tables import read_yaml

Features = list[tuple[str, float]]

ACTORS: Final = frozenset(
    {"person", "role", "org", "state", "gpe", "norp", "pair", "home", "pronoun"}
)
# Further than this from its trigger nothing is looked at, so that work stays linear.
REACH: Final = 60
_DISTANCES: Final = (0, 1, 2, 4, 7, 12, 20, 35)
_STOPS: Final = frozenset('.،,؛;:؟?!()"«»“”–-…')


@dataclass(frozen=True)
class Course:
    """Running counts of the clause marks of a sentence, for what lies between two tokens."""

    commas: list[int]
    clauses: list[int]
    relatives: list[int]
    complements: list[int]
    verbs: list[int]
    triggers: list[int]

    @classmethod
    def of(cls, scene: Scene) -> Course:
        """Count the marks once a sentence."""
        table, known = words(), lexicon().words
        pairs = [
            (token.key, token.key[1:] if token.key[:1] in ("و", "ف") else token.key)
            for token in scene.tokens
        ]
        readings = [known.get(plain, ()) for _, plain in pairs]
        carriers = table.speech | table.support

        def count(marks: Iterator[bool]) -> list[int]:
            return list(accumulate(marks, initial=0))

        return cls(
            commas=count(not token.key and token.text[:1] in _STOPS for token in scene.tokens),
            clauses=count(k in table.clause or plain in table.clause for k, plain in pairs),
            relatives=count(k in table.relative for k, _ in pairs),
            complements=count(k in table.complement for k, _ in pairs),
            verbs=count(
                plain in carriers or any(entry.finite and entry.prior > 0.5 for entry in found)
                for (_, plain), found in zip(pairs, readings, strict=True)
            ),
            triggers=count(any(entry.prior > 0.5 for entry in found) for found in readings),
        )


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
    before = _name(scene, candidate.first - 1) if not candidate.particle else ""
    particle = candidate.particle[-1:]
    after = _name(scene, candidate.last + 1)
    found = [f"before={before}", f"after={after}", f"after={after}|{kind}"]
    if particle:
        found.append(f"particle={particle}|{candidate.entry.shape}")
    if before:
        found.append(f"before={before}|{kind}")
    if any(scene.tokens[n].key.lstrip("وف") in words().support for n in _back(candidate.first, 3)):
        found.append("support verb")
    return found


@cache
def _function_words() -> frozenset[str]:
    table = words()
    return table.clause | table.relative | table.complement | frozenset(table.pronouns)


def _name(scene: Scene, index: int) -> str:
    """A token by its class, a function word by itself."""
    if not 0 <= index < len(scene.tokens):
        return "edge"
    key, table = scene.tokens[index].key, words()
    if key in table.prepositions:
        return table.prepositions[key]
    if not key:
        return "mark"
    if key in _function_words():
        return key
    plain = key[1:] if key[0] in "وف" else key
    if plain in table.speech:
        return "speech"
    if plain in table.support:
        return "support"
    if plain in lexicon().words:
        return "trigger word"
    return "definite" if key.startswith("ال") else "word"


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


def slot(candidate: Candidate, unit: Unit) -> str:
    """Where a unit of the trigger's sentence stands to the trigger.

    "after" (a subject, object or genitive), "adjective" (`قصف روسي`), "after:مع" behind a
    preposition, and "before", "before:في" in the same way; "within" for the place in a named event
    that the trigger opens.
    """
    if unit.nested or (unit.start <= candidate.start and candidate.end <= unit.end):
        return "within"
    if unit.start >= candidate.end:
        if unit.kind == "norp" and unit.first == candidate.last + 1 and not unit.governor:
            return "adjective"
        governed = unit.governor and unit.governed_at > candidate.last
        return f"after:{unit.governor}" if governed else "after"
    return f"before:{unit.governor}" if unit.governor else "before"


def argument_features(
    scene: Scene, course: Course, candidate: Candidate, unit: Unit, place: str, rank: int
) -> Features:
    """What speaks for a unit of the same sentence as an argument.

    Args:
        scene: the sentence.
        course: its clause marks.
        candidate: the trigger.
        unit: the possible argument.
        place: its `slot`.
        rank: how many units stand in the same slot between it and the trigger.
    """
    entry = candidate.entry
    shape = "verb" if entry.finite else entry.shape
    near = min(rank, 2)
    gap = (
        unit.first - candidate.last if unit.start >= candidate.end else candidate.first - unit.last
    )
    found = ["bias", f"kind={unit.kind}", f"slot={place}", f"slot={place}|{shape}"]
    found += [f"slot={place}|{entry.frame}|{shape}", f"slot={place}|{entry.type}|{shape}"]
    found += [f"slot={place}|{entry.row}|{shape}", f"slot={place}|{unit.kind}"]
    found.append(f"kind={unit.kind}|{entry.type}")
    found += [
        f"slot={place}|rank={near}|{shape}",
        f"slot={place}|rank={near}|{entry.frame}",
    ]
    found += [f"distance={_bucket(gap)}", f"distance={_bucket(gap)}|{place.split(':')[0]}"]
    found += [f"frame={role}" for role in frame_roles(entry.frame, shape, place, near)]
    found += [name for name, _ in _crossings(course, candidate, unit)]
    if unit.coordinated:
        found.append("coordinated")
    if entry.suffix:
        found.append(f"slot={place}|suffix")
    if unit.subject:
        side = place.split(":")[0]
        found += [f"subject={unit.subject}|{side}|{shape}", f"subject={unit.subject}|{entry.type}"]
        found.append(f"subject={unit.subject}|{side}|rank={near}")
    return [(name, 1.0) for name in found]


def carried_features(candidate: Candidate, unit: Unit, back: int, rank: int) -> Features:
    """What speaks for a unit of an earlier sentence as an argument.

    Args:
        candidate: the trigger.
        unit: the unit.
        back: how many sentences before it stands.
        rank: its place among the actors of that sentence, 0 for the first.
    """
    entry = candidate.entry
    shape = "verb" if entry.finite else entry.shape
    subject = "subject" if not unit.governor and rank == 0 else f"rank={min(rank, 3)}"
    found = ["bias", f"back={back}", f"back={back}|{subject}", f"back={back}|kind={unit.kind}"]
    found += [f"back|{subject}|{shape}", f"back|{entry.type}"]
    if entry.suffix:
        found += [f"back|suffix={entry.suffix}|{unit.kind}", f"back={back}|suffix|{subject}"]
    return [(name, 1.0) for name in found]


def time_features(scene: Scene, course: Course, candidate: Candidate, unit: Unit) -> Features:
    """What speaks for a date of the same sentence as the event's time."""
    side = "after" if unit.start >= candidate.end else "before"
    gap = unit.first - candidate.last if side == "after" else candidate.first - unit.last
    found = ["bias", f"side={side}", f"side={side}|distance={_bucket(gap)}"]
    found += [f"governor={unit.governor}", f"side={side}|shape={candidate.entry.shape}"]
    found += [f"{name}|{side}" for name, _ in _crossings(course, candidate, unit)]
    found += [f"type={candidate.entry.type}"]
    if unit.coordinated:
        found.append("coordinated")
    return [(name, 1.0) for name in found]


def _crossings(course: Course, candidate: Candidate, unit: Unit) -> Iterator[tuple[str, int]]:
    """Clause marks between a trigger and a unit."""
    if unit.start >= candidate.end:
        low, high, side = candidate.last + 1, max(unit.first, candidate.last + 1), "after"
    else:
        low, high, side = unit.last + 1, max(candidate.first, unit.last + 1), "before"
    for name, counts in (
        ("comma", course.commas),
        ("clause", course.clauses),
        ("relative", course.relatives),
        ("complement", course.complements),
        ("verb", course.verbs),
        ("trigger", course.triggers),
    ):
        crossed = min(2, counts[high] - counts[low])
        yield f"crosses {name}={crossed}|{side}", crossed


def _bucket(gap: int) -> int:
    return next((n for n, limit in enumerate(_DISTANCES) if gap <= limit), len(_DISTANCES))


@cache
def frame_roles(frame: str, shape: str, place: str, rank: int) -> tuple[ArgumentRole, ...]:
    """The roles a frame proposes for a slot; empty where it says nothing.

    The second noun phrase behind a finite verb is its object, so its slot is "object".
    """
    table = read_yaml("events/frames.yaml")
    row = {**table["default"], **table["frames"].get(frame, {})}
    name = place
    if place == "after":
        kind = "verb" if shape == "verb" else "noun"
        name = f"{kind}:{'first' if rank == 0 else 'second'}"
    proposal = row.get(name)
    if proposal is None:
        return ()
    return tuple(proposal) if isinstance(proposal, list) else (proposal,)


__all__ = [
    "ACTORS", "REACH", "Course", "Features", "argument_features", "carried_features",
    "frame_roles", "slot", "time_features", "trigger_features",
]  # fmt: skip
