"""The texts a command is asked to read: files, folders, standard input."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """A text to be read: where it is and the id its document gets."""

    path: Path | None
    id: str | None

    @property
    def name(self) -> str:
        """How messages call it."""
        return "standard input" if self.path is None else str(self.path)

    def bytes(self) -> bytes:
        """Its contents as they are."""
        return sys.stdin.buffer.read() if self.path is None else self.path.read_bytes()


@dataclass(slots=True)
class Reader:
    """Reads inputs one by one; what cannot be read is skipped and remembered.

    Attributes:
        skipped: name and reason of each input that was skipped.
    """

    date: datetime.date | None = None
    skipped: list[tuple[str, str]] = field(default_factory=list)

    def inputs(self, paths: Iterable[str]) -> list[Input]:
        """The inputs that paths stand for; a folder stands for the *.txt under it, sorted."""
        return [one for path in paths for one in self._inputs(path)]

    def _inputs(self, path: str) -> Iterator[Input]:
        if path == STDIN:
            yield Input(None, None)
        elif not (folder := Path(path)).is_dir():
            yield Input(folder, folder.stem)
        else:
            files = sorted(file for file in folder.rglob("*.txt") if file.is_file())
            if not files:
                self.skipped.append((path, "the folder holds no .txt file"))
            for file in files:
                yield Input(file, file.relative_to(folder).with_suffix("").as_posix())

    def texts(self, inputs: Iterable[Input]) -> Iterator[dict[str, Any]]:
        """The texts of the inputs, as `Pipeline.pipe` takes them.

        A byte order mark at the beginning is the encoding's and no part of the text; everything
        else stays as it is, ends of lines included.
        """
        for one in inputs:
            try:
                text = one.bytes().decode("utf-8-sig")
            except UnicodeDecodeError as error:
                self.skipped.append((one.name, f"not UTF-8 (byte {error.start})"))
            except OSError as error:
                self.skipped.append((one.name, error.strerror or str(error)))
            else:
                yield {"text": text, "id": one.id, "date": self.date}


__all__ = ["Input", "Reader"]
