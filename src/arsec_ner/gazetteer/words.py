"""How a name becomes the sequence of words that the index and the matcher compare."""

from __future__ import annotations

from arsec_ner.clitics import stem_starts
from arsec_ner.normalize import key
from arsec_ner.segment import tokenize
from arsec_ner.spans import Token


def word(token: Token) -> str:
    """What a token is compared by: its key, or its text where the key is empty (a sign)."""
    return token.key or token.text


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, split and folded as the text's are; empty for signs only."""
    tokens = list(tokenize(name))
    if not any(character.isalnum() for token in tokens for character in token.key):
        return ()
    return tuple(word(token) for token in tokens)


def stems(text: str) -> tuple[tuple[int, str], ...]:
    """Where in a token a name may begin, the whole token first, with the word it would begin with.

    After ل the article loses its alef: للأمم may begin a name with لأمم or with الأمم, and
    للجنة one with اللجنة, whose own lam has coalesced too.
    """
    token = Token(0, len(text), text, key(text))
    found: list[tuple[int, str]] = []
    for start in stem_starts(token):
        stem = key(text[start:]) or text[start:]
        found.append((start, stem))
        if stem.startswith("ل") and key(text[:start]).endswith("ل"):
            found += [(start, "ا" + stem), (start, "ال" + stem)]
    return tuple(found)
