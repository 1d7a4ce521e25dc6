"""What the CRFs' penalties, and the way their mentions nest, were chosen by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from arsec_ner.evaluate import Counts, Scores, score, total
from arsec_ner.gold import GoldDocument
from arsec_ner.labels import MENTION_LABELS
from benchmarks.baselines.crf import GRID, GRID_LABELS, LAYERS, OUTERMOST, CrfTagger, train
from benchmarks.baselines.labels import as_extracted


def penalties(learn: Sequence[GoldDocument], held: Iterable[GoldDocument], steps: int) -> None:
    """Print F1 of the labels of `GRID_LABELS` on the articles held out, for each pair tried."""
    with TemporaryDirectory() as folder:
        for pair in GRID:
            train(learn, Path(folder), False, steps, GRID_LABELS, pair)
            scores = _scores(CrfTagger(Path(folder), False, GRID_LABELS), held)
            own = {name: scores[f"mentions/{name}"] for name in GRID_LABELS}
            figures = {name: round(counts.f1, 4) for name, counts in own.items()}
            print(pair, figures, round(sum(own.values(), Counts()).f1, 4), flush=True)


def nesting(
    learn: Sequence[GoldDocument], held: Iterable[GoldDocument], trained: Path, steps: int
) -> None:
    """Print F1 on the articles held out with a CRF of the outermost mentions, and without."""
    train(learn, trained, False, steps, [OUTERMOST])
    for layers in (MENTION_LABELS, tuple(LAYERS)):
        found = _scores(CrfTagger(trained, False, layers), held)["mentions"]
        print("with" if OUTERMOST in layers else "without", OUTERMOST, found.row(), flush=True)


def _scores(tagger: CrfTagger, held: Iterable[GoldDocument]) -> Scores:
    return total(score(one, as_extracted(tagger.find(one.text))) for one in held)
