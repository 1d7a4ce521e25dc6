"""capitals.tsv, provinces.tsv, cities.tsv: the polities below the state, with coordinates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from arsec_ner.normalize import key
from scripts.world.tables import TABLES, Row, distinct, named, plain, read_tsv, slug, values

GEONAMES = "GeoNames (CC BY 4.0)"
_CLASS = re.compile(
    r"^(?:أوبلاست|كراي|محافظة|ولاية|مقاطعة|إقليم|أوكروغ)\s+|\s+(?:أوبلاست|كراي|ذاتية الحكم)$"
)


class Cities:
    """GeoNames' cities, looked up by state and name."""

    def __init__(self, sources: Path) -> None:
        self.rows = list(read_tsv(sources / "geonames/cities_arabic_alternates.tsv.gz"))
        self.by_id = {row["geonames_id"]: row for row in self.rows}
        self._by_name: dict[tuple[str, str], Row] = {}
        for row in sorted(self.rows, key=lambda row: int(row["population"] or 0)):
            for name in values(row["names_arabic_alphabet_only"]):
                self._by_name[row["iso2"], key(name)] = row
            self._by_name[row["iso2"], plain(row["name"])] = row

    def find(self, iso2: str, names: Iterable[str], english: str) -> Row | None:
        """The largest city of the state with one of the Arabic names, or the English one."""
        for folded in (plain(english), *map(key, names)):
            if row := self._by_name.get((iso2, folded)):
                return row
        return None


def capital_rows(cities: Cities, iso2: dict[str, str]) -> Iterator[Row]:
    """Yield the rows of capitals.tsv."""
    for row in read_tsv(TABLES / "capitals.tsv"):
        found = cities.find(iso2[row["iso3"]], [row["name"]], row["english"])
        yield {
            **named(row),
            "label": "GPE",
            **_located(found),
            "id": f"city:{slug(row['english'])}-{row['iso3'].lower()}",
            "kind": "capital",
            "name_en": row["english"],
            "country": row["iso3"],
            "source": f"{GEONAMES}; reviewed" if found else "reviewed",
        }


def news_rows(cities: Cities, iso2: dict[str, str]) -> Iterator[Row]:
    """Yield the provinces, towns and districts that were reviewed by hand."""
    for row in read_tsv(TABLES / "places_news.tsv"):
        state = row["iso3"].strip("()")
        country = state if state == row["iso3"] else ""
        found = cities.find(iso2[state], [row["name"]], row["name_en"])
        located = _located(found) if row["kind"] == "city" else {}
        yield {
            **named(row),
            "label": "GPE",
            **located,
            "id": f"place:{slug(row['name_en'])}-{country.lower()}".rstrip("-"),
            "kind": row["kind"],
            "name_en": row["name_en"],
            "country": country,
            "source": f"{GEONAMES}; reviewed" if located else "reviewed",
        }


def city_rows(cities: Cities, iso3: dict[str, str], others: list[Row]) -> Iterator[Row]:
    """Yield the other cities of GeoNames whose names the news uses as names of places.

    Args:
        cities: GeoNames' cities.
        iso3: the alpha-3 code of each alpha-2 code.
        others: rows whose names the cities do not claim again.
    """
    reviewed = read_tsv(TABLES / "city_review.tsv")
    dropped = [
        name for row in reviewed if row["verdict"] == "drop" for name in values(row["names"])
    ]
    taken = set(map(key, dropped)).union(key(name) for row in others for name in _all_names(row))
    for row in read_tsv(TABLES / "cities.tsv"):
        city = cities.by_id[row["geonames_id"]]
        names = [name for name in values(row["names"]) if key(name) not in taken]
        if not names:
            continue
        yield {
            **_located(city),
            "id": f"city:geonames-{row['geonames_id']}",
            "label": "GPE",
            "kind": "city",
            "name": names[0],
            "name_en": city["name"],
            "names": "|".join(names[1:]),
            "country": iso3.get(city["iso2"], ""),
            "source": GEONAMES,
        }


def province_rows(sources: Path, others: list[Row]) -> Iterator[Row]:
    """Yield first-level provinces of the nine largest states, from Natural Earth.

    Args:
        sources: the folder of sources.
        others: rows whose names the provinces do not claim again.
    """
    reviewed = {row["iso_3166_2"]: row for row in read_tsv(TABLES / "provinces_skip.tsv")}
    taken = {key(name) for row in others for name in _all_names(row)}
    for row in read_tsv(sources / "natural-earth/states50_ar.tsv"):
        review = reviewed.get(row["iso_3166_2"], {})
        if review.get("skip") or row["adm0_a3"] == "UKR" or "~" in row["iso_3166_2"]:
            continue
        full = row["name_ar"]
        short = _CLASS.sub("", full).strip()
        listed = [review["name"]] if review.get("name") else [short, full]
        names = distinct([*listed, *values(review.get("names", ""))], without=taken)
        if not names:
            continue
        taken.update(map(key, names))
        yield {
            "id": f"province:{row['iso_3166_2'].lower()}",
            "label": "GPE",
            "kind": "province",
            "name": names[0],
            "name_en": row["name"],
            "names": "|".join(names[1:]),
            "country": row["adm0_a3"],
            "qid": row["qid"],
            "source": "Natural Earth (public domain)",
        }


def _located(city: Row | None) -> Row:
    if city is None:
        return {}
    return {
        "latitude": city["lat"],
        "longitude": city["lon"],
        "population": city["population"],
    }


def _all_names(row: Row) -> list[str]:
    return [row["name"], *values(row.get("names", "")), *values(row.get("weak", ""))]
