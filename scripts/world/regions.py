"""regions.tsv and facilities.tsv: places that are no polity, and named structures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from arsec_ner.normalize import key
from scripts.world.tables import TABLES, Row, named, read_tsv, slug, values

KINDS = {
    "ocean": "ocean", "sea": "sea", "gulf": "gulf", "bay": "gulf", "strait": "strait",
    "channel": "strait", "canal": "canal", "lagoon": "sea", "sound": "strait", "inlet": "gulf",
    "river": "river", "reef": "reef", "generic": "sea", "fjord": "gulf",
}  # fmt: skip
# A sea's name says that it is one; names without the word (غيونغي, إنسايد باساج) are left out.
_WATER = re.compile(r"(?:البحر|بحر|مضيق|خليج|المحيط|قناة|ممر|بوغاز|شط|نهر|حوض|خور)\b")


def region_rows(sources: Path) -> Iterator[Row]:
    """Yield the reviewed regions and waters, then the other waters of Natural Earth."""
    waters = list(read_tsv(sources / "natural-earth/marine_polys_ar.tsv"))
    qids = {row["name_en"]: row["qid"] for row in waters if row["qid"]}
    taken: set[str] = set()
    for row in read_tsv(TABLES / "regions.tsv"):
        names = [row["name"], *values(row["names"]), *values(row["weak"])]
        taken.update(map(key, names))
        qid = qids.get(row["name_en"], "")
        yield {
            **named(row),
            "id": f"loc:{slug(row['name_en'])}",
            "label": "LOC",
            "kind": row["kind"],
            "name_en": row["name_en"],
            "country": row["country"],
            "qid": qid,
            "source": "Natural Earth (public domain); reviewed" if qid else "reviewed",
        }
    yield from _other_waters(waters, taken)


def _other_waters(waters: list[Row], taken: set[str]) -> Iterator[Row]:
    for row in waters:
        name = re.sub(r"\s*\(.*?\)", "", row["name_ar"]).strip()
        if not _WATER.match(name) or key(name) in taken or row["class"] not in KINDS:
            continue
        taken.add(key(name))
        yield {
            "id": f"loc:ne-{row['qid'].lower() or slug(row['name_en'])}",
            "label": "LOC",
            "kind": KINDS[row["class"]],
            "name": name,
            "name_en": row["name_en"] or row["name"],
            "qid": row["qid"],
            "source": "Natural Earth (public domain)",
        }


def facility_rows(places: list[Row]) -> Iterator[Row]:
    """Yield the rows of facilities.tsv; a structure in a city takes the city's coordinates.

    Args:
        places: rows of capitals and cities, looked up by the name in the column `near`.
    """
    located = {(row["country"], row["name"]): row for row in places if row.get("latitude")}
    for row in read_tsv(TABLES / "facilities.tsv"):
        near = row["near"]
        city = located.get((row["country"], near)) or located.get(("", near), {})
        yield {
            **named(row),
            "id": f"fac:{slug(row['name_en'])}",
            "label": "FAC",
            "kind": row["kind"],
            "name_en": row["name_en"],
            "country": row["country"],
            "latitude": city.get("latitude", ""),
            "longitude": city.get("longitude", ""),
            "source": "reviewed; coordinates of its city, GeoNames" if city else "reviewed",
        }
