"""Choose which Arabic names of GeoNames' cities may count as names, by how newspapers use them.

    python -m scripts.choose_cities SOURCES NEWS.jsonl.gz

Writes scripts/world/tables/cities.tsv. GeoNames mixes languages and holds common words (بلد, نور,
حديثة are cities); a name that the news uses is kept where it stands after a word that places
follow (في, مدينة, محافظة …), a name that it does not use where the city is large enough.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from arsec_ner.normalize import key
from arsec_ner.segment import tokenize
from scripts.world.tables import TABLES, Row, read_tsv, values

CUES = frozenset(
    "مدينه بلده محافظه قريه ولايه منطقه في الي من قرب شمال جنوب شرق غرب وسط شمالي جنوبي شرقي غربي"
    " مطار ريف مدينتي حي بين ضواحي مخيم بمدينه لمدينه ومدينه العاصمه داخل باتجاه نحو مقاطعه ناحيه"
    " قضاء بلدتي مديريه اقليم ميناء".split()
)
CLASS_NOUNS = frozenset("مدينه محافظه ولايه اماره قريه بلده منطقه ضاحيه محميه جزيره".split())
NEWS_STATES = frozenset(
    "SY IQ YE PS IL LB JO SA AE QA KW BH OM EG LY TN DZ MA MR SD SS SO DJ ER ET TR IR AF PK UA GE"
    " AM AZ ML NE TD BF NG CY".split()
)
PARTICLES = ("و", "ب", "ل", "وب", "ول", "ف")
USED = 4
PLACE_RATIO = 0.2
LONGEST = 3


class Usage:
    """How often the news has a sequence of words, and how often as a place."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.counts: Counter[str] = Counter()
        self.after_cue: Counter[str] = Counter()
        for text in texts:
            words = [token.key for token in tokenize(text) if token.key]
            self.counts.update(words)
            for first, second in pairwise(words):
                self.counts[f"{first} {second}"] += 1
                if first in CUES:
                    self.after_cue[second] += 1
            for three in zip(words, words[1:], words[2:], strict=False):
                self.counts[" ".join(three)] += 1

    def count(self, folded: str) -> int:
        """Occurrences of a folded name, with the particles written in one word with it."""
        return self.counts[folded] + sum(self.counts[p + folded] for p in PARTICLES)

    def ratio(self, folded: str) -> float:
        """Which part of them stands where a place would stand; 1 for names of several words."""
        if " " in folded:
            return 1.0
        used = self.after_cue[folded] + self.counts["ب" + folded] + self.counts["وب" + folded]
        return used / max(1, self.count(folded))


def texts(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def taken_keys() -> set[str]:
    """Keys of names that other tables claim, or that the review dropped."""
    data = TABLES.parents[2] / "data" / "gazetteers"
    folded: set[str] = set()
    for name in ("states", "state_aliases", "nisba", "groups", "regions", "facilities"):
        for row in read_tsv(data / f"{name}.tsv"):
            names = [row["name"], *values(row.get("names", "")), *values(row.get("weak", ""))]
            folded.update(key(name) for name in names)
    for table in ("places_news", "capitals"):
        for row in read_tsv(TABLES / f"{table}.tsv"):
            folded.update(key(name) for name in [row["name"], *values(row["names"])])
            folded.update(key(name) for name in values(row["weak"]))
    return folded


def review() -> dict[str, str]:
    """The verdict (drop, weak, strong) on a name, by its key."""
    rows = read_tsv(TABLES / "city_review.tsv")
    return {key(name): row["verdict"] for row in rows for name in values(row["names"])}


def accepted(folded: str, city: Row, usage: Usage) -> bool:
    """Whether a name that no table decides about may count as the city's."""
    words = folded.split()
    population = int(city["population"] or 0)
    near = city["iso2"] in NEWS_STATES
    if words[0] in CLASS_NOUNS or len(words) > LONGEST or len(folded) < LONGEST:
        return False
    used, ratio = usage.count(folded), usage.ratio(folded)
    if used >= USED:
        return ratio >= PLACE_RATIO and len(folded) > LONGEST
    if used:
        return ratio > 0 and (near or population >= 100_000) and len(folded) > LONGEST + 1
    long_enough = len(folded) > (LONGEST if population >= 500_000 else LONGEST + 1)
    return long_enough and population >= 100_000


def choose(cities: Iterable[Row], usage: Usage) -> Iterator[tuple[str, list[str]]]:
    """Yield GeoNames ids with their names, each name given to the largest city that has it."""
    verdicts, taken = review(), taken_keys()
    largest = sorted(cities, key=lambda row: (-int(row["population"] or 0), row["geonames_id"]))
    for city in largest:
        kept: dict[str, str] = {}
        for name in values(city["names_arabic_alphabet_only"]):
            folded = key(name)
            if not folded or "،" in name or folded in taken or folded in kept:
                continue
            verdict = verdicts.get(folded)
            if verdict == "strong" or (verdict is None and accepted(folded, city, usage)):
                kept[folded] = name
        taken.update(kept)
        if kept:
            order = sorted(kept, key=lambda folded: (-usage.count(folded), folded))
            yield city["geonames_id"], [kept[folded] for folded in order]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("news", type=Path)
    options = parser.parse_args(arguments)
    cities = read_tsv(options.sources / "geonames/cities_arabic_alternates.tsv.gz")
    chosen = sorted(choose(cities, Usage(texts(options.news))), key=lambda pair: int(pair[0]))
    lines = ["# Chosen by scripts/choose_cities.py; names of one city, the most used first."]
    lines += ["geonames_id\tnames", *(f"{id}\t{'|'.join(names)}" for id, names in chosen)]
    (TABLES / "cities.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
