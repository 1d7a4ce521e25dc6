"""`arsec-ner evaluate`: the scores of extraction against gold annotations."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

import arsec_ner
from arsec_ner.cli.failures import explained
from arsec_ner.errors import DataError
from arsec_ner.evaluate import MentionError, Report
from arsec_ner.evaluate import evaluate as evaluate_folder
from arsec_ner.gold import GoldDocument

_SHORT = ("mentions", "countries", "roles/person", "events", "arguments")


def evaluated(
    folder: Path, predicted: Path | None, tagger: str, gazetteers: Sequence[Path]
) -> Report:
    """Score a folder, on documents given or extracted now."""
    with explained():
        extract = read(predicted) if predicted else _extraction(tagger, gazetteers)
        return evaluate_folder(folder, extract)


def read(file: Path) -> Callable[[GoldDocument], Mapping[str, Any] | None]:
    """Documents of a JSONL file, by id.

    Raises:
        DataError: a line is no JSON object with an id.
        OSError: the file cannot be read.
    """
    documents: dict[str, Mapping[str, Any]] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                document = json.loads(line)
                documents[document["id"]] = document
            except (ValueError, TypeError, KeyError) as error:
                raise DataError(f"{file}:{number}: no document with an id") from error
    return lambda gold: documents.get(gold.id)


def _extraction(
    tagger: str, gazetteers: Sequence[Path]
) -> Callable[[GoldDocument], Mapping[str, Any]]:
    nlp = arsec_ner.load(tagger=tagger, gazetteers=gazetteers)
    return lambda gold: nlp(gold.text, id=gold.id, date=gold.date).model_dump()


def show(report: Report, *, as_json: bool, per_document: bool, errors: Path | None) -> None:
    """Print a report, and write its errors."""
    if per_document:
        for name, scores in report.documents.items():
            figures = (f"{heading} {scores[heading].f1:.3f}" for heading in _SHORT)
            typer.echo(f"{name} {' '.join(figures)}")
    if as_json:
        rows: dict[str, Any] = {name: counts.row() for name, counts in report.scores.items()}
        rows["calibration error"] = {name: round(e, 4) for name, e in report.calibration.items()}
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        from arsec_ner.console import console, scores_view

        typer.echo(f"{len(report.documents)} documents, {report.extracted} extracted")
        console().print(scores_view(report.scores))
        wrong = ", ".join(f"{name} {error:.3f}" for name, error in report.calibration.items())
        typer.echo(f"expected calibration error of the scores: {wrong}")
    if errors is not None:
        with explained():
            errors.write_text("".join(map(_error_line, report.errors)), encoding="utf-8")


def _error_line(error: MentionError) -> str:
    cells = (error.document, error.fault, error.label, error.words, error.context)
    return "\t".join(cell.replace("\n", " ").replace("\t", " ") for cell in cells) + "\n"


__all__ = ["evaluated", "read", "show"]
