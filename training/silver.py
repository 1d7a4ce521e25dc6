"""Silver labels: what the library finds in unlabelled news, as examples to train on.

Mentions are those of the whole library: model, gazetteer and grammar merged. The model that learns
from them often sees no gazetteer (its features are dropped), and so learns what the others knew.
"""

from __future__ import annotations

import gzip
import json
import pickle
import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from arsec_ner.clitics import stem_starts
from arsec_ner.document import Mention
from arsec_ner.gazetteer import Gazetteer
from arsec_ner.labels import MENTION_LABELS
from arsec_ner.pipeline import Pipeline
from arsec_ner.spans import Token
from arsec_ner.taggers.base import Relation
from arsec_ner.taggers.bundled import BundledTagger
from arsec_ner.taggers.decode import (
    MENTIONS,
    PROCLITICS,
    STATUSES,
    TRIGGERS,
    log_softmax,
    triggers_of,
)
from arsec_ner.taggers.infer import Array, Outputs, starter
from arsec_ner.taggers.pairs import PairScorer
from training.data import MASK, Example, Pair, blank, word_range

SURE = 0.8
"""Least probability of a status or particle that is taught. Triggers and pairs are taught as
probabilities instead: only the plain ones would be sure, and the model would come to find events
rarer than they are."""
DISPUTED = 0.95
"""From this probability on the model's word against the library's makes a label doubtful: it is
masked. So is no more than a hundredth of the words."""
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


class Recorder(BundledTagger):
    """The model, keeping what it said of the last document."""

    def outputs(
        self, words: Sequence[Token], sentence_ends: Sequence[int], features: Array
    ) -> Outputs:
        """Run the model; see `BundledTagger.outputs`."""
        self.features = features
        self.last = super().outputs(words, sentence_ends, features)
        return self.last


def label(nlp: Pipeline, recorder: Recorder, name: str, text: str) -> tuple[Example, Array]:
    """One article with the labels the library gives it, and its gazetteer features.

    Args:
        nlp: the library, with `recorder` as its tagger.
        recorder: the model in it.
        name: the example's id.
        text: the article.
    """
    document = nlp(text)
    example = blank(name, text, 0)
    logits = recorder.last.logits
    words, ends = example.words, example.sentence_ends
    starts = [word.start for word in words]
    at = {m: word_range(words, starts, m.start, m.end) for m in document.mentions}
    # the longest first, so that of two nested spans with one label the outer one is taught
    for mention, span in sorted(at.items(), key=lambda pair: -len(pair[1])):
        column = example.mentions[:, MENTION_LABELS.index(mention.label)]
        if not column[span.start : span.stop].any():
            column[span.start : span.stop] = 2
            column[span.start] = 1
    _mask_disputed(example, logits)
    start_of = starter(words, logits, stem_starts)
    triggers = [word_range(words, starts, t.start, t.end).start
                for t in triggers_of(words, logits, start_of)]  # fmt: skip
    example.status[triggers] = _sure(logits[triggers, STATUSES])
    begins = sorted({span.start for span in at.values()} | {*triggers})
    example.proclitic[begins] = _sure(logits[begins, PROCLITICS])
    example.trigger[:] = np.exp(log_softmax(logits[:, TRIGGERS]))
    scorer = recorder.last.scorer(words, ends, recorder.weights)
    firsts = {mention: span.start for mention, span in at.items()}
    example.pairs = [*_pairs(example, firsts, triggers, scorer), *_same(firsts)]
    return example, recorder.features


def _mask_disputed(example: Example, logits: Array) -> None:
    scores = log_softmax(logits[:, MENTIONS].reshape(*example.mentions.shape, 3))
    against = (scores.argmax(-1) != example.mentions) & (scores.max(-1) >= np.log(DISPUTED))
    example.mentions[against] = MASK


def _sure(logits: Array) -> NDArray[np.int64]:
    scores = log_softmax(logits)
    best: NDArray[np.int64] = scores.argmax(axis=-1)
    return np.where(scores.max(axis=-1) >= np.log(SURE), best, MASK)


def _same(firsts: Mapping[Mention, int]) -> Iterator[Pair]:
    """Which people are the same, as the library links them."""
    people = [mention for mention in firsts if mention.label == "PERSON" and mention.entity_id]
    for later, earlier in combinations(sorted(people, key=lambda m: -m.start), 2):
        same = float(later.entity_id == earlier.entity_id)
        yield "same_person", firsts[later], firsts[earlier], same


def _pairs(
    example: Example, firsts: Mapping[Mention, int], triggers: Sequence[int], scorer: PairScorer
) -> Iterator[Pair]:
    """The scores of pairs, from triggers and offices to mentions near them."""
    where, words = example.sentence_of, example.words
    sources = [(word, "EVENT") for word in triggers]
    sources += [(word, "ROLE") for mention, word in firsts.items() if mention.label == "ROLE"]
    for word, kind in sources:
        for mention, tail in firsts.items():
            if not 0 <= where[word] - where[tail] <= 3:
                continue
            for relation in _RELATIONS[kind].get(mention.label, _RELATIONS[kind]["*"]):
                score = scorer.score(relation, words[word].start, words[tail].start)
                if score is not None:
                    yield relation, word, tail, score


_RELATIONS: dict[str, dict[str, tuple[Relation, ...]]] = {
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
    """Label articles with the library and a model folder; keep the examples and features."""
    recorder = Recorder.load(folder)
    nlp = Pipeline(recorder, Gazetteer.load())
    known = {shingle for example in gold for shingle in shingles(example.text)}
    rows = [label(nlp, recorder, *row) for row in articles(news, count, skip, known)]
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        pickle.dump(rows, out)


def read_silver(path: Path) -> list[tuple[Example, NDArray[np.float32]]]:
    """What `write_silver` wrote; a file of one's own making, for it is a pickle."""
    with path.open("rb") as source:
        rows: list[tuple[Example, NDArray[np.float32]]] = pickle.load(source)
    return rows
