"""Measures one thing about one tagger in this process, and prints it as JSON.

    measure.py quality GOLD TAGGER     scores on a gold folder, and offsets that are not true
    measure.py start FOLDER TAGGER     seconds to load and to read a first document
    measure.py speed FOLDER TAGGER N   documents and tokens a second with N processes
    measure.py linking NAMES           names of the press linked to officials
    measure.py gazetteer FOLDER        the index: entries, size, seconds to load, speed, memory

Run by `run.py`, a process each, so that no measure warms up another.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from itertools import islice
from pathlib import Path
from typing import Any

TEXTS_MATCHED = 20
"""Times that the folder's texts are repeated for the gazetteer's speed."""

TEXTS_READ = 60
"""Texts of the folder are read again and again until so many are read."""


def quality(folder: str, tagger: str) -> dict[str, Any]:
    import arsec_ner
    from arsec_ner.evaluate import evaluate

    nlp = arsec_ner.load(tagger=tagger)
    untrue = 0

    def extract(gold: Any) -> Any:
        nonlocal untrue
        document = nlp(gold.text, id=gold.id, date=gold.date)
        untrue += sum(document.text[m.start : m.end] != m.text for m in document.mentions)
        return document.model_dump()

    report = evaluate(Path(folder), extract)
    return {
        "documents": len(report.documents),
        "scores": {heading: counts.row() for heading, counts in report.scores.items()},
        "calibration": report.calibration,
        "untrue offsets": untrue,
    }


def start(folder: str, tagger: str) -> dict[str, Any]:
    text = texts_of(folder)[0]
    began = time.perf_counter()
    import arsec_ner

    imported = time.perf_counter()
    nlp = arsec_ner.load(tagger=tagger)
    loaded = time.perf_counter()
    nlp(text)
    return {
        "import": imported - began,
        "load": loaded - imported,
        "load and first document": time.perf_counter() - imported,
    }


def speed(folder: str, tagger: str, processes: str) -> dict[str, Any]:
    import arsec_ner
    from arsec_ner.segment import segment

    use_cores(int(processes))
    nlp = arsec_ner.load(tagger=tagger)
    texts = texts_of(folder)
    read = [texts[n % len(texts)] for n in range(TEXTS_READ)]
    warm = len(texts) * int(processes)
    documents = nlp.pipe(read[:warm] + read, batch_size=len(texts), n_process=int(processes))
    # Starting the processes and a first round are not counted.
    list(islice(documents, warm))
    began = time.perf_counter()
    count = sum(1 for _ in documents)
    seconds = time.perf_counter() - began
    tokens = sum(len(sentence.tokens) for text in read for sentence in segment(text))
    return {
        "documents a second": count / seconds,
        "tokens a second": tokens / seconds,
        "peak memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def linking(names: str) -> dict[str, float]:
    """Precision and recall of the linking of people, on names read by hand.

    The file's columns: name, states, concepts of the offices, year, Wikidata id and Latin name of
    the official; the last two are empty for a person who is in no table.
    """
    from arsec_ner.officials import best_match

    right = found = known = 0
    for line in Path(names).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, states, concepts, year, qid, latin = line.split("\t")
        match = best_match(
            name,
            frozenset(filter(None, states.split("|"))),
            frozenset(filter(None, concepts.split("|"))),
            float(year) + 0.5 if year else None,
        )
        known += bool(latin)
        found += match is not None
        if match is not None:
            official = match.official
            right += official.wikidata_id == qid if qid else official.name == latin
    return {"known": known, "precision": right / found, "recall": right / known}


def gazetteer(folder: str) -> dict[str, float]:
    """The gazetteer's index by itself; matching is timed on text that is segmented already."""
    from arsec_ner.gazetteer import Gazetteer
    from arsec_ner.segment import segment
    from arsec_ner.tables import read_bytes

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    known = Gazetteer.load()
    loaded = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    text = "\n".join(texts_of(folder) * TEXTS_MATCHED)
    sentences = segment(text)
    known.find(text, sentences)
    began = time.perf_counter()
    known.find(text, sentences)
    seconds = time.perf_counter() - began
    return {
        "entries": len(known),
        "size": len(read_bytes("gazetteer.bin")) / 1e6,
        "load": loaded,
        "memory": memory / 1024,
        "megabytes a second": len(text.encode()) / 1e6 / seconds,
    }


def texts_of(folder: str) -> list[str]:
    """The folder's texts."""
    return [path.read_text(encoding="utf-8") for path in sorted(Path(folder).glob("*.txt"))]


def use_cores(count: int) -> None:
    """Keep this process and its children on so many cores, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])


MEASURES = {
    "quality": quality,
    "start": start,
    "speed": speed,
    "linking": linking,
    "gazetteer": gazetteer,
}

if __name__ == "__main__":
    print(json.dumps(MEASURES[sys.argv[1]](*sys.argv[2:])))
