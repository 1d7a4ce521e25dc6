"""People: a full name, then any part or other spelling of it, is one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from arsec_ner.link.mentions import Cluster, Named
from arsec_ner.link.spelling import near_sounds, same_word, skeleton
from arsec_ner.spans import Evidence
from arsec_ner.taggers.base import RelationScorer

_LINEAGE: Final = frozenset({"بن", "ابن", "بنت"})
_LEAST_SCORE: Final = 0.5  # of a backend's same_person before it may choose among candidates
_MOST_COMPARED: Final = 100  # people with a like word whom a name is compared with, latest first
_MOST_ASKED: Final = 12  # candidates that a backend is asked about

Name = tuple[str, ...]


@dataclass(slots=True)
class _Person:
    """A person being gathered: the full names seen and the mentions."""

    names: list[Name]
    mentions: list[Named] = field(default_factory=list)
    evidence: set[str] = field(default_factory=set)

    def takes(self, mention: Named, rule: str) -> None:
        self.mentions.append(mention)
        self.evidence.add(rule)


def people(mentions: Sequence[Named], relations: RelationScorer | None = None) -> list[Cluster]:
    """Gather PERSON mentions into people.

    Longer names come first and make the people; a shorter one joins the person whose name it is
    a part of. Where several people could be meant, the backend's score decides, then who was
    named last before the mention.

    Args:
        mentions: PERSON mentions in order.
        relations: a backend's scores of pairs, if it has any.

    Returns:
        One cluster a person; mentions within a cluster are in order.
    """
    forms: dict[Name, list[Named]] = defaultdict(list)
    for mention in mentions:
        forms[_name(mention.keys)].append(mention)
    found = _People()
    for name in sorted(forms, key=lambda name: (-len(name), forms[name][0].start)):
        if len(name) > 1:
            found.place_full(name, forms[name])
        else:
            found.place_part(name, forms[name], relations)
    found.join_orphans()
    return [_cluster(person) for person in found.people if person.mentions]


def _name(keys: Iterable[str]) -> Name:
    """The words of a name as they are compared: عبد الله is one word."""
    words: list[str] = []
    for word in keys:
        if words and words[-1] in ("عبد", "ابو", "ابي"):
            words[-1] += word
        else:
            words.append(word)
    return tuple(words)


class _People:
    """The people found so far, by the consonants of each word of their names."""

    def __init__(self) -> None:
        self.people: list[_Person] = []
        self._by_sound: dict[str, list[int]] = defaultdict(list)
        self._orphans: list[int] = []

    def _new(self, name: Name) -> int:
        self.people.append(_Person([]))
        self._add(len(self.people) - 1, name)
        return len(self.people) - 1

    def _add(self, number: int, name: Name) -> None:
        self.people[number].names.append(name)
        for sound in {sound for word in name for sound in near_sounds(word)}:
            if self._by_sound[sound][-1:] != [number]:
                self._by_sound[sound].append(number)

    def _candidates(self, words: Name) -> list[int]:
        sounds = {sound for word in words for sound in near_sounds(word)}
        numbers = {n for sound in sounds for n in self._by_sound.get(sound, [])[-_MOST_COMPARED:]}
        return sorted(numbers)

    def place_full(self, name: Name, mentions: Sequence[Named]) -> None:
        """Give the mentions of a name of several words to its person, new or known."""
        # Two names of one person share the first word of one of them.
        for number in self._candidates(name[:1]) or self._candidates(name[-1:]):
            if any(same_person(name, other) for other in self.people[number].names):
                self._add(number, name)
                break
        else:
            number = self._new(name)
        for mention in mentions:
            self.people[number].takes(mention, "full name")

    def place_part(
        self, name: Name, mentions: Sequence[Named], relations: RelationScorer | None
    ) -> None:
        """Give the mentions of one word each to the person it names a part of."""
        ranks = {
            number: max((_part_rank(name, full) for full in self.people[number].names), default=0)
            for number in self._candidates(name)
        }
        best = max(ranks.values(), default=0)
        if not best:
            number = self._new(name)
            self._orphans.append(number)
            for mention in mentions:
                self.people[number].takes(mention, "name alone")
            return
        candidates = [number for number, rank in ranks.items() if rank == best]
        for mention, number in self._chosen(candidates, mentions, relations):
            self.people[number].takes(mention, "part of a name")

    def _chosen(
        self, candidates: list[int], mentions: Sequence[Named], relations: RelationScorer | None
    ) -> list[tuple[Named, int]]:
        """Each mention with the candidate that was named last before it, or is named next."""
        if len(candidates) == 1:
            return [(mention, candidates[0]) for mention in mentions]
        named = sorted((m.start, n) for n in candidates for m in self.people[n].mentions)
        chosen: list[tuple[Named, int]] = []
        last: dict[int, int] = {}
        number, at = named[0][1], 0
        for mention in mentions:
            while at < len(named) and named[at][0] < mention.start:
                start, number = named[at]
                last[number] = start
                at += 1
            if relations is not None and 1 < len(last) <= _MOST_ASKED:
                asked = _by_backend(relations, mention, last)
                number = number if asked is None else asked
            last[number] = mention.start
            chosen.append((mention, number))
        return chosen

    def join_orphans(self) -> None:
        """Join words that are part of no name to the one person whose name sounds like them.

        Chinese and Vietnamese names leave no more than a consonant when the vowels go, so شيوي
        is held to be شو لي بينج only where no other person of the document has such a surname.
        """
        surnames: dict[str, set[int]] = defaultdict(set)
        for number, person in enumerate(self.people):
            for name in person.names:
                if len(name) > 2:
                    surnames[skeleton(name[0])].add(number)
        for number in self._orphans:
            orphan = self.people[number]
            sound = skeleton(orphan.names[0][0]) if orphan.names[0] else ""
            if len(sound) == 1 and len(surnames[sound]) == 1:
                (other,) = surnames[sound]
                for mention in orphan.mentions:
                    self.people[other].takes(mention, "sounds alike")
                orphan.mentions = []


def _by_backend(relations: RelationScorer, mention: Named, last: Mapping[int, int]) -> int | None:
    """The candidate that a backend holds to be the same person, where it is sure enough."""
    scores = [
        (relations.score("same_person", mention.start, start) or 0.0, number)
        for number, start in last.items()
    ]
    score, number = max(scores)
    return number if score >= _LEAST_SCORE else None


def same_person(one: Name, other: Name) -> bool:
    """Whether two names of several words can be one person's."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) == len(long):
        return all(map(same_word, short, long))
    if _alike_when_joined(short, long):
        return True
    places = _places(short, long)
    if places is None:
        return False
    # سلمان بن عبدالعزيز is the father of محمد بن سلمان بن عبدالعزيز, not he.
    return places[0] == 0 or long[places[0] - 1] not in _LINEAGE


