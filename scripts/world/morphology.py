"""Inflection of nisba adjectives: gender, number and definiteness from the masculine singular.

Keys fold hamza, ى/ي and ة/ه and have no vowel signs, so that the case endings that are only
vowels need no form of their own; the accusative alef (صينيا) does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

SINGULAR = ("", "ة", "ا")
DUAL = ("ان", "ين", "تان", "تين")
PLURAL = ("ون", "ات")
ENDINGS = SINGULAR + DUAL + PLURAL
ARTICLE = "ال"
BARE_ONLY = ("ا",)


def inflect(stem: str) -> Iterator[str]:
    """Yield every form of a nisba, the indefinite before the definite ones.

    Args:
        stem: the masculine singular without article. In a stem of several words each is
            inflected (كوري شمالي, الكورية الشمالية), except words that end in "=", which stand
            before the adjective unchanged (جنوب= أفريقي, الجنوب أفريقية).
    """
    fixed, adjectives = _split(stem)
    for ending in ENDINGS:
        yield " ".join([*fixed, *(word + ending for word in adjectives)])
    for ending in ENDINGS:
        if ending not in BARE_ONLY:
            yield from _definite(fixed, [word + ending for word in adjectives])


def plurals(broken: Iterable[str]) -> Iterator[str]:
    """Yield broken plurals without and with the article (روس, الروس)."""
    for plural in broken:
        fixed, words = _split(plural)
        yield " ".join([*fixed, *words])
        yield from _definite(fixed, words)


def feminine(stem: str) -> str:
    """The definite feminine singular: العربية of عربي."""
    fixed, adjectives = _split(stem)
    return next(_definite(fixed, [word + "ة" for word in adjectives]))


def _split(stem: str) -> tuple[list[str], list[str]]:
    words = stem.split()
    fixed = [word.rstrip("=") for word in words if word.endswith("=")]
    return fixed, words[len(fixed) :]


def _definite(fixed: list[str], adjectives: list[str]) -> Iterator[str]:
    if not fixed:
        yield " ".join(ARTICLE + word for word in adjectives)
        return
    # Papers write الجنوب أفريقي, جنوب الأفريقي and الجنوب الأفريقي alike.
    articled = [ARTICLE + word for word in adjectives]
    yield " ".join([ARTICLE + fixed[0], *fixed[1:], *adjectives])
    yield " ".join([*fixed, *articled])
    yield " ".join([ARTICLE + fixed[0], *fixed[1:], *articled])
