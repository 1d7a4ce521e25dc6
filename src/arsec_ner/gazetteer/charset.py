"""One byte a letter for the rows of the index, in a character set made for them.

UTF-8 spends two bytes on every Arabic letter; the rows are most of the index.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable

_FREE = 256 - 128
_UNUSED = "\ufffe"
# A row with a letter that the character set lacks is kept in UTF-8 behind this byte.
_PLAIN = b"\x00"


def charset_of(rows: Iterable[str]) -> str:
    """ASCII and the letters that are most frequent beside it: the 256 letters of the set."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row)
    letters = sorted(
        (letter for letter in counts if letter >= "\x80" and letter != _UNUSED),
        key=lambda letter: (-counts[letter], letter),
    )
    ascii_letters = "".join(map(chr, range(128)))
    return (ascii_letters + "".join(letters[:_FREE])).ljust(256, _UNUSED)


def encode(rows: Iterable[str], charset: str) -> list[bytes]:
    """The bytes of each row; no row holds a NUL."""
    table = codecs.charmap_build(charset)
    encoded: list[bytes] = []
    for row in rows:
        try:
            known = _UNUSED not in row  # which the table would take for a letter of the set
            packed = codecs.charmap_encode(row, "strict", table)[0] if known else None
        except UnicodeEncodeError:
            packed = None
        encoded.append(_PLAIN + row.encode() if packed is None else packed)
    return encoded


def decode(row: bytes, charset: str) -> str:
    """The row that `encode` made these bytes of."""
    if row.startswith(_PLAIN):
        return row[1:].decode()
    return codecs.charmap_decode(row, "strict", charset)[0]
