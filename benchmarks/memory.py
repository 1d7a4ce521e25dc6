"""Measures whether `pipe` reads a long stream in flat memory, and writes it into the docs.

    memory.py                            all streams of STREAMS, into docs/embedding.md
    memory.py TAGGER DOCUMENTS PROCESSES one stream, as JSON: {documents read: megabytes}

The documents are made of the sentences of `seeds/`. One word in twelve is made up, since a real
stream never stops bringing words that no cache has seen. Memory is what is resident in this
process and its workers together; it is read from /proc, so that this runs on Linux only.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from run import ROOT, SEEDS, write_between

STREAMS = (("rules", 10_000, 1), ("rules", 10_000, 2), ("bundled", 2_000, 1), ("bundled", 2_000, 2))
EVERY = 500
WORDS = (60, 120)
MADE_UP = 1 / 12
LETTERS = "ابتجحدرزسشصطعفقكلمنهوي"


def documents(count: int) -> Iterator[str]:
    """Short documents, the same ones at each run, made only as they are asked for."""
    chance = random.Random(0)
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    sentences = [part for text in texts for line in text.splitlines() for part in line.split(". ")]
    for _ in range(count):
        words: list[str] = []
        while len(words) < WORDS[0]:
            words += f"{chance.choice(sentences)}.".split()
        yield " ".join(_varied(word, chance) for word in words[: WORDS[1]])


def _varied(word: str, chance: random.Random) -> str:
    return "".join(chance.choices(LETTERS, k=6)) if chance.random() < MADE_UP else word


def resident() -> float:
    """Megabytes resident in this process and its children together."""
    workers = (worker.pid for worker in multiprocessing.active_children())
    return sum(_megabytes(process) for process in (os.getpid(), *workers) if process)


def _megabytes(process: int) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def stream(tagger: str, count: int, processes: int) -> dict[int, float]:
    """Megabytes after so many documents read."""
    import arsec_ner

    nlp = arsec_ner.load(tagger=tagger)
    taken = {}
    for number, _ in enumerate(nlp.pipe(documents(count), n_process=processes), start=1):
        if number % EVERY == 0:
            taken[number] = resident()
            print(f"{number}: {taken[number]:.0f} MB", file=sys.stderr, flush=True)
    return taken


def table(found: Mapping[str, Mapping[int, float]]) -> str:
    """The streams side by side: memory at the first, some middle and the last counts."""
    marks = sorted({mark for taken in found.values() for mark in taken})
    shown = [mark for mark in marks if mark in (500, 1_000, 2_000, 5_000, 10_000)]
    rows = (
        f"| {name} | " + " | ".join(f"{taken[m]:.0f}" if m in taken else "" for m in shown) + " |"
        for name, taken in found.items()
    )
    head = "| MB after documents | " + " | ".join(f"{mark:,}" for mark in shown) + " |"
    return "\n".join((head, "|---|" + "---:|" * len(shown), *rows))


def main() -> int:
    if len(sys.argv) == 4:
        tagger, count, processes = sys.argv[1:]
        print(json.dumps(stream(tagger, int(count), int(processes))))
        return 0
    found = {}
    for tagger, count, processes in STREAMS:
        began = time.perf_counter()
        command = [sys.executable, __file__, tagger, str(count), str(processes)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        name = f"{tagger}, {processes} process{'es' if processes > 1 else ''}"
        found[name] = {int(mark): size for mark, size in json.loads(done.stdout).items()}
        print(f"{name}: {time.perf_counter() - began:.0f} seconds, {found[name]}", file=sys.stderr)
    print(table(found))
    write_between(ROOT / "docs" / "embedding.md", "memory", table(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
