"""Whether an event happened, is planned, is asked for, or did not happen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from arsec_ner.events.candidates import Candidate
from arsec_ner.events.evidence import Course, Features
from arsec_ner.events.scene import Scene
from arsec_ner.events.weights import probabilities
from arsec_ner.labels import EventStatus
from arsec_ner.normalize import key
from arsec_ner.tables import read_yaml

_REACH: Final = 8
_NEAR: Final = (1, 2, 4, 8)
_OTHERS: Final[tuple[EventStatus, ...]] = ("planned", "requested", "denied")
_SIDES: Final = ("before", "after")


@cache
def _cues() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Side → key → classes of cue."""
    table = read_yaml("events/status.yaml")
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for side in _SIDES:
        row = found.setdefault(side, {})
        for name, cues in table[side].items():
            for cue in cues:
                row[key(cue)] = (*row.get(key(cue), ()), name)
    return found


def status_of(scene: Scene, course: Course, candidate: Candidate) -> EventStatus:
    """The likeliest status, by the particle before a verb or by the weights of all cues."""
    rule = read_yaml("events/status.yaml")["denied_verb"]
    before = scene.tokens[candidate.first - 1].text if candidate.first else ""
    entry = candidate.entry
    if entry.finite and before in rule["after"] and entry.type not in rule["except"]:
        return "denied"
    chances = probabilities("status", status_features(scene, course, candidate))
    likeliest = max(chances)
    return _OTHERS[chances.index(likeliest)] if likeliest > 1 - sum(chances) else "actual"


def status_features(scene: Scene, course: Course, candidate: Candidate) -> Features:
    """What tells the status: the trigger's own form and the cues on both sides of it."""
    entry = candidate.entry
    found = [
        "bias",
        f"shape={entry.shape}",
        f"type={entry.type}",
        f"shape={entry.shape}|{entry.type}",
    ]
    found.append(f"particle={candidate.particle[-1:]}")
    for side in _SIDES:
        found += _seen(scene, course, candidate, side)
    return [(name, 1.0) for name in dict.fromkeys(found)]


def _seen(scene: Scene, course: Course, candidate: Candidate, side: str) -> list[str]:
    found = []
    tokens, cues = scene.tokens, _cues()[side]
    for gap in range(1, _REACH + 1):
        index = candidate.first - gap if side == "before" else candidate.last + gap
        if not 0 <= index < len(tokens):
            break
        low, high = sorted((index, candidate.first))
        crossed = course.commas[high] - course.commas[low]
        word = tokens[index].key
        plain = word[1:] if word[:1] in ("و", "ف", "ل") else word
        for name in cues.get(word) or cues.get(plain, ()):
            bucket = next(limit for limit in _NEAR if gap <= limit)
            found += [f"{side} {name}", f"{side} {name} at {bucket}"]
            if crossed:
                found.append(f"{side} {name} beyond a comma")
    if side == "before" and any(
        tokens[n].key[:2] in ("سي", "ست") and len(tokens[n].key) > 4
        for n in range(max(0, candidate.first - 4), candidate.first)
    ):
        # سيجري محادثات, ستعقد اجتماعا: the support verb carries the future.
        found.append("before future verb")
    return found


__all__ = ["status_features", "status_of"]
