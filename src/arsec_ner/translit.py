"""How near an Arabic name is to a Latin one, and how an unlinked name is written in Latin letters.

The distance is a weighted edit distance between scripts: each Arabic letter may stand for one of a
number of Latin strings (ش for "sh", "ch", "x" …) at a cost learned from pairs of names
(`scripts/build_translit.py`), and Latin vowels that Arabic leaves unwritten cost little. The
costs are negative base-2 logarithms of probabilities, so a pair's cost divided by its letters is
in bits a letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

from arsec_ner.caching import WORDS_KEPT
from arsec_ner.normalize import key
from arsec_ner.tables import read_rows

# Letters that Unicode decomposition does not reduce to what Arabic hears in them.
_LATIN_FOLDS = str.maketrans(
    {
        "ş": "sh", "š": "sh", "ș": "sh", "č": "ch", "ž": "zh", "ż": "zh", "ç": "ch", "ğ": "gh",
        "đ": "d", "ð": "d", "þ": "th", "ø": "o", "ö": "o", "ł": "l", "ß": "ss", "æ": "ae",
        "œ": "oe", "ı": "i", "ə": "a", "ň": "n", "ñ": "ny", "ħ": "h", "ơ": "o", "ư": "u",
    }
)  # fmt: skip
MAX_LATIN = 4
_ARABIC_PART = re.compile(r"[^\W\d_]+")
_ARTICLE = re.compile("^ال(?=..)")
_UNHEARD = 7.0  # a Latin letter that the table does not know as silent
_UNLIKE = 9.0  # an Arabic letter for none of its Latin ones
_SKIPPED_TOKEN = 1.6  # bits a letter, for a part of the name that only one side has
_FREE_TOKENS = frozenset({"al", "el", "bin", "ben", "ibn", "von", "van", "de", "jr", "sr", "of"})


@dataclass(frozen=True, slots=True)
class Costs:
    """The learned costs: `letters[arabic][latin]`, and of a Latin letter that nothing writes."""

    letters: Mapping[str, Mapping[str, float]]
    inserted: Mapping[str, float]


@cache
def load_costs() -> Costs:
    """The bundled costs, read once."""
    letters: dict[str, dict[str, float]] = {}
    inserted: dict[str, float] = {}
    for arabic, latin, cost in read_rows("translit.tsv"):
        (letters.setdefault(arabic, {}) if arabic else inserted)[latin] = float(cost)
    return Costs(letters, inserted)


@lru_cache(maxsize=WORDS_KEPT)
def latin_key(name: str) -> str:
    """Fold a Latin name: lower case, no diacritics, hyphens as spaces ("Ngô Xuân" → "ngo xuan")."""
    lowered = name.lower().translate(_LATIN_FOLDS)
    plain = unicodedata.normalize("NFKD", lowered)
    letters = (c if c.isalpha() else " " if c in " -_.·" else "" for c in plain if c < "\u0300")
    return " ".join("".join(letters).split())


@lru_cache(maxsize=WORDS_KEPT)
def token_cost(arabic: str, latin: str) -> float:
    """Bits a letter that it costs to read `latin` in `arabic`; both folded, without spaces.

    0.5 to 1.5 for the same name, 3 and more for different ones.
    """
    costs = load_costs()
    pieces = _pieces(latin)
    inserted = [costs.inserted.get(letter, _UNHEARD) for letter in latin]
    before = [0.0, *accumulate(inserted)]
    for letter in arabic:
        cost_of = costs.letters.get(letter, {}).get
        here: list[float] = []
        for j, endings in enumerate(pieces):
            best = here[-1] + inserted[j - 1] if j else float("inf")
            for start, piece, otherwise in endings:
                cost = before[start] + cost_of(piece, otherwise)
                if cost < best:
                    best = cost
            here.append(best)
        before = here
    return before[-1] / max(1, (len(arabic) + len(latin)) / 2)


@lru_cache(maxsize=WORDS_KEPT)
def _pieces(latin: str) -> tuple[tuple[tuple[int, str, float], ...], ...]:
    """For each place in a Latin token, the pieces that end there: start, letters, cost if new."""
    return tuple(
        tuple(
            (end - length, latin[end - length : end], _UNLIKE if length < 2 else float("inf"))
            for length in range(min(MAX_LATIN, end) + 1)
        )
        for end in range(len(latin) + 1)
    )


def name_cost(arabic: str, latin: str) -> float:
    """Bits a letter between two names of several parts, in order, parts left out allowed.

    Args:
        arabic: a name in Arabic script, as it stands in a text.
        latin: a name in Latin script, in any spelling.

    Returns:
        0.5 to 1.5 for the same name ("تشن يي شين", "Chen Yixin"); infinity for an empty one.
    """
    a_parts = tuple(_ARTICLE.sub("", part) for part in _ARABIC_PART.findall(key(arabic)))
    l_parts = tuple(part for part in latin_key(latin).split() if part not in ("al", "el", "the"))
    if not a_parts or not l_parts:
        return float("inf")
    return _align(a_parts, l_parts)


@lru_cache(maxsize=WORDS_KEPT)
def _align(a_parts: tuple[str, ...], l_parts: tuple[str, ...]) -> float:
    """Cheapest monotone alignment, up to three Arabic parts to one Latin part or one to two."""
    steps = ((1, 1), (2, 1), (3, 1), (1, 2), (2, 2), (1, 3))
    best: dict[tuple[int, int], float] = {(0, 0): 0.0}
    for i in range(len(a_parts) + 1):
        for j in range(len(l_parts) + 1):
            here = best.get((i, j))
            if here is None:
                continue
            for da, dl in steps:
                if i + da <= len(a_parts) and j + dl <= len(l_parts):
                    left, right = "".join(a_parts[i : i + da]), "".join(l_parts[j : j + dl])
                    cost = here + token_cost(left, right) * (len(left) + len(right)) / 2
                    _keep(best, (i + da, j + dl), cost)
            if i < len(a_parts):
                _keep(best, (i + 1, j), here + _SKIPPED_TOKEN * len(a_parts[i]))
            if j < len(l_parts):
                free = 0.2 if l_parts[j] in _FREE_TOKENS or len(l_parts[j]) == 1 else 1.0
                _keep(best, (i, j + 1), here + free * _SKIPPED_TOKEN * len(l_parts[j]))
    letters = (sum(map(len, a_parts)) + sum(map(len, l_parts))) / 2
    return best[len(a_parts), len(l_parts)] / letters


def _keep(best: dict[tuple[int, int], float], at: tuple[int, int], cost: float) -> None:
    if cost < best.get(at, float("inf")):
        best[at] = cost
