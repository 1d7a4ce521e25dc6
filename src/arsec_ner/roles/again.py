"""Titles that stand for a person whom the document names elsewhere: الوزير, نظيره الروسي."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from arsec_ner.roles.holders import MOST, Holding
from arsec_ner.roles.offices import Office
from arsec_ner.roles.states import States
from arsec_ner.roles.surroundings import Surroundings
from arsec_ner.roles.titles import office_head, same_office, words_of
from arsec_ner.spans import Span
from arsec_ner.stages import Linking

SEARCHED: Final = 60  # titles looked through for the one that an unnamed title takes up


@dataclass
class Again:
    """Gives a title without a name the person whom the document named with the same title.

    Args:
        offices: the document's titles in order.
        own: the states that the words in and after each title name.
        found: their holders by the names beside them.
        states: knows the article's own state, and the states of well-known people.
        spans: the document's spans.
        linking: their entities.
        around: reads what stands beside an offset.
    """

    offices: Sequence[Office]
    own: Sequence[tuple[str, ...]]
    found: Sequence[Holding]
    states: States
    spans: Sequence[Span]
    linking: Linking
    around: Surroundings

    def __post_init__(self) -> None:
        self._home = frozenset({self.states.home} if self.states.home else ())
        # After الرئيس دونالد ترامب, الرئيس المكسيكي is another.
        self._known = [
            codes or ((state,) if (state := self.states.known(office, holding)) else ())
            for office, codes, holding in zip(self.offices, self.own, self.found, strict=True)
        ]
        self._named = [number for number, holding in enumerate(self.found) if holding.people]
        self._by_head: dict[str, list[int]] = defaultdict(list)
        for number in self._named:
            self._by_head[office_head(self.offices[number].title)].append(number)

    def holdings(self) -> list[Holding]:
        """One Holding an office, of the rule "same title" where a person was taken up."""
        return [self.holding(number) for number in range(len(self.offices))]

    def holding(self, number: int) -> Holding:
        """The holder found beside a title, or the one that it takes up."""
        office, found = self.offices[number], self.found[number]
        if found.people or not _takes_up(office):
            return found
        counterpart = office.title.counterpart
        pool = self._named if counterpart else self._by_head[office_head(office.title)]
        taken = self._same(office, number, pool)
        return taken if taken.people else found

    def _same(self, office: Office, number: int, pool: Sequence[int]) -> Holding:
        """The holders of the titles in `pool` that agree best with an unnamed one."""
        most = MOST[office.title.number]
        codes = frozenset(self.own[number])
        # عاهلا البحرين والأردن are one of each.
        wanted = [frozenset({code}) for code in sorted(codes)] if most > 1 else []
        people: dict[str, None] = {}
        taken_from: int | None = None
        for states in wanted if len(wanted) > 1 else [codes]:
            ranked = self._ranked(office, number, states, pool)
            for other in ranked[: 1 if len(wanted) > 1 or most == 1 else None]:
                people.update(dict.fromkeys(self._people_of(other, states)))
                taken_from = other if most == 1 and not office.title.counterpart else None
        if office.title.number == "many" and len(people) < 2:
            return Holding()  # الوزراء are not the one minister whom the article names
        return Holding(tuple(people)[:most], "same title", taken_from)

    def _people_of(self, other: int, states: frozenset[str]) -> tuple[str, ...]:
        """The holders of a title; of two presidents, each of a state, the one who is meant."""
        people, codes = self.found[other].people, self._known[other]
        if len(people) != len(codes) or not states:
            return people
        return tuple(p for p, code in zip(people, codes, strict=True) if code in states)

    def _ranked(
        self, office: Office, number: int, states: frozenset[str], pool: Sequence[int]
    ) -> list[int]:
        """The titles that agree, the best first, then the last one before the unnamed title."""
        at = bisect_left(pool, number)
        before = self._antecedent(office) if office.title.counterpart else None
        ranked: list[tuple[int, int, int]] = []
        for other in [*pool[max(at - SEARCHED, 0) : at], *pool[at : at + SEARCHED]]:
            rank = self._agreement(office, states, other, before)
            if rank:
                distance = number - other if other < number else SEARCHED + other - number
                ranked.append((-rank, distance, other))
        return [other for _, _, other in sorted(ranked)]

    def _agreement(
        self, office: Office, states: frozenset[str], other: int, before: int | None
    ) -> int:
        """How well an unnamed title of certain states agrees with a named one."""
        known = frozenset(self._known[other])
        if states and known and not states & known:
            return 0
        title = self.offices[other].title
        if office.title.counterpart:
            if before is None:
                return int(bool(states & known))
            himself = set(self.found[other].people) <= set(self.found[before].people)
            same = 1 + same_office(title, self.offices[before].title)
            return same if states & known and not himself else 0
        rank = same_office(title, office.title)
        if not rank:
            return 0
        # Without a nisba, the minister of the article's own state is meant, who has none either.
        said = frozenset(self.own[other])
        return 2 * rank + (said == (states or self._home))

    def _antecedent(self, office: Office) -> int | None:
        """The office of whom نظيره is the counterpart: the last that is named before it."""
        index = self.around.outer_before(office.start)
        while index is not None:
            person = self.linking.entity_of[index]
            for number in reversed(range(len(self.offices))):
                held = person is not None and person in self.found[number].people
                if self.offices[number].span == index or held:
                    return number
            index = self.around.outer_before(self.spans[index].start)
        return None


def _takes_up(office: Office) -> bool:
    """Whether a title without a name can stand for somebody named elsewhere."""
    return office.title.head not in words_of("anonymous")


__all__ = ["Again"]
