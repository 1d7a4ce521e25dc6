"""Scores of pairs of words: which mention is an argument of a trigger, who holds an office."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from arsec_ner.taggers.base import Relation

Array = NDArray[np.float32]

RELATIONS: Final[tuple[Relation, ...]] = get_args(Relation)
_INDEX: Final = {relation: at for at, relation in enumerate(RELATIONS)}
CROSSED: Final = 64
"""Length of the part of a word's pair vector that is multiplied with the other side's."""
ADDED: Final = 128
"""Length of the part that is added to the other side's."""

_BOUNDS: Final = (-64, -32, -16, -8, -4, -2, -1, 0, 1, 2, 3, 5, 9, 17, 33, 65)
_SENTENCES: Final = 6
PLACES: Final = (len(_BOUNDS) + 1) * _SENTENCES
"""Rows for where a tail stands: distance in words, times sentence (later, same, 1-3 before, …)."""


def place(steps: NDArray[np.int64], back: NDArray[np.int64]) -> NDArray[np.int64]:
    """Row of where tails stand.

    Args:
        steps: words from head to tail, negative where the tail stands before.
        back: sentences from the tail on to the head, negative where the tail's is later.
    """
    sentence = np.clip(back, -1, _SENTENCES - 2) + 1
    rows: NDArray[np.int64] = np.searchsorted(_BOUNDS, steps, side="right") * _SENTENCES + sentence
    return rows


def place_of(step: int, back: int) -> int:
    """`place` of one pair; numpy's calls on single numbers took a fifth of all time.

    Pairs are scored one by one all the same: a trigger with all words of its window at once took
    10.5 ms a document, the few pairs that are asked for 7.6.
    """
    return bisect_right(_BOUNDS, step) * _SENTENCES + min(max(back, -1), _SENTENCES - 2) + 1


@dataclass(frozen=True, slots=True)
class PairWeights:
    """What turns two words' vectors into the logits of all relations.

    Attributes:
        weight: relations x CROSSED x CROSSED.
        head_bias, tail_bias: relations x CROSSED.
        place: PLACES x ADDED, added to both sides.
        out: relations x ADDED.
        bias: relations x PLACES.
    """

    weight: Array
    head_bias: Array
    tail_bias: Array
    place: Array
    out: Array
    bias: Array

    @classmethod
    def read(cls, path: str | Path) -> PairWeights:
        """Read the arrays of an .npz file."""
        with np.load(path, allow_pickle=False) as arrays:
            names = [each.name for each in fields(cls)]
            return cls(*(arrays[name].astype(np.float32) for name in names))


@dataclass(frozen=True, slots=True)
class WindowPairs:
    """The pair vectors of one window's words (`start` is the first), as half floats."""

    start: int
    head: NDArray[np.float16]
    tail: NDArray[np.float16]

    def holds(self, word: int) -> bool:
        """Whether the window saw a word."""
        return self.start <= word < self.start + len(self.head)


class _Head(NamedTuple):
    """A word as the head of a pair, for all relations: what is multiplied, added, and constants."""

    crossed: Array
    added: Array
    bias: Array


class _Tail(NamedTuple):
    """A word as the tail of a pair."""

    crossed: Array
    added: Array


@dataclass(frozen=True, slots=True)
class PairScorer:
    """Scores pairs of spans of one document; the RelationScorer of the bundled model.

    Attributes:
        starts: offset of each word's first character, ascending.
        sentence_ends: for each sentence the index after its last word.
        owner: the first words of the windows' own parts, ascending, one a window.
        windows: the windows' vectors.
        weights: the model's pair weights.
    """

    starts: Sequence[int]
    sentence_ends: Sequence[int]
    owner: Sequence[int]
    windows: Sequence[WindowPairs]
    weights: PairWeights
    _heads: dict[tuple[int, int], _Head] = field(default_factory=dict, repr=False, compare=False)
    _tails: dict[tuple[int, int], _Tail] = field(default_factory=dict, repr=False, compare=False)
    _known: dict[tuple[int, int], list[float] | None] = field(
        default_factory=dict, repr=False, compare=False
    )
    """Each side and each pair computed once: a mention is asked about in all roles."""

    def score(self, relation: Relation, head: int, tail: int) -> float | None:
        """Probability of a relation between the spans that start at two offsets.

        Returns:
            0..1; None where no window of the model held both.
        """
        pair = head, tail
        if pair not in self._known:
            self._known[pair] = self._look(self._word(head), self._word(tail))
        scores = self._known[pair]
        return None if scores is None else scores[_INDEX[relation]]

    def _word(self, offset: int) -> int:
        return max(bisect_right(self.starts, offset) - 1, 0)

    def _look(self, first: int, second: int) -> list[float] | None:
        """The probabilities of all relations between two words, from the window that owns one."""
        for word in (first, second) if self.windows else ():
            at = max(bisect_right(self.owner, word) - 1, 0)
            window = self.windows[at]
            if window.holds(first) and window.holds(second):
                return self._all(at, first, second)
        return None

    def _all(self, window: int, first: int, second: int) -> list[float]:
        """The probabilities of all relations between two words that a window holds."""
        weights, ends = self.weights, self.sentence_ends
        row = place_of(second - first, bisect_right(ends, first) - bisect_right(ends, second))
        head, tail = self._head(window, first), self._tail(window, second)
        added = np.maximum(head.added + tail.added + weights.place[row], 0.0)
        logits = head.crossed @ tail.crossed + weights.out @ added + head.bias
        against = np.exp(np.minimum(-logits - weights.bias[:, row], 30.0))
        probabilities: list[float] = (1 / (1 + against)).tolist()
        return probabilities

    def _head(self, window: int, word: int) -> _Head:
        """A word as a head: what its tails are multiplied with."""
        key = (window, word)
        if key not in self._heads:
            rows, weights = self.windows[window], self.weights
            vector = rows.head[word - rows.start].astype(np.float32)
            own = vector[:CROSSED]
            self._heads[key] = _Head(
                own @ weights.weight + weights.tail_bias, vector[CROSSED:], weights.head_bias @ own
            )
        return self._heads[key]

    def _tail(self, window: int, word: int) -> _Tail:
        key = (window, word)
        if key not in self._tails:
            rows = self.windows[window]
            vector = rows.tail[word - rows.start].astype(np.float32)
            self._tails[key] = _Tail(vector[:CROSSED], vector[CROSSED:])
        return self._tails[key]
