"""One document through the model: windows in, logits of every word and pair vectors out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arsec_ner.spans import Token
from arsec_ner.taggers.decode import PROCLITICS
from arsec_ner.taggers.encode import Inputs, model_text
from arsec_ner.taggers.pairs import PairScorer, PairWeights, WindowPairs
from arsec_ner.taggers.windows import Window

Array = NDArray[np.float32]
Run = Callable[[Inputs], tuple[Array, Array, Array]]
"""Runs one window: to logits (words x heads) and the pair vectors of heads and of tails."""


_TWO = 1.0
"""Added to the logit of two letters of particles. Names after two (وبفرنسا) were so rare in what
the model learnt from that it is too slow to see them: measured, the logit of two less that of one
is -1 to 4 where there are two, and -7 to -1 where there is one (وبوتين)."""
_TWO_AND_ARTICLE = 4.0
"""The same where the article follows: وبالصين can hardly be و and a name بالصين."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the model says of a document.

    Attributes:
        logits: words x all heads, each word's from the window it belongs to.
        windows: pair vectors window by window.
        owner: first own word of each window.
    """

    logits: Array
    windows: tuple[WindowPairs, ...]
    owner: tuple[int, ...]

    def scorer(
        self, words: Sequence[Token], sentence_ends: Sequence[int], weights: PairWeights
    ) -> PairScorer:
        """The scores of pairs, to be asked by character offsets."""
        starts = [word.start for word in words]
        return PairScorer(starts, list(sentence_ends), self.owner, self.windows, weights)


def gather(windows: Sequence[Window], results: Sequence[tuple[Array, Array, Array]]) -> Outputs:
    """Put the windows' results together, each word's from the window it belongs to."""
    parts = []
    pairs = []
    for window, (logits, head, tail) in zip(windows, results, strict=True):
        own = slice(window.first - window.start, window.last - window.start)
        parts.append(logits[own])
        pairs.append(WindowPairs(window.start, head.astype(np.float16), tail.astype(np.float16)))
    logits = np.concatenate(parts) if parts else np.zeros((0, PROCLITICS.stop), np.float32)
    return Outputs(logits, tuple(pairs), tuple(window.first for window in windows))


def starter(
    words: Sequence[Token], logits: Array, allowed: Callable[[Token], Sequence[int]]
) -> Callable[[int], int]:
    """Where a mention that begins with a word starts: after the particle the model sees.

    Args:
        words: the document's words.
        logits: words x all heads.
        allowed: the offsets in a word at which spelling lets a mention start.
    """

    def start_of(at: int) -> int:
        word, row = words[at], logits[at, PROCLITICS]
        best, best_worth = word.start, -np.inf
        for start in allowed(word):
            letters = letters_before(word, start)
            if letters >= len(row):
                continue
            worth = float(row[letters])
            if letters == 2:
                article = word.text.startswith("ال", start - word.start)
                worth += _TWO_AND_ARTICLE if article else _TWO
            if worth > best_worth:
                best, best_worth = start, worth
        return best

    return start_of


def letters_before(word: Token, start: int) -> int:
    """How many letters of a word stand before an offset in it, diacritics and tatweel aside."""
    return len(model_text(word.text[: max(start - word.start, 0)]))
