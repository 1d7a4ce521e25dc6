"""One set of nested spans from all that the stages found.

Every source may err in its own way; which of two incompatible spans stays is decided by one
table, `PRIORITY`, read from the top. What may stand inside what is the table `NESTING`.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from arsec_ner.labels import MENTION_LABELS, MentionLabel
from arsec_ner.spans import Evidence, Span

NESTING: Final[Mapping[MentionLabel, frozenset[MentionLabel]]] = {
    "ROLE": frozenset({"ORG", "NORP", "GPE", "LOC", "FAC", "EVENT", "PERSON"}),
    "ORG": frozenset({"ORG", "NORP", "GPE", "LOC", "FAC", "PERSON", "ROLE"}),
    "EVENT": frozenset({"ORG", "NORP", "GPE", "LOC", "FAC", "PERSON", "ROLE", "DATE"}),
    "FAC": frozenset({"ORG", "GPE", "LOC", "PERSON"}),
    "GPE": frozenset({"NORP"}),  # only the entries of `NISBA_WITHIN`
    "PERSON": frozenset(),
    "LOC": frozenset(),
    "NORP": frozenset(),
    "DATE": frozenset(),
}
"""For each label, the labels that may stand within its span (guidelines, "Spans")."""


NISBA_WITHIN: Final = frozenset({"country:PSE"})
"""Entries of a GPE in whose name a nisba is a mention too: الأراضي الفلسطينية. In the name of
any other country it is none: المملكة العربية السعودية."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One row of the priority table.

    Attributes:
        name: what the row is about.
        sources: evidence sources it holds for; empty for every source not named in
            `OWN_SOURCES`, that is, the statistical backend, whatever it is called.
        labels: the labels it holds for.
    """

    name: str
    sources: frozenset[str]
    labels: frozenset[MentionLabel]


OWN_SOURCES: Final = frozenset({"gazetteer", "grammar", "dates", "rules"})
_BACKEND: Final[frozenset[str]] = frozenset()
_ALL: Final = frozenset(MENTION_LABELS)


def _policy(name: str, sources: str, *labels: MentionLabel) -> Policy:
    return Policy(name, frozenset(sources.split()), frozenset(labels) or _ALL)


PRIORITY: Final[tuple[Policy, ...]] = (
    # A backend has read the sentence; names, offices and bodies are what it is best at.
    _policy("the backend's names and offices", "", "PERSON", "ROLE", "ORG", "EVENT", "FAC"),
    # The rules know the gazetteer's matches and cover one only where it is part of a name.
    _policy("names by their surroundings", "rules", "PERSON"),
    _policy("calendar expressions", "dates", "DATE"),
    # Closed classes: a name of a state is one, whatever else may be guessed of it.
    _policy("known states and peoples", "gazetteer", "GPE", "NORP", "LOC"),
    _policy("offices and bodies by composition", "grammar"),
    _policy("known bodies and structures", "gazetteer"),
    _policy("the backend's places and dates", ""),
    _policy("anything else", " ".join(sorted(OWN_SOURCES))),
)
"""Which of two spans that cannot both stand does: one that two sources agree on; else the one
whose row is higher up; within a row the longer one, then the one with the better score, then the
first."""

EXTENSIONS: Final[frozenset[tuple[str, MentionLabel]]] = frozenset(
    {("grammar", "ROLE"), ("grammar", "ORG"), ("gazetteer", "ORG"), ("gazetteer", "GPE")}
)
"""(source, label) whose span stands for a backend's span of that label which it prolongs.

A backend often ends an office early (وزير الدفاع for وزير الدفاع الوطني الصيني); a phrase that
the grammar could compose, or a whole known name, is no accident.
"""


COMPLETED: Final = frozenset({"coalition"})
"""Rules of the grammar that prolong a known name to a fuller one: التحالف الدولي لمحاربة داعش."""


LEAST: Final[Mapping[MentionLabel, float]] = {
    "PERSON": 0.85, "ROLE": 0.9, "ORG": 0.8, "EVENT": 0.7, "DATE": 0.99, "LOC": 0.6, "GPE": 0.75,
}  # fmt: skip
"""Least score of a backend's span that no other source supports.

Where gazetteer, grammar or calendar say the same, nearly all of the backend's spans are right;
alone, it calls وكالة and الجامعة bodies and مشيرا a person, and its calendar knows less than the
grammar of dates. Chosen on the development articles and the seeds.
"""


def merge(*groups: Sequence[Span]) -> tuple[Span, ...]:
    """Join the spans of all sources into one nested set.

    Spans alike in offsets and label become one: its evidence is that of all, the strongest
    first, and its score is the chance that not all of them err (noisy or). A weak gazetteer name
    (`strong=False`) stays only where another source says the same. Of spans that cross, or nest
    against `NESTING`, the one that `PRIORITY` puts first stays. What only a backend says must
    reach `LEAST`. Of two that begin alike under one label, only one stands.

    Args:
        groups: spans of each source, in any order.

    Returns:
        Spans sorted by (start, -end); none cross, no two share their offsets.
    """
    spans = _prolonged([span for span in _joined(groups) if span.strong and span.start < span.end])
    spans = _within_known([span for span in spans if _sure(span)])
    return tuple(
        span
        for cluster in _clusters(sorted(spans, key=_place))
        for span in sorted(_agreeing(cluster), key=_place)
    )


def _sure(span: Span) -> bool:
    """Whether another source supports a backend's span, or its score is good enough."""
    sources = {each.source for each in span.evidence}
    return bool(sources & OWN_SOURCES) or span.score >= LEAST.get(span.label, 0.0)


