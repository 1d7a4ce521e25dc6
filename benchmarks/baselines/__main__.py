"""Trains what the library is compared with, and measures all rows: see the package."""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from arsec_ner.evaluate import evaluate, score, total
from arsec_ner.gold import GoldDocument
from arsec_ner.segment import segment
from benchmarks.baselines import choosing, crf, stanza_trainer
from benchmarks.baselines.labels import articles, as_extracted, outermost
from benchmarks.baselines.systems import SYSTEMS, Find, installed
from benchmarks.measure import TEXTS_READ, texts_of, use_cores
from benchmarks.run import (
    ROOT,
    SEEDS,
    Figures,
    Row,
    circumstances,
    f1,
    printed,
    table,
    write_between,
)

GOLD = ROOT / "../shared/gold"
TRAINED = ROOT / "build" / "baselines"
PAGE = ROOT / "docs" / "baselines.md"
LABELS = ("core", "PERSON", "ROLE", "ORG", "GPE", "DATE", "NORP")


def _mentions(found: Figures) -> Figures:
    scores: Figures = found["quality"]["scores"]["mentions"]
    return scores


ROWS: Sequence[Row] = (
    ("mentions, precision", lambda found: f"{_mentions(found)['precision']:.3f}"),
    ("mentions, recall", lambda found: f"{_mentions(found)['recall']:.3f}"),
    f1("mentions"),
    f1("outermost"),
    *(f1(f"mentions/{label}") for label in LABELS),
    ("tokens a second", lambda found: f"{found['tokens a second']:,.0f}"),
    ("peak memory, MB", lambda found: f"{found['peak memory']:.0f}"),
    ("model and data, MB", lambda found: f"{found['size']:.1f}"),
    ("libraries, MB", lambda found: f"{found['libraries']:.0f}"),
)


def train(options: argparse.Namespace) -> int:
    """Train the baselines named."""
    learn, held = articles(options.gold)
    if "crf" in options.what:
        choosing.train(learn, held, options.out, options.steps or crf.ITERATIONS)
    if "stanza" in options.what:
        steps = options.steps or stanza_trainer.STEPS
        stanza_trainer.train(learn, held, options.out / "stanza", steps)
    return 0


def measure(options: argparse.Namespace) -> int:
    """Measure the rows, each in a process of its own, and write the page."""
    found = {}
    for name in options.rows:
        command = ("-m", "benchmarks.baselines", "row", name, "--dev", str(options.dev))
        command += ("--out", str(options.out.resolve()))
        try:
            found[name] = printed(*command, OMP_NUM_THREADS="1", PYTHONPATH=str(ROOT))
        except RuntimeError as error:
            print(f"{name}: {error}", file=sys.stderr)
    if not found:
        return 1
    parts = [circumstances(options.dev, found), table(ROWS, found)]
    if any(name.startswith("CRF") for name in found):
        parts.append(choosing.told(choosing.chosen(options.out)))
    text = "\n\n".join(parts)
    print(text)
    if len(found) == len(SYSTEMS) and not options.print:
        write_between(PAGE, "baselines", text)
    return 0 if len(found) == len(options.rows) else 1


def row(options: argparse.Namespace) -> int:
    """Measure one row in this process."""
    use_cores(1)
    system = SYSTEMS[options.name]
    find = system.make(options.out)
    figures = {
        "tokens a second": speed(find),
        "peak memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "size": system.megabytes(options.out),
        "libraries": installed(system.libraries),
        "quality": quality(find, options.dev),
    }
    print(json.dumps(figures))
    return 0


def speed(find: Find) -> float:
    """Tokens a second of processor time, over the texts that `make bench` takes."""
    texts = texts_of(str(SEEDS))
    for text in texts:
        find(text)
    read = [texts[n % len(texts)] for n in range(TEXTS_READ)]
    began = time.process_time()
    for text in read:
        find(text)
    seconds = time.process_time() - began
    return sum(len(sentence.tokens) for text in read for sentence in segment(text)) / seconds


def quality(find: Find, gold: Path) -> dict[str, Any]:
    """Scores on a gold folder; "outermost" leaves out, on both sides, what stands in another."""
    outer = []

    def extract(document: GoldDocument) -> dict[str, Any]:
        found = list(find(document.text))
        bare = replace(document, mentions=tuple(outermost(document.mentions)))
        outer.append(score(bare, as_extracted(outermost(found))))
        return as_extracted(found)

    report = evaluate(gold, extract)
    scores = {**report.scores, "outermost": total(outer)["mentions"]}
    return {
        "documents": len(report.documents),
        "scores": {heading: counts.row() for heading, counts in scores.items()},
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Do as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.baselines", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--gold", type=Path, default=GOLD / "train", help="what to learn from")
    common.add_argument("--dev", type=Path, default=GOLD / "dev", help="what to score on")
    common.add_argument("--out", type=Path, default=TRAINED, help="where trained models are kept")
    common.add_argument("--steps", type=int, help="training stops after so many, to try it out")
    own = commands.add_parser("train", parents=[common], help=train.__doc__)
    own.add_argument("what", nargs="*", default=["crf", "stanza"], help="crf, stanza or both")
    own = commands.add_parser("measure", parents=[common], help=measure.__doc__)
    own.add_argument("--rows", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    own.add_argument("--print", action="store_true", help="write no page")
    own = commands.add_parser("row", parents=[common], help=row.__doc__)
    own.add_argument("name", choices=SYSTEMS)
    options = parser.parse_args(argv)
    options.dev = options.dev.resolve()
    command = {"train": train, "measure": measure, "row": row}[options.command]
    return command(options)


if __name__ == "__main__":
    raise SystemExit(main())
