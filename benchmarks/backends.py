"""Measures backends and normalizers side by side, and writes the tables of docs/backends.md.

    backends.py GOLD --stanza MODEL --hf FOLDER --camel FOLDER [--database FILE] [--print]

Needs the extras stanza, camel and huggingface. A backend whose model is not named is left out, and
then, as with `--print`, no page is written. Every figure is taken in a process of its own, on one
thread. The texts of the speed figures are `seeds/`; speed is by processor time, since a backend
may share the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from run import ROOT, SEEDS, add_gold, circumstances, write_between

PAGE = ROOT / "docs" / "backends.md"
TIMES_READ = 3
"""Times that the texts of `seeds/` are read for the speed."""
_TORCH = ("torch", "sympy", "networkx")
PACKAGES: Mapping[str, Sequence[str]] = {
    "stanza": (*_TORCH, "stanza"),
    "hf": (*_TORCH, "transformers"),
    "camel": (*_TORCH, "transformers", "camel_tools", "pandas", "scipy", "sklearn"),
}
"""What must be installed for a backend, as far as it weighs ten megabytes or more."""

Options = Mapping[str, Any]
Figures = Mapping[str, Any]


def quality(gold: str, options: Options) -> Figures:
    """The scores of a pipeline on a gold folder."""
    import arsec_ner
    from arsec_ner.evaluate import evaluate

    nlp = arsec_ner.load(**options)
    report = evaluate(Path(gold), lambda own: nlp(own.text, id=own.id, date=own.date).model_dump())
    scores = {heading: counts.row() for heading, counts in report.scores.items()}
    return {"documents": len(report.documents), "scores": scores}


def speed(folder: str, options: Options) -> Figures:
    """Documents a second of processor time, and the process's peak memory."""
    import arsec_ner

    nlp = arsec_ner.load(**options)
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(folder).glob("*.txt"))]
    list(nlp.pipe(texts))
    began = time.process_time()
    count = sum(1 for _ in nlp.pipe(texts * TIMES_READ))
    seconds = time.process_time() - began
    return {
        "documents a second": count / seconds,
        "peak memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


MEASURES = {"quality": quality, "speed": speed}


def figures(gold: Path, options: Options) -> Figures:
    """All figures of one pipeline; raises with the last words of a process that fails."""
    found: dict[str, Any] = {}
    for name, folder in (("quality", gold), ("speed", SEEDS)):
        done = subprocess.run(
            [sys.executable, __file__, "--measure", name, str(folder), json.dumps(options)],
            capture_output=True,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"},
        )
        if done.returncode:
            raise RuntimeError(done.stderr.strip().splitlines()[-1])
        found[name] = json.loads(done.stdout.splitlines()[-1])
    return found


def backends(models: Mapping[str, str]) -> dict[str, Options]:
    """The rows of the first table: what the reader sees, and what `load` is given."""
    rows: dict[str, Options] = {'`"rules"`': {"tagger": "rules"}, '`"bundled"`': {}}
    named = {name: f"{name}:{model}" for name, model in models.items()}
    rows |= {f'`"{name}:…"`': {"tagger": tagger} for name, tagger in named.items()}
    for others in (("stanza",), ("stanza", "hf")):
        if named.keys() >= set(others):
            taggers = ["bundled", *(named[name] for name in others)]
            several = " and ".join(", ".join(("bundled", *others)).rsplit(", ", 1))
            for combine in ("union", "vote"):
                rows[f"{several}, {combine}"] = {"tagger": taggers, "combine": combine}
    return rows


def normalizers(database: str | None) -> dict[str, Options]:
    """The rows of the second table."""
    names = {"arsec": "arsec", "camel": "camel"}
    if database:
        names["camel:…"] = f"camel:{database}"
    return {
        f'`"{tagger}"`, `"{shown}"`': {"tagger": tagger, "normalizer": name}
        for tagger in ("rules", "bundled")
        for shown, name in names.items()
    }


def table(columns: Mapping[str, Any], found: Mapping[str, Figures], first: str) -> str:
    """A Markdown table: a row a pipeline, a column a figure."""
    lines = [f"| {first} | {' | '.join(columns)} |", "|---|" + "---:|" * len(columns)]
    for name, each in found.items():
        lines.append(f"| {name} | {' | '.join(cell(each) for cell in columns.values())} |")
    return "\n".join(lines)


def score(heading: str, what: str = "f1") -> Any:
    return lambda found: f"{found['quality']['scores'][heading][what]:.3f}"


QUALITY = {
    "mentions: precision": score("mentions", "precision"),
    "recall": score("mentions", "recall"),
    "F1": score("mentions"),
    "PERSON F1": score("mentions/PERSON"),
    "ORG F1": score("mentions/ORG"),
}
SPEED = {
    "docs/s": lambda found: f"{found['speed']['documents a second']:.1f}",
    "memory, MB": lambda found: f"{found['speed']['peak memory']:.0f}",
}
BACKENDS = {
    **QUALITY,
    "roles/person F1": score("roles/person"),
    "events F1": score("events"),
    **SPEED,
    "disk, MB": lambda found: found["disk"],
}
NORMALIZERS = {
    **QUALITY,
    "GPE F1": score("mentions/GPE"),
    "countries F1": score("countries"),
    "events F1": score("events"),
    **SPEED,
}


def disk(options: Options, models: Mapping[str, str]) -> str:
    """Megabytes beyond the package: those of other packages, and those of the models."""
    taggers = options.get("tagger", "bundled")
    names = [name.partition(":")[0] for name in ([taggers] if type(taggers) is str else taggers)]
    foreign = [name for name in names if name in models]
    if not foreign:
        return "0"
    packages = {package for name in foreign for package in PACKAGES[name]}
    places = [Path(find_spec(name).submodule_search_locations[0]) for name in packages]
    return f"{megabytes(places):.0f} + {megabytes(Path(models[name]) for name in foreign):.0f}"


def megabytes(places: Any) -> float:
    files = (f for place in places for f in ([place] if place.is_file() else place.rglob("*")))
    return sum(f.stat().st_size for f in files if f.is_file() and f.suffix != ".pyc") / 1e6


def measured(gold: Path, rows: Mapping[str, Options], models: Mapping[str, str]) -> Any:
    found = {}
    for name, options in rows.items():
        print(name, file=sys.stderr)
        found[name] = {**figures(gold, options), "disk": disk(options, models)}
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_gold(parser)
    for name in PACKAGES:
        parser.add_argument(f"--{name}", metavar="MODEL")
    parser.add_argument("--database", help="a morphology database of CAMeL Tools' format")
    parser.add_argument("--print", action="store_true", help="write no page")
    options = parser.parse_args()
    gold = options.gold
    given = {name: getattr(options, name) for name in PACKAGES}
    models = {name: str(Path(model).resolve()) for name, model in given.items() if model}
    tables = {}
    for marker, rows, columns, first in (
        ("backends", backends(models), BACKENDS, "tagger"),
        ("normalizers", normalizers(options.database), NORMALIZERS, "tagger, normalizer"),
    ):
        found = measured(gold, rows, models)
        tables[marker] = f"{circumstances(gold, found)}\n\n{table(columns, found, first)}"
        print(tables[marker] + "\n", flush=True)
    if not options.print and len(models) == len(PACKAGES):
        for marker, text in tables.items():
            write_between(PAGE, marker, text)
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        _, _, what, where, loaded = sys.argv
        print(json.dumps(MEASURES[what](where, json.loads(loaded))))
        raise SystemExit
    raise SystemExit(main())
