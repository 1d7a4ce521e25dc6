"""The notation of the phrase patterns and the machines they are compiled to.

A pattern is a regular expression over word classes instead of letters:

    office (of_state | $fields) adjective* (and:adjective)?

Terms stand one after the other; `|` parts alternatives, brackets group, `? * +` repeat. A term
is a class of words, or `$name`, another pattern by its name. `and:` before it says that its first
word is glued to و, `for:` to ل, `in:` to ب. A term after `=` or `!` takes nothing: it asks that
the next word is one, or is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import regex

from arsec_ner.errors import DataError
from arsec_ner.grammar.machine import CALL, Condition, Machine

_TERM: Final = regex.compile(r"\s*([()|?*+]|[=!]?(?:[a-z]+:)?\$?[a-z_.]+)")
_Arc = tuple[Condition | None, int]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Compiled phrases, and what is known of their beginning before they are tried.

    Attributes:
        machine: follows them.
        first: the word classes one can begin with.
        glues: the particles its first word can be glued to, where a pattern asks for one.
        empty: whether nothing at all is a phrase too.
    """

    machine: Machine
    first: frozenset[str]
    glues: frozenset[str]
    empty: bool


def compile_patterns(rules: Mapping[str, str]) -> Machine:
    """Compile rules, name to pattern, into one machine.

    Raises:
        DataError: a pattern is malformed.
    """
    builder = _Builder()
    ends: dict[int, str] = {}
    starts = []
    for rule, pattern in rules.items():
        start, end = builder.build(pattern, rule)
        starts.append(start)
        ends[end] = rule
    return builder.machine(starts, ends)


def link_patterns(machines: Mapping[str, Machine]) -> dict[str, Phrases]:
    """Find out with what the phrases of machines that call each other begin.

    Args:
        machines: each by the name that `$name` calls it by.

    Raises:
        DataError: a pattern calls a name that is not there.
    """
    _check_calls(machines)
    empty: set[str] = set()
    first: dict[str, set[str]] = {name: set() for name in machines}
    glues: dict[str, set[str]] = {name: set() for name in machines}
    size = -1
    # What one pattern begins with depends on the others; the sets grow until nothing is new.
    while size != (size := len(empty) + sum(map(len, (*first.values(), *glues.values())))):
        for name, machine in machines.items():
            states = _before_first_word(machine, empty)
            if any(state in machine.accepts for state in states):
                empty.add(name)
            for state in states:
                for condition, _ in machine.arcs[state]:
                    if condition.look:
                        continue
                    if condition.glue:
                        glues[name].add(condition.glue)
                    elif condition.name.startswith(CALL):
                        first[name] |= first[condition.name[1:]]
                        glues[name] |= glues[condition.name[1:]]
                    else:
                        first[name].add(condition.name)
    return {
        name: Phrases(machine, frozenset(first[name]), frozenset(glues[name]), name in empty)
        for name, machine in machines.items()
    }


def _check_calls(machines: Mapping[str, Machine]) -> None:
    for name, machine in machines.items():
        for condition in {condition for arcs in machine.arcs for condition, _ in arcs}:
            if condition.name.startswith(CALL) and condition.name[1:] not in machines:
                raise DataError(f"pattern {name}: unknown pattern {condition.name}")


def _before_first_word(machine: Machine, empty: set[str]) -> set[int]:
    """The states that can be reached before a word is taken."""
    reached, todo = set(machine.start), list(machine.start)
    while todo:
        for condition, target in machine.arcs[todo.pop()]:
            called = condition.name.startswith(CALL) and condition.name[1:] in empty
            if (condition.look or called) and target not in reached:
                reached.add(target)
                todo.append(target)
    return reached


class _Builder:
    """Thompson's construction; edges without a condition are free."""

    def __init__(self) -> None:
        self._edges: list[list[_Arc]] = []
        self._name = ""
        self._terms: list[str] = []

    def build(self, pattern: str, name: str) -> tuple[int, int]:
        self._name, self._terms = name, _terms(pattern, name)
        part = self._choice()
        if self._terms:
            raise DataError(f"pattern {name}: unexpected {self._terms[0]!r}")
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
                raise DataError(f"pattern {self._name}: a bracket is not closed")
            return part
        if term in "?*+":
            raise DataError(f"pattern {self._name}: {term!r} repeats nothing")
        look = term[0] if term[0] in "=!" else ""
        glue, _, name = term[len(look) :].rpartition(":")
        start, end = self._state(), self._state()
        self._edges[start].append((Condition(name, glue, look), end))
        return start, end

    def machine(self, starts: Iterable[int], ends: Mapping[int, str]) -> Machine:
        rank = {state: number for number, state in enumerate(ends)}
        accepts: dict[int, int] = {}
        arcs = []
        for state in range(len(self._edges)):
            closure = self._free(state)
            complete = [rank[each] for each in closure if each in rank]
            if complete:
                accepts[state] = min(complete)
            arcs.append(
                tuple(
                    (condition, target)
                    for each in sorted(closure)
                    for condition, target in self._edges[each]
                    if condition is not None
                )
            )
        return Machine(frozenset(starts), tuple(arcs), accepts, tuple(ends.values()))

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


__all__ = ["Phrases", "compile_patterns", "link_patterns"]
