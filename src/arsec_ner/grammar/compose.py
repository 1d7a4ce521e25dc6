"""Bodies and offices that no list can hold: وزارة الدفاع الوطني الصينية، نائب رئيس الأركان."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from arsec_ner.grammar.patterns import Phrases, compile_patterns, link_patterns
from arsec_ner.grammar.reading import SentenceReading
from arsec_ner.labels import MentionLabel
from arsec_ner.spans import Evidence, Sentence, Span
from arsec_ner.tables import read_yaml

_SCORE: Final = 0.9
_SILENT: Final = "_"


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled table of phrases.

    Attributes:
        bodies, offices: the phrases of organisations and of offices.
        named: the patterns that phrases are made of.
        closed: rules in whose phrases no other begins.
        inner: rules of which only the name at the end is the mention.
    """

    bodies: Phrases
    offices: Phrases
    named: Mapping[str, Phrases]
    closed: frozenset[str]
    inner: frozenset[str]


@cache
def grammar() -> Grammar:
    """Return the grammar of the package's tables."""
    table = read_yaml("phrases.yaml")
    machines = {name: compile_patterns({name: each}) for name, each in table["named"].items()}
    machines |= {name: compile_patterns(table[name]) for name in ("bodies", "offices")}
    named = link_patterns(machines)
    return Grammar(
        bodies=named["bodies"],
        offices=named["offices"],
        named=named,
        closed=frozenset(table["closed"]) | frozenset(table["offices"]),
        inner=frozenset(table["inner"]),
    )


def compose(text: str, sentences: Sequence[Sentence], spans: Sequence[Span]) -> list[Span]:
    """Find the bodies and the offices that are put together of smaller parts.

    Args:
        text: the text.
        sentences: what `segment(text)` gave.
        spans: mentions found before, the gazetteer's above all: states, nisba adjectives, names
            of organisations, and people where they are known.

    Returns:
        New ORG and ROLE spans, sorted by (start, -end), with `Evidence("grammar", rule, score)`.
        An office never stands in another; a body may stand in a body.
    """
    found: list[Span] = []
    given = _by_sentence(sentences, spans)
    for sentence, own in zip(sentences, given, strict=True):
        found += _compose_sentence(sentence, own)
    return sorted(found, key=lambda span: (span.start, -span.end))


def _by_sentence(sentences: Sequence[Sentence], spans: Iterable[Span]) -> list[list[Span]]:
    groups: list[list[Span]] = [[] for _ in sentences]
    at = 0
    for span in sorted(spans, key=lambda span: span.start):
        while at < len(sentences) and sentences[at].end <= span.start:
            at += 1
        if at < len(sentences):
            groups[at].append(span)
    return groups


def _compose_sentence(sentence: Sentence, spans: Sequence[Span]) -> list[Span]:
    tables = grammar()
    reading = SentenceReading(sentence, spans, tables.named)
    names = [span for span in spans if span.label == "ORG"]
    bodies = _beside(names, _phrases("ORG", tables.bodies, reading, tables))
    if bodies:
        reading.add(bodies)
    return bodies + _phrases("ROLE", tables.offices, reading, tables)


def _phrases(
    label: MentionLabel, phrases: Phrases, reading: SentenceReading, tables: Grammar
) -> list[Span]:
    found: list[Span] = []
    taken = 0
    for at in range(len(reading.tokens)):
        match = _longest(phrases, reading, at) if at >= taken else None
        if match is None:
            continue
        start, end, rule = match
        if rule in tables.closed:
            taken = end
        if rule in tables.inner:
            start = reading.last_name(end)
        stop = reading.tokens[end - 1].end
        if rule.startswith(_SILENT) or (found and start < found[-1].end < stop):
            continue  # two bodies never cross
        evidence = (Evidence("grammar", rule, _SCORE),)
        found.append(Span(start, stop, label, _SCORE, evidence))
    return found


def _beside(names: Sequence[Span], bodies: Sequence[Span]) -> list[Span]:
    """The bodies that say more than the known names; one that is a name is that name's entry."""
    known = {(name.start, name.end): name for name in names}
    longest: dict[int, int] = {}
    for name in names:
        if name.strong:
            longest[name.start] = max(name.end, longest.get(name.start, 0))
    return [
        replace(body, entry=known[place].entry) if place in known else body
        for body in bodies
        for place in [(body.start, body.end)]
        if longest.get(body.start, 0) < body.end
    ]


def _longest(phrases: Phrases, reading: SentenceReading, at: int) -> tuple[int, int, str] | None:
    best: tuple[int, int, str] | None = None
    for offset, classes in reading.openings(at):
        if phrases.first.isdisjoint(classes):
            continue
        match = phrases.machine.longest(reading, at, offset)
        if match is not None and (best is None or match[0] > best[1]):
            best = (reading.tokens[at].start + offset, *match)
    return best


__all__ = ["Grammar", "compose", "grammar"]
