"""Gazetteer matches over the training texts, as a file: `python -m training hints`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from arsec_ner import grammar
from arsec_ner.gazetteer import Gazetteer
from arsec_ner.taggers.encode import hint_features
from training.data import Example


def features_of(examples: Iterable[Example]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Match the gazetteer over examples: the id and the features of each."""
    gazetteer = Gazetteer.load()
    for example in examples:
        found = gazetteer.find(example.text, example.sentences)
        composed = grammar.compose(example.text, example.sentences, found)
        yield example.id, hint_features(example.words, (*found, *composed))


def write_hints(examples: Iterable[Example], path: Path) -> None:
    """Keep the features of examples, bit by bit, by document id."""
    packed = {
        name: np.packbits(features.astype(bool), axis=1) for name, features in features_of(examples)
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **packed)
