"""Make the table of officials that ships.

    python scripts/build_officials.py harvest FOLDER     rewrite officials_wikidata.tsv
    python scripts/build_officials.py build [--check]    build what the package reads

FOLDER holds all_holders21.tsv.gz (scraper, position, person, qid, start, end) and
world-leaders-2021_wikidata.tsv (the state's QID, position, person, QID, years): facts from
Wikidata, CC0. `build` groups the tenures of data/gazetteers/officials_*.tsv by state and person
into src/arsec_ner/data/officials.tsv; a curated person takes the QID of the harvested person of the
same state and the same name, in another spelling only where consonants and most letters agree, and
none where there is no such person or more than one.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from arsec_ner.skeleton import latin_skeletons
from arsec_ner.translit import latin_key

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "data" / "gazetteers"
DATA = ROOT / "src" / "arsec_ner" / "data"
DATE = re.compile(r"\d{4}(-\d\d)?(?=$|-)")
SINCE = "1990"  # a tenure that ended before is of no use for news
ALIKE = 0.8  # least likeness of two Latin spellings of one name
HARVESTED = SOURCES / "officials_wikidata.tsv"
CURATED = SOURCES / "officials_curated.tsv"

STATES = {
    "algeria": "DZA", "armenia": "ARM", "australia": "AUS", "austria": "AUT", "azerbaijan": "AZE",
    "bahrain": "BHR", "bangladesh": "BGD", "belarus": "BLR", "belgium": "BEL", "brazil": "BRA",
    "cameroon": "CMR", "canada": "CAN", "china": "CHN", "cuba": "CUB", "cyprus": "CYP",
    "denmark": "DNK", "djibouti": "DJI", "egypt": "EGY", "ethiopia": "ETH", "finland": "FIN",
    "france": "FRA", "georgia": "GEO", "greece": "GRC", "hong-kong": "HKG", "hungary": "HUN",
    "india": "IND", "indonesia": "IDN", "iran": "IRN", "iraq": "IRQ", "israel": "ISR",
    "italy": "ITA", "japan": "JPN", "jordan": "JOR", "kazakhstan": "KAZ", "kenya": "KEN",
    "kosovo": "XKX", "kuwait": "KWT", "kyrgyzstan": "KGZ", "malaysia": "MYS", "mauritania": "MRT",
    "mongolia": "MNG", "morocco": "MAR", "myanmar": "MMR", "netherlands": "NLD",
    "new-zealand": "NZL", "niger": "NER", "nigeria": "NGA", "north-korea": "PRK", "norway": "NOR",
    "oman": "OMN", "pakistan": "PAK", "philippines": "PHL", "poland": "POL", "romania": "ROU",
    "russia": "RUS", "saudi": "SAU", "senegal": "SEN", "serbia": "SRB", "singapore": "SGP",
    "somalia": "SOM", "south-africa": "ZAF", "south-korea": "KOR", "south-sudan": "SSD",
    "spain": "ESP", "sri-lanka": "LKA", "sudan": "SDN", "sweden": "SWE", "syria": "SYR",
    "taiwan": "TWN", "tajikistan": "TJK", "tunisia": "TUN", "turkey": "TUR", "turkmenistan": "TKM",
    "uae": "ARE", "uganda": "UGA", "ukraine": "UKR", "united-kingdom": "GBR", "us": "USA",
    "uzbekistan": "UZB", "vietnam": "VNM", "yemen": "YEM",
}  # fmt: skip


def state_of(scraper: str) -> str | None:
    for ending in ("-cabinet", "-ministers"):
        scraper = scraper.removesuffix(ending)
    return STATES.get(scraper)


def rows_of(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((x for x in lines if not x.startswith("#")), delimiter="\t",
                               quoting=csv.QUOTE_NONE))  # fmt: skip


def harvest(folder: Path) -> None:
    """Keep the tenures that news may speak of, with the state's alpha-3 code."""
    kept = {row for row in (*_holders(folder), *_leaders(folder)) if _is_recent(*row[4:])}
    with HARVESTED.open("w", encoding="utf-8") as out:
        out.write("# Wikidata (CC0), by the every-politician-scrapers repositories, 2021-2022\n")
        out.write("country\tqid\tname_en\tposition\tfrom\tto\tsource\n")
        for row in sorted(kept):
            out.write("\t".join((*row, "wikidata")) + "\n")


def _is_recent(start: str, end: str) -> bool:
    # Without an end, a tenure that began long ago is one whose end nobody wrote down.
    return end >= SINCE if end else start[:4] >= "1985" or not start


