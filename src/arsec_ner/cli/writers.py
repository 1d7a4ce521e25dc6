"""What `--format` names: documents in, pieces of text out; or a folder filled."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from arsec_ner.document import Document
from arsec_ner.document.surrogates import json_text
from arsec_ner.document.tables import COLUMNS, TableName
from arsec_ner.export import brat_configuration, to_brat, to_conll, to_csv, to_ftm, to_plover

Pieces = Callable[[Iterable[Document]], Iterator[str]]


def as_table(documents: Iterable[Document], *, terminal: bool = False) -> Iterator[str]:
    """Tables to read."""
    from arsec_ner.console import console, document_view

    screen = console(file=None if terminal else io.StringIO())
    for document in documents:
        with screen.capture() as captured:
            screen.print(document_view(document))
        yield captured.get()


def as_json(documents: Iterable[Document]) -> Iterator[str]:
    """One document as an object; several as an array."""
    iterator = iter(documents)
    first, second = next(iterator, None), next(iterator, None)
    if first is None or second is None:
        yield "[]\n" if first is None else first.model_dump_json(indent=2) + "\n"
        return
    yield f"[\n{first.model_dump_json()},\n{second.model_dump_json()}"
    for document in iterator:
        yield f",\n{document.model_dump_json()}"
    yield "\n]\n"


def as_jsonl(documents: Iterable[Document]) -> Iterator[str]:
    """A document a line."""
    return (f"{document.model_dump_json()}\n" for document in documents)


def as_html(documents: Iterable[Document]) -> Iterator[str]:
    """One page of all documents."""
    from arsec_ner.display import render_page

    yield render_page(documents)


def as_conll(documents: Iterable[Document]) -> Iterator[str]:
    """CoNLL-U Plus; the names of the columns once."""
    for number, document in enumerate(documents):
        written = to_conll(document)
        yield written if number == 0 else written.partition("\n")[2]


def as_brat(documents: Iterable[Document]) -> Iterator[str]:
    """The `.ann` alone."""
    return (to_brat(document).ann for document in documents)


def _records(
    records: Callable[[Document], Iterable[Mapping[str, Any]]], documents: Iterable[Document]
) -> Iterator[str]:
    for document in documents:
        for record in records(document):
            yield json_text(record) + "\n"


def pieces(format: str, table: TableName = "mentions", *, terminal: bool = False) -> Pieces:
    """How a format is written to one stream."""
    writers: dict[str, Pieces] = {
        "table": partial(as_table, terminal=terminal),
        "json": as_json,
        "jsonl": as_jsonl,
        "html": as_html,
        "conll": as_conll,
        "brat": as_brat,
        "csv": partial(to_csv, table=table),
        "ftm": partial(_records, to_ftm),
        "plover": partial(_records, to_plover),
    }
    return writers[format]


def write_brat_folder(folder: Path, documents: Iterable[Document]) -> None:
    """A `.txt` and an `.ann` for each document, and the `annotation.conf` once."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "annotation.conf").write_text(brat_configuration(), encoding="utf-8")
    for number, document in enumerate(documents, 1):
        written = to_brat(document)
        path = folder / f"{document.id or number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written.txt.encode())
        path.with_name(f"{path.stem}.ann").write_bytes(written.ann.encode())


def write_csv_folder(folder: Path, documents: Iterable[Document]) -> None:
    """The four tables, a file each."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: (folder / f"{name}.csv").open("w", encoding="utf-8") for name in COLUMNS}
    try:
        for number, document in enumerate(documents):
            for name, file in files.items():
                lines = to_csv([document], name)
                if number > 0:
                    next(lines)
                file.writelines(lines)
    finally:
        for file in files.values():
            file.close()


FOLDER_WRITERS: Final[Mapping[str, Callable[[Path, Iterable[Document]], None]]] = {
    "brat": write_brat_folder,
    "csv": write_csv_folder,
}

__all__ = ["FOLDER_WRITERS", "pieces", "write_brat_folder", "write_csv_folder"]
