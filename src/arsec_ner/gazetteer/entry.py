"""What a gazetteer knows about one thing: `Entry`, and the row it is read from."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from arsec_ner.errors import GazetteerError
from arsec_ner.labels import MENTION_LABELS, MentionLabel

COLUMNS: tuple[str, ...] = (
    "id", "label", "kind", "name", "name_en", "names", "weak", "context", "country", "iso2",
    "iso3", "qid", "latitude", "longitude", "population", "source",
)  # fmt: skip
"""The columns of a gazetteer file, in the order in which they are written."""

KIND_RANK: Mapping[str, int] = {
    "country": 4,
    "territory": 4,
    "capital": 3,
    "province": 2,
    "city": 1,
}
"""Which of two places that share a name is meant when nothing else tells: the higher one."""

_NO_TEXT = re.compile("[\\x00\\ud800-\\udfff]")
_QID = re.compile(r"Q[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the world with its Arabic names.

    Attributes:
        id: unique in the gazetteer ("country:CHN", "org:un").
        label: the label of its mentions, one of `labels.MENTION_LABELS`.
        kind: finer class ("country", "capital", "ministry", "sea", …), or None.
        name, name_en: the name to show, in Arabic and in English.
        country: alpha-3 code of the state it belongs to; a country's own code.
        iso2, iso3: codes of a country or territory.
        qid: Wikidata id.
        latitude, longitude: degrees.
        population: the better known of two places that share a name is the larger one.
        names: names that are enough by themselves.
        weak: names that are also common words or names of other things.
        context: words one of which must stand in the sentence for a weak name to count.
        source: where the facts come from.
    """

    id: str
    label: MentionLabel
    kind: str | None
    name: str
    name_en: str | None = None
    country: str | None = None
    iso2: str | None = None
    iso3: str | None = None
    qid: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    names: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    source: str = ""

    @property
    def rank(self) -> tuple[int, int]:
        """How well known it is among its namesakes: the rank of its kind, then its population."""
        return KIND_RANK.get(self.kind or "", 0), self.population or 0


@functools.cache
def country_codes() -> Mapping[str, str]:
    """The alpha-2 code of every alpha-3 code of ISO 3166-1, and of XKX (Kosovo)."""
    table = resources.files("arsec_ner") / "data" / "iso3166.tsv"
    lines = table.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {iso3: iso2 for iso3, iso2, _ in rows[1:]}


def entry_from_row(row: Mapping[str, str]) -> Entry:
    """Make an entry of a row of text fields, several values in one separated by "|".

    Args:
        row: the columns of `COLUMNS`; `id`, `label` and `name` are needed, the others may be
            missing or empty. `name` is a strong name unless it stands in `weak` too.

    Raises:
        GazetteerError: a field is missing or does not hold what it should.
    """
    unknown = sorted(set(row) - set(COLUMNS))
    if unknown:
        raise GazetteerError(f"unknown column {unknown[0]!r}; known: {', '.join(COLUMNS)}")
    text = {column: " ".join((row.get(column) or "").split()) for column in COLUMNS}
    for column, value in text.items():
        if _NO_TEXT.search(value):
            raise GazetteerError(f"{column} is no valid Unicode text: {value!r}")
    for column in ("id", "label", "name"):
        if not text[column]:
            raise GazetteerError(f"{column} is missing")
    weak = _values(text["weak"])
    strong = (text["name"], *_values(text["names"]))
    return Entry(
        id=text["id"],
        label=_label(text["label"]),
        kind=text["kind"] or None,
        name=text["name"],
        name_en=text["name_en"] or None,
        country=_country(text["country"], "country"),
        iso2=_iso2(text["iso2"]),
        iso3=_country(text["iso3"], "iso3"),
        qid=_qid(text["qid"]),
        latitude=_degrees(text["latitude"], 90, "latitude"),
        longitude=_degrees(text["longitude"], 180, "longitude"),
        population=_population(text["population"]),
        names=tuple(dict.fromkeys(name for name in strong if name not in weak)),
        weak=weak,
        context=_values(text["context"]),
        source=text["source"],
    )


def row_from_entry(entry: Entry) -> dict[str, str]:
    """The row that `entry_from_row` reads back as this entry."""
    row = {column: "" for column in COLUMNS}
    for column in COLUMNS:
        value = getattr(entry, column)
        if isinstance(value, tuple):
            row[column] = "|".join(
                name for name in value if column != "names" or name != entry.name
            )
        elif value is not None:
            row[column] = str(value)
    return row


def _values(field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in field.split("|") if part.strip()))


def _label(field: str) -> MentionLabel:
    for label in MENTION_LABELS:
        if field == label:
            return label
    raise GazetteerError(f"unknown label {field!r}; labels: {', '.join(MENTION_LABELS)}")


def _country(field: str, column: str) -> str | None:
    if field and field not in country_codes():
        raise GazetteerError(f"{column} {field!r} is no alpha-3 code of ISO 3166-1 (such as CHN)")
    return field or None


def _iso2(field: str) -> str | None:
    if field and field not in country_codes().values():
        raise GazetteerError(f"iso2 {field!r} is no alpha-2 code of ISO 3166-1")
    return field or None


def _qid(field: str) -> str | None:
    if field and not _QID.fullmatch(field):
        raise GazetteerError(f"qid {field!r} is no Wikidata id (such as Q148)")
    return field or None


def _degrees(field: str, limit: int, column: str) -> float | None:
    if not field:
        return None
    try:
        value = float(field)
    except ValueError:
        raise GazetteerError(f"{column} {field!r} is no number") from None
    if not -limit <= value <= limit:
        raise GazetteerError(f"{column} {field} is not within ±{limit}")
    return value


def _population(field: str) -> int | None:
    if not field:
        return None
    if not (field.isascii() and field.isdigit()):
        raise GazetteerError(f"population {field!r} is no whole number")
    return int(field)
