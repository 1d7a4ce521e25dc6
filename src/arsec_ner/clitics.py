"""Proclitics: at which offsets of a token a mention may begin, and at which it does.

`و ف ب ل ك` are written as one with the next word. Spelling alone cannot tell وسام (a name) from
وسامي (and Sami), so there are two questions: `stem_starts` lists what spelling allows, for those
who look each stem up; `stem_start` decides by the lexicon.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

import regex

from arsec_ner.caching import WORDS_KEPT
from arsec_ner.chars import ARABIC_LETTER, ARABIC_MARK, FORMAT, TATWEEL
from arsec_ner.normalize import key
from arsec_ner.spans import Token
from arsec_ner.tables import read_rows

_LETTER: Final = regex.compile(f"[{ARABIC_LETTER}][{ARABIC_MARK}{TATWEEL}{FORMAT}]*+")
_SHORTEST_STEM: Final = 2
# Longer tokens are no words (ههههه…) and not worth remembering.
_LONGEST_WORD: Final = 64


def stem_starts(token: Token) -> tuple[int, ...]:
    """Return every offset of the text at which a mention may begin in the token.

    Args:
        token: any token.

    Returns:
        Offsets in rising order; the first is `token.start` (no proclitic), then one for each
        legal sequence of proclitics that leaves a stem of two letters. Diacritics and tatweel
        belong to the letter before them (the stem of لـلصين begins at its second ل). Where a
        normalizer has decided, at most one besides the first.
    """
    if token.stem is not None:
        return (token.start, token.start + token.stem) if token.stem else (token.start,)
    cuts = _cuts(token.text) if len(token.text) <= _LONGEST_WORD else ()
    return (token.start, *(token.start + cut for cut in cuts)) if cuts else (token.start,)


def stem_start(token: Token) -> int:
    """Return the offset at which a mention begins that begins with this token.

    A letter is taken off where the word table says that it is a proclitic in this word; of words
    the table does not know, where the letter usually is one (و ل, and any before ال).

    Args:
        token: any token.

    Returns:
        One of `stem_starts(token)`.

    Example:
        >>> from arsec_ner.segment import segment
        >>> tokens = segment("وسام وسامي وللأمم بكين وبالصين")[0].tokens
        >>> [token.text[stem_start(token) - token.start :] for token in tokens]
        ['وسام', 'سامي', 'لأمم', 'بكين', 'الصين']
    """
    if token.stem is not None:
        return token.start + token.stem
    if len(token.text) > _LONGEST_WORD:
        return token.start
    return token.start + _best_cut(token.text)


def cut_after(text: str, particles: str) -> int:
    """The offset in a token's text after its particles, as far as these are legal ones.

    Args:
        text: a token's text.
        particles: the letters that its first ones are said to be ("وب").

    Returns:
        One of the offsets that spelling allows, or 0.
    """
    if len(text) > _LONGEST_WORD:
        return 0
    cuts = (cut for cut in reversed(_cuts(text)) if particles.startswith(key(text[:cut])))
    return next(cuts, 0)


def is_future(word: str) -> bool:
    """Whether a word's key is a verb with the particle of the future (سيزور, وسيلتقي).

    Only verbs of the word table count: سيناء and ستوكهولم begin like verbs and are none.
    """
    future = _stems()["س"][1]
    return word in future or (word[:1] in ("و", "ف") and word[1:] in future)


@lru_cache(maxsize=WORDS_KEPT)
def _best_cut(text: str) -> int:
    best, word = 0, key(text)
    for cut in _cuts(text):
        if not _begins_with_proclitic(word):
            break
        best, word = cut, word[1:]
    return best


def _begins_with_proclitic(word: str) -> bool:
    decision, others = _stems()[word[0]]
    if word[1:3] == "ال" or word[:2] == "لل":
        return word not in others
    return (decision == "cut") != (word in others)


@cache
def _stems() -> dict[str, tuple[str, frozenset[str]]]:
    """For each letter what unlisted words do, "cut" or "whole", and the words that differ."""
    return {
        letter: (decision, frozenset(words.split()))
        for letter, decision, words in read_rows("stems.tsv")
    }


@lru_cache(maxsize=WORDS_KEPT)
def _cuts(text: str) -> tuple[int, ...]:
    """Offsets in a token's text at which a stem may begin after a proclitic."""
    sequences = _sequences()
    cuts: list[int] = []
    prefix, letter = "", _LETTER.match(text)
    while letter is not None:
        if prefix in sequences and len(key(text[letter.start() :])) >= _SHORTEST_STEM:
            cuts.append(letter.start())
        prefix += key(letter.group())
        if prefix not in sequences:
            break
        letter = _LETTER.match(text, letter.end())
    return tuple(cuts)


@cache
def _sequences() -> frozenset[str]:
    return frozenset(row[0] for row in read_rows("proclitics.tsv"))


__all__ = ["cut_after", "is_future", "stem_start", "stem_starts"]
