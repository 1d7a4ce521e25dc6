"""Reading the sources and the reviewed tables, writing gazetteer files."""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from arsec_ner.normalize import key

TABLES = Path(__file__).parent / "tables"
COLUMNS = (
    "id", "label", "kind", "name", "name_en", "names", "weak", "context", "country", "iso2",
    "iso3", "qid", "latitude", "longitude", "population", "source",
)  # fmt: skip

Row = dict[str, str]


def read_tsv(path: Path) -> Iterator[Row]:
    """Yield the rows of a TSV file (.gz too) by its header; `#` lines are comments."""
    opened = (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8")
    )
    with opened as lines:
        header: list[str] | None = None
        for line in lines:
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            cells = line.split("\t")
            if header is None:
                header = cells
                continue
            if len(cells) > len(header):
                raise ValueError(f"{path.name}: {cells[0]}: {len(cells)} cells, not {len(header)}")
            cells += [""] * (len(header) - len(cells))
            yield dict(zip(header, cells, strict=True))


def write_tsv(path: Path, rows: Iterable[Mapping[str, str]], comment: str) -> None:
    """Write gazetteer rows sorted by id, without the columns that no row fills."""
    ordered = sorted(rows, key=lambda row: row["id"])
    used = [column for column in COLUMNS if any(row.get(column) for row in ordered)]
    lines = [f"# {line}" for line in comment.splitlines()] + ["\t".join(used)]
    lines += ["\t".join(row.get(column, "") for column in used) for row in ordered]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def values(field: str) -> list[str]:
    """The values of a field, parted by "|"."""
    return [part.strip() for part in field.split("|") if part.strip()]


def distinct(names: Iterable[str], without: Iterable[str] = ()) -> list[str]:
    """The names in order, one for each key, without those whose key is given."""
    seen = {key(name) for name in without} | {""}
    kept: list[str] = []
    for name in names:
        if key(name) not in seen:
            seen.add(key(name))
            kept.append(name)
    return kept


def named(row: Row) -> Row:
    """The name columns of a reviewed row; a name in `weak` is left out of `names`."""
    weak = values(row["weak"])
    return {
        "name": row["name"],
        "names": "|".join(distinct(values(row["names"]), without=[*weak, row["name"]])),
        "weak": "|".join(weak),
        "context": row["context"],
    }


def plain(name: str) -> str:
    """A Latin name without marks and case: Brasília and brasilia are one."""
    decomposed = unicodedata.normalize("NFKD", name.replace("ʻ", "").replace("‘", ""))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def slug(name: str) -> str:
    """A Latin name as a part of an id."""
    return re.sub(r"[^a-z0-9]+", "-", plain(name)).strip("-")
