"""How an Arabic name without a link is written in Latin letters: a marked transliteration.

Common name parts come from a table, as English-language news writes them; the rest goes letter by
letter, و and ي as vowels between consonants. Short vowels that Arabic leaves out stay out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from arsec_ner.normalize import key
from arsec_ner.tables import read_rows

_GROUP = re.compile(
    "تش|نغ$|نج$|نغ(?=[^اوي])"
)  # ch, ng: letters that other scripts write as one sound
_CONSONANT = "بتثجحخدذرزسشصضطظغفقكلمنهپچڤگژ"
_LONG_U = re.compile(f"(?<=[{_CONSONANT}])و(?=[{_CONSONANT}]|$)")
_LONG_I = re.compile(f"(?<=[{_CONSONANT}])ي(?=[{_CONSONANT}]|$)")


@cache
def _table() -> Mapping[str, str]:
    return {arabic: latin for arabic, latin in read_rows("romanization.tsv")}


def romanize(name: str) -> str:
    """Transliterate a name ("علي شمخاني" → "Ali Shmkhani"); Latin letters stay as they are."""
    return " ".join(_part(part) for part in key(name).replace("-", " ").split())


def is_common(name: str) -> bool:
    """Whether a name is made of common given names alone, so that many people bear it."""
    return all(part.removeprefix("ال") in _table() for part in key(name).split())


def _part(part: str) -> str:
    table = _table()
    if part in table and len(part) > 1:
        return table[part]
    if part.startswith("ال") and len(part) > 3:
        return f"al-{_part(part[2:])}"
    vowelled = _LONG_I.sub("i", _LONG_U.sub("ou", part))
    grouped = _GROUP.sub(lambda found: "ch" if found.group() == "تش" else "ng", vowelled)
    letters = "".join(table.get(c, c) for c in grouped)
    return letters[:1].upper() + letters[1:]


__all__ = ["is_common", "romanize"]
