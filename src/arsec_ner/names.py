"""How likely a word is a part of a person's name: the tables made by `scripts/build_names.py`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from arsec_ner.tables import read_bytes


@cache
def name_tenths() -> Mapping[str, int]:
    """The likelihood in tenths (0-9) of each known key to stand in a person's name.

    Keys of common words are in it with 0; a key that is missing was rare in the news, and may be
    a foreign name.
    """
    lines = read_bytes("names.tsv").decode("utf-8").splitlines()[1:]
    return {word: int(tenths) for word, _, tenths in (line.partition("\t") for line in lines)}


def name_shape(word: str) -> int:
    """How much an unknown folded word looks like a name: its letters' mean weight in tenths.

    Positive for a word whose letters names have more often than other words (ويستيرويله),
    negative for an inflected word (اجرياها).
    """
    padded = f"^{word}$"
    weights = _letters()
    total = sum(weights.get(padded[at : at + 3], 0) for at in range(len(padded) - 2))
    return round(total / (len(padded) - 2)) if word else 0


@cache
def _letters() -> Mapping[str, int]:
    lines = read_bytes("name_shapes.tsv").decode("utf-8").splitlines()[1:]
    return {letters: int(tenths) for letters, _, tenths in (line.partition("\t") for line in lines)}


__all__ = ["name_shape", "name_tenths"]
