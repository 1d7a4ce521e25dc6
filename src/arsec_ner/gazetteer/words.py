"""How a name becomes the sequence of words that the index and the matcher compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from arsec_ner.clitics import stem_starts
from arsec_ner.normalize import key
from arsec_ner.normalizers import ARSEC, Normalizer, marked
from arsec_ner.segment import tokenize
from arsec_ner.spans import Sentence, Token

BLANKS = frozenset({"", "_"})
"""Keys of tokens that stand between words as a blank does: bidi marks alone, _ in a hashtag."""


def name_words(name: str, fold: Callable[[str], str] = key) -> tuple[str, ...]:
    """The words of a name, split and folded as the text's are; empty for signs only."""
    folded = (fold(token.text) for token in tokenize(name))
    words = tuple(word for word in folded if word not in BLANKS)
    return words if any(map(str.isalnum, "".join(words))) else ()


def folded(sentences: Sequence[Sentence], normalizer: Normalizer) -> Sequence[Sentence]:
    """The sentences with the keys that a normalizer's index is compared by."""
    if normalizer is ARSEC:
        return sentences
    fold = normalizer.fold
    return [
        replace(each, tokens=tuple(replace(token, key=fold(token.text)) for token in each.tokens))
        for each in sentences
    ]


def stems(text: str, normalizer: Normalizer = ARSEC) -> tuple[tuple[int, str], ...]:
    """Where in a token a name may begin, the whole token first, with the word it would begin with.

    After ل the article loses its alef: للأمم may begin a name with لأمم or with الأمم, and
    للجنة one with اللجنة, whose own lam has coalesced too.
    """
    fold = normalizer.fold
    token = marked(Token(0, len(text), text, fold(text)), normalizer)
    found: list[tuple[int, str]] = []
    for start in stem_starts(token):
        stem = fold(text[start:])
        found.append((start, stem))
        if stem.startswith("ل") and fold(text[:start]).endswith("ل"):
            found += [(start, "ا" + stem), (start, "ال" + stem)]
    return tuple(found)
