"""Scores of pairs: buckets, the window that held both, None where none did."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from arsec_ner.taggers.pairs import (
    ADDED,
    CROSSED,
    PLACES,
    RELATIONS,
    PairScorer,
    PairWeights,
    WindowPairs,
    place,
)


def weights(scale: float = 0.0) -> PairWeights:
    count = len(RELATIONS)
    return PairWeights(
        np.full((count, CROSSED, CROSSED), scale, np.float32),
        np.zeros((count, CROSSED), np.float32),
        np.zeros((count, CROSSED), np.float32),
        np.zeros((PLACES, ADDED), np.float32),
        np.zeros((count, ADDED), np.float32),
        np.zeros((count, PLACES), np.float32),
    )


def window(start: int, size: int, value: float = 1.0) -> WindowPairs:
    vectors = np.full((size, CROSSED + ADDED), value, np.float16)
    return WindowPairs(start, vectors, vectors)


def scorer(pair_weights: PairWeights) -> PairScorer:
    # six words of four characters, two sentences; the second window saw the last four words
    return PairScorer(
        [0, 5, 10, 15, 20, 25], [3, 6], [0, 3], [window(0, 3), window(2, 4)], pair_weights
    )


def test_every_place_has_its_row() -> None:
    steps, back = np.meshgrid(np.arange(-200, 201), np.arange(-3, 12))
    rows = place(steps, back)
    assert set(rows.ravel().tolist()) == set(range(PLACES))


def test_far_places_share_a_row() -> None:
    assert place(np.array([-70]), np.array([4])) == place(np.array([-500]), np.array([90]))
    assert place(np.array([1]), np.array([0])) != place(np.array([-1]), np.array([0]))


@pytest.mark.parametrize(
    ("head", "tail", "known"),
    [(0, 10, True), (15, 25, True), (15, 10, True), (10, 25, True), (0, 25, False), (15, 0, False)],
)
def test_only_pairs_that_stood_in_one_window_are_scored(head: int, tail: int, known: bool) -> None:
    score = scorer(weights()).score("agent", head, tail)
    assert score == (0.5 if known else None)


def test_offsets_inside_a_word_are_its_own() -> None:
    assert scorer(weights()).score("agent", 1, 12) == 0.5


def test_no_words_no_scores() -> None:
    assert PairScorer([], [], [], [], weights()).score("agent", 0, 0) is None


def test_bias_of_sentence_and_distance_count() -> None:
    own = weights()
    own.bias[RELATIONS.index("agent"), place(np.array([-1]), np.array([1]))[0]] = 4.0
    assert scorer(own).score("agent", 15, 10) == pytest.approx(0.982, abs=1e-3)
    assert scorer(own).score("target", 15, 10) == 0.5
    assert scorer(own).score("agent", 15, 20) == 0.5


def test_weights_are_read_as_they_were_written(tmp_path: Path) -> None:
    own = weights(0.25)
    path = tmp_path / "pairs.npz"
    np.savez(path, **{name: getattr(own, name) for name in PairWeights.__slots__})
    read = PairWeights.read(path)
    assert (read.weight == own.weight).all()
    assert read.bias.shape == own.bias.shape