def _alike_when_joined(one: Name, other: Name) -> bool:
    """جين بينغ is جينبينغ, كيونغ هوا is كيونغهوا."""
    first, second = "".join(one), "".join(other)
    return first == second or (len(skeleton(first)) > 4 and skeleton(first) == skeleton(second))


def _places(short: Name, long: Name) -> list[int] | None:
    """Where the words of the shorter name stand in the longer one, in order."""
    places: list[int] = []
    at = 0
    for word in short:
        while at < len(long) and not same_word(word, long[at]):
            at += 1
        if at == len(long):
            return None
        places.append(at)
        at += 1
    return places


def _part_rank(name: Name, full: Name) -> int:
    """How well one word stands for a full name: 3 the last word, 2 the first, 1 another."""
    word = name[0] if name else ""
    if len(full) == 1:
        return 2 if same_word(word, full[0]) else 0
    if same_word(word, full[-1]) and (len(full) < 2 or full[-2] not in _LINEAGE):
        return 3
    if same_word(word, full[0]):
        return 2
    return 1 if any(same_word(word, part) for part in full[1:]) else 0


def _cluster(person: _Person) -> Cluster:
    mentions = sorted(person.mentions, key=lambda mention: mention.start)
    evidence = [Evidence("link", rule) for rule in sorted(person.evidence)]
    return Cluster("person", mentions, evidence=evidence)


__all__ = ["people", "same_person"]
