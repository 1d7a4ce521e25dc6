"""From words to the model's input: sub-token ids, and gazetteer matches as features."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.pre_tokenizers import Metaspace

from arsec_ner.caching import WORDS_KEPT
from arsec_ner.labels import MENTION_LABELS
from arsec_ner.spans import Span, Token
from arsec_ner.taggers.windows import Window

MAX_PIECES = 24
"""Sub-tokens of one word at most: 99.99 % of words have fewer than ten."""
HINT_FEATURES = len(MENTION_LABELS) * 4
"""Columns of the gazetteer features: label x (strong begin, strong inside, weak begin, inside)."""

_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")  # fmt: skip  # noqa: E501
_COLUMN = {label: index * 4 for index, label in enumerate(MENTION_LABELS)}
_CACHE_SIZE = 8 * WORDS_KEPT  # more than others keep, since it is emptied as a whole


@dataclass(frozen=True, slots=True)
class Inputs:
    """One window as the model takes it.

    Attributes:
        ids: sub-token ids, `<s>` and `</s>` included.
        word: for each sub-token the index of its word; the number of words for the two marks.
        first, last: for each word the positions of its first and last sub-token.
        hints: words x HINT_FEATURES, 0 or 1.
    """

    ids: NDArray[np.int64]
    word: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    hints: NDArray[np.float32]


class WordEncoder:
    """Turns words into sub-token ids, one word at a time, as the model was trained."""

    def __init__(self, path: str) -> None:
        self._spaced = Tokenizer.from_file(path)
        self._spaced.no_truncation()
        self._spaced.no_padding()
        self._glued = Tokenizer.from_str(self._spaced.to_str())
        self._glued.pre_tokenizer = Metaspace(prepend_scheme="never")
        vocabulary = self._spaced.get_vocab()
        self._bos, self._eos = vocabulary["<s>"], vocabulary["</s>"]
        self._unknown = vocabulary["<unk>"]
        self._cache: dict[tuple[str, bool], tuple[int, ...]] = {}

    def pieces(self, words: Sequence[Token]) -> list[tuple[int, ...]]:
        """Sub-token ids of each word, at least one.

        A word that follows another without white space is encoded without a word mark, so that
        a full stop is the same piece as in running text.
        """
        if len(self._cache) > _CACHE_SIZE:
            self._cache = {}
        cache = self._cache
        keys = [
            (word.text, at > 0 and words[at - 1].end == word.start) for at, word in enumerate(words)
        ]
        new = list({key for key in keys if key not in cache})
        for glued, tokenizer in ((False, self._spaced), (True, self._glued)):
            wanted = [key for key in new if key[1] == glued]
            texts = [model_text(text) for text, _ in wanted]
            encoded = tokenizer.encode_batch(texts, add_special_tokens=False)
            for key, encoding in zip(wanted, encoded, strict=True):
                cache[key] = tuple(encoding.ids[:MAX_PIECES]) or (self._unknown,)
        return [cache[key] for key in keys]

    def inputs(
        self, pieces: Sequence[tuple[int, ...]], hints: NDArray[np.float32], window: Window
    ) -> Inputs:
        """The arrays of one window.

        Args:
            pieces: sub-tokens of all words of the document.
            hints: features of all words of the document.
            window: the words to take.
        """
        own = pieces[window.start : window.end]
        sizes = np.fromiter((len(piece) for piece in own), np.int64, len(own))
        last = np.cumsum(sizes)
        flat = [self._bos, *(piece for word in own for piece in word), self._eos]
        edge = np.array([len(own)], np.int64)
        return Inputs(
            ids=np.array(flat, np.int64),
            word=np.concatenate([edge, np.repeat(np.arange(len(own)), sizes), edge]),
            first=last - sizes + 1,
            last=last,
            hints=hints[window.start : window.end],
        )


def model_text(word: str) -> str:
    """A word as the model reads it: no diacritics, tatweel or direction marks, NFKC."""
    bare = _MARKS.sub("", word[:200])
    if bare.isascii():
        return bare
    # an unpaired surrogate is no character for the tokenizer
    sound = bare.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFKC", sound)


def hint_features(words: Sequence[Token], spans: Sequence[Span]) -> NDArray[np.float32]:
    """Gazetteer matches as one row a word, HINT_FEATURES columns of 0 or 1."""
    features = np.zeros((len(words), HINT_FEATURES), np.float32)
    starts = [word.start for word in words]
    for span in spans:
        at = max(bisect_right(starts, span.start) - 1, 0)
        column = _COLUMN[span.label] + (0 if span.strong else 2)
        begin = True
        while at < len(words) and words[at].start < span.end:
            if words[at].end > span.start:
                features[at, column + (0 if begin else 1)] = 1.0
                begin = False
            at += 1
    return features
