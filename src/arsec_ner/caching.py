"""How much the caches of what is made of a word keep."""

from __future__ import annotations

from typing import Final

WORDS_KEPT: Final = 1 << 12
"""Words a cache keeps. A stream never stops bringing new ones, so that every cache fills: with
eight to sixteen times as many, memory grew by 180 MB over ten thousand documents, and three hundred
articles were not read faster."""

__all__ = ["WORDS_KEPT"]
