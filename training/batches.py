"""Examples as padded tensors: windows cut anew each epoch, targets, and the pairs in them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from arsec_ner.taggers.encode import HINT_FEATURES, Inputs, WordEncoder
from arsec_ner.taggers.pairs import RELATIONS, place
from arsec_ner.taggers.windows import Window, plan
from training.data import MASK, TRIGGER_CLASSES, Example

PREFIXED = (0.02, 0.15)
"""How often a name without, or with, a particle gets a و more in training."""

Hints = dict[str, NDArray[np.float32]]
_RELATION = {relation: at for at, relation in enumerate(RELATIONS)}


@dataclass(slots=True)
class Cut:
    """One window of an example; `pairs` are rows of relation, head, tail, place."""

    example: Example
    window: Window
    inputs: Inputs
    proclitic: NDArray[np.int64]
    pairs: NDArray[np.int64]
    truth: NDArray[np.float32]


@dataclass(slots=True)
class Batch:
    """Padded tensors of several windows; pairs refer to words by their row in batch x words."""

    ids: Tensor
    word: Tensor
    first: Tensor
    last: Tensor
    hints: Tensor
    mask: Tensor
    mentions: Tensor
    trigger: Tensor
    status: Tensor
    proclitic: Tensor
    pairs: Tensor
    truth: Tensor


class Cutter:
    """Cuts examples into windows, with hints where there are some."""

    def __init__(self, encoder: WordEncoder, hints: Hints | None = None) -> None:
        self.encoder = encoder
        self.hints = hints or {}
        self._pieces: dict[str, list[tuple[int, ...]]] = {}

    def cut(
        self, example: Example, limit: int, context: int, rng: random.Random | None = None
    ) -> Iterator[Cut]:
        """The windows of one example; with `rng`, some words get one more particle."""
        pieces = self._pieces.get(example.id)
        if pieces is None:
            pieces = self._pieces[example.id] = self.encoder.pieces(example.words)
        proclitic = example.proclitic
        if rng is not None:
            pieces, proclitic = self._prefixed(example, pieces, rng)
        hints = self.hints.get(example.id)
        if hints is None:
            hints = np.zeros((len(example.words), HINT_FEATURES), np.float32)
        table, truth = _pair_table(example)
        sizes = [len(piece) for piece in pieces]
        for window in plan(sizes, example.sentence_ends, limit, context):
            inputs = self.encoder.inputs(pieces, hints, window)
            inside = (
                (table[:, 1] >= window.first) & (table[:, 1] < window.last)
                & (table[:, 2] >= window.start) & (table[:, 2] < window.end)
            )  # fmt: skip
            pairs = table[inside]
            pairs[:, 1:3] -= window.start
            yield Cut(example, window, inputs, proclitic, pairs, truth[inside])

    def _prefixed(
        self, example: Example, pieces: list[tuple[int, ...]], rng: random.Random
    ) -> tuple[list[tuple[int, ...]], NDArray[np.int64]]:
        """Put و before some words: written news has it rarely before ب or ل (وبالصين)."""
        pieces, proclitic = list(pieces), example.proclitic.copy()
        for at in np.flatnonzero((proclitic == 0) | (proclitic == 1)).tolist():
            word = example.words[at]
            if word.text[0] != "و" and rng.random() < PREFIXED[int(proclitic[at])]:
                (pieces[at],) = self.encoder.pieces([replace(word, text="و" + word.text)])
                proclitic[at] += 1
        return pieces, proclitic


def _pair_table(example: Example) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """An example's pairs: rows of relation, head, tail and place, and their probabilities."""
    if not example.pairs:
        return np.zeros((0, 4), np.int64), np.zeros(0, np.float32)
    where = example.sentence_of
    head = np.array([pair[1] for pair in example.pairs])
    tail = np.array([pair[2] for pair in example.pairs])
    relation = np.array([_RELATION[pair[0]] for pair in example.pairs])
    table = np.column_stack([relation, head, tail, place(tail - head, where[head] - where[tail])])
    return table, np.array([pair[3] for pair in example.pairs], np.float32)


