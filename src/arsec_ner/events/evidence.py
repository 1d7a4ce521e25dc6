"""What speaks for an argument and for a time: named features of the surroundings.

Every feature is a name a reader understands ("after:إلى", "frame=target"); `weights.tsv` says what
each is worth. A feature's value is 1 but for the few that carry a measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

from arsec_ner.events.candidates import Candidate
from arsec_ner.events.forms import verb_gender
from arsec_ner.events.lexicon import lexicon
from arsec_ner.events.scene import ACTORS, Scene, Unit, UnitKind
from arsec_ner.events.words import words
from arsec_ner.labels import ArgumentRole
from arsec_ner.tables import read_yaml

Features = list[tuple[str, float]]

# Further than this from its trigger nothing is looked at, so that work stays linear.
REACH: Final = 60
# An actor that begins at most this many tokens behind its verb is likely its subject.
_BESIDE: Final = 3
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


@cache
def _function_words() -> frozenset[str]:
    table = words()
    return table.clause | table.relative | table.complement | frozenset(table.pronouns)


# Who may have an action of their own.
_OWNERS: Final[frozenset[UnitKind]] = frozenset({"org", "person"})


def word_class(scene: Scene, index: int) -> str:
    """A token by its class, a function word by itself, "edge" beyond the sentence."""
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
    if plain in table.weapons:
        return "weapon"
    if plain in table.speech:
        return "speech"
    if plain in table.support:
        return "support"
    if plain in lexicon().words:
        return "trigger word"
    return "definite" if key.startswith("ال") else "word"


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
    told = _told_slot(scene, candidate, unit, place)
    found = ["bias", f"kind={unit.kind}", f"slot={told}", f"slot={told}|{shape}"]
    found += [f"slot={told}|{entry.frame}|{shape}", f"slot={told}|{entry.type}|{shape}"]
    found += [f"slot={told}|{entry.row}|{shape}", f"slot={told}|{unit.kind}"]
    found.append(f"kind={unit.kind}|{entry.type}")
    found += [
        f"slot={told}|rank={near}|{shape}",
        f"slot={told}|rank={near}|{entry.frame}",
    ]
    found += [f"distance={_bucket(gap)}", f"distance={_bucket(gap)}|{place.split(':')[0]}"]
    found += [f"frame={role}" for role in frame_roles(entry.frame, shape, told, near)]
    found += [name for name, _ in _crossings(course, candidate, unit)]
    if unit.coordinated:
        found.append("coordinated")
    if entry.suffix:
        found.append(f"slot={place}|suffix")
    found += _setting(scene, candidate, unit, place, shape)
    if agreement := _agreement(scene, candidate, scene, unit):
        found += [f"{agreement}|{unit.kind}|{place.split(':')[0]}"]
        found += [f"{agreement}|slot={place}|rank={near}"]
    if unit.subject:
        side = place.split(":")[0]
        found += [f"subject={unit.subject}|{side}|{shape}", f"subject={unit.subject}|{entry.type}"]
        found.append(f"subject={unit.subject}|{side}|rank={near}")
    return [(name, 1.0) for name in found]


def _setting(
    scene: Scene, candidate: Candidate, unit: Unit, place: str, shape: str
) -> Iterator[str]:
    """The words beside the unit and before the trigger."""
    side = place.split(":")[0]
    before = scene.covers.get(unit.first - 1) or word_class(scene, unit.first - 1)
    yield f"word before={before}|{side}"
    yield f"word before={before}|{side}|{shape}"
    yield f"word after={word_class(scene, unit.last + 1)}|{side}"
    context = _context(scene, candidate)
    yield f"context={context}|slot={place}"
    yield f"context={context}|{side}|subject={unit.subject}"
    yield f"context={context}|{side}|{shape}"


def _told_slot(scene: Scene, candidate: Candidate, unit: Unit, place: str) -> str:
    """The slot that the frames are asked for: as `slot` has it, or one of two that tell more.

    "whose:ل" is an actor with ل right after a noun of action with no other between: غارات للتحالف
    are the alliance's, where القصف الروسي للمدينة hits the city. "weapon" is who stands after what
    somebody was hit with: قتل برصاص الجيش.
    """
    if word_class(scene, unit.first - 1) == "weapon":
        return "weapon"
    if place != "after:ل" or candidate.entry.finite or unit.kind not in _OWNERS:
        return place
    between = range(candidate.last + 1, unit.first)
    near = len(between) <= 1 and all(_qualifies(scene, index) for index in between)
    return "whose:ل" if near else place


def _qualifies(scene: Scene, index: int) -> bool:
    """Whether a word is an adjective that names nobody: كبير، عسكرية; not قاعدة or الأمريكي."""
    key = scene.tokens[index].key
    plain = key.removeprefix("ال").endswith(("يه", "ي")) or key in words().qualities
    return plain and not scene.covers.get(index) and word_class(scene, index) != "trigger word"


def _context(scene: Scene, candidate: Candidate) -> str:
    """The particle of a trigger or the word before it."""
    return candidate.particle[-1:] or word_class(scene, candidate.first - 1)


def _agreement(scene: Scene, candidate: Candidate, home: Scene, unit: Unit) -> str:
    """How a finite verb agrees in gender with a unit that stands in the sentence `home`."""
    if not candidate.entry.finite:
        return ""
    token = scene.tokens[candidate.first]
    verb = verb_gender(token.key[candidate.start - token.start :], candidate.entry.shape)
    if unit.kind in ("state", "gpe") or (unit.kind == "person" and unit.office is None):
        return f"verb={verb}|head={unit.kind}"
    noun = "f" if home.tokens[unit.first].key.endswith("ه") else "m"
    return f"verb={verb}|head={noun}"


def carried_features(
    scene: Scene, candidate: Candidate, home: Scene, unit: Unit, back: int, rank: int
) -> Features:
    """What speaks for a unit of an earlier sentence as an argument.

    Args:
        scene: the trigger's sentence.
        candidate: the trigger.
        home: the unit's sentence.
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
    found += [f"back|{name}" for name in _alone(scene, candidate, shape, min(rank, 1))]
    found.append(f"back|subject={unit.subject or unit.governor or 'free'}|rank={min(rank, 2)}")
    if agreement := _agreement(scene, candidate, home, unit):
        found += [f"back|{agreement}|{unit.kind}", f"back|{agreement}|rank={min(rank, 1)}"]
    return [(name, 1.0) for name in found]


def _alone(scene: Scene, candidate: Candidate, shape: str, rank: int) -> Iterator[str]:
    """Whether the trigger's own sentence leaves room for an actor of an earlier one."""
    near = [scene.units[n] for n in scene.near(candidate.first, REACH)]
    actors = [unit for unit in near if unit.kind in ACTORS]
    before = min(2, sum(unit.start < candidate.start for unit in actors))
    after = any(0 <= unit.first - candidate.last <= _BESIDE for unit in actors)
    room = f"actors={before}{'+' if after else ''}"
    yield f"{room}|{shape}"
    yield f"{room}|rank={rank}"
    yield f"context={_context(scene, candidate)}|{shape}"
    yield f"opens={candidate.first <= 1}|{shape}|rank={rank}"


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
    "REACH", "Course", "Features", "argument_features", "carried_features", "frame_roles", "slot",
    "time_features", "word_class",
]  # fmt: skip