def _joined(groups: Iterable[Sequence[Span]]) -> list[Span]:
    """One span for all that are alike in offsets and label."""
    alike: dict[tuple[int, int, MentionLabel], list[Span]] = {}
    for group in groups:
        for span in group:
            alike.setdefault((span.start, span.end, span.label), []).append(span)
    return [_join(same) for same in alike.values()]


def _join(same: Sequence[Span]) -> Span:
    if len(same) == 1:
        return same[0]
    best = sorted(same, key=lambda span: (-span.score, not span.strong))
    evidence = tuple(dict.fromkeys(each for span in best for each in span.evidence))
    doubt = 1.0
    for span in same:
        doubt *= 1.0 - span.score
    sources = {each.source for each in evidence}
    return replace(
        best[0],
        score=1.0 - doubt,
        evidence=evidence,
        entry=next((span.entry for span in best if span.entry), None),
        strong=any(span.strong for span in same) or len(sources) > 1,
    )


def _prolonged(spans: list[Span]) -> list[Span]:
    """Leave out backend spans that a span of `EXTENSIONS` prolongs; it takes their evidence.

    Not over a name: in أكد نائب بايدن دعم كييف the office ends with بايدن.
    """
    names = sorted(span.start for span in spans if span.label == "PERSON")
    longest: dict[tuple[int, MentionLabel], Span] = {}
    for span in spans:
        at = (span.start, span.label)
        if _extends(span) and (at not in longest or longest[at].end < span.end):
            longest[at] = span
    gone: set[int] = set()
    evidence: dict[int, list[Evidence]] = {}
    for i, span in enumerate(spans):
        longer = longest.get((span.start, span.label))
        if longer is None or longer.end <= span.end or _row(span) not in _BACKEND_ROWS:
            continue
        if bisect_left(names, span.start) == bisect_left(names, longer.end):
            gone.add(i)
            evidence.setdefault(id(longer), []).extend(span.evidence)
    return [
        replace(span, evidence=(*span.evidence, *evidence[id(span)]))
        if id(span) in evidence
        else span
        for i, span in enumerate(spans)
        if i not in gone
    ]


def _within_known(spans: list[Span]) -> list[Span]:
    """Leave out what one source alone prolongs a known name to: وكالة الأنباء السعودية الرسمية."""
    longest: dict[tuple[int, MentionLabel], int] = {}
    for span in spans:
        if any(each.source == "gazetteer" for each in span.evidence):
            at = (span.start, span.label)
            longest[at] = max(span.end, longest.get(at, 0))
    return [
        span
        for span in spans
        if len({each.source for each in span.evidence}) > 1
        or any(each.detail in COMPLETED for each in span.evidence)
        or not 0 < longest.get((span.start, span.label), 0) < span.end
    ]


def _extends(span: Span) -> bool:
    return any((each.source, span.label) in EXTENSIONS for each in span.evidence)


def _row(span: Span) -> int:
    """The index of the span's row in `PRIORITY`: the best one of any of its evidence."""
    sources = {each.source for each in span.evidence}
    backend = not sources or bool(sources - OWN_SOURCES)
    for index, policy in enumerate(PRIORITY):
        named = bool(policy.sources & sources) if policy.sources else backend
        if named and span.label in policy.labels:
            return index
    return len(PRIORITY)


_BACKEND_ROWS: Final = frozenset(i for i, row in enumerate(PRIORITY) if not row.sources)


def _precedence(span: Span) -> tuple[bool, int, int, float, int]:
    alone = len({each.source for each in span.evidence}) < 2
    return alone, _row(span), span.start - span.end, -span.score, span.start


def _place(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _clusters(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """Yield the stretches of sorted spans that overlap, one list a stretch."""
    cluster: list[Span] = []
    end = 0
    for span in spans:
        if cluster and span.start >= end:
            yield cluster
            cluster = []
        cluster.append(span)
        end = max(end, span.end) if len(cluster) > 1 else span.end
    if cluster:
        yield cluster


def _agreeing(cluster: list[Span]) -> list[Span]:
    """The spans of a cluster that can stand together, the ones that take precedence first."""
    if len(cluster) == 1:
        return cluster
    chosen: list[Span] = []
    order: list[tuple[int, int]] = []
    longest = 0
    for span in sorted(cluster, key=_precedence):
        first = bisect_left(order, (span.start - longest, 0))
        last = bisect_left(order, (span.end, 0), lo=first)
        if all(_agree(span, chosen[index]) for _, index in order[first:last]):
            insort(order, (span.start, len(chosen)))
            chosen.append(span)
            longest = max(longest, span.end - span.start)
    return chosen


def _agree(one: Span, other: Span) -> bool:
    """Whether two spans that begin near each other may both stand."""
    if one.end <= other.start or other.end <= one.start:
        return True
    if one.start == other.start and (one.end == other.end or one.label == other.label):
        return False  # وكالة سبأ الإخبارية is one body, not one in another
    outer, inner = (one, other) if one.covers(other) else (other, one)
    if outer.label == "GPE" and outer.entry not in NISBA_WITHIN:
        return False
    if outer.label == "ROLE" and inner.label == "PERSON" and outer.start == inner.start:
        return False  # an office begins with its own word, not with who has it
    return outer.covers(inner) and inner.label in NESTING[outer.label]


__all__ = ["EXTENSIONS", "NESTING", "NISBA_WITHIN", "PRIORITY", "Policy", "merge"]
