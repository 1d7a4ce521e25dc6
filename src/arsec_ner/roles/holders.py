"""Who holds an office: the name that stands beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

import regex

from arsec_ner.roles.offices import Office
from arsec_ner.roles.surroundings import Line, Surroundings
from arsec_ner.spans import Span
from arsec_ner.stages import Linking
from arsec_ner.taggers.base import RelationScorer

LEAST_SCORE: Final = 0.8  # of a backend's role_person, for a holder that no rule has found
REFUSED: Final = 0.1  # below it a backend overrules the name that stands beside the title
NEAR_NAMES: Final = 8  # names before and after a title that a backend is asked about

# Lines after a title, in the symbols of `surroundings.Line`; the name is the last symbol.
_AFTER: Final = regex.compile(r"[aNq]*[hqa]*P")  # الرئيس الروسي السابق دميتري ميدفيديف
_AFTER_COMMA: Final = regex.compile(r"[aNq]*c[qhaN]*P")  # رئيس المجلس، الجمهوري جون بينر
_AFTER_PLACE: Final = regex.compile(r"[aN]*f[nw]?[nG]?N?(?:&f?[nG]+)?c?[hqa]*P")
_ANOTHER: Final = regex.compile(r"[c,q]*&[hNG]*[q]*P|[aqc]*&?N?[hqc]*P")
# Lines before a title, from the name's end to the title.
_BEFORE: Final = regex.compile(r"q*(?:&?r)?q*")
_BEFORE_COMMA: Final = regex.compile(r"q*c[qh]*(?:&?r)?q*")
# Lines between two titles of one person.
_STACKED: Final = regex.compile(
    r"[aNq]*(?:f[nw]?[nG]+N?)?c?[qh]*"
)  # مدير الشرطة بمنطقة جازان اللواء
_STACKED_AND: Final = regex.compile(r"[aNq]*c?&q*")

MOST: Final = {"one": 1, "pair": 2, "many": 12}


@dataclass(frozen=True, slots=True)
class Holding:
    """The people of one office.

    Attributes:
        people: their entities.
        rule: the rule that found them.
        taken_from: the number of the office that the title takes up (`again.Again`).
    """

    people: tuple[str, ...] = ()
    rule: str = ""
    taken_from: int | None = None


def find_holders(
    offices: Sequence[Office],
    states: Sequence[tuple[str, ...]],
    spans: Sequence[Span],
    linking: Linking,
    around: Surroundings,
    relations: RelationScorer | None = None,
) -> list[Holding]:
    """Say who holds each office, by the names beside it.

    The rules go from the surest to the least sure: the name right after or before the title, the
    name of the title that it is stacked with. `again.Again` goes on from there.

    Args:
        offices: the document's titles in order.
        states: the states that the words in and after each title name.
        spans: the document's spans.
        linking: their entities.
        around: reads what stands beside an offset.
        relations: a backend's scores. The name beside a title stands unless the backend refuses
            it; of the rest, the backend decides where it scores at least `LEAST_SCORE`.

    Returns:
        One Holding an office.
    """
    holders = _Holders(offices, states, spans, linking, around)
    found = holders.stacked(holders.unmixed([holders.beside(office) for office in offices]))
    if relations is not None:
        found = [
            holders.scored(office, holding, relations)
            for office, holding in zip(offices, found, strict=True)
        ]
        found = holders.unmixed(found)
    return found


class _Holders:
    def __init__(
        self,
        offices: Sequence[Office],
        states: Sequence[tuple[str, ...]],
        spans: Sequence[Span],
        linking: Linking,
        around: Surroundings,
    ) -> None:
        self.offices = offices
        self.states = [frozenset(codes) for codes in states]
        self.spans = spans
        self.entity_of = linking.entity_of
        self.around = around
        self._names = [i for i, span in enumerate(spans) if span.label == "PERSON"]
        self._name_starts = [spans[i].start for i in self._names]

    # -- names beside a title

    def beside(self, office: Office) -> Holding:
        """The holder whose name stands right after or before the title."""
        line = self.around.after(office.end)
        if match := _AFTER.match(line.symbols):
            return self._holding(office, line, match.end(), "name after")
        before, gap = (None, "") if office.title.counterpart else self._name_before(office)
        if before is not None and _BEFORE.fullmatch(gap):
            return Holding(self._people([before]), "name before")
        comma = _AFTER_COMMA.match(line.symbols)
        apposed = before is not None and _BEFORE_COMMA.fullmatch(gap)
        if comma and not (apposed and self._free(before)):
            return self._holding(office, line, comma.end(), "name after comma")
        if apposed and before is not None:
            return Holding(self._people([before]), "name before comma")
        if match := _AFTER_PLACE.match(line.symbols):
            return self._holding(office, line, match.end(), "name after place")
        return Holding()

    def _holding(self, office: Office, line: Line, end: int, rule: str) -> Holding:
        """The person at the end of a match, and for duals and plurals the ones that follow."""
        names = [line.spans[end - 1]]
        while len(names) < MOST[office.title.number]:
            last = names[-1]
            if last is None:
                break
            following = self.around.after(self.spans[last].end)
            match = _ANOTHER.match(following.symbols)
            if match is None:
                break
            names.append(following.spans[match.end() - 1])
        return Holding(self._people([name for name in names if name is not None]), rule)

    def unmixed(self, found: Sequence[Holding]) -> list[Holding]:
        """Leave out who holds an office of another state: طالب نتنياهو الرئيس الأمريكي."""
        states: dict[str, set[str]] = defaultdict(set)
        for number, holding in enumerate(found):
            if holding.rule.startswith("name after") and len(holding.people) == 1:
                states[holding.people[0]] |= self.states[number]
        return [
            Holding()
            if holding.rule in ("name before", "backend")
            and self._elsewhere(self.states[number], states, holding)
            else holding
            for number, holding in enumerate(found)
        ]

    @staticmethod
    def _elsewhere(own: frozenset[str], states: Mapping[str, Set[str]], holding: Holding) -> bool:
        known = [states[person] for person in holding.people if states.get(person)]
        return bool(own and known) and all(own.isdisjoint(each) for each in known)

    def _people(self, names: Sequence[int]) -> tuple[str, ...]:
        found = (self.entity_of[name] for name in names)
        return tuple(dict.fromkeys(person for person in found if person))

    def _name_before(self, office: Office) -> tuple[int | None, str]:
        """The name that is the last mention before a title, and the line between the two."""
        index = self.around.outer_before(office.start)
        if index is None or self.spans[index].label != "PERSON":
            return None, ""
        return index, self.around.between(self.spans[index].end, office.start).symbols

    def _free(self, name: int | None) -> bool:
        """Whether no other title stands right before a name."""
        if name is None:
            return False
        index = self.around.outer_before(self.spans[name].start)
        if index is None or self.spans[index].label != "ROLE":
            return True
        gap = self.around.between(self.spans[index].end, self.spans[name].start).symbols
        return not (_AFTER.fullmatch(gap + "P") or _AFTER_COMMA.fullmatch(gap + "P"))

    # -- a backend's opinion

    def scored(self, office: Office, holding: Holding, relations: RelationScorer) -> Holding:
        """Let a backend choose among the names near a title."""
        at = bisect_left(self._name_starts, office.start)
        near = self._names[max(at - NEAR_NAMES, 0) : at + NEAR_NAMES]
        scores: dict[str, float] = {}
        for name in near:
            person = self.entity_of[name]
            score = relations.score("role_person", office.start, self.spans[name].start)
            # المتحدث باسم بحاح is another than بحاح.
            within = office.start <= self.spans[name].start < office.end
            if person is not None and score is not None and not within:
                scores[person] = max(score, scores.get(person, 0.0))
        if holding.people and all(scores.get(p, 1.0) >= REFUSED for p in holding.people):
            return holding
        chosen = [p for p in sorted(scores, key=lambda p: -scores[p]) if scores[p] >= LEAST_SCORE]
        if not chosen:
            return holding
        return Holding(tuple(chosen[: MOST[office.title.number]]), "backend")

    # -- titles of one person side by side

    def stacked(self, found: Sequence[Holding]) -> list[Holding]:
        """Give a title without a name the holder of the title it is stacked with."""
        holdings = list(found)
        for number in reversed(range(len(holdings) - 1)):
            if not holdings[number].people and self._together(number, number + 1, right=True):
                if holdings[number + 1].rule.startswith(("name after", "stacked")):
                    holdings[number] = Holding(holdings[number + 1].people, "stacked before")
        for number in range(1, len(holdings)):
            if not holdings[number].people and self._together(number - 1, number, right=False):
                if holdings[number - 1].rule in (
                    "name before",
                    "name before comma",
                    "stacked after",
                ):
                    holdings[number] = Holding(holdings[number - 1].people, "stacked after")
        return holdings

    def _together(self, one: int, other: int, right: bool) -> bool:
        first, second = self.offices[one], self.offices[other]
        if second.title.counterpart or second.start < first.end:
            return False
        if self.around.sentence_at(second.start) is not self.around.sentence_at(first.start):
            return False
        if self.states[one] and self.states[other] and self.states[one] != self.states[other]:
            return False
        gap = self.around.between(first.end, second.start).symbols
        if _STACKED.fullmatch(gap):
            return True
        # In الرئيس الروسي ووزير الخارجية the first is complete, and another person.
        joined = _STACKED_AND.fullmatch(gap) is not None
        return joined and not (right and (first.states or first.title.bare))


__all__ = ["LEAST_SCORE", "MOST", "REFUSED", "Holding", "find_holders"]
