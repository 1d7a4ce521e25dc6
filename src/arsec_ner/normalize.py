"""Foldings of Arabic spelling. They make keys to compare by; the document itself is never changed.

`key` is what every table, gazetteer and token is compared by. The single foldings carry the
names they have in CAMeL Tools.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

import regex

from arsec_ner.caching import WORDS_KEPT
from arsec_ner.chars import ARABIC_MARK, FORMAT, TATWEEL

_DIACRITICS: Final = regex.compile(f"[{ARABIC_MARK}]+")
_ALEF: Final = str.maketrans("أإآٱ", "اااا")
_ALEF_MAKSURA: Final = str.maketrans("ى", "ي")
_TEH_MARBUTA: Final = str.maketrans("ة", "ه")

# Letters that other keyboards and other spellings of one word put in the place of an Arabic
# letter: Persian and Urdu forms (پوتین for بوتين), Maghrebi ڤ and ڭ, teh marbuta goal.
_VARIANTS: Final = {
    "ا": "ٱ",
    "ب": "پ",
    "ج": "چ",
    "ز": "ژ",
    "ف": "ڤڥ",
    "ك": "کڪڭگ",
    "ه": "ةہھەۀۃۂ",
    "و": "ۆۇۈۋ",
    "ي": "ىیېےۍۓ",
    ".": "٫",
    ",": "٬",
    "%": "٪",
    "": TATWEEL + "\u0674",
} | {str(value): "٠١٢٣٤٥٦٧٨٩"[value] + "۰۱۲۳۴۵۶۷۸۹"[value] for value in range(10)}
_LETTERS: Final = str.maketrans(
    {variant: letter for letter, variants in _VARIANTS.items() for variant in variants}
)
_DROPPED: Final = regex.compile(rf"[\p{{Mn}}\p{{Me}}{FORMAT}]+")
_LONGEST_CACHED: Final = 48


def dediac_ar(text: str) -> str:
    """Return the text without vowel signs and the other marks above and below letters."""
    return _DIACRITICS.sub("", text)


def normalize_unicode(text: str) -> str:
    """Return the text in NFKC: presentation forms become the letters they show."""
    return unicodedata.normalize("NFKC", text)


def normalize_alef_ar(text: str) -> str:
    """Return the text with أ إ آ ٱ as ا."""
    return text.translate(_ALEF)


def normalize_alef_maksura_ar(text: str) -> str:
    """Return the text with ى as ي."""
    return text.translate(_ALEF_MAKSURA)


def normalize_teh_marbuta_ar(text: str) -> str:
    """Return the text with ة as ه."""
    return text.translate(_TEH_MARBUTA)


def key(text: str) -> str:
    """Return the folded form two spellings of one word share.

    Diacritics, tatweel, bidi and zero-width marks vanish; أإآٱ become ا, ى becomes ي, ة becomes
    ه, ؤ and ئ become و and ي; presentation forms, Persian letters and all digits become the plain
    Arabic letters and ASCII digits; Latin is lower-cased and loses its accents; runs of space
    become one blank.

    Args:
        text: any string: a token, a name of several words, or nothing.

    Returns:
        The key, possibly empty. `key(key(text)) == key(text)` always.

    Example:
        >>> key("آسيــا"), key("المُؤْتَمَر"), key("٢٠٢١"), key("Erdoğan")
        ('اسيا', 'الموتمر', '2021', 'erdogan')
    """
    return _cached_fold(text) if len(text) <= _LONGEST_CACHED else _fold(text)


def _fold(text: str) -> str:
    # NFKD takes the hamza off its seat (ؤ is و + hamza), so that it goes with the other marks;
    # case is folded between two decompositions because İ lower-cases to i + combining dot.
    text = unicodedata.normalize("NFKD", text).lower()
    text = _DROPPED.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(text.translate(_LETTERS).split())


_cached_fold: Final = lru_cache(maxsize=WORDS_KEPT)(_fold)

__all__ = [
    "dediac_ar",
    "key",
    "normalize_alef_ar",
    "normalize_alef_maksura_ar",
    "normalize_teh_marbuta_ar",
    "normalize_unicode",
]
