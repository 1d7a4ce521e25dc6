"""Builds the bundled index from the reviewed sources, and refuses sources that are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from arsec_ner.errors import GazetteerError
from arsec_ner.gazetteer.entry import Entry, entry_from_row
from arsec_ner.gazetteer.index import pack
from arsec_ner.gazetteer.words import name_words

_HEADER = ("id", "label")


@dataclass(frozen=True, slots=True)
class Sourced:
    """An entry with the file and the row it was read from."""

    entry: Entry
    file: str
    row: int

    def error(self, reason: str) -> GazetteerError:
        """The error that says where the entry stands."""
        return GazetteerError(reason, file=self.file, row=self.row)


def build(folder: str | Path) -> bytes:
    """Build the index of all gazetteer files of a folder.

    Args:
        folder: holds `*.tsv` files; those whose header begins with `id`, `label` are read.

    Returns:
        The bytes of `data/gazetteer.bin`; the same sources give the same bytes.

    Raises:
        GazetteerError: a row is wrong; the message names file, row and reason.
    """
    rows = list(read_folder(folder))
    _check_sources(rows)
    _check_ids(rows)
    _check_words(rows)
    return pack(settle(rows))


def read_folder(folder: str | Path) -> Iterator[Sourced]:
    """Read the gazetteer files of a folder, in the order of their names."""
    for path in sorted(Path(folder).glob("*.tsv")):
        yield from read_tsv(path)


def read_tsv(path: Path) -> Iterator[Sourced]:
    """Read one file; nothing where it is a table of another kind."""
    header: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        line = line.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = [cell.strip() for cell in cells]
            if tuple(header[:2]) != _HEADER:
                return
            continue
        try:
            if len(cells) > len(header):
                raise GazetteerError(f"{len(cells)} cells under {len(header)} columns")
            yield Sourced(entry_from_row(dict(zip(header, cells, strict=False))), path.name, number)
        except GazetteerError as error:
            raise GazetteerError(error.reason, file=path.name, row=number) from None


def settle(rows: Sequence[Sourced]) -> list[Entry]:
    """Give a strong name that several places claim to the best known one; it is weak in the rest.

    Raises:
        GazetteerError: two entries of one label claim a strong name and none is better known.
    """
    claims: dict[tuple[str, tuple[str, ...]], list[Sourced]] = {}
    for row in rows:
        for words in dict.fromkeys(name_words(name) for name in row.entry.names):
            claims.setdefault((row.entry.label, words), []).append(row)
    lost: dict[str, set[tuple[str, ...]]] = {}
    for (_, words), claimants in claims.items():
        best, *others = sorted(claimants, key=lambda row: row.entry.rank, reverse=True)
        if others and others[0].entry.rank == best.entry.rank:
            raise others[0].error(
                f"{' '.join(words)!r} is a strong name of {others[0].entry.id} and of "
                f"{best.entry.id} ({best.file}:{best.row}); make it weak in one of them"
            )
        for other in others:
            lost.setdefault(other.entry.id, set()).add(words)
    return [_weakened(row.entry, lost.get(row.entry.id, set())) for row in rows]


def _weakened(entry: Entry, lost: set[tuple[str, ...]]) -> Entry:
    if not lost:
        return entry
    weak = tuple(name for name in entry.names if name_words(name) in lost)
    strong = tuple(name for name in entry.names if name not in weak)
    return replace(entry, names=strong, weak=entry.weak + weak)


def _check_sources(rows: Iterable[Sourced]) -> None:
    for row in rows:
        if not row.entry.source:
            raise row.error(f"source of {row.entry.id} is missing")


def _check_ids(rows: Iterable[Sourced]) -> None:
    seen: dict[str, Sourced] = {}
    for row in rows:
        first = seen.setdefault(row.entry.id, row)
        if first is not row:
            raise row.error(f"id {row.entry.id} stands already at {first.file}:{first.row}")


def _check_words(rows: Iterable[Sourced]) -> None:
    for row in rows:
        for name in (*row.entry.names, *row.entry.weak, *row.entry.context):
            if not name_words(name):
                raise row.error(f"{name!r} of {row.entry.id} folds to nothing")
