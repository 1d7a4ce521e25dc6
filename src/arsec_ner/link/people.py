"""People: a full name, then any part or other spelling of it, is one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from arsec_ner.link.mentions import Cluster, Named
from arsec_ner.link.spelling import same_word, skeleton
from arsec_ner.spans import Evidence
from arsec_ner.taggers.base import RelationScorer

_LINEAGE: Final = frozenset({"بن", "ابن", "بنت"})
_LEAST_SCORE: Final = 0.5  # of a backend's same_person before it may choose among candidates

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
    order = sorted(forms, key=lambda name: (-len(name), forms[name][0].start))
    for name in order:
        if len(name) > 1:
            found.place_full(name, forms[name])
    alone = [(name, forms[name]) for name in order if len(name) <= 1]
    for name, same in alone:
        for mention in same:
            found.place_part(name, mention, relations)
    found.join_orphans()
    return [_cluster(person) for person in found.people]


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
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._orphans: list[int] = []

    def _new(self, name: Name) -> _Person:
        person = _Person([name])
        self._index(len(self.people), name)
        self.people.append(person)
        return person

    def _index(self, number: int, name: Name) -> None:
        for word in name:
            numbers = self._by_word[skeleton(word)[:2]]
            if not numbers or numbers[-1] != number:
                numbers.append(number)

    def _candidates(self, name: Name) -> list[int]:
        numbers = {n for word in name for n in self._by_word.get(skeleton(word)[:2], ())}
        return sorted(numbers)

    def place_full(self, name: Name, mentions: Sequence[Named]) -> None:
        """Give the mentions of a name of several words to its person, new or known."""
        for number in self._candidates(name):
            person = self.people[number]
            if any(same_person(name, other) for other in person.names):
                person.names.append(name)
                self._index(number, name)
                break
        else:
            person = self._new(name)
        for mention in mentions:
            person.takes(mention, "full name")

    def place_part(self, name: Name, mention: Named, relations: RelationScorer | None) -> None:
        """Give a mention of one word to the person it names a part of."""
        ranks: dict[int, int] = {}
        for number in self._candidates(name):
            rank = max((_part_rank(name, full) for full in self.people[number].names), default=0)
            if rank:
                ranks[number] = rank
        if not ranks:
            self._orphans.append(len(self.people))
            self._new(name).takes(mention, "name alone")
            return
        best = max(ranks.values())
        candidates = [number for number, rank in ranks.items() if rank == best]
        number = self._choose(candidates, mention, relations)
        self.people[number].takes(mention, "part of a name")

    def _choose(
        self, candidates: list[int], mention: Named, relations: RelationScorer | None
    ) -> int:
        if len(candidates) == 1:
            return candidates[0]
        if relations is not None:
            scored = [
                (relations.score("same_person", mention.start, other.start) or 0.0, number)
                for number in candidates
                for other in self.people[number].mentions
                if other.start < mention.start
            ]
            score, number = max(scored, default=(0.0, -1))
            if score >= _LEAST_SCORE:
                return number

        def distance(number: int) -> tuple[int, int]:
            offsets = [other.start for other in self.people[number].mentions]
            before = [mention.start - at for at in offsets if at < mention.start]
            return (0, min(before)) if before else (1, min(offsets))

        return min(candidates, key=distance)

    def join_orphans(self) -> None:
        """Join words that are part of no name to the one person whose name sounds like them.

        Chinese and Vietnamese names leave no more than a consonant when the vowels go, so شيوي
        is held to be شو لي بينج only where no other person of the document has such a word.
        """
        for number in self._orphans:
            orphan = self.people[number]
            if not orphan.mentions:
                continue
            sound = skeleton(orphan.names[0][0])
            others = [
                other
                for other, person in enumerate(self.people)
                if other not in self._orphans
                and any(sound == skeleton(name[0]) and len(name) > 2 for name in person.names)
            ]
            if len(others) == 1 and len(sound) == 1:
                for mention in orphan.mentions:
                    self.people[others[0]].takes(mention, "sounds alike")
                orphan.mentions = []
        self.people = [person for person in self.people if person.mentions]


def same_person(one: Name, other: Name) -> bool:
    """Whether two names of several words can be one person's."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) == len(long):
        return all(map(same_word, short, long)) or _alike_when_joined(short, long)
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
