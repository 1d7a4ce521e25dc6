"""Gazetteer matches over the training texts, as a file: `python -m training hints`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from arsec_ner import grammar
from arsec_ner.gazetteer import Gazetteer
from arsec_ner.taggers.encode import hint_features
from training.data import Example


def write_hints(examples: Iterable[Example], path: Path) -> None:
    """Match the gazetteer over examples and keep the features, bit by bit, by document id."""
    gazetteer = Gazetteer.load()
    packed = {}
    for example in examples:
        found = gazetteer.find(example.text, example.sentences)
        composed = grammar.compose(example.text, example.sentences, found)
        features = hint_features(example.words, (*found, *composed))
        packed[example.id] = np.packbits(features.astype(bool), axis=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **packed)
