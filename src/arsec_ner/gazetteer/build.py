"""Builds the bundled index from the reviewed sources, and refuses sources that are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


Claims = dict[tuple[str, tuple[str, ...]], list[Sourced]]


def build(folder: str | Path) -> bytes:
    """Build the index of all gazetteer files of a folder.

    Args:
        folder: holds `*.tsv` files; those whose header begins with `id`, `label` are read.

    Returns:
        The bytes of `data/gazetteer.bin`; the same sources give the same bytes.

    Raises:
        GazetteerError: a row is wrong; the message names file, row and reason of the first.
    """
    entries, errors = read_checked(folder)
    if errors:
        raise errors[0]
    return pack(entries)


def read_checked(folder: str | Path) -> tuple[list[Entry], list[GazetteerError]]:
    """Read the gazetteer files of a folder: their entries, and all that is wrong with them."""
    rows: list[Sourced] = []
    errors: list[GazetteerError] = []
    for path in sorted(Path(folder).glob("*.tsv")):
        for result in read_tsv(path):
            if isinstance(result, Sourced):
                rows.append(result)
            else:
                errors.append(result)
    claims = _claims(rows)
    for check in (_unsourced(rows), _repeated(rows), _empty(rows), _disputed(claims)):
        errors.extend(check)
    return [row.entry for row in _settled(rows, claims)], errors


def read_tsv(path: Path) -> Iterator[Sourced | GazetteerError]:
    """Read one file; nothing where it is a table of another kind."""
    header: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.rstrip("\r").split("\t")
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
            yield GazetteerError(error.reason, file=path.name, row=number)


def _claims(rows: Iterable[Sourced]) -> Claims:
    """Who claims which strong name, of each label; the best known first."""
    claims: Claims = {}
    for row in rows:
        for words in dict.fromkeys(name_words(name) for name in row.entry.names):
            claims.setdefault((row.entry.label, words), []).append(row)
    for claimants in claims.values():
        claimants.sort(key=lambda row: row.entry.rank, reverse=True)
    return claims


def _settled(rows: Iterable[Sourced], claims: Claims) -> Iterator[Sourced]:
    """Leave a name that several places claim to the best known one; it is weak in the rest."""
    lost: dict[Sourced, set[tuple[str, ...]]] = {}
    for (_, words), claimants in claims.items():
        for other in claimants[1:]:
            lost.setdefault(other, set()).add(words)
    for row in rows:
        if row not in lost:
            yield row
            continue
        entry = row.entry
        weak = tuple(name for name in entry.names if name_words(name) in lost[row])
        strong = tuple(name for name in entry.names if name not in weak)
        yield replace(row, entry=replace(entry, names=strong, weak=entry.weak + weak))


def _disputed(claims: Claims) -> Iterator[GazetteerError]:
    for (_, words), claimants in claims.items():
        best, *others = claimants
        for other in others:
            if words and other.entry.rank == best.entry.rank and other.entry.id != best.entry.id:
                yield other.error(
                    f"{' '.join(words)!r} is a strong name of {other.entry.id} and of "
                    f"{best.entry.id} ({best.file}:{best.row}); make it weak in one of them"
                )


def _unsourced(rows: Iterable[Sourced]) -> Iterator[GazetteerError]:
    for row in rows:
        if not row.entry.source:
            yield row.error(f"source of {row.entry.id} is missing")


def _repeated(rows: Iterable[Sourced]) -> Iterator[GazetteerError]:
    seen: dict[str, Sourced] = {}
    for row in rows:
        first = seen.setdefault(row.entry.id, row)
        if first is not row:
            yield row.error(f"id {row.entry.id} stands already at {first.file}:{first.row}")


def _empty(rows: Iterable[Sourced]) -> Iterator[GazetteerError]:
    for row in rows:
        for name in (*row.entry.names, *row.entry.weak, *row.entry.context):
            if not name_words(name):
                yield row.error(f"{name!r} of {row.entry.id} folds to nothing")
