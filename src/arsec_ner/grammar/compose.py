"""Bodies and offices that no list can hold: وزارة الدفاع الوطني الصينية، نائب رئيس الأركان."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from arsec_ner.grammar.lexicon import lexicon
from arsec_ner.grammar.patterns import Machine, compile_patterns
from arsec_ner.grammar.reading import SentenceReading
from arsec_ner.labels import MentionLabel
from arsec_ner.normalize import key
from arsec_ner.spans import Evidence, Sentence, Span
from arsec_ner.tables import read_yaml

_SCORE: Final = 0.9
_SILENT: Final = "_"


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled tables of phrases."""

    bodies: Machine
    offices: Machine
    closed: frozenset[str]
    inner: frozenset[str]
    function: frozenset[str]


@cache
def grammar() -> Grammar:
    """Return the grammar of the package's tables."""
    table = read_yaml("phrases.yaml")
    named = table["named"]
    return Grammar(
        bodies=compile_patterns(table["bodies"], named),
        offices=compile_patterns(table["offices"], named),
        closed=frozenset(table["closed"]),
        inner=frozenset(table["inner"]),
        function=frozenset(key(word) for word in table["function"].split()),
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
    reading = SentenceReading(sentence, spans, lexicon(), tables.function)
    bodies = _phrases(tables.bodies, reading, "ORG", tables)
    for body in bodies:
        reading.add(body)
    return bodies + _phrases(tables.offices, reading, "ROLE", tables)


def _phrases(
    machine: Machine, reading: SentenceReading, label: MentionLabel, tables: Grammar
) -> list[Span]:
    found: list[Span] = []
    taken = 0
    for at in range(len(reading.tokens)):
        match = _match_word(machine, reading, at) if at >= taken else None
        if match is None:
            continue
        start, end, rule = match
        if label == "ROLE" or rule in tables.closed:
            taken = end
        if rule in tables.inner:
            start = reading.last_name(end)
        stop = reading.tokens[end - 1].end
        if rule.startswith(_SILENT) or (found and start < found[-1].end < stop):
            continue  # two bodies never cross
        found.append(Span(start, stop, label, _SCORE, (Evidence("grammar", rule, _SCORE),)))
    return found


def _match_word(machine: Machine, reading: SentenceReading, at: int) -> tuple[int, int, str] | None:
    best: tuple[int, int, str] | None = None
    for start, classes in reading.heads(at):
        if machine.begins(classes):
            view = reading.from_offset(at, start - reading.tokens[at].start)
            match = machine.longest(view, at)
            if match is not None and (best is None or match[0] > best[1]):
                best = (start, *match)
    return best


__all__ = ["Grammar", "compose", "grammar"]
