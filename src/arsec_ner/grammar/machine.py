"""Machines that follow all phrase patterns at once over the words of a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

CALL: Final = "$"
# No title is longer; the bound keeps the time linear in نائب نائب نائب … without an end.
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Condition:
    """What comes next.

    Attributes:
        name: a word class, or another pattern ("$name").
        glue: the particle its first word is glued to ("", "and", "for", "in").
        look: "" takes it; "=" only asks that it is there, "!" that it is not.
    """

    name: str
    glue: str = ""
    look: str = ""


class Reading(Protocol):
    """The words of a sentence as a machine reads them.

    A place is the index of a word and the number of its characters to leave out (a particle's).
    """

    def classes(self, at: int, offset: int) -> Mapping[str, Sequence[int]]:
        """What begins at a place: classes, and the indexes of the words after each."""
        ...

    def glued(self, at: int, offset: int, glue: str) -> tuple[int, int] | None:
        """The place after a particle, None where there is no such particle."""
        ...

    def called(self, name: str, at: int, offset: int) -> Sequence[int]:
        """Where a pattern that begins at a place may end; `at` itself where it may be empty."""
        ...


_States = frozenset[int]


@dataclass(frozen=True, slots=True)
class Moves:
    """The ways out of a set of states, sorted by what has to be looked up for them.

    Attributes:
        words: where each word class leads.
        glued: the same for words glued to a particle.
        others: patterns, and conditions that take nothing.
    """

    words: Mapping[str, _States]
    glued: Mapping[str, Mapping[str, _States]]
    others: tuple[tuple[Condition, _States], ...]


@dataclass(frozen=True)
class Machine:
    """Compiled patterns, all followed at once.

    Attributes:
        start: the states before the first word.
        arcs: for each state, the conditions out of it and where they lead.
        accepts: the rule that is complete in a state, a number of `rules`.
        rules: the names of the rules; of two that end at one word, the earlier counts.
    """

    start: _States
    arcs: tuple[tuple[tuple[Condition, int], ...], ...]
    accepts: Mapping[int, int]
    rules: tuple[str, ...]
    _moves: dict[_States, Moves] = field(default_factory=dict, compare=False, repr=False)

    def longest(self, reading: Reading, at: int, offset: int) -> tuple[int, str] | None:
        """Return where the longest phrase from a place ends, and its rule's name."""
        found = [(end, rule) for end, rule in self._run(reading, at, offset) if end > at]
        return None if not found else (found[-1][0], self.rules[found[-1][1]])

    def ends(self, reading: Reading, at: int, offset: int) -> tuple[int, ...]:
        """Return all words before which a phrase from a place may end, in order."""
        return tuple(end for end, _ in self._run(reading, at, offset))

    def _run(self, reading: Reading, at: int, offset: int) -> Iterator[tuple[int, int]]:
        waiting: dict[int, _States] = {at: self.start}
        while waiting:
            here = min(waiting)
            left_out = offset if here == at else 0
            states = waiting.pop(here)
            states = self._settle(reading, here, left_out, states, waiting)
            complete = [self.accepts[state] for state in states if state in self.accepts]
            if complete:
                yield here, min(complete)
            if here - at > _LONGEST:
                return

    def _settle(
        self,
        reading: Reading,
        here: int,
        offset: int,
        states: _States,
        waiting: dict[int, _States],
    ) -> _States:
        """Follow all ways out of the states; add to them those reached without taking a word."""
        while True:
            steps = list(self._steps(reading, here, offset, self.moves(states)))
            more = states.union(*(targets for end, targets in steps if end == here))
            if more == states:
                break
            states = more
        for end, targets in steps:
            if end > here:
                waiting[end] = waiting.get(end, frozenset()) | targets
        return states

    @staticmethod
    def _steps(
        reading: Reading, here: int, offset: int, moves: Moves
    ) -> Iterator[tuple[int, _States]]:
        there = reading.classes(here, offset)
        for name in there.keys() & moves.words.keys():
            for end in there[name]:
                yield end, moves.words[name]
        for glue, words in moves.glued.items():
            place = reading.glued(here, offset, glue)
            if place is not None:
                there = reading.classes(*place)
                for name in there.keys() & words.keys():
                    for end in there[name]:
                        yield end, words[name]
        for condition, targets in moves.others:
            ends = _look_up(reading, here, offset, condition)
            if condition.look:
                ends = (here,) if bool(ends) == (condition.look == "=") else ()
            for end in ends:
                yield end, targets

    def moves(self, states: _States) -> Moves:
        """The ways out of a set of states."""
        known = self._moves.get(states)
        if known is None:
            known = self._moves[states] = self._join(states)
        return known

    def _join(self, states: _States) -> Moves:
        joined: dict[Condition, set[int]] = {}
        for state in sorted(states):
            for condition, target in self.arcs[state]:
                joined.setdefault(condition, set()).add(target)
        words: dict[str, _States] = {}
        glued: dict[str, dict[str, _States]] = {}
        others = []
        for condition, targets in joined.items():
            if condition.look or condition.name.startswith(CALL):
                others.append((condition, frozenset(targets)))
            elif condition.glue:
                glued.setdefault(condition.glue, {})[condition.name] = frozenset(targets)
            else:
                words[condition.name] = frozenset(targets)
        return Moves(words, glued, tuple(others))


def _look_up(reading: Reading, at: int, offset: int, condition: Condition) -> Sequence[int]:
    if condition.glue:
        place = reading.glued(at, offset, condition.glue)
        if place is None:
            return ()
        at, offset = place
    if condition.name.startswith(CALL):
        return reading.called(condition.name[1:], at, offset)
    return reading.classes(at, offset).get(condition.name, ())


__all__ = ["CALL", "Condition", "Machine", "Moves", "Reading"]
