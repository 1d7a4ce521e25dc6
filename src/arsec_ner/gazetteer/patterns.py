"""Reads spaCy's EntityRuler patterns: `{"label": …, "pattern": …}` as rows of a gazetteer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from arsec_ner.errors import GazetteerError

# Names are compared by folded keys, so that all four ask for the same.
_ATTRIBUTES = ("LOWER", "TEXT", "ORTH", "NORM")


def row_from_pattern(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row of an EntityRuler pattern: its phrase or its token texts become the name.

    Args:
        row: has `pattern`, a phrase or a list of token patterns; other columns are kept.

    Raises:
        GazetteerError: a token pattern asks for something other than a token's text.
    """
    pattern = row["pattern"]
    if "name" in row:
        raise GazetteerError("has both a pattern and a name")
    if isinstance(pattern, str):
        name = pattern
    elif isinstance(pattern, list) and pattern:
        name = " ".join(_token_text(token) for token in pattern)
    else:
        raise GazetteerError(f"pattern is {pattern!r}; a phrase or a list of tokens is expected")
    return {**{column: value for column, value in row.items() if column != "pattern"}, "name": name}


def _token_text(token: object) -> str:
    if isinstance(token, dict) and len(token) == 1:
        ((attribute, value),) = token.items()
        if (
            isinstance(attribute, str)
            and attribute.upper() in _ATTRIBUTES
            and isinstance(value, str)
        ):
            return value
    raise GazetteerError(
        f"token pattern {token!r} cannot be used; each token needs one text under one of "
        + ", ".join(_ATTRIBUTES)
    )
