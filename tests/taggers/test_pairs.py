"""Scores of pairs: what the weights say, whichever window and order they are asked in."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arsec_ner.taggers.pairs import (
    ADDED,
    CROSSED,
    PLACES,
    RELATIONS,
    PairScorer,
    PairWeights,
    WindowPairs,
    place,
    place_of,
)

RANDOM = np.random.default_rng(1)


def numbers(*shape: int) -> np.ndarray:
    return RANDOM.normal(0, 0.3, shape).astype(np.float32)


WEIGHTS = PairWeights(
    numbers(len(RELATIONS), CROSSED, CROSSED),
    numbers(len(RELATIONS), CROSSED),
    numbers(len(RELATIONS), CROSSED),
    numbers(PLACES, ADDED),
    numbers(len(RELATIONS), ADDED),
    numbers(len(RELATIONS), PLACES),
)
STARTS = list(range(0, 100, 5))  # twenty words of five letters
ENDS = [6, 13, 20]
WINDOWS = [
    WindowPairs(start, *(numbers(size, CROSSED + ADDED).astype(np.float16) for _ in range(2)))
    for start, size in ((0, 13), (6, 14))
]


def scorer() -> PairScorer:
    return PairScorer(STARTS, ENDS, (0, 13), WINDOWS, WEIGHTS)


def defined(relation: int, first: int, second: int, window: WindowPairs) -> float:
    """The score of one pair, word for word as `training.model` has it."""
    head = window.head[first - window.start].astype(np.float32)
    tail = window.tail[second - window.start].astype(np.float32)
    back = bisect_right(ENDS, first) - bisect_right(ENDS, second)
    row = place(np.array([second - first]), np.array([back]))[0]
    added = np.maximum(head[CROSSED:] + tail[CROSSED:] + WEIGHTS.place[row], 0)
    crossed = head[:CROSSED] @ WEIGHTS.weight[relation] + WEIGHTS.tail_bias[relation]
    logit = crossed @ tail[:CROSSED] + head[:CROSSED] @ WEIGHTS.head_bias[relation]
    logit += added @ WEIGHTS.out[relation] + WEIGHTS.bias[relation, row]
    return float(1 / (1 + np.exp(-logit)))


@given(st.integers(-500, 500), st.integers(-20, 20))
def test_one_pair_and_many_pairs_agree(step: int, back: int) -> None:
    row = place_of(step, back)
    assert 0 <= row < PLACES
    assert place(np.array([step]), np.array([back]))[0] == row


@pytest.mark.parametrize(("first", "second"), [(2, 9), (9, 2), (8, 15), (15, 7), (12, 12)])
def test_scores_are_as_defined(first: int, second: int) -> None:
    found = scorer()
    # the window that owns the head, else the tail's
    window = WINDOWS[first >= 13] if WINDOWS[first >= 13].holds(second) else WINDOWS[second >= 13]
    for number, relation in enumerate(RELATIONS):
        score = found.score(relation, first * 5 + 1, second * 5)
        assert score == pytest.approx(defined(number, first, second, window), abs=1e-4)


def test_words_that_no_window_holds_together_have_no_score() -> None:
    assert scorer().score("agent", 0, 95) is None
