"""The command line: `arsec-ner extract`, `evaluate`, `gazetteer`, `schema`, `info`.

Exit codes: 0 all done; 1 something was skipped or is wrong, and named on standard error; 2 the
command was not understood or could not start.
"""

from __future__ import annotations

import datetime
import io
import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

# Everything else is imported by the command that needs it: `--help` must not load a model.

app = typer.Typer(
    name="arsec-ner",
    help="Who did what with whom, where and when, from Arabic news.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Format = Literal["table", "json", "jsonl", "html", "conll", "brat", "csv", "ftm", "plover"]
Table = Literal["mentions", "entities", "roles", "events"]

PathsArgument = Annotated[
    list[str],
    typer.Argument(metavar="FILE|FOLDER|-...", help="Texts in UTF-8; a folder's *.txt; - stdin."),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="The form of the output.")]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="Write there: a file, or a folder for brat and all of csv."),
]
DateOption = Annotated[
    datetime.datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The day the texts appeared, for relative dates."),
]
TableOption = Annotated[Table, typer.Option(help="Which table csv prints.")]
TaggerOption = Annotated[str, typer.Option(help="bundled, rules, stanza or camel.")]
GazetteerOption = Annotated[
    list[Path] | None,
    typer.Option("--gazetteer", "-g", help="A file of your own entries; may be repeated."),
]
JobsOption = Annotated[int, typer.Option("--jobs", "-j", help="Worker processes; -1: all cores.")]
FolderArgument = Annotated[
    Path, typer.Argument(metavar="GOLD_FOLDER", help="Holds .txt and .ann files.")
]
PredictedOption = Annotated[
    Path | None,
    typer.Option(help="Documents as --format jsonl writes them; without it they are extracted."),
]
ErrorsOption = Annotated[Path | None, typer.Option(help="Write wrong mentions to this file.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
PerDocumentOption = Annotated[bool, typer.Option(help="Print a line for each document too.")]


@app.command()
def extract(
    paths: PathsArgument,
    format: FormatOption = "table",
    out: OutOption = None,
    date: DateOption = None,
    table: TableOption = "mentions",
    tagger: TaggerOption = "bundled",
    gazetteer: GazetteerOption = None,
    jobs: JobsOption = 1,
) -> None:
    """Extract people, roles, organizations, places, dates and events from texts."""
    from arsec_ner.cli.extract import Request, run

    request = Request(
        paths=tuple(paths),
        format=format,
        out=out,
        date=date.date() if date else None,
        table=table,
        jobs=jobs,
    )
    raise typer.Exit(run(request, tagger, gazetteer or []))


@app.command()
def evaluate(
    folder: FolderArgument,
    predicted: PredictedOption = None,
    errors: ErrorsOption = None,
    json: JsonOption = False,
    per_document: PerDocumentOption = False,
    tagger: TaggerOption = "bundled",
    gazetteer: GazetteerOption = None,
) -> None:
    """Score extraction against gold annotations."""
    from arsec_ner.cli.evaluate import evaluated, show

    report = evaluated(folder, predicted, tagger, gazetteer or [])
    show(report, as_json=json, per_document=per_document, errors=errors)


@app.command()
def schema() -> None:
    """Print the JSON schema of a document."""
    import json

    from arsec_ner.document import Document

    typer.echo(json.dumps(Document.model_json_schema(mode="serialization"), indent=2))


@app.command()
def info(json: JsonOption = False) -> None:
    """Say which version, model and gazetteer this is, and under which licences."""
    from arsec_ner.cli.info import facts, show

    show(facts(), as_json=json)


@app.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def gazetteer(context: typer.Context) -> None:
    """Look into the gazetteer, and check entries of your own."""
    from arsec_ner.gazetteer.commands import app as commands

    commands(context.args, prog_name="arsec-ner gazetteer")


def main() -> None:
    """Run the command line; what `arsec-ner` and `python -m arsec_ner` call."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except BrokenPipeError:
        # The reader of a pipe has gone, as `head` does; the interpreter must not try to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None


__all__ = ["app", "main"]
