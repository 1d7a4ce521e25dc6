"""Silver labels: what a model finds in unlabelled news, as examples to train on.

The model that labels sees the gazetteer; the one that learns from its labels often does not
(its features are dropped), and so learns what the gazetteer knew.
"""

from __future__ import annotations

import gzip
import json
import pickle
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from arsec_ner import grammar
from arsec_ner.clitics import stem_starts
from arsec_ner.gazetteer import Gazetteer
from arsec_ner.labels import MENTION_LABELS
from arsec_ner.segment import segment
from arsec_ner.spans import Span
from arsec_ner.taggers.bundled import BundledTagger
from arsec_ner.taggers.decode import (
    MENTIONS,
    PROCLITICS,
    STATUSES,
    TRIGGERS,
    log_softmax,
    spans_of,
    triggers_of,
)
from arsec_ner.taggers.encode import hint_features
from arsec_ner.taggers.infer import starter
from arsec_ner.taggers.pairs import PairScorer
from arsec_ner.taggers.windows import words_of
from training.data import MASK, Example, Pair, word_range

SURE = 0.8
"""Least probability of a mention's label that is taught; what is less sure is masked. Triggers and
pairs are taught as probabilities instead: only the plain ones would be sure, and the model would
come to find events rarer than they are."""
POLITICAL = 8000
"""So many articles with the most political words are drawn from."""


def articles(path: Path, count: int, skip: int, gold: set[str]) -> Iterator[tuple[str, str]]:
    """Ids and texts of political articles, in random order, that no annotated article repeats."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows.sort(key=lambda row: -row.get("score", 0))
    rows = rows[:POLITICAL]
    random.Random(1).shuffle(rows)
    usable = (row for row in rows if not gold & shingles(row["text"]))
    for at, row in enumerate(islice(usable, skip, skip + count)):
        yield f"silver:{skip + at}", f"{row['title']}\n{row['text']}"[:6000]


def shingles(text: str) -> set[str]:
    """Stretches of twelve words by which copies of an article are known."""
    words = text.split()
    return {" ".join(words[at : at + 12]) for at in range(0, len(words) - 11)}


def label(tagger: BundledTagger, name: str, text: str) -> tuple[Example, NDArray[np.float32]]:
    """One article with the labels the model gives it, and its gazetteer features."""
    sentences = segment(text)
    words, ends = words_of(sentences)
    found = Gazetteer.load().find(text, sentences)
    features = hint_features(words, (*found, *grammar.compose(text, sentences, found)))
    output = tagger.outputs(words, ends, features)
    logits = output.logits
    mention = logits[:, MENTIONS].reshape(len(words), len(MENTION_LABELS), 3)
    start_of = starter(words, logits, stem_starts)
    spans = spans_of(words, ends, logits, start_of, "silver")
    triggers = triggers_of(words, logits, start_of)
    starts = [word.start for word in words]
    heads = [word_range(words, starts, t.start, t.end).start for t in triggers]
    status = np.full(len(words), MASK)
    status[heads] = _sure(logits[heads, STATUSES])
    proclitic = np.full(len(words), MASK)
    begins = sorted({word_range(words, starts, s.start, s.end).start for s in spans} | {*heads})
    proclitic[begins] = _sure(logits[begins, PROCLITICS])
    trigger = np.exp(log_softmax(logits[:, TRIGGERS])).astype(np.float16)
    example = Example(
        name, text, tuple(sentences), words, ends, _sure(mention), trigger, status, proclitic
    )
    scorer = output.scorer(words, ends, tagger.weights)
    example.pairs = list(_pairs(example, spans, heads, scorer, starts))
    return example, features


def _sure(logits: NDArray[np.float32]) -> NDArray[np.int64]:
    scores = log_softmax(logits)
    best: NDArray[np.int64] = scores.argmax(axis=-1)
    return np.where(scores.max(axis=-1) >= np.log(SURE), best, MASK)


def _pairs(
    example: Example,
    spans: Sequence[Span],
    heads: Sequence[int],
    scorer: PairScorer,
    starts: Sequence[int],
) -> Iterator[Pair]:
    """The scores of pairs, from triggers and offices to mentions near them."""
    where = example.sentence_of
    at = {span: word_range(example.words, starts, span.start, span.end).start for span in spans}
    sources = [(word, "EVENT") for word in heads]
    sources += [(at[span], "ROLE") for span in spans if span.label == "ROLE"]
    for word, kind in sources:
        for span in spans:
            if not 0 <= where[word] - where[at[span]] <= 3:
                continue
            for relation in _RELATIONS[kind].get(span.label, _RELATIONS[kind]["*"]):
                score = scorer.score(relation, starts[word], starts[at[span]])  # type: ignore[arg-type]
                if score is not None:
                    yield relation, word, at[span], score  # type: ignore[misc]


_RELATIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "EVENT": {"DATE": ("time",), "*": ("agent", "target", "place")},
    "ROLE": {
        "PERSON": ("role_person",),
        "ORG": ("role_org",),
        "GPE": ("role_country",),
        "NORP": ("role_country",),
        "*": (),
    },
}


def write_silver(
    folder: Path, news: Path, gold: Sequence[Example], target: Path, count: int, skip: int
) -> None:
    """Label articles with the model of a folder and keep the examples and features."""
    tagger = BundledTagger.load(folder)
    known = {shingle for example in gold for shingle in shingles(example.text)}
    rows = [label(tagger, name, text) for name, text in articles(news, count, skip, known)]
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        pickle.dump(rows, out)


def read_silver(path: Path) -> list[tuple[Example, NDArray[np.float32]]]:
    """What `write_silver` wrote; a file of one's own making, for it is a pickle."""
    with path.open("rb") as source:
        rows: list[tuple[Example, NDArray[np.float32]]] = pickle.load(source)
    return rows
