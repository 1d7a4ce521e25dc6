r"""JSON for text that Unicode's encodings cannot hold: unpaired surrogates.

Web archives and broken converters leave single surrogates in strings. Python keeps them, UTF-8
does not, and JSON can hold one only as an escape (`\ud83d`). Two separate ones, high before low,
cannot even be written that way, since every reader joins the two escapes to one character; such
a string becomes a list of its pieces, which `Text` joins again.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

_SURROGATE = re.compile("[\ud800-\udfff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_WOULD_JOIN = re.compile("(?<=[\ud800-\udbff])(?=[\udc00-\udfff])")


class _AnyText:
    """A pydantic type: any str, surrogates included; a list of str is joined."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_text)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


Text = Annotated[str, _AnyText()]


def json_text(value: Any, *, indent: int | None = None, ensure_ascii: bool = False) -> str:
    """JSON of a dumped model whose strings may hold surrogates; they come out as escapes."""
    separators = (",", ":") if indent is None else (",", ": ")
    written = json.dumps(
        _plain(value), ensure_ascii=ensure_ascii, indent=indent, separators=separators
    )
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def ascii_json(written: str) -> str:
    """The same JSON with every character beyond ASCII as an escape."""
    return _BEYOND_ASCII.sub(lambda match: json.dumps(match[0])[1:-1], written)


def visible(text: str) -> str:
    """The text with U+FFFD for each surrogate, so that it can be encoded and shown."""
    return _SURROGATE.sub("\ufffd", text)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(piece, str) for piece in value):
        return "".join(value)
    raise ValueError(f"must be a string, not {type(value).__name__}")


def _plain(value: Any) -> Any:
    """The value in terms of JSON, with strings that JSON would change split into pieces."""
    if isinstance(value, str):
        pieces = _WOULD_JOIN.split(value)
        return value if len(pieces) == 1 else pieces
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


__all__ = ["Text", "ascii_json", "json_text", "visible"]
