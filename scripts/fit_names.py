"""Fit what the classes of `surroundings.yaml` are worth (`src/arsec_ner/data/name_weights.tsv`).

    python scripts/fit_names.py OUT.tsv GOLD.jsonl [--rounds 8]

GOLD is what `gold.py json` prints of annotated documents. An averaged structured perceptron: a
reading that differs from the annotated one makes its features cheaper and the right ones dearer.
Only weights that round to something are kept, as whole numbers.
Fit with a names.tsv made without --gold, or the weights come to trust the table too much.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from arsec_ner import grammar
from arsec_ner.gazetteer import Gazetteer
from arsec_ner.segment import segment
from arsec_ner.spans import Sentence, Span
from arsec_ner.taggers.rules import (
    MORE,
    OUT,
    STEM,
    WHOLE,
    best_path,
    document_words,
    known_parts,
    leave_feature,
    word_features,
)
from arsec_ner.taggers.rules import (
    Path as Reading,
)
from arsec_ner.taggers.surroundings import Word

Example = tuple[list[list[Word]], list[Reading]]
UNIT = 10


def library_hints(document: dict, sentences: Sequence[Sentence]) -> list[Span]:
    """What the gazetteer and the grammar find."""
    found = Gazetteer.load().find(document["text"], sentences)
    return [*found, *grammar.compose(document["text"], sentences, found)]


def example(document: dict, hints_of: Callable[..., list[Span]] = library_hints) -> Example:
    """A document's words, and the annotated reading of each sentence."""
    sentences = segment(document["text"])
    texts = document_words(sentences, hints_of(document, sentences))
    names = sorted((m["start"], m["end"]) for m in document["mentions"] if m["type"] == "PERSON")
    return texts, [annotated(words, names) for words in texts]


def annotated(words: list[Word], names: list[tuple[int, int]]) -> Reading:
    """The reading that gives the annotated names, as far as words allow."""
    path = [OUT] * len(words)
    for start, end in names:
        for index, word in enumerate(words):
            if word.start <= start < word.end:
                path[index] = STEM if start == word.stem and start > word.start else WHOLE
            elif start < word.start < end:
                path[index] = MORE
    return path


def features(words: list[Word], path: Reading, known: dict[str, str]) -> Counter[str]:
    """How often each feature counts in a reading."""
    counts: Counter[str] = Counter()
    for index, tag in enumerate(path):
        if tag != OUT:
            counts.update(word_features(words, index, known)[tag - 1])
        elif index and path[index - 1] != OUT:
            counts[leave_feature(words[index])] += 1
    return counts


def fit(examples: list[Example], rounds: int) -> dict[str, float]:
    """Averaged weights after `rounds` passes over the examples."""
    weights: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    step = 0
    order = list(range(len(examples)))
    shuffled = random.Random(1)
    for _ in range(rounds):
        shuffled.shuffle(order)
        for at in order:
            texts, gold = examples[at]
            known: dict[str, str] = {}
            for _reading in range(2):
                readings = []
                for words, right in zip(texts, gold, strict=True):
                    guess = best_path(words, known, weights.__getitem__)
                    readings.append((words, guess))
                    step += 1
                    if guess != right:
                        delta = features(words, right, known)
                        delta.subtract(features(words, guess, known))
                        for name, change in delta.items():
                            if change:
                                weights[name] += change
                                sums[name] += step * change
                known = known_parts(readings)
    return {name: weights[name] - sums[name] / (step + 1) for name in weights}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--rounds", type=int, default=8)
    options = parser.parse_args()
    lines = options.gold.read_text(encoding="utf-8").splitlines()
    examples = [example(json.loads(line)) for line in lines]
    write(options.out, fit(examples, options.rounds))


def write(path: Path, weights: dict[str, float]) -> None:
    """Write the weights that round to something, in tenths."""
    kept = sorted((name, round(UNIT * value)) for name, value in weights.items())
    rows = "".join(f"{name}\t{value}\n" for name, value in kept if value)
    path.write_text(f"feature\tweight\n{rows}", encoding="utf-8")


if __name__ == "__main__":
    main()
