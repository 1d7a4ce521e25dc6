"""Build the data files of the package from their reviewed sources.

python scripts/build_data.py            write src/arsec_ner/data/gazetteer.bin
python scripts/build_data.py --check    compare instead; exit code 1 where they differ
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from arsec_ner.gazetteer.build import read_checked
from arsec_ner.gazetteer.index import pack

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "data" / "gazetteers"
TARGET = ROOT / "src" / "arsec_ner" / "data" / "gazetteer.bin"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with what is there")
    arguments = parser.parse_args()
    entries, errors = read_checked(SOURCES)
    if errors:
        print(*errors, sep="\n", file=sys.stderr)
        return 1
    data = pack(entries)
    if arguments.check:
        if not TARGET.exists() or TARGET.read_bytes() != data:
            print(f"{TARGET.relative_to(ROOT)} is stale: run make data", file=sys.stderr)
            return 1
        return 0
    TARGET.write_bytes(data)
    print(f"{TARGET.relative_to(ROOT)}: {len(entries):,} entries, {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
