"""What all parts of a document share: frozen values, JSON of any text, the way to their document.

A part knows the document it stands in by a private attribute, which takes no part in equality,
hashing and JSON, so that the references in both directions never run in a circle.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError
from pydantic_core import PydanticSerializationError

from arsec_ner.document.surrogates import ascii_json, json_text

if TYPE_CHECKING:
    from typing_extensions import Self

    from arsec_ner.document.document import Document

P = TypeVar("P", bound="Part")


class Value(BaseModel):
    """A frozen pydantic model that compares by its fields and writes JSON of any text."""

    model_config = ConfigDict(frozen=True)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.__dict__ == other.__dict__

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        # All fields are immutable, so a shallow copy shares nothing that could change.
        return self.__copy__()

    def model_dump_json(
        self, *, indent: int | None = None, ensure_ascii: bool = False, **options: Any
    ) -> str:
        """JSON, as pydantic writes it; unpaired surrogates are written as escapes.

        Args:
            indent: spaces a level; None writes one line.
            ensure_ascii: write every character beyond ASCII as an escape.
            **options: as for `pydantic.BaseModel.model_dump` (`exclude`, `exclude_none`, …).
        """
        try:
            written = super().model_dump_json(indent=indent, **options)
        except (PydanticSerializationError, UnicodeEncodeError):
            dumped = self.model_dump(**options)
            return json_text(dumped, indent=indent, ensure_ascii=ensure_ascii)
        return ascii_json(written) if ensure_ascii else written

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Read what `model_dump_json` wrote, unpaired surrogates included.

        Raises:
            ValidationError (a ValueError): the JSON is damaged or is no such model.
        """
        try:
            return super().model_validate_json(json_data, **options)
        except ValidationError as fault:
            # pydantic's parser takes no escape of a single surrogate; Python's does.
            if [error["type"] for error in fault.errors()] != ["json_invalid"]:
                raise
            try:
                parsed = json.loads(json_data)
            except ValueError:
                raise fault from None
            return cls.model_validate(parsed, **options)


class Part(Value):
    """A value that stands in a document and finds the other parts through it."""

    _document: Document | None = PrivateAttr(default=None)

    @property
    def document(self) -> Document:
        """The document this stands in.

        Raises:
            ValueError: it was made alone and stands in none.
        """
        # Not `self._document`: pydantic looks private names up much more slowly.
        private = self.__pydantic_private__
        document: Document | None = private["_document"] if private else None
        if document is None:
            raise ValueError(f"this {type(self).__name__} stands in no document")
        return document

    def explain(self) -> str:
        """Which stage, rule or entry made this, and with what score; see `Document.explain`."""
        return self.document.explain(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), dict(self.__dict__), self._document)

    def attached(self, document: Document) -> Self:
        """This part as one of `document`: itself where it stands in none yet, else a copy."""
        part = self if self._document is None else self.__copy__()
        part._document = document
        return part


def _restored(kind: type[P], fields: dict[str, Any], document: Document | None) -> P:
    part = kind.model_construct(**fields)
    return part if document is None else part.attached(document)


__all__ = ["Part", "Value"]
