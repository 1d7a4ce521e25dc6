"""`arsec-ner extract`: texts in, documents out, and a report of what was skipped."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

import arsec_ner
from arsec_ner.cli.failures import explained
from arsec_ner.cli.sources import Input, Reader
from arsec_ner.cli.writers import FOLDER_WRITERS, pieces
from arsec_ner.document import Document
from arsec_ner.document.tables import TableName
from arsec_ner.pipeline import Failure, Pipeline

_LONG_WORK = 5


@dataclass(frozen=True, slots=True)
class Request:
    """What `extract` was asked to do."""

    paths: Sequence[str]
    format: str = "table"
    out: Path | None = None
    date: datetime.date | None = None
    table: TableName = "mentions"
    jobs: int = 1


def run(request: Request, tagger: str, gazetteers: Sequence[Path]) -> int:
    """Extract and write; returns the exit code."""
    with explained():
        nlp = arsec_ner.load(tagger=tagger, gazetteers=gazetteers)
    reader = Reader(request.date)
    inputs = reader.inputs(request.paths)
    with explained():
        _write(request, _documents(nlp, reader, inputs, request.jobs))
    for name, reason in reader.skipped:
        typer.echo(f"skipped {name}: {reason}", err=True)
    return 1 if reader.skipped else 0


def _documents(
    nlp: Pipeline, reader: Reader, inputs: Sequence[Input], jobs: int
) -> Iterator[Document]:
    texts = reader.texts(_with_progress(inputs))
    for found in nlp.pipe(texts, n_process=jobs, on_error="record"):
        if isinstance(found, Failure):
            reader.skipped.append((str(found.id), str(found.error)))
        else:
            yield found


def _with_progress(inputs: Sequence[Input]) -> Iterable[Input]:
    if len(inputs) < _LONG_WORK or not sys.stderr.isatty():
        return inputs
    from rich.progress import track

    from arsec_ner.console import console

    return track(inputs, "Extracting", console=console(to_stderr=True), transient=True)


def _write(request: Request, documents: Iterable[Document]) -> None:
    out = request.out
    if out is None:
        write = pieces(request.format, request.table, terminal=True)
        for piece in write(documents):
            typer.echo(piece, nl=False)
    elif request.format in FOLDER_WRITERS and (out.is_dir() or not out.suffix):
        FOLDER_WRITERS[request.format](out, documents)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces(request.format, request.table)(documents))


__all__ = ["Request", "run"]
