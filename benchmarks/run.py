"""Measures quality and speed, prints one table and writes it into the docs and the README.

    run.py [GOLD_FOLDER] [--taggers rules bundled] [--print]

Every figure is taken in a process of its own. The texts of the speed figures are `seeds/`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
NAMES = ROOT / "tests" / "data" / "linked_names.tsv"
PACKAGE = ROOT / "src" / "arsec_ner"
STARTS = 3
QUALITY = (
    "mentions", "mentions/core", "mentions/PERSON", "mentions/ROLE", "mentions/ORG",
    "mentions/GPE", "mentions/LOC", "mentions/FAC", "mentions/NORP", "mentions/EVENT",
    "mentions/DATE", "mentions (overlap)", "countries", "people/same", "people/country",
    "roles/person", "roles/org", "roles/country", "events", "events (any type)", "events/status",
    "arguments", "arguments (of matched events)", "dates",
)  # fmt: skip
SHORT = (
    "mentions", "countries", "people/same", "roles/person", "roles/country", "events",
    "arguments", "dates",
)  # fmt: skip

Figures = Mapping[str, Any]
Row = tuple[str, Callable[[Figures], str]]


def measured(*arguments: str) -> Any:
    """What a measure says."""
    return printed(str(ROOT / "benchmarks" / "measure.py"), *arguments)


def printed(*arguments: str, **environment: str) -> Any:
    """The JSON that a Python process prints; raises with its last words where it fails."""
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "TOKENIZERS_PARALLELISM": "false", **environment},
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return json.loads(done.stdout)


def figures(gold: Path, tagger: str) -> Figures:
    """All figures of one tagger."""
    starts = [measured("start", str(SEEDS), tagger) for _ in range(STARTS)]
    return {
        "quality": measured("quality", str(gold), tagger),
        # The fastest of several: the others waited for something that is not ours.
        "start": {name: min(start[name] for start in starts) for name in starts[0]},
        "speed": {n: measured("speed", str(SEEDS), tagger, str(n)) for n in (1, 2)},
        "linking": measured("linking", str(NAMES)),
        "gazetteer": measured("gazetteer", str(SEEDS)),
        "size": megabytes(PACKAGE, without=None if tagger == "bundled" else "model"),
    }


def megabytes(folder: Path, without: str | None = None) -> float:
    """What the files of a folder weigh, but for those in folders of one name."""
    files = (path for path in folder.rglob("*") if path.is_file())
    kept = (p for p in files if "__pycache__" not in p.parts and without not in p.parts)
    return sum(path.stat().st_size for path in kept) / 1e6


def f1(heading: str) -> Row:
    """The row of a heading of the scorer."""
    return f"{heading}, F1", lambda found: f"{found['quality']['scores'][heading]['f1']:.3f}"


def _seconds(name: str) -> Row:
    return f"{name}, seconds", lambda found: f"{found['start'][name]:.2f}"


def _speed(processes: int, what: str) -> Row:
    of = "one core" if processes == 1 else f"{processes} cores"
    places = 0 if what.startswith("tokens") else 1
    return f"{what}, {of}", lambda found: f"{found['speed'][processes][what]:,.{places}f}"


def _calibration(heading: str) -> Row:
    return (
        f"{heading}, calibration error",
        lambda found: f"{found['quality']['calibration'][heading]:.3f}",
    )


ROWS: Sequence[Row] = (
    *map(f1, QUALITY),
    *map(_calibration, ("mentions", "events")),
    ("officials linked, precision", lambda found: f"{found['linking']['precision']:.3f}"),
    ("officials linked, recall", lambda found: f"{found['linking']['recall']:.3f}"),
    ("gazetteer, entries", lambda found: f"{found['gazetteer']['entries']:,}"),
    ("gazetteer, MB on disk", lambda found: f"{found['gazetteer']['size']:.2f}"),
    ("gazetteer, MB in memory", lambda found: f"{found['gazetteer']['memory']:.1f}"),
    ("gazetteer, seconds to load", lambda found: f"{found['gazetteer']['load']:.2f}"),
    ("gazetteer, MB of text a second", lambda f: f"{f['gazetteer']['megabytes a second']:.1f}"),
    ("untrue offsets", lambda found: str(found["quality"]["untrue offsets"])),
    _seconds("import"),
    _seconds("load"),
    _seconds("load and first document"),
    _speed(1, "documents a second"),
    _speed(2, "documents a second"),
    _speed(1, "tokens a second"),
    _speed(2, "tokens a second"),
    ("peak memory, MB", lambda found: f"{found['speed'][1]['peak memory']:.0f}"),
    ("package on disk, MB", lambda found: f"{found['size']:.1f}"),
)
SHORT_ROWS: Sequence[Row] = (
    *map(f1, SHORT),
    _seconds("load and first document"),
    _speed(1, "documents a second"),
    ("peak memory, MB", lambda found: f"{found['speed'][1]['peak memory']:.0f}"),
)


def table(rows: Sequence[Row], found: Mapping[str, Figures]) -> str:
    """A Markdown table: a row a figure, a column a tagger."""
    lines = [
        "| | " + " | ".join(found) + " |",
        "|---|" + "---:|" * len(found),
        *(f"| {name} | {' | '.join(cell(one) for one in found.values())} |" for name, cell in rows),
    ]
    return "\n".join(lines)


def circumstances(gold: Path, found: Mapping[str, Figures]) -> str:
    """One line that says what was measured on."""
    documents = next(iter(found.values()))["quality"]["documents"]
    return (
        f"{documents} articles of `{gold.name}`; {os.cpu_count()} cores ({platform.machine()}), "
        f"Python {platform.python_version()}, {platform.system()}."
    )


def write_between(page: Path, marker: str, text: str) -> None:
    """Put text between `<!-- marker -->` and `<!-- /marker -->` of a page."""
    before = page.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {marker} -->\n).*?(<!-- /{marker} -->)", re.DOTALL)
    after, count = pattern.subn(lambda match: f"{match[1]}{text}\n{match[2]}", before)
    if count != 1:
        raise ValueError(f"{page.name} needs the markers of {marker!r} once")
    page.write_text(after, encoding="utf-8")


def add_gold(parser: argparse.ArgumentParser) -> None:
    """Let a command take the annotated folder to measure on."""
    default = str(ROOT / "../shared/gold/dev")
    parser.add_argument("gold", type=_annotated, nargs="?", default=default)


def _annotated(folder: str) -> Path:
    path = Path(folder).resolve()
    if not any(path.glob("*.ann")):
        raise argparse.ArgumentTypeError(f"no .ann files in {folder}")
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_gold(parser)
    parser.add_argument("--taggers", nargs="+", default=["rules", "bundled"])
    parser.add_argument("--print", action="store_true", help="write no page")
    options = parser.parse_args()
    gold = options.gold
    found = {}
    for tagger in options.taggers:
        try:
            found[tagger] = figures(gold, tagger)
        except RuntimeError as error:
            print(f"{tagger}: {error}", file=sys.stderr)
    if not found:
        return 1
    line = circumstances(gold, found)
    print(f"{line}\n\n{table(ROWS, found)}")
    if not options.print:
        evaluation = ROOT / "docs" / "evaluation.md"
        write_between(evaluation, "evaluation", f"{line}\n\n{table(ROWS, found)}")
        write_between(ROOT / "README.md", "evaluation", f"{line}\n\n{table(SHORT_ROWS, found)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
