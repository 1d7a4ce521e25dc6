"""Write the world's part of data/gazetteers from the reviewed tables and the open sources.

    python -m scripts.build_world SOURCES

SOURCES is the folder of gazetteer sources (UN, CLDR, Natural Earth, GeoNames …); see
data/gazetteers/README.md for where each comes from. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from scripts.world.nisba import group_rows, nisba_rows
from scripts.world.places import Cities, capital_rows, city_rows, news_rows, province_rows
from scripts.world.regions import facility_rows, region_rows
from scripts.world.states import alias_rows, state_rows
from scripts.world.tables import Row, write_tsv

COMMENT = "Made by scripts/build_world.py from its tables and sources; see README.md"
ROOT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "data/gazetteers")
    options = parser.parse_args(arguments)
    for name, rows in files(options.sources).items():
        write_tsv(options.out / f"{name}.tsv", rows, COMMENT)


def files(sources: Path) -> dict[str, list[Row]]:
    """The rows of each file, by its name without ending."""
    states = list(state_rows(sources))
    iso2 = {row["iso3"]: row["iso2"] for row in states if row.get("iso3")}
    cities = Cities(sources)
    capitals = list(capital_rows(cities, iso2))
    places = list(news_rows(cities, iso2))
    regions = list(region_rows(sources))
    aliases = list(alias_rows(states))
    nisba = list(nisba_rows([*states, *aliases, *regions]))
    reviewed = [*states, *capitals, *places]
    iso3 = {code: state for state, code in iso2.items()}
    found = list(city_rows(cities, iso3, [*reviewed, *nisba, *regions]))
    return {
        "states": states,
        "state_aliases": aliases,
        "nisba": nisba,
        "groups": list(group_rows([*states, *aliases, *regions])),
        "capitals": capitals,
        "places": places,
        "cities": found,
        "provinces": list(province_rows(sources, [*reviewed, *found])),
        "regions": regions,
        "facilities": list(facility_rows([*capitals, *places])),
    }


if __name__ == "__main__":
    main()
