"""The commands of `arsec-ner gazetteer`: check, search, stats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from arsec_ner.errors import GazetteerError
from arsec_ner.gazetteer.entry import Entry
from arsec_ner.gazetteer.gazetteer import Gazetteer
from arsec_ner.gazetteer.load import check_entries
from arsec_ner.gazetteer.words import name_words

app = typer.Typer(
    name="gazetteer",
    help="Look into the gazetteer, and check entries of your own.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

NameArgument = Annotated[str, typer.Argument(help="An Arabic or English name, or an id.")]
LimitOption = Annotated[int, typer.Option(min=1, help="Show at most so many entries.")]
FileArgument = Annotated[Path, typer.Argument(help="A YAML, CSV, TSV, JSON or JSONL file.")]


@app.command()
def check(file: FileArgument) -> None:
    """Check a file of entries: every wrong row is named; exit code 1 where there is one."""
    console = Console(soft_wrap=True, highlight=False)
    entries: list[Entry] = []
    errors = 0
    for result in check_entries(file):
        if isinstance(result, GazetteerError):
            errors += 1
            console.print(f"error: {result}", markup=False)
        else:
            entries.append(result)
    for note in _notes(entries):
        console.print(f"note: {note}", markup=False)
    names = sum(len(entry.names) + len(entry.weak) for entry in entries)
    console.print(f"{len(entries)} entries, {names} names, {errors} errors")
    if errors:
        raise typer.Exit(1)


@app.command()
def search(name: NameArgument, limit: LimitOption = 20) -> None:
    """Show the bundled entries with a name, or that begin with it; exit code 1 for none."""
    entries = Gazetteer.load().search(name, limit=limit)
    console = Console(soft_wrap=True, highlight=False)
    if not entries:
        console.print(f"no entry is named {name}", markup=False)
        raise typer.Exit(1)
    for entry in entries:
        console.print(_card(entry), markup=False)


@app.command()
def stats() -> None:
    """Count the bundled entries by label and kind."""
    gazetteer = Gazetteer.load()
    counts = Counter((entry.label, entry.kind or "") for entry in gazetteer)
    table = Table("label", "kind", "entries", title=f"{len(gazetteer):,} entries")
    table.columns[2].justify = "right"
    for (label, kind), count in sorted(counts.items()):
        table.add_row(label, kind, f"{count:,}")
    Console().print(table)


def _card(entry: Entry) -> str:
    facts = (entry.label, entry.kind, entry.name, entry.name_en, entry.country, entry.qid)
    lines = [f"{entry.id}  {' · '.join(fact for fact in facts if fact)}"]
    for title, values in (
        ("names", entry.names),
        ("weak", entry.weak),
        ("context", entry.context),
        ("source", (entry.source,)),
    ):
        if any(values):
            lines.append(f"    {title}: {'، '.join(values)}")
    return "\n".join(lines)


def _notes(entries: list[Entry]) -> Iterator[str]:
    """What is no error but may surprise: names that are bundled too, names used twice."""
    bundled = Gazetteer.load()
    first: dict[tuple[str, ...], str] = {}
    for entry in entries:
        for name in (*entry.names, *entry.weak):
            other = first.setdefault(name_words(name), entry.id)
            if other != entry.id:
                yield f"{name} names {other} and {entry.id}: a mention will mean either"
            known = [found.id for found in bundled.named(name) if found.id != entry.id]
            if known:
                yield f"{name} is bundled as {', '.join(known)}: {entry.id} goes first"