def batches(cuts: Sequence[Cut], size: int, rng: random.Random) -> Iterator[list[Cut]]:
    """Windows of like length together, at most `size` sub-tokens with padding, shuffled."""
    order = sorted(cuts, key=lambda cut: len(cut.inputs.ids) * rng.uniform(0.9, 1.1))
    groups: list[list[Cut]] = [[]]
    for cut in order:
        group = groups[-1]
        longest = max(len(c.inputs.ids) for c in [*group, cut])
        if group and longest * (len(group) + 1) > size:
            group = []
            groups.append(group)
        group.append(cut)
    rng.shuffle(groups)
    yield from groups


def collate(cuts: Sequence[Cut], rng: np.random.Generator | None, drop: float = 0.3) -> Batch:
    """Pad windows to one batch; with `rng`, hints are dropped by window and by word."""
    length = max(len(cut.inputs.ids) for cut in cuts)
    most = max(len(cut.inputs.first) for cut in cuts)
    padded = _padding(len(cuts), length, most, cuts[0].example.mentions.shape[1])
    pairs = []
    for row, cut in enumerate(cuts):
        rows = {name: array[row] for name, array in padded.items()}
        _fill_inputs(rows, cut, _dropped(cut.inputs.hints, rng, drop))
        _fill_targets(rows, cut)
        moved = cut.pairs.copy()
        moved[:, 1:3] += row * most
        pairs.append(moved)
    return Batch(
        **{name: torch.from_numpy(array) for name, array in padded.items()},
        pairs=torch.from_numpy(np.concatenate(pairs)),
        truth=torch.from_numpy(np.concatenate([cut.truth for cut in cuts])),
    )


def _padding(count: int, length: int, most: int, labels: int) -> dict[str, NDArray[Any]]:
    """The arrays of a batch as they are where there is no word: `Batch`'s fields by name."""
    return {
        "ids": np.ones((count, length), np.int64),
        "word": np.full((count, length), most),
        "first": np.zeros((count, most), np.int64),
        "last": np.zeros((count, most), np.int64),
        "hints": np.zeros((count, most + 1, HINT_FEATURES), np.float32),
        "mask": np.zeros((count, length), bool),
        "mentions": np.full((count, most, labels), MASK),
        "trigger": np.zeros((count, most, TRIGGER_CLASSES), np.float32),
        "status": np.full((count, most), MASK),
        "proclitic": np.full((count, most), MASK),
    }


def _fill_inputs(rows: dict[str, NDArray[Any]], cut: Cut, hints: NDArray[np.float32]) -> None:
    """Write what the model sees of a window into its row of each array."""
    inputs = cut.inputs
    size, words = len(inputs.ids), len(inputs.first)
    rows["ids"][:size] = inputs.ids
    rows["mask"][:size] = True
    # the two marks belong to no word: their word is the one after the longest window's last
    rows["word"][:size] = np.where(inputs.word == words, len(rows["first"]), inputs.word)
    rows["first"][:words] = inputs.first
    rows["last"][:words] = inputs.last
    rows["hints"][:words] = hints


def _fill_targets(rows: dict[str, NDArray[Any]], cut: Cut) -> None:
    """Write what a window's own words are taught into its row of each array."""
    window, example = cut.window, cut.example
    taught = slice(window.first - window.start, window.last - window.start)
    source = slice(window.first, window.last)
    rows["mentions"][taught] = example.mentions[source]
    rows["trigger"][taught] = example.trigger[source]
    rows["status"][taught] = example.status[source]
    rows["proclitic"][taught] = cut.proclitic[source]


def _dropped(
    hints: NDArray[np.float32], rng: np.random.Generator | None, drop: float
) -> NDArray[np.float32]:
    if rng is None:
        return hints
    if rng.random() < drop:
        return np.zeros_like(hints)
    return hints * (rng.random((len(hints), 1)) > drop / 3)


def read_hints(path: Path) -> Hints:
    """Gazetteer features by document id, as `python -m training.hints` wrote them."""
    with np.load(path, allow_pickle=False) as arrays:
        return {name: np.unpackbits(arrays[name], axis=1)[:, :HINT_FEATURES].astype(np.float32)
                for name in arrays.files}  # fmt: skip
