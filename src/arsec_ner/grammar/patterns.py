"""The notation of the phrase patterns and the machine they are compiled to.

A pattern is a regular expression over word classes instead of letters:

    office (of_state | portfolio) adjective* (and:adjective)?

Terms stand one after the other; `|` parts alternatives, brackets group, `? * +` repeat. A term
is a class name, `and:class` (the word is glued to و), `for:class` (to ل), `in:class` (to ب),
`$name` (a named pattern), or a condition on the next word that takes nothing: `=class` (it is
one), `!class` (it is none).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import regex

from arsec_ner.errors import DataError

_TERM: Final = regex.compile(r"\s*([()|?*+]|[$=!]?[a-z_.]+(?::[a-z_.]+)?)")
_Edge = tuple["Condition | None", int]


@dataclass(frozen=True, slots=True)
class Condition:
    """What the next word must be.

    Attributes:
        name: the word class.
        glue: the particle it is glued to ("", "and", "for", "in").
        look: "" takes the word, "=" only asks that it is one, "!" that it is none.
    """

    name: str
    glue: str = ""
    look: str = ""


class Reading(Protocol):
    """The words of a sentence as a machine reads them."""

    def ends(self, at: int, name: str, glue: str) -> Sequence[int]:
        """Indexes after the stretches of a class that start at word `at` (none: empty)."""
        ...


@dataclass(frozen=True, slots=True)
class Machine:
    """The compiled patterns: all of them are followed at once.

    Attributes:
        starts: the states before the first word.
        arcs: for each state, the conditions out of it and the states they lead to.
        accepts: the rule that is complete in a state, a number of `rules`.
        rules: the names of the rules; of two that end at one word, the earlier counts.
        first: the classes a phrase can begin with.
    """

    starts: tuple[int, ...]
    arcs: tuple[tuple[tuple[Condition, tuple[int, ...]], ...], ...]
    accepts: Mapping[int, int]
    rules: tuple[str, ...]
    first: frozenset[str]

    def begins(self, classes: frozenset[str]) -> bool:
        """Whether a phrase can begin with a word of these classes."""
        return not self.first.isdisjoint(classes)

    def longest(self, reading: Reading, at: int) -> tuple[int, str] | None:
        """Return where the longest phrase from word `at` ends, and its rule's name."""
        best: tuple[int, int] | None = None
        waiting: dict[int, set[int]] = {at: set(self.starts)}
        while waiting:
            here = min(waiting)
            todo = sorted(waiting.pop(here))
            seen = set(todo)
            while todo:
                state = todo.pop()
                if here > at and state in self.accepts:
                    rule = -self.accepts[state]
                    best = (here, rule) if best is None else max(best, (here, rule))
                for condition, targets in self.arcs[state]:
                    for end in self._steps(reading, here, condition):
                        new = set(targets) - seen if end == here else set(targets)
                        if end == here:
                            seen |= new
                            todo.extend(sorted(new))
                        else:
                            waiting.setdefault(end, set()).update(new)
        return None if best is None else (best[0], self.rules[-best[1]])

    @staticmethod
    def _steps(reading: Reading, at: int, condition: Condition) -> Sequence[int]:
        ends = reading.ends(at, condition.name, condition.glue)
        if not condition.look:
            return ends
        return (at,) if bool(ends) == (condition.look == "=") else ()


def compile_patterns(rules: Mapping[str, str], named: Mapping[str, str]) -> Machine:
    """Compile rules into one machine.

    Args:
        rules: rule name to pattern; where two rules give the longest phrase, the first counts.
        named: patterns that `$name` stands for.

    Raises:
        DataError: a pattern is malformed, or a `$name` is unknown or stands in itself.
    """
    builder = _Builder(named)
    ends: dict[int, str] = {}
    starts = []
    for rule, pattern in rules.items():
        start, end = builder.build(pattern, f"of rule {rule}")
        starts.append(start)
        ends[end] = rule
    return builder.machine(starts, ends)


