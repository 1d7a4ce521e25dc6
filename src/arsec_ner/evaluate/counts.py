"""Counts of right and wrong answers, and the alignment of spans they rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, false positives and false negatives; they add up over documents."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @classmethod
    def of(cls, gold: Set[Hashable], found: Set[Hashable]) -> Counts:
        """The counts of two sets of answers."""
        return cls(len(gold & found), len(found - gold), len(gold - found))

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was."""
        return _ratio(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """The share of the gold answers that was found; 0 where there are none."""
        return _ratio(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _ratio(2 * self.precision * self.recall, self.precision + self.recall)

    def row(self) -> dict[str, float | int]:
        """The figures, rounded to four places, as `--json` prints them."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "gold": self.tp + self.fn,
            "predicted": self.tp + self.fp,
        }


Scores = dict[str, Counts]
"""Counts by heading ("mentions/PERSON", "events", …)."""


def total(scores: Iterable[Scores]) -> Scores:
    """The sum of the scores of several documents, by heading."""
    summed: defaultdict[str, Counts] = defaultdict(Counts)
    for one in scores:
        for heading, counts in one.items():
            summed[heading] += counts
    return dict(sorted(summed.items()))


def align(gold: Sequence[Offsets], found: Sequence[Offsets]) -> dict[int, int]:
    """One-to-one alignment of overlapping spans, best overlap first: gold index to found index."""
    pairs = sorted(
        (-_overlap_share(g, f), i, j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if overlap(g, f)
    )
    aligned: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in pairs:
        if i not in aligned and j not in taken:
            aligned[i] = j
            taken.add(j)
    return aligned


def aligned_counts(gold: Sequence[Offsets], found: Sequence[Offsets]) -> Counts:
    """The counts of spans that count as found where they overlap a gold one."""
    return hit_counts(align(gold, found), len(gold), len(found))


def hit_counts(hits: Mapping[int, int], gold: int, found: int) -> Counts:
    """The counts of an alignment of so many gold and so many found items."""
    return Counts(len(hits), found - len(hits), gold - len(hits))


def overlap(a: Offsets, b: Offsets) -> bool:
    """Whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def _overlap_share(a: Offsets, b: Offsets) -> float:
    return (min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0]))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


__all__ = [
    "Counts",
    "Offsets",
    "Scores",
    "align",
    "aligned_counts",
    "hit_counts",
    "overlap",
    "total",
]
