"""Whether two words are spellings of one name."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

import regex

from arsec_ner.caching import WORDS_KEPT
from arsec_ner.normalize import key
from arsec_ner.tables import read_yaml

# Long vowels come and go in foreign names (ترامب/ترمب, نتانياهو/نتنياهو), g is written with
# four letters (غورباتشوف/جورباتشوف), and emphatic letters stand for plain ones.
_SAME_SOUND: Final = str.maketrans({"غ": "ج", "ق": "ج", "ط": "ت", "ص": "س", "ذ": "ز", "ظ": "ز"})
_VOWELS: Final = regex.compile("(?<=.)[اويهعء]")
_TWICE: Final = regex.compile(r"(.)\1+")
_ARTICLE: Final = regex.compile("^ال(?=..)")
_LONG: Final = 4


@lru_cache(maxsize=WORDS_KEPT)
def skeleton(word: str) -> str:
    """The consonants of a folded word, in one of the ways in which news may write each."""
    bare = _ARTICLE.sub("", word).translate(_SAME_SOUND)
    return _TWICE.sub(r"\1", _VOWELS.sub("", bare))


@lru_cache(maxsize=WORDS_KEPT)
def same_word(one: str, other: str) -> bool:
    """Whether two folded words may be one name: equal, but for ال, or alike in consonants."""
    if one == other or _ARTICLE.sub("", one) == _ARTICLE.sub("", other):
        return True
    if frozenset((one, other)) in _different():
        return False
    first, second = skeleton(one), skeleton(other)
    if first == second:
        return len(first) >= _LONG or (len(first) == _LONG - 1 and min(len(one), len(other)) > 4)
    return min(len(first), len(second)) > _LONG and _one_letter_apart(first, second)


@lru_cache(maxsize=WORDS_KEPT)
def near_sounds(word: str) -> frozenset[str]:
    """Keys of which two words that `same_word` holds for one share at least one."""
    sound = skeleton(word)
    if len(sound) <= _LONG:
        return frozenset({sound})
    return frozenset({sound, *(sound[:at] + sound[at + 1 :] for at in range(1, len(sound)))})


def _one_letter_apart(one: str, other: str) -> bool:
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one[0] != other[0]:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[at:] == other[at + 1 :] or one[at + 1 :] == other[at + 1 :]


@cache
def _different() -> frozenset[frozenset[str]]:
    """Pairs of given names that differ by a long vowel alone (سلمان, سليمان)."""
    groups = [line.split() for line in read_yaml("linking.yaml")["different_names"]]
    return frozenset(
        frozenset((key(one), key(other)))
        for group in groups
        for one in group
        for other in group
        if one != other
    )


__all__ = ["near_sounds", "same_word", "skeleton"]
