"""Any token-classification model of Hugging Face as a backend: `load(tagger="hf:FOLDER")`.

A word's tag is that of its first sub-token, as such models are trained. Nothing is cut off: a
sentence longer than the model reads is read in pieces that overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from arsec_ner.errors import ModelError
from arsec_ner.labels import MentionLabel
from arsec_ner.taggers.windows import Window, plan
from arsec_ner.taggers.words import Recogniser, Tagged, WordTagger, require

LONGEST: Final = 254
"""Sub-tokens of one sequence, the two marks at its ends aside."""
CONTEXT: Final = 32
BATCH: Final = 16
"""Sequences of one run; all of one document, so that other documents change nothing."""
_MOST_PIECES: Final = 16
_LONGEST_WORD: Final = 128
_CACHE_SIZE: Final = 100_000


class HuggingFaceTagger(WordTagger):
    """A folder as `save_pretrained` writes it: model, tokenizer, and labels in its config.

    Args:
        path: the folder.
        labels: what the model's labels are here, where the table does not know them.
    """

    def __init__(
        self,
        path: str | Path | None = None,
        *,
        labels: Mapping[str, MentionLabel | None] | None = None,
        **options: Any,
    ) -> None:
        """Make the backend without reading its model; `load` is the usual way."""
        super().__init__(path, labels=labels, **options)
        # two such models may work together, and evidence must tell them apart
        self.name = "hf" if self.path is None else f"hf:{self.path.name}"

    def _recogniser(self) -> Recogniser:
        if self.options:
            raise TypeError(f"the backend 'hf' takes no {', '.join(sorted(self.options))}")
        if self.path is None:
            raise ValueError("the backend 'hf' needs a folder: tagger='hf:FOLDER'")
        if not (self.path / "config.json").is_file():
            raise ModelError(f"{self.path} holds no model: config.json is missing")
        require("transformers", "huggingface")
        transformers: Any = import_module("transformers")
        folder = str(self.path)
        try:
            tokenizer = transformers.AutoTokenizer.from_pretrained(
                folder, local_files_only=True, add_prefix_space=True
            )
            model = transformers.AutoModelForTokenClassification.from_pretrained(
                folder, local_files_only=True
            )
        except Exception as error:
            raise ModelError(f"{folder}: the model cannot be read: {error}") from error
        return WordClassifier(model, tokenizer)


@dataclass(frozen=True, slots=True)
class _Sequence:
    """One input of the model: its ids and where each of its words begins in them."""

    sentence: int
    window: Window
    ids: list[int]
    starts: list[int]


class WordClassifier:
    """A loaded model with its tokenizer; implements `words.Recogniser`.

    Args:
        model: a `…ForTokenClassification`.
        tokenizer: the tokenizer it was trained with.
    """

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self._torch: Any = import_module("torch")
        self._model = model.eval()
        self._tokenizer = tokenizer
        names: dict[int, str] = model.config.id2label
        self.labels = tuple(names[index] for index in range(len(names)))
        longest = getattr(model.config, "max_position_embeddings", None) or LONGEST + 4
        # two marks, and the two positions that RoBERTa leaves unused
        self._longest = min(LONGEST, longest - 4)
        self._context = min(CONTEXT, self._longest // 8)
        self._cache: dict[str, tuple[int, ...]] = {}

    def read(self, sentences: Sequence[Sequence[str]]) -> list[Tagged]:
        """Tag the sentences of a document."""
        sequences = [
            sequence
            for at, words in enumerate(sentences)
            for sequence in self._sequences(at, self._pieces(words))
        ]
        rows: list[list[NDArray[np.float32]]] = [[] for _ in sentences]
        for sequence, chances in zip(sequences, self._chances(sequences), strict=True):
            window = sequence.window
            at = slice(window.first - window.start, window.last - window.start)
            rows[sequence.sentence].append(chances[sequence.starts[at]])
        return [self._tagged(np.concatenate(parts)) for parts in rows]

    def _tagged(self, chances: NDArray[np.float32]) -> Tagged:
        best = chances.argmax(axis=-1)
        scores = chances.max(axis=-1)
        return Tagged([self.labels[index] for index in best.tolist()], scores.tolist())

    def _pieces(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Sub-token ids of each word, at least one: a word without any would shift all tags."""
        if len(self._cache) > _CACHE_SIZE:
            self._cache = {}
        new = list({word for word in words if word not in self._cache})
        if new:
            most = min(_MOST_PIECES, max(self._longest - 2 * self._context, 1))
            encoded = self._tokenizer(
                [[word[:_LONGEST_WORD]] for word in new],
                is_split_into_words=True,
                add_special_tokens=False,
            )["input_ids"]
            unknown = self._tokenizer.unk_token_id or 0
            for word, ids in zip(new, encoded, strict=True):
                self._cache[word] = tuple(ids[:most]) or (unknown,)
        return [self._cache[word] for word in words]

    def _sequences(self, sentence: int, pieces: Sequence[tuple[int, ...]]) -> Iterator[_Sequence]:
        tokenizer = self._tokenizer
        begin = _first(tokenizer.cls_token_id, tokenizer.bos_token_id)
        finish = _first(tokenizer.sep_token_id, tokenizer.eos_token_id)
        for window in self._windows([len(piece) for piece in pieces]):
            own = pieces[window.start : window.end]
            ids = [*begin, *(piece for word in own for piece in word), *finish]
            starts = list(accumulate((len(word) for word in own[:-1]), initial=len(begin)))
            yield _Sequence(sentence, window, ids, starts)

    def _windows(self, sizes: Sequence[int]) -> list[Window]:
        if sum(sizes) <= self._longest:
            return [Window(0, len(sizes), 0, len(sizes))]
        return plan(sizes, [len(sizes)], self._longest, self._context, self._context)

    def _chances(self, sequences: Sequence[_Sequence]) -> list[NDArray[np.float32]]:
        """Probabilities, sub-tokens x tags, of each sequence; those of like length run at once."""
        found: dict[int, NDArray[np.float32]] = {}
        order = sorted(range(len(sequences)), key=lambda at: len(sequences[at].ids))
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            chances = self._run([sequences[at].ids for at in batch])
            found.update(zip(batch, chances, strict=True))
        return [found[at] for at in range(len(sequences))]

    def _run(self, batch: Sequence[list[int]]) -> NDArray[np.float32]:
        torch = self._torch
        width = max(map(len, batch))
        padding = self._tokenizer.pad_token_id or 0
        ids = torch.tensor([[*row, *[padding] * (width - len(row))] for row in batch])
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in batch])
        with torch.inference_mode():
            logits = self._model(input_ids=ids, attention_mask=mask).logits
            chances: NDArray[np.float32] = torch.softmax(logits.float(), dim=-1).numpy()
        return chances


def _first(*ids: int | None) -> list[int]:
    """The first id that a tokenizer has, if any."""
    return next(([each] for each in ids if each is not None), [])


__all__ = ["HuggingFaceTagger", "WordClassifier"]