class _Builder:
    """Thompson's construction; edges without a condition are free."""

    def __init__(self, named: Mapping[str, str]) -> None:
        self._named = named
        self._edges: list[list[_Edge]] = []
        self._open: list[str] = []
        self._terms: list[str] = []

    def build(self, pattern: str, name: str) -> tuple[int, int]:
        if name in self._open:
            raise DataError(f"the pattern {name} stands in itself")
        terms, self._terms = self._terms, _terms(pattern, name)
        self._open.append(name)
        part = self._choice()
        if self._terms:
            raise DataError(f"pattern {name}: unexpected {self._terms[0]!r}")
        self._open.pop()
        self._terms = terms
        return part

    def _state(self) -> int:
        self._edges.append([])
        return len(self._edges) - 1

    def _choice(self) -> tuple[int, int]:
        parts = [self._sequence()]
        while self._terms and self._terms[0] == "|":
            self._terms.pop(0)
            parts.append(self._sequence())
        start, end = self._state(), self._state()
        for first, last in parts:
            self._edges[start].append((None, first))
            self._edges[last].append((None, end))
        return start, end

    def _sequence(self) -> tuple[int, int]:
        start = end = self._state()
        while self._terms and self._terms[0] not in "|)":
            first, last = self._repeated()
            self._edges[end].append((None, first))
            end = last
        return start, end

    def _repeated(self) -> tuple[int, int]:
        start, end = self._term()
        while self._terms and self._terms[0] in "?*+":
            sign = self._terms.pop(0)
            before, after = self._state(), self._state()
            self._edges[before].append((None, start))
            self._edges[end].append((None, after))
            if sign in "?*":
                self._edges[before].append((None, after))
            if sign in "*+":
                self._edges[end].append((None, start))
            start, end = before, after
        return start, end

    def _term(self) -> tuple[int, int]:
        term = self._terms.pop(0)
        if term == "(":
            part = self._choice()
            if not self._terms or self._terms.pop(0) != ")":
                raise DataError(f"pattern {self._open[-1]}: a bracket is not closed")
            return part
        if term in "?*+":
            raise DataError(f"pattern {self._open[-1]}: {term!r} repeats nothing")
        if term[0] == "$":
            if term[1:] not in self._named:
                raise DataError(f"pattern {self._open[-1]}: unknown pattern {term}")
            return self.build(self._named[term[1:]], term[1:])
        look = term[0] if term[0] in "=!" else ""
        glue, _, name = term[len(look) :].rpartition(":")
        start, end = self._state(), self._state()
        self._edges[start].append((Condition(name, glue, look), end))
        return start, end

    def machine(self, starts: Iterable[int], ends: Mapping[int, str]) -> Machine:
        rules = tuple(ends.values())
        order = {state: rank for rank, state in enumerate(ends)}
        closures = [self._free(state) for state in range(len(self._edges))]
        accepts: dict[int, int] = {}
        arcs: list[tuple[tuple[Condition, tuple[int, ...]], ...]] = []
        for state, closure in enumerate(closures):
            complete = [order[each] for each in closure if each in order]
            if complete:
                accepts[state] = min(complete)
            arcs.append(
                tuple(
                    (condition, (target,))
                    for each in sorted(closure)
                    for condition, target in self._edges[each]
                    if condition is not None
                )
            )
        first = {condition.name for state in starts for condition, _ in arcs[state]}
        return Machine(tuple(starts), tuple(arcs), accepts, rules, frozenset(first))

    def _free(self, state: int) -> set[int]:
        seen, todo = {state}, [state]
        while todo:
            for condition, target in self._edges[todo.pop()]:
                if condition is None and target not in seen:
                    seen.add(target)
                    todo.append(target)
        return seen


def _terms(pattern: str, name: str) -> list[str]:
    terms, at = [], 0
    while pattern[at:].strip():
        match = _TERM.match(pattern, at)
        if match is None:
            raise DataError(f"pattern {name}: cannot read {pattern[at:].strip()[:20]!r}")
        terms.append(match.group(1))
        at = match.end()
    return terms


__all__ = ["Condition", "Machine", "Reading", "compile_patterns"]
