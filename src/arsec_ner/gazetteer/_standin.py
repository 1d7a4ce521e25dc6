"""Stand-in for clitics until it lands."""

from __future__ import annotations

from arsec_ner.spans import Token


def stem_starts(token: Token) -> tuple[int, ...]:
    """Offsets."""
    out = [0]
    text = token.text
    i = 0
    if len(text) > 2 and text[0] in "وف":
        i = 1
        out.append(1)
    if len(text) - i > 2 and text[i] in "بلك":
        out.append(i + 1)
    return tuple(token.start + o for o in out)
