"""Conditional random fields, one a label, so that mentions nest as they do in the library.

`python-crfsuite` is imported where it is needed: the features and labels do without.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from arsec_ner.gazetteer import Gazetteer
from arsec_ner.gold import GoldDocument
from arsec_ner.labels import MENTION_LABELS, MentionLabel
from arsec_ner.segment import segment
from arsec_ner.spans import Sentence, Span
from arsec_ner.taggers.decode import consistent
from arsec_ner.taggers.words import Tagged, meanings, spans_of
from benchmarks.baselines.features import features, matches_of
from benchmarks.baselines.labels import iob2, layer

OUTERMOST = "outermost"
LAYERS: Mapping[str, MentionLabel | None] = {
    **{label: label for label in MENTION_LABELS},
    OUTERMOST: None,
}
"""What each of the CRFs tells apart, by its file's name: one label, or the outermost mentions."""
ITERATIONS = 50
GRID = tuple((c1, c2) for c1 in (0.03, 0.1, 0.3) for c2 in (0.03, 0.1))
"""Weights of the L1 and the L2 penalty that are tried."""
GRID_LABELS: tuple[MentionLabel, ...] = ("PERSON", "ORG")
"""The labels they are tried on, those whose names are no closed class and many."""
PENALTIES = (0.1, 0.1)
"""The pair that was best on the articles held out (`choose`)."""

_KNOWN = meanings(MENTION_LABELS)


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence as crfsuite reads it, with where it comes from."""

    document: GoldDocument
    sentence: Sentence
    sequence: Any

    def tags(self, name: str) -> list[str]:
        """The tags of one of the `LAYERS`."""
        return iob2(self.sentence.tokens, layer(self.document.mentions, LAYERS[name]))


class Reader:
    """Makes crfsuite's sequences of texts, with the gazetteer's matches or without."""

    def __init__(self, matches: bool) -> None:
        self._gazetteer = Gazetteer.load() if matches else None

    def read(self, text: str) -> Iterator[tuple[Sentence, Any]]:
        """The sentences of a text and the features of their words."""
        from pycrfsuite import ItemSequence

        sentences = segment(text)
        found = None
        if self._gazetteer is not None:
            found = matches_of(self._gazetteer, text, sentences)
        for one in sentences:
            own = None if found is None else [m for m in found if one.start <= m.start < one.end]
            yield one, ItemSequence(features(one.tokens, own))

    def items(self, documents: Iterable[GoldDocument]) -> list[Item]:
        """The sentences of annotated articles."""
        return [
            Item(document, *read) for document in documents for read in self.read(document.text)
        ]


class CrfTagger:
    """The trained CRFs of a folder.

    Args:
        folder: where `train` wrote them.
        matches: whether they were given the gazetteer's matches.
        layers: which of them to use. With `OUTERMOST` among them the others only tell what
            stands within its mentions.
    """

    def __init__(self, folder: Path, matches: bool, layers: Sequence[str] = MENTION_LABELS) -> None:
        from pycrfsuite import Tagger

        self._reader = Reader(matches)
        self._taggers = {name: Tagger() for name in layers}
        for name, tagger in self._taggers.items():
            tagger.open(str(folder / f"{name}.crfsuite"))

    def find(self, text: str) -> list[Span]:
        """The mentions of a text."""
        found = []
        for sentence, sequence in self._reader.read(text):
            layers = {n: _spans(t, sentence, sequence) for n, t in self._taggers.items()}
            found += nested(layers)
        return found


def nested(layers: Mapping[str, Sequence[Span]]) -> tuple[Span, ...]:
    """The spans of all layers that can stand together, the surer ones first."""
    spans = [span for name, own in layers.items() if name != OUTERMOST for span in own]
    if OUTERMOST not in layers:
        return consistent(spans)
    outer = [replace(span, score=1.0) for span in layers[OUTERMOST]]
    within = [s for s in spans if any(o.covers(s) and o.label != s.label for o in outer)]
    return consistent([*outer, *within])


def _spans(tagger: Any, sentence: Sentence, sequence: Any) -> list[Span]:
    """What one CRF finds; a span's score is the mean of its words' marginal probabilities."""
    tagger.set(sequence)
    tags = tagger.tag()
    scores = [1.0 if tag == "O" else tagger.marginal(tag, at) for at, tag in enumerate(tags)]
    return list(spans_of(sentence.tokens, Tagged(tags, scores), _KNOWN, {}, "crf"))


def train(
    documents: Iterable[GoldDocument],
    folder: Path,
    matches: bool,
    iterations: int = ITERATIONS,
    layers: Iterable[str] = MENTION_LABELS,
    penalties: tuple[float, float] = PENALTIES,
) -> None:
    """Train CRFs into a folder, a file for each layer."""
    from pycrfsuite import Trainer

    folder.mkdir(parents=True, exist_ok=True)
    items = Reader(matches).items(documents)
    for name in layers:
        trainer = Trainer(algorithm="lbfgs", verbose=False)
        for item in items:
            trainer.append(item.sequence, item.tags(name))
        c1, c2 = penalties
        trainer.set_params({"c1": c1, "c2": c2, "max_iterations": iterations})
        trainer.train(str(folder / f"{name}.crfsuite"))
        print(f"{folder.name}: {name} trained", file=sys.stderr, flush=True)
