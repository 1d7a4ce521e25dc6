"""How a name becomes the sequence of words that the index and the matcher compare."""

from __future__ import annotations

from arsec_ner.clitics import stem_starts
from arsec_ner.normalize import key
from arsec_ner.segment import tokenize
from arsec_ner.spans import Token

BLANKS = frozenset({"", "_"})
"""Keys of tokens that stand between words as a blank does: bidi marks alone, _ in a hashtag."""


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, split and folded as the text's are; empty for signs only."""
    words = tuple(token.key for token in tokenize(name) if token.key not in BLANKS)
    return words if any(map(str.isalnum, "".join(words))) else ()


def stems(text: str) -> tuple[tuple[int, str], ...]:
    """Where in a token a name may begin, the whole token first, with the word it would begin with.

    After ل the article loses its alef: للأمم may begin a name with لأمم or with الأمم, and
    للجنة one with اللجنة, whose own lam has coalesced too.
    """
    token = Token(0, len(text), text, key(text))
    found: list[tuple[int, str]] = []
    for start in stem_starts(token):
        stem = key(text[start:])
        found.append((start, stem))
        if stem.startswith("ل") and key(text[:start]).endswith("ل"):
            found += [(start, "ا" + stem), (start, "ال" + stem)]
    return tuple(found)
