"""Silver labels: what the library finds in unlabelled news, as examples to train on.

Mentions, events and links are those of the whole library: model, gazetteer, grammar and frames
together. The model that learns from them often sees no gazetteer (its features are dropped) and
never a rule, and so learns what the others knew.
"""

from __future__ import annotations

import gzip
import json
import pickle
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from arsec_ner.document import Document, Mention, Trigger
from arsec_ner.gazetteer import Gazetteer
from arsec_ner.pipeline import Pipeline
from arsec_ner.spans import Token
from arsec_ner.taggers.bundled import BundledTagger
from arsec_ner.taggers.decode import MENTIONS, STATUSES, TRIGGERS, log_softmax
from arsec_ner.taggers.infer import Array, Outputs
from arsec_ner.taggers.pairs import PairScorer
from training.data import MASK, Example, Pair, gold_example

SURE = 0.8
"""Least probability of a status that is taught. Triggers and pairs are taught as
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
    example = gold_example(as_gold(name, nlp(text)))
    output = recorder.last
    _mask_disputed(example, output.logits)
    told = np.flatnonzero(example.status != MASK)
    example.status[told] = _sure(output.logits[told, STATUSES])
    _soften(
        example,
        np.exp(log_softmax(output.logits[:, TRIGGERS])),
        output.scorer(example.words, example.sentence_ends, recorder.weights),
    )
    return example, recorder.features


def as_gold(name: str, document: Document) -> dict[str, Any]:
    """A document as the gold reader would give it, with the ids of entities as their keys."""
    return {
        "id": name,
        "text": document.text,
        "mentions": [_spot(m, type=m.label, entity=m.entity_id) for m in document.mentions],
        "roles": [
            _spot(
                role.mention, people=role.person_ids, countries=role.countries,
                orgs=[role.organization_id] if role.organization_id else [],
            )
            for role in document.roles
        ],
        "events": [
            _spot(
                event.trigger, type=event.type, status=event.status,
                arguments=[
                    {"role": a.role, "entity": a.entity_id} if a.entity_id or not a.mention
                    else _spot(a.mention, role=a.role)
                    for a in event.arguments
                ],
            )
            for event in document.events
        ],
    }  # fmt: skip


def _spot(part: Mention | Trigger, **rest: Any) -> dict[str, Any]:
    return {"start": part.start, "end": part.end, **rest}


def _mask_disputed(example: Example, logits: Array) -> None:
    scores = log_softmax(logits[:, MENTIONS].reshape(*example.mentions.shape, 3))
    against = (scores.argmax(-1) != example.mentions) & (scores.max(-1) >= np.log(DISPUTED))
    example.mentions[against] = MASK


def _sure(logits: Array) -> NDArray[np.int64]:
    scores = log_softmax(logits)
    best: NDArray[np.int64] = scores.argmax(axis=-1)
    return np.where(scores.max(axis=-1) >= np.log(SURE), best, MASK)


def _soften(example: Example, seen: Array, scorer: PairScorer) -> None:
    """Teach of triggers and pairs the mean of what the library decided and the model's chances.

    Of page furniture, where the library reports nothing, the model's word stands alone.
    """
    spoken = np.array([sentence.zone != "boilerplate" for sentence in example.sentences])
    share = 0.5 * spoken[example.sentence_of][:, None]
    example.trigger[:] = share * example.trigger + (1 - share) * seen
    softened: list[Pair] = []
    for relation, head, tail, value in example.pairs:
        chance = None
        if relation != "same_person":  # of which the library's rules know more
            starts = example.words[head].start, example.words[tail].start
            chance = scorer.score(relation, *starts)
        softened.append((relation, head, tail, value if chance is None else (value + chance) / 2))
    example.pairs, example.gold = softened, {}


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
