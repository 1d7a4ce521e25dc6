"""A word tagger without a model, for tests."""

from __future__ import annotations

from collections.abc import Sequence

from arsec_ner.taggers.words import Recogniser, Tagged, WordTagger


class FakeTagger(WordTagger):
    """Gives the words of a sentence the tags of `options["tags"]`, by their length."""

    name = "fake"

    def _recogniser(self) -> Recogniser:
        return _Fake(self.options["tags"])


class _Fake:
    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = labels

    def read(self, sentences: Sequence[Sequence[str]]) -> list[Tagged]:
        return [
            Tagged(
                [self.labels[len(word) % len(self.labels)] for word in words], [0.5] * len(words)
            )
            for words in sentences
        ]
