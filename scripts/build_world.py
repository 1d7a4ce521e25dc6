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
from scripts.world.states import alias_rows, state_rows
from scripts.world.tables import write_tsv

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "data/gazetteers")
    options = parser.parse_args(arguments)
    states = list(state_rows(options.sources))
    write_tsv(options.out / "states.tsv", states, "States and territories; see README.md")
    write_tsv(options.out / "state_aliases.tsv", alias_rows(states), "Short names; see README.md")
    write_tsv(options.out / "nisba.tsv", nisba_rows(states), "Nationalities; see README.md")
    write_tsv(options.out / "groups.tsv", group_rows(states), "Peoples, movements; see README.md")


if __name__ == "__main__":
    main()
