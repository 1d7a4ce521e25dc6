"""The CRFs' penalties, and the way their mentions nest, chosen on articles held out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from arsec_ner.evaluate import Counts, score, total
from arsec_ner.gold import GoldDocument
from arsec_ner.labels import MENTION_LABELS, MentionLabel
from benchmarks.baselines import crf
from benchmarks.baselines.labels import as_extracted

GRID = tuple((c1, c2) for c1 in (0.01, 0.03, 0.1) for c2 in (0.03, 0.1))
"""The pairs of penalties that are tried."""
GRID_LABELS: tuple[MentionLabel, ...] = ("PERSON", "ORG")
"""The labels they are tried on, those whose names are many and no closed class."""
CHOICE = "choice.json"


def train(
    learn: Sequence[GoldDocument], held: Sequence[GoldDocument], out: Path, steps: int
) -> None:
    """Choose, train the CRFs without and with matches, and write down what was chosen."""
    reader = crf.Reader(matches=False)
    items = reader.items(learn)
    tried = penalties(items, reader.items(held), steps)
    best = max(tried, key=tried.__getitem__)
    crf.train(items, out / "crf", best, steps, crf.LAYERS)
    ways = {"by label": MENTION_LABELS, "outermost first": tuple(crf.LAYERS)}
    nesting = {}
    for way, layers in ways.items():
        tagger = crf.CrfTagger(out / "crf", False, layers)
        scores = total(score(one, as_extracted(tagger.find(one.text))) for one in held)
        nesting[way] = scores["mentions"].f1
    choice = {
        "held": len(held),
        "penalties": best,
        "tried": [[*pair, f1] for pair, f1 in tried.items()],
        "nesting": nesting,
        "layers": ways[max(nesting, key=nesting.__getitem__)],
    }
    if crf.OUTERMOST not in choice["layers"]:
        (out / "crf" / f"{crf.OUTERMOST}.crfsuite").unlink()
    (out / CHOICE).write_text(json.dumps(choice, indent=1), encoding="utf-8")
    items = crf.Reader(matches=True).items(learn)
    crf.train(items, out / "crf-matches", best, steps, choice["layers"])


def penalties(
    items: Sequence[crf.Item], held: Sequence[crf.Item], steps: int
) -> dict[crf.Penalties, float]:
    """F1 of the labels of `GRID_LABELS` on the sentences held out, for each pair."""
    counts = dict.fromkeys(GRID, Counts())
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tried.crfsuite"
        for label in GRID_LABELS:
            learner = crf.Learner(items, label)
            for pair in GRID:
                learner.train(path, pair, steps)
                counts[pair] += _counts(crf.opened(path), held, label)
                print(label, pair, round(counts[pair].f1, 4), flush=True)
    return {pair: found.f1 for pair, found in counts.items()}


def _counts(tagger: Any, held: Sequence[crf.Item], label: str) -> Counts:
    gold = {
        (item.document.id, m.start, m.end)
        for item in held
        for m in item.document.mentions
        if m.label == label
    }
    found = {
        (item.document.id, span.start, span.end)
        for item in held
        for span in crf.spans(tagger, item.sentence, item.sequence)
    }
    return Counts.of(gold, found)


def chosen(out: Path) -> Any:
    """What `train` chose."""
    return json.loads((out / CHOICE).read_text(encoding="utf-8"))


def told(choice: Any) -> str:
    """What was chosen, in words."""
    c1, c2 = choice["penalties"]
    f1s = [f1 for *_, f1 in choice["tried"]]
    ways = "; ".join(f"{way} {f1:.3f}" for way, f1 in choice["nesting"].items())
    return (
        f"Chosen for the CRFs on {choice['held']} articles held out: c1 {c1}, c2 {c2} (F1 of "
        f"{' and '.join(GRID_LABELS)} {max(f1s):.3f}, of the worst pair tried {min(f1s):.3f}); "
        f"nesting, by F1 of all mentions: {ways}."
    )
