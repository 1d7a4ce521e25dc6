"""Consonant skeletons: a coarse sound key in which an Arabic and a Latin spelling agree.

Only for finding candidates fast; `translit.name_cost` then judges them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from arsec_ner.caching import WORDS_KEPT
from arsec_ner.normalize import key
from arsec_ner.translit import latin_key

# Eight classes of consonants. Vowels, h and w/و/y/ي are written or not as it comes, so they drop
# out; ج stands for g and j, غ for g, خ for kh and ch, so all of these are one class.
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("بپ", "P"), **dict.fromkeys("تثدذضط", "T"), **dict.fromkeys("فڤ", "F"),
        **dict.fromkeys("قكخغگجسزشصظحچژ", "K"), "م": "M", "ن": "N", "ل": "L", "ر": "R",
    }
)  # fmt: skip
_LATIN = str.maketrans(
    {
        **dict.fromkeys("bp", "P"), **dict.fromkeys("td", "T"), **dict.fromkeys("fv", "F"),
        **dict.fromkeys("kcqgxjsz", "K"), "m": "M", "n": "N", "l": "L", "r": "R",
    }
)  # fmt: skip
_DIGRAPHS = re.compile("[تد]([شسجز])")  # تش is ch, تس is ts: one consonant
_LATIN_DIGRAPHS = re.compile("t(?=ch|s|z)|d(?=j|zh|g)")
_OTHER = re.compile("[^PTFKMNLR ]+")
_DOUBLE = re.compile(r"(.)\1+")
_ARTICLES = frozenset({"al", "el", "bin", "ben", "ibn", "de", "von", "van"})


def arabic_skeletons(name: str) -> frozenset[str]:
    """Skeletons of an Arabic name's parts, two consonants or more, and of all parts together."""
    parts = (re.sub("^ال(?=..)", "", part) for part in key(name).replace("-", " ").split())
    return _skeletons(" ".join(_DIGRAPHS.sub(r"\1", part) for part in parts).translate(_ARABIC))


@lru_cache(maxsize=WORDS_KEPT)
def latin_skeletons(name: str) -> frozenset[str]:
    """The same of a Latin name."""
    parts = (part for part in latin_key(name).split() if part not in _ARTICLES)
    plain = _LATIN_DIGRAPHS.sub("", " ".join(parts).replace("ph", "f"))
    return _skeletons(plain.translate(_LATIN))


def _skeletons(coded: str) -> frozenset[str]:
    parts = _DOUBLE.sub(r"\1", _OTHER.sub("", coded)).split()
    return frozenset(s for s in (*parts, "".join(parts)) if len(s) > 1)


@lru_cache(maxsize=WORDS_KEPT)
def near(skeleton: str) -> frozenset[str]:
    """The skeleton and, from three consonants on, all that lack one of its consonants."""
    if len(skeleton) < 3:
        return frozenset({skeleton})
    return frozenset({skeleton, *(skeleton[:i] + skeleton[i + 1 :] for i in range(len(skeleton)))})


__all__ = ["arabic_skeletons", "latin_skeletons", "near"]
