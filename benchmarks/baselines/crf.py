"""Conditional random fields, one a label, so that mentions nest as they do in the library.

`python-crfsuite` is imported where it is needed: the features and labels do without.
"""

from __future__ import annotations

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

Penalties = tuple[float, float]
"""Weights of the L1 and the L2 penalty (crfsuite's c1 and c2)."""

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
        self._reader = Reader(matches)
        self._taggers = {name: opened(folder / f"{name}.crfsuite") for name in layers}

    def find(self, text: str) -> list[Span]:
        """The mentions of a text."""
        found: list[Span] = []
        for sentence, sequence in self._reader.read(text):
            layers = {n: spans(t, sentence, sequence) for n, t in self._taggers.items()}
            found += nested(layers)
        return found


def nested(layers: Mapping[str, Sequence[Span]]) -> tuple[Span, ...]:
    """The spans of all layers that can stand together, the surer ones first."""
    found = [span for name, own in layers.items() if name != OUTERMOST for span in own]
    if OUTERMOST not in layers:
        return consistent(found)
    outer = [replace(span, score=1.0) for span in layers[OUTERMOST]]
    within = [s for s in found if any(o.covers(s) and o.label != s.label for o in outer)]
    return consistent([*outer, *within])


def opened(path: Path) -> Any:
    """A trained CRF."""
    from pycrfsuite import Tagger

    tagger = Tagger()
    tagger.open(str(path))
    return tagger


def spans(tagger: Any, sentence: Sentence, sequence: Any) -> list[Span]:
    """What one CRF finds; a span's score is the mean of its words' marginal probabilities."""
    tagger.set(sequence)
    tags = tagger.tag()
    scores = [1.0 if tag == "O" else tagger.marginal(tag, at) for at, tag in enumerate(tags)]
    return list(spans_of(sentence.tokens, Tagged(tags, scores), _KNOWN, {}, "crf"))


class Learner:
    """What one layer's CRF is taught, to be learnt with one pair of penalties or several."""

    def __init__(self, items: Iterable[Item], name: str) -> None:
        from pycrfsuite import Trainer

        self._trainer = Trainer(algorithm="lbfgs", verbose=False)
        for item in items:
            self._trainer.append(item.sequence, item.tags(name))

    def train(self, path: Path, penalties: Penalties, iterations: int = ITERATIONS) -> None:
        """Train, and write the model."""
        c1, c2 = penalties
        self._trainer.set_params({"c1": c1, "c2": c2, "max_iterations": iterations})
        self._trainer.train(str(path))


def train(
    items: Sequence[Item],
    folder: Path,
    penalties: Penalties,
    iterations: int = ITERATIONS,
    layers: Iterable[str] = MENTION_LABELS,
) -> None:
    """Train CRFs into a folder, a file for each layer."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in layers:
        Learner(items, name).train(folder / f"{name}.crfsuite", penalties, iterations)
        print(f"{folder.name}: {name} trained", flush=True)
