"""The bundled statistical model: an ONNX encoder with int8 weights run by onnxruntime, no torch.

One window of words is one run, so that nothing is padded and the scales of the int8 products do
not depend on what else is in the batch: a document gives the same result alone and among others.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from arsec_ner.clitics import stem_starts
from arsec_ner.errors import ModelError
from arsec_ner.labels import EVENT_STATUSES, EVENT_TYPES, MENTION_LABELS
from arsec_ner.spans import Sentence, Span, Token
from arsec_ner.taggers.base import Tagging
from arsec_ner.taggers.decode import people_of, spans_of, triggers_of
from arsec_ner.taggers.encode import Inputs, WordEncoder, hint_features
from arsec_ner.taggers.infer import Array, Outputs, gather, starter
from arsec_ner.taggers.pairs import RELATIONS, PairWeights
from arsec_ner.taggers.windows import plan, words_of

FORMAT = 1
"""Number of the model folder's form; a folder with another number is refused."""
LEAST_TRIGGER = 0.1
"""Triggers are returned from this score on, so that a lexicon may still speak for a doubtful one;
by itself the model is best at one half."""
FILES = ("meta.json", "tokenizer.json", "pairs.npz", "model.onnx")
LABELS = {
    "mentions": list(MENTION_LABELS),
    "events": list(EVENT_TYPES),
    "statuses": list(EVENT_STATUSES),
    "relations": list(RELATIONS),
}
"""The closed sets a model folder was trained for; they must be this version's own."""


class _Session:
    """What is loaded from a model folder: the graph, the tokenizer, the pair weights."""

    def __init__(self, folder: Path, threads: int) -> None:
        import onnxruntime  # type: ignore[import-untyped]

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # each window has its own length: memory kept by pattern would only grow
        options.enable_mem_pattern = False
        try:
            self.graph = onnxruntime.InferenceSession(
                folder / "model.onnx",
                options,
                providers=["CPUExecutionProvider"],
                # its kernel takes six times as long as the two operations it joins
                disabled_optimizers=["SkipLayerNormFusion"],
            )
            self.encoder = WordEncoder(str(folder / "tokenizer.json"))
            self.weights = PairWeights.read(folder / "pairs.npz")
        except Exception as error:
            raise ModelError(f"{folder}: the model cannot be read: {error}") from error

    def run(self, inputs: Inputs) -> tuple[Array, Array, Array]:
        """Logits of a window's words and their pair vectors as heads and as tails."""
        logits, head, tail = self.graph.run(
            None,
            {
                "ids": inputs.ids,
                "word": inputs.word,
                "first": inputs.first,
                "last": inputs.last,
                "hints": np.concatenate([inputs.hints, np.zeros_like(inputs.hints[:1])]),
            },
        )
        return logits, head, tail


class BundledTagger:
    """The statistical backend that ships with the library.

    Picklable and thread-safe; the model's files are read when it first tags, or at `warm_up`.

    Attributes:
        folder: the model's folder.
        threads: threads of one run of the model.
        meta: what the folder says of the model: data, scores, format.
    """

    name = "bundled"

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Check a model folder; `load` is the usual way to make a tagger."""
        if threads < 1:
            raise ValueError(f"threads must be at least 1, not {threads}")
        self.folder = folder
        self.threads = threads
        self.meta = _read_meta(folder)
        self._lock = threading.Lock()
        self._session: _Session | None = None

    @classmethod
    def load(cls, path: str | Path | None = None, threads: int = 1) -> BundledTagger:
        """The model in a folder, or the bundled one.

        Args:
            path: a folder written by `python -m training export`; None for the bundled model.
            threads: threads of one run of the model.

        Raises:
            ModelError: a file is missing or damaged, or of another format or label set.
            ValueError: `threads` is below 1.
        """
        bundled = resources.files("arsec_ner") / "data" / "model"
        return cls(Path(str(bundled)) if path is None else Path(path), threads)

    def __getstate__(self) -> dict[str, Any]:
        return {"folder": self.folder, "threads": self.threads}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    def __repr__(self) -> str:
        return f"BundledTagger({str(self.folder)!r}, threads={self.threads})"

    def warm_up(self) -> None:
        """Read the model's files now instead of at the first document.

        Raises:
            ModelError: a file is damaged.
        """
        self._loaded()

    def tag(
        self, documents: Sequence[Sequence[Sentence]], hints: Sequence[Sequence[Span]]
    ) -> list[Tagging]:
        """Tag documents; see `Tagger.tag`."""
        return [
            self._tagging(sentences, spans)
            for sentences, spans in zip(documents, hints, strict=True)
        ]

    def outputs(
        self, words: Sequence[Token], sentence_ends: Sequence[int], features: Array
    ) -> Outputs:
        """Run the model over a document's words, window by window, without decoding.

        Args:
            words: the words of all sentences.
            sentence_ends: for each sentence the index after its last word.
            features: one row a word, as `encode.hint_features` makes them.
        """
        session = self._loaded()
        pieces = session.encoder.pieces(words)
        windows = plan([len(piece) for piece in pieces], sentence_ends)
        results = [
            session.run(session.encoder.inputs(pieces, features, window)) for window in windows
        ]
        return gather(windows, results)

    @property
    def weights(self) -> PairWeights:
        """What turns the pair vectors of `outputs` into scores."""
        return self._loaded().weights

    def _tagging(self, sentences: Sequence[Sentence], hints: Sequence[Span]) -> Tagging:
        words, ends = words_of(sentences)
        output = self.outputs(words, ends, hint_features(words, hints))
        start_of = starter(words, output.logits, stem_starts)
        return Tagging(
            spans_of(words, ends, output.logits, start_of, self.name),
            triggers_of(words, output.logits, start_of, LEAST_TRIGGER),
            output.scorer(words, ends, self.weights),
            people_of(words, output.logits),
        )

    def _loaded(self) -> _Session:
        if self._session is None:
            with self._lock:
                if self._session is None:
                    self._session = _Session(self.folder, self.threads)
        return self._session


def _read_meta(folder: Path) -> dict[str, Any]:
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise ModelError(f"{folder}: the model's files are missing: {', '.join(missing)}")
    try:
        meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(f"{folder}/meta.json: {error}") from error
    if not isinstance(meta, dict) or meta.get("format") != FORMAT:
        raise ModelError(f"{folder}/meta.json: the model's format is not {FORMAT}")
    if meta.get("labels") != LABELS:
        raise ModelError(f"{folder}/meta.json: the model was trained for other labels")
    return meta
