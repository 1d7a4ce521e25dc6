"""Reads the user's entries, from a file or from code, and says what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from arsec_ner.errors import GazetteerError
from arsec_ner.gazetteer.entry import COLUMNS, Entry, entry_from_row, row_from_entry
from arsec_ner.gazetteer.files import Row, read_rows
from arsec_ner.gazetteer.patterns import row_from_pattern
from arsec_ner.gazetteer.words import name_words

EntrySource = str | os.PathLike[str] | Iterable[Entry | Mapping[str, Any]]
"""What `load_entries` reads: a path, or entries, rows and patterns in any mixture."""

LABEL_ALIASES: Mapping[str, str] = {
    "PER": "PERSON",
    "PERS": "PERSON",
    "ORGANIZATION": "ORG",
    "ORGANISATION": "ORG",
    "COUNTRY": "GPE",
    "CITY": "GPE",
    "LOCATION": "LOC",
    "FACILITY": "FAC",
    "NATIONALITY": "NORP",
    "TITLE": "ROLE",
    "POSITION": "ROLE",
}
"""What other programs call our labels."""

_USER = "user"


def load_entries(source: EntrySource) -> list[Entry]:
    """Read entries from a file or from code.

    Args:
        source: the path of a `.yaml`, `.csv`, `.tsv`, `.json` or `.jsonl` file, or an iterable
            of entries, of rows (dicts with the columns of `entry.COLUMNS`) or of spaCy's
            EntityRuler patterns. A row needs `label` and `name` (or `pattern`); several names
            are a list or are separated by "|". Labels may be lower-case or aliases (PER).

    Returns:
        The entries in order. Patterns that share an id are one entry with several names.

    Raises:
        GazetteerError: the first row that cannot be used; the message names file, row, reason.
        TypeError: `source` is neither a path nor an iterable.

    Example:
        >>> load_entries([{"label": "ORG", "name": "مركز الخليج للأبحاث"}])[0].label
        'ORG'
    """
    entries: list[Entry] = []
    for result in check_entries(source):
        if isinstance(result, GazetteerError):
            raise result
        entries.append(result)
    return _joined(entries)


def check_entries(source: EntrySource) -> Iterator[Entry | GazetteerError]:
    """Read entries as `load_entries` does, but yield the error in the place of a wrong row."""
    file, rows = _rows(source)
    seen: dict[str, int] = {}
    while True:
        try:
            number, row = next(rows)
        except StopIteration:
            return
        except GazetteerError as error:
            yield error
            return
        try:
            text = row_from_entry(row) if isinstance(row, Entry) else _text_row(row)
            entry = entry_from_row(text)
            _check(entry)
            shared = isinstance(row, Mapping) and "pattern" in row
            if not shared and entry.id in seen:
                raise GazetteerError(f"id {entry.id} stands already in row {seen[entry.id]}")
            seen[entry.id] = number
            yield entry
        except GazetteerError as error:
            yield GazetteerError(error.reason, file=file, row=number)


def _rows(source: EntrySource) -> tuple[Path | None, Iterator[Row]]:
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        return path, read_rows(path)
    if isinstance(source, bytes | Mapping) or not isinstance(source, Iterable):
        raise TypeError(f"entries must be a path or a list of entries, not {type(source).__name__}")
    return None, enumerate(source, start=1)


def _text_row(row: object) -> dict[str, str]:
    """The row with text in every field, a label of ours, an id and a source."""
    if not isinstance(row, Mapping):
        raise GazetteerError(
            f"is a {type(row).__name__}; an entry has columns: {', '.join(COLUMNS)}"
        )
    fields = row_from_pattern(row) if "pattern" in row else row
    text = {str(column): _field(str(column), value) for column, value in fields.items()}
    label = text.get("label", "").strip().upper()
    text["label"] = LABEL_ALIASES.get(label, label)
    if not text.get("id", "").strip():
        text["id"] = f"{_USER}:{text['label']}:{'_'.join(name_words(text.get('name', '')))}"
    if not text.get("source", "").strip():
        text["source"] = _USER
    return text


def _field(column: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return "|".join(value)
    raise GazetteerError(f"{column} is {value!r}; text or a list of texts is expected")


def _check(entry: Entry) -> None:
    for name in (*entry.names, *entry.weak, *entry.context):
        if not name_words(name):
            raise GazetteerError(f"{name!r} folds to nothing: it holds no letter and no digit")


def _joined(entries: Iterable[Entry]) -> list[Entry]:
    """Join the entries that patterns with one id made."""
    found: dict[str, Entry] = {}
    for entry in entries:
        first = found.get(entry.id)
        if first is None:
            found[entry.id] = entry
            continue
        if first.label != entry.label:
            raise GazetteerError(f"id {entry.id} is a {first.label} and a {entry.label}")
        names = tuple(dict.fromkeys(first.names + entry.names))
        found[entry.id] = replace(first, names=names, weak=first.weak + entry.weak)
    return list(found.values())
