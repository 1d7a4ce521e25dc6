"""Named sets of characters, each written once as the inside of a regex character class.

They are strings such as `ء-غ`, to be put between brackets: `regex.compile(f"[{ARABIC}]+")`.
"""

from __future__ import annotations

from typing import Final

ARABIC_LETTER: Final = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef"
    "\u06fa-\u06fc\u06ff\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9"
    "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufd8f\ufd92-\ufdc7\ufdf0-\ufdfb"
    "\ufe70\ufe72\ufe74\ufe76-\ufe7f\ufe80-\ufefc"
)
"""Letters of the Arabic script, Persian and Urdu ones and presentation forms included."""

TATWEEL: Final = "\u0640"
"""The stroke that stretches a word (آسيــا); also written after a proclitic (لـ)."""

ARABIC_MARK: Final = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0897-\u089f\u08ca-\u08e1\u08e3-\u08ff\ufe71\ufe73"
)
"""Vowel signs, tanwin, shadda, dagger alef and Koranic signs: part of the word they stand on."""

FORMAT: Final = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f"
"""Marks without shape or sound: bidi controls, zero-width joiners, BOM, variation selectors."""

DIGIT: Final = "0-9\u0660-\u0669\u06f0-\u06f9"
"""ASCII, Arabic-Indic and Persian digits."""

SPACE: Final = r"\s\x1c-\x1f"
"""What `str.isspace` calls space (`\\s` of `regex` leaves out the four separators)."""

LINE_BREAK: Final = "\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
"""What ends a line, as in `str.splitlines`."""

SENTENCE_STOP: Final = ".!?؟…۔"
"""Marks that may end a sentence."""

CLOSING: Final = "»”\"'’)\\]}›"
"""Quotation marks and brackets that still belong to the sentence whose stop they follow."""

__all__ = [
    "ARABIC_LETTER",
    "ARABIC_MARK",
    "CLOSING",
    "DIGIT",
    "FORMAT",
    "LINE_BREAK",
    "SENTENCE_STOP",
    "SPACE",
    "TATWEEL",
]
