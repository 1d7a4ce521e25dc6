"""The written forms of a verb or a noun, from the few forms a table gives.

Arabic news is written without vowels, so a form is a spelling: `قتل` is the perfect, its passive
and the verbal noun at once. Spellings come out as keys (`normalize.key`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

Shape = Literal[
    "perfect", "imperfect", "future", "passive", "jussive",
    "noun", "noun_def", "noun_suffix", "participle", "phrase",
]  # fmt: skip

PRONOUNS: Final = ("ه", "ها", "هم", "هما", "نا", "ي")
_OBJECTS: Final = ("ه", "ها", "هم", "هما")
FINITE: Final = frozenset({"perfect", "imperfect", "future", "passive", "jussive"})


# `normalize.key` for letters that stand in the tables; it folds 60,000 spellings in no time.
_FOLD: Final = str.maketrans("أإآىةؤئ", "ااايهوي")


class Form(NamedTuple):
    """One spelling of a word.

    Attributes:
        key: the folded spelling; blanks part the words of a phrase.
        shape: what kind of form it is.
        suffix: the pronoun at its end ("ه" in `زيارته`), or "".
    """

    key: str
    shape: Shape
    suffix: str = ""

    @property
    def finite(self) -> bool:
        """Whether it is a finite verb, whose subject may follow it."""
        return self.shape in FINITE


def verb_gender(spelling: str, shape: Shape) -> str:
    """Which subject a finite verb's folded spelling agrees with: "f", "m", or "several".

    A state is feminine in news (`اتهمت روسيا`), and so is a body whose head ends in ة.
    """
    if spelling.endswith(("وا", "ون", "ان")):
        return "several"
    if shape in ("perfect", "passive"):
        return "f" if spelling.endswith(("ت", "تا")) else "m"
    return "f" if spelling.removeprefix("س").startswith("ت") else "m"


def _key(spelling: str) -> str:
    return spelling.translate(_FOLD)


def verb_forms(row: str) -> Iterator[Form]:
    """Conjugate "perfect/imperfect[/passive perfect]", each in the third person masculine singular.

    Covers the persons news uses, object pronouns, the future with سـ and the shortened jussive of
    weak verbs (`لم يلتق`, `لم يزر`).
    """
    perfect, imperfect, *passive = row.split("/")
    yield from _perfect(perfect, "perfect")
    yield from _imperfect(imperfect)
    for form in passive:
        yield from _perfect(form, "passive")


def _perfect(word: str, shape: Shape) -> Iterator[Form]:
    if word[-1] in "اى":
        # دعا gives دعت, دعوا; التقى gives التقت, التقيا, التقوا.
        stem, glide = word[:-1], "و" if word[-1] == "ا" and len(word) == 3 else "ي"
        plain = [word, f"{stem}ت", f"{stem}تا", f"{stem}{glide}ا", f"{stem}وا"]
        plain += [f"{stem}{glide}ت", f"{stem}{glide}نا"]
        bearers = [f"{stem}ا", f"{stem}ت", f"{stem}و"]
    else:
        plain = [word + ending for ending in ("", "ت", "تا", "ا", "وا", "نا")]
        bearers = [word, f"{word}ت", f"{word}و"]
        if word[-2] == "ا":
            # A hollow verb loses its vowel before the endings of the first person: زرنا, أدنا.
            plain += [f"{word[:-2]}{word[-1]}{ending}" for ending in ("ت", "نا")]
    for spelling in plain:
        yield Form(_key(spelling), shape)
    for bearer in bearers:
        for pronoun in _OBJECTS:
            yield Form(_key(bearer + pronoun), shape, pronoun)


def _imperfect(word: str) -> Iterator[Form]:
    body = word[1:]
    weak = body[-1] in "يىو"
    stem = body[:-1] if weak else body
    dual = body.replace("ى", "ي") if weak else body
    singular = [prefix + body for prefix in "يتنأ"]
    several = [f"{p}{part}" for p in "يت" for part in (f"{dual}ان", f"{stem}ون", f"{body}ن")]
    for spelling in singular + several:
        yield Form(_key(spelling), "imperfect")
        yield Form(_key(f"س{spelling}"), "future")
    for spelling in [f"{p}{part}" for p in "يت" for part in (f"{dual}ا", f"{stem}وا")]:
        yield Form(_key(spelling), "imperfect")
    for prefix in "يتن":
        for pronoun in _OBJECTS:
            spelling = f"{prefix}{body.replace('ى', 'ا')}{pronoun}"
            yield Form(_key(spelling), "imperfect", pronoun)
            yield Form(_key(f"س{spelling}"), "future", pronoun)
            yield Form(_key(f"{prefix}{stem}و{pronoun}"), "imperfect", pronoun)
    short = stem if weak else body[:-2] + body[-1] if body[-2] in "ويا" else ""
    if len(short) > 1:
        for prefix in "يتن":
            yield Form(_key(prefix + short), "jussive")


def noun_forms(word: str) -> Iterator[Form]:
    """Decline a noun: article, tanwin, pronouns, dual and the sound feminine plural."""
    if word.endswith("ة"):
        base = word[:-1]
        indefinite = [word, f"{base}تان", f"{base}تين", f"{base}ات", f"{base}تا", f"{base}تي"]
        bearers = [f"{base}ت", f"{base}ات"]
    elif word.endswith("ات"):
        indefinite, bearers = [word], [word]
    elif word.endswith("اء"):
        base = word[:-1]
        indefinite = [word, f"{word}ات", f"{word}ين", f"{word}ان", f"{word}ا"]
        bearers = [f"{base}ئ", f"{base}ؤ", word, f"{word}ات"]
    elif word.endswith("ى"):
        indefinite, bearers = [word, f"{word[:-1]}يات"], [f"{word[:-1]}ا"]
    else:
        indefinite = [word, f"{word}ا", f"{word}ان", f"{word}ين", f"{word}ات"]
        bearers = [word, f"{word}ات"]
    yield from _declined(indefinite, bearers)


def _declined(indefinite: list[str], bearers: list[str]) -> Iterator[Form]:
    for spelling in indefinite:
        yield Form(_key(spelling), "noun")
        yield Form(_key(f"ال{spelling}"), "noun_def")
        # Of لل only the first ل is a particle, so that للتعاون leaves لتعاون.
        yield Form(_key(f"ل{spelling}"), "noun_def")
    for bearer in bearers:
        for pronoun in PRONOUNS:
            yield Form(_key(bearer + pronoun), "noun_suffix", pronoun)


def participle_forms(word: str) -> Iterator[Form]:
    """Decline an active participle, which news uses as an adverb (`مشيدا`, `داعية`)."""
    weak = word.endswith("ي")
    stem = word[:-1] if weak else word
    plain = [word, f"{word}ا", f"{word}ة", f"{stem}ين", f"{stem}ون", f"{word}تين", f"{word}ات"]
    for spelling in [*plain, stem]:
        yield Form(_key(spelling), "participle")
        yield Form(_key(f"ال{spelling}"), "participle")


def phrase_forms(phrase: str) -> Iterator[Form]:
    """A fixed phrase as it stands, and with an adjective its definite and accusative forms.

    A first word with a slash is a verb to conjugate: "أطلق/يطلق سراح".
    """
    first, rest = phrase.split(" ", 1)
    if "/" in first:
        for form in verb_forms(first):
            if not form.suffix:
                yield Form(f"{form.key} {_key(rest)}", "phrase")
        return
    yield Form(_key(phrase), "phrase")
    words = phrase.split(" ")
    if len(words) == 2 and words[1].endswith(("ي", "ية")) and not words[1].startswith("ال"):
        yield Form(_key(f"ال{words[0]} ال{words[1]}"), "phrase")
        if words[1].endswith("ي"):
            yield Form(_key(f"{words[0]}ا {words[1]}ا"), "phrase")
    elif not words[0].startswith("ال"):
        yield Form(_key(f"ال{phrase}"), "phrase")


__all__ = [
    "FINITE", "PRONOUNS", "Form", "Shape", "noun_forms", "participle_forms", "phrase_forms",
    "verb_forms", "verb_gender",
]  # fmt: skip
