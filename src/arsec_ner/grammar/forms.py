"""The forms of a word that heads an office: number, gender, article, pronoun.

The rules are the regular ones of written Arabic; only broken plurals come from the table. Forms
are keys (`normalize.key`), as everything that is compared with the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from arsec_ner.normalize import key

# The pronouns that can hang on an office in the news: سفيرها، نائبه، وزراؤهم.
_PRONOUNS: Final = ("ه", "ها", "هم", "هما", "هن", "نا")
_DUAL_MASCULINE: Final = ("ا", "ي", "ان", "ين")
_DUAL_FEMININE: Final = ("تا", "تي", "تان", "تين")
_SOUND_MASCULINE: Final = ("و", "ون", "ي", "ين")
_CONSTRUCT: Final = ("ا", "ي", "و")

# Which forms of a word are in use as an office; the others are other words (ملكي "royal") or
# name a class of people and no office (قادة، زعماء).
USES: Final = {
    "all": frozenset({"one", "pair", "many", "the", "the_pair", "the_many", "own"}),
    "pairs": frozenset({"one", "pair", "the", "the_pair", "own"}),
    "plain": frozenset({"one", "the", "the_pair"}),
    "one": frozenset({"one", "the"}),
    "masculine": frozenset({"one", "pair", "the", "the_pair"}),
    "construct": frozenset({"one", "pair", "many", "own"}),
    "the": frozenset({"the"}),
    "own": frozenset({"own"}),
}


def forms(lemma: str, many: tuple[str, ...] = (), use: str = "all") -> dict[str, set[str]]:
    """Return the forms of an office's head and what each one is.

    Args:
        lemma: masculine singular without article (`وزير`); may hold further words that do not
            change (`قائم بأعمال`).
        many: broken plurals (`وزراء`).
        use: which forms count, a name of `USES`.

    Returns:
        Key of the form to its tags: "one" (indefinite or construct), "pair" and "many" (dual
        and plural), the same after "the_" with the article ("the", "the_pair", "the_many"), and
        "own" (with a pronoun).
    """
    word, _, rest = lemma.partition(" ")
    rest = f" {rest}" if rest else ""
    found: dict[str, set[str]] = {}
    for form, tag in _all_forms(word, many, with_feminine=use != "masculine"):
        for spelled, kind in _with_article(form, tag):
            if kind in USES[use]:
                found.setdefault(key(spelled + rest), set()).add(kind)
    return found


def _with_article(form: str, tag: str) -> Iterator[tuple[str, str]]:
    yield form, tag
    # A dual or plural that has lost its nun stands in construct: no article (الرئيسي "main").
    if tag != "own" and not (tag != "one" and form.endswith(_CONSTRUCT)):
        yield f"ال{form}", "the" if tag == "one" else f"the_{tag}"


def _all_forms(word: str, many: tuple[str, ...], with_feminine: bool) -> Iterator[tuple[str, str]]:
    feminine = word.endswith("ة")
    stem = word.removesuffix("ة")
    if feminine or with_feminine:
        yield stem + "ة", "one"
        yield from ((stem + ending, "pair") for ending in _DUAL_FEMININE)
        yield stem + "ات", "many"
    if not feminine:
        yield stem, "one"
        yield stem + "ا", "one"  # the accusative: عين رئيسا
        # Where the plural is a broken one, ين can only be the dual (الوزيرين).
        if many:
            yield from ((stem + ending, "pair") for ending in _DUAL_MASCULINE)
        else:
            yield from ((stem + ending, "many") for ending in _SOUND_MASCULINE)
            yield from ((stem + ending, "pair") for ending in ("ا", "ان"))
    yield from ((plural, "many") for plural in many)
    yield from ((form, "own") for form in _owned(stem, feminine, many))


def _owned(stem: str, feminine: bool, many: tuple[str, ...]) -> Iterator[str]:
    bases = [stem + "ت"]
    if not feminine:
        bases.append(stem)
    if many:
        # سفيريهم "their two ambassadors"; of a sound plural (مستشاريه) it would be a crowd.
        bases += [stem + "تي", *(() if feminine else (stem + "ي",))]
    for plural in many:
        # وزراؤه، وزرائه، وزراءه: the hamza's seat changes with the case.
        bases += [plural[:-1] + seat for seat in "ؤئء"] if plural.endswith("ء") else [plural]
    for base in bases:
        for pronoun in _PRONOUNS:
            yield base + pronoun


__all__ = ["USES", "forms"]