def _holders(folder: Path) -> Iterator[tuple[str, ...]]:
    with gzip.open(folder / "all_holders21.tsv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            state = state_of(row["scraper"])
            if state and latin_key(row["person"]):
                yield (state, row["qid"], row["person"].strip(), row["position"].strip(),
                       _date(row["start"]), _date(row["end"]))  # fmt: skip


def _leaders(folder: Path) -> Iterator[tuple[str, ...]]:
    """Heads of state and government of all states, the state by its QID."""
    code = {row["qid"]: row["iso3"] for row in rows_of(SOURCES / "states.tsv") if row["iso3"]}
    for row in rows_of(folder / "world-leaders-2021_wikidata.tsv"):
        if row["countryid"] in code:
            yield (code[row["countryid"]], row["officeholder"], row["officeholderLabel"],
                   row["positionLabel"], row["start_year"], row["end_year"])  # fmt: skip


def _date(text: str) -> str:
    """The year and, where known, the month; the source also writes "1990s"."""
    found = DATE.match(text)
    return found.group() if found else ""


def build() -> dict[str, str]:
    """The packaged tables by name: one line a person, sorted by state and name.

    People with Arabic spellings stand in a file of their own, which is the one read for every
    document; of the other only the states that a document speaks of are read.
    """
    people: dict[tuple[str, str], dict] = {}
    by_name: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows_of(HARVESTED):
        at = (row["country"], row["qid"])
        person = people.setdefault(at, _person(row["name_en"], row["country"]))
        person["tenures"].add((row["position"], row["from"], row["to"]))
        by_name[row["country"]][latin_key(row["name_en"])].add(row["qid"])
    curated = rows_of(CURATED)
    own = {(row["country"], latin_key(row["name_en"])) for row in curated}
    for row in curated:
        state, name = row["country"], latin_key(row["name_en"])
        # Whoever is curated under a spelling of their own is another: Li Keqiang is no Li Qiang.
        others = {n: qids for n, qids in by_name[state].items() if (state, n) not in own}
        known = by_name[state].get(name) or _respelt(name, others)
        who = next(iter(known)) if len(known) == 1 else "=" + name
        person = people.setdefault((state, who), _person(row["name_en"], row["nationality"]))
        person["name"] = row["name_en"]
        person["arabic"].update(dict.fromkeys(row["names"].split("|")))
        person["tenures"].add((row["position"], row["from"], row["to"]))
    known, others = [], []
    order = sorted(people.items(), key=lambda p: (p[0][0], p[1]["name"], p[0][1]))
    for (country, qid), person in order:
        tenures = "|".join("@".join(t) for t in sorted(person["tenures"], key=lambda t: (t[1], t)))
        row = (country, person["nationality"], "" if qid.startswith("=") else qid, person["name"],
               "|".join(person["arabic"]), tenures,
               " ".join(sorted(latin_skeletons(person["name"]))))  # fmt: skip
        (known if person["arabic"] else others).append("\t".join(row))
    head = (
        "# country\tnationality\tqid\tname\tarabic names\ttenures (position@from@to)\tskeletons\n"
    )
    return {
        "officials_known.tsv": head + "\n".join(known) + "\n",
        "officials.tsv": head + "\n".join(others) + "\n",
    }


def _respelt(name: str, names: dict[str, set[str]]) -> set[str]:
    """The people of another spelling of a name, or of its longer form.

    Sergei Shoigu is Sergey Shoygu: the same consonants, most letters alike. Mohamed bin Zayed is
    Mohamed bin Zayed Al Nahyan: all parts in the same order at the beginning.
    """
    sound = latin_skeletons(name)
    return {
        qid
        for other, qids in names.items()
        if (latin_skeletons(other) == sound and SequenceMatcher(None, name, other).ratio() > ALIKE)
        or (" " in name and other.startswith(name + " "))
        for qid in qids
    }


def _person(name: str, nationality: str) -> dict:
    return {"name": name, "nationality": nationality, "arabic": {}, "tenures": set()}


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["harvest"] and len(arguments) == 2:
        harvest(Path(arguments[1]))
        return 0
    if arguments[:1] != ["build"]:
        print(__doc__)
        return 2
    status = 0
    for name, text in build().items():
        target = DATA / name
        if "--check" not in arguments:
            target.write_text(text, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != text:
            print(f"{name} differs from its sources: run the build")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
