"""Reads the rows of a user's gazetteer file: YAML, CSV, TSV, JSON or JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from arsec_ner.errors import GazetteerError

Row = tuple[int, Any]
"""A row's number, counted from 1 (the line in a file of lines), and what stands there."""


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file, which of the formats is told by the ending of its name.

    Raises:
        GazetteerError: the file cannot be read, or is not of the format its ending says.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(_READERS)
        raise GazetteerError(f"ending {path.suffix!r} is none of {known}", file=path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise GazetteerError(f"cannot be read: {error.strerror}", file=path) from error
    except UnicodeDecodeError as error:
        raise GazetteerError(f"is not UTF-8 (byte {error.start})", file=path) from error
    try:
        yield from reader(text)
    except GazetteerError as error:
        raise GazetteerError(error.reason, file=path, row=error.row) from error


def _yaml(text: str) -> Iterator[Row]:
    # yaml takes longer to import than the rest of the package.
    import yaml

    try:
        content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "cannot be parsed"
        line = None if mark is None else mark.line + 1
        raise GazetteerError(f"is no YAML: {problem}", row=line) from error
    yield from _listed(content)


def _json(text: str) -> Iterator[Row]:
    try:
        content = json.loads(text)
    except ValueError as error:
        raise GazetteerError(f"is no JSON: {error}") from error
    yield from _listed(content)


def _listed(content: object) -> Iterator[Row]:
    if content is None:
        return
    if not isinstance(content, list):
        raise GazetteerError(f"holds a {type(content).__name__}; a list of entries is expected")
    yield from enumerate(content, start=1)


def _json_lines(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except ValueError as error:
            raise GazetteerError(f"is no JSON: {error}", row=number) from error


def _csv(text: str) -> Iterator[Row]:
    header = text.partition("\n")[0]
    # Spreadsheets write semicolons where the comma is the decimal sign.
    delimiter = ";" if ";" in header and "," not in header else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from _table((reader.line_num, cells) for cells in reader)
    except csv.Error as error:
        raise GazetteerError(f"is no CSV: {error}", row=reader.line_num) from error


def _tsv(text: str) -> Iterator[Row]:
    lines = enumerate(text.split("\n"), start=1)
    yield from _table(
        (number, line.rstrip("\r").split("\t")) for number, line in lines if line[:1] != "#"
    )


def _table(rows: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    header: list[str] | None = None
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [cell.strip() for cell in cells]
        elif len(cells) > len(header):
            raise GazetteerError(f"{len(cells)} cells under {len(header)} columns", row=number)
        else:
            yield number, dict(zip(header, cells, strict=False))


_READERS: Mapping[str, Callable[[str], Iterator[Row]]] = {
    ".yaml": _yaml,
    ".yml": _yaml,
    ".csv": _csv,
    ".tsv": _tsv,
    ".json": _json,
    ".jsonl": _json_lines,
}
