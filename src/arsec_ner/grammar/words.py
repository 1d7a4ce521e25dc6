"""What a single word can be in the phrase patterns, by its letters and by the lexicon."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

import regex

from arsec_ner.caching import WORDS_KEPT
from arsec_ner.clitics import stem_start, stem_starts
from arsec_ner.grammar.lexicon import lexicon
from arsec_ner.normalize import dediac_ar, key
from arsec_ner.spans import Token
from arsec_ner.tables import read_yaml

_SHORTEST: Final = 5  # ال and a root of three letters
_QUOTES: Final = frozenset("\"'“”«»‘’()")
_DASHES: Final = frozenset("-–—:")
_OWN: Final = regex.compile("(?:ه|ها|هم|هما)$")
_ENDINGS: Final = (("ين", "definite_plural"), ("يه", "definite_f"))


def stem_key(text: str, offset: int) -> str:
    """Key of a word without its first `offset` characters; ل + ال regains its alef (لأمم)."""
    rest = text[offset:]
    if offset and rest.startswith("ل") and text[offset - 1] == "ل":
        return "ا" + key(rest)
    return key(rest)


@lru_cache(maxsize=WORDS_KEPT)
def word_classes(text: str, offset: int) -> frozenset[str]:
    """The classes of one word without its first `offset` characters."""
    word = stem_key(text, offset)
    known = lexicon().words.get(word, frozenset())
    bare = dediac_ar(text)
    if bare.endswith("ة"):
        # ه and ة share a key, but مديرية "directorate" is not مديريه "his directors".
        known = frozenset(name for name in known if not name.startswith("own_"))
    # باستهداف and لرجال are no one's next word in construct: they begin with a particle.
    glued = not offset and stem_start(Token(0, len(text), text, key(text))) > 0
    return known if glued else known | _by_shape(bare, word)


@lru_cache(maxsize=WORDS_KEPT)
def openings(text: str) -> tuple[tuple[int, frozenset[str]], ...]:
    """Where a phrase may begin in a word: characters to leave out, classes of what begins."""
    phrases = lexicon().phrases
    found = []
    for offset in stem_starts(Token(0, len(text), text, key(text))):
        classes = word_classes(text, offset)
        for _, more in phrases.get(stem_key(text, offset), ()):
            classes |= more
        found.append((offset, classes))
    return tuple(found)


@cache
def _function_words() -> frozenset[str]:
    return frozenset(key(word) for word in read_yaml("phrases.yaml")["function"].split())


def _by_shape(text: str, word: str) -> frozenset[str]:
    if text[:1] in _QUOTES:
        return frozenset({"quote"})
    if text[:1] in _DASHES:
        return frozenset({"dash"})
    if word in _function_words() or len(word) < 2 or not word.isalpha():
        return frozenset()
    if not "\u0621" <= word[0] <= "\u064a":
        return frozenset({"latin"})
    if word.startswith("ال") and len(word) >= _SHORTEST:
        endings = (name for ending, name in _ENDINGS if word.endswith(ending))
        return frozenset({"definite", *endings})
    # An indefinite adjective (عسكري، برلمانية) is followed by no genitive.
    if word.endswith(("ي", "يه")):
        return frozenset({"word"})
    return frozenset({"word", "bare", "bare_own"} if _OWN.search(text) else {"word", "bare"})


__all__ = ["openings", "stem_key", "word_classes"]
