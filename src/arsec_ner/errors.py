"""The error tree: everything the library raises on purpose descends from ArsecError.

    ArsecError
    ├── GazetteerError (ValueError)   a gazetteer file or entry is wrong
    ├── ModelError (ValueError)       a model is damaged or of another format
    ├── DataError (ValueError)        a table of the package or a gold file is wrong
    ├── WorkerDied (RuntimeError)     a worker process of `pipe` was killed
    └── MissingExtra (ImportError)    an optional backend's package is not installed

Wrong argument types raise the built-in TypeError; the user's text never raises.
"""

from __future__ import annotations

from pathlib import Path


class ArsecError(Exception):
    """Base of all errors of this library."""


class GazetteerError(ArsecError, ValueError):
    """A gazetteer entry cannot be used.

    Attributes:
        file: where the entry stands, or None for one made in code.
        row: its number, counted from 1, or None.
        reason: what is wrong with it.
    """

    def __init__(
        self, reason: str, *, file: str | Path | None = None, row: int | None = None
    ) -> None:
        self.reason = reason
        self.file = None if file is None else str(file)
        self.row = row
        place = ":".join(str(part) for part in (self.file, self.row) if part is not None)
        super().__init__(f"{place}: {reason}" if place else reason)

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions pickle by their positional arguments; worker processes hand these back.
        return _gazetteer_error, (self.reason, self.file, self.row)


class ModelError(ArsecError, ValueError):
    """A model's files are missing, damaged or of a format this version does not read."""


class DataError(ArsecError, ValueError):
    """A data table or an annotation file does not hold what it should."""


class WorkerDied(ArsecError, RuntimeError):
    """A worker process was killed (mostly for memory); the message names what it was reading."""


class MissingExtra(ArsecError, ImportError):
    """An optional backend's package is not installed; the message names the pip command."""

    def __init__(self, extra: str, purpose: str = "") -> None:
        self.extra = extra
        self.purpose = purpose
        what = purpose or f"the {extra!r} backend"
        super().__init__(f"{what} needs: pip install 'arsec-ner[{extra}]'")

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.extra, self.purpose)


def _gazetteer_error(reason: str, file: str | None, row: int | None) -> GazetteerError:
    return GazetteerError(reason, file=file, row=row)


__all__ = ["ArsecError", "DataError", "GazetteerError", "MissingExtra", "ModelError"]
