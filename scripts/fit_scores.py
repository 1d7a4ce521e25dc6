"""Fit the curves of `calibration.yaml`, which turn scores into chances of being right.

    python scripts/fit_scores.py GOLD_FOLDER [GOLD_FOLDER ...]

Extracts annotated articles that the bundled model was not trained on, with it and by rules alone,
and fits logistic curves over the log odds of what the stages say of their mentions and events.
Prints the expected calibration error before, after, and for articles left out of the fit one by
one; the last is what to expect of other articles.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray

import arsec_ner
from arsec_ner.calibrate import TABLE, log_odds, support
from arsec_ner.evaluate.calibration import Claim, calibration_error, claims
from arsec_ner.gold import read_gold
from arsec_ner.labels import MENTION_LABELS

PAGE = Path(__file__).resolve().parents[1] / "src" / "arsec_ner" / "data" / TABLE
TAGGERS = ("bundled", "rules")
SHRINK = 1.0
"""Squares of slopes less one and of biases are held down by half of this."""
MENTION_PARTS = ("slope", "both", "backend", "own", *MENTION_LABELS)
EVENT_PARTS = ("slope", "bias")

Array = NDArray[np.float64]


class Case(NamedTuple):
    """One score with what the curve sees, and whether it was right."""

    article: str
    features: tuple[float, ...]
    claim: Claim


def main(folders: Sequence[str]) -> int:
    if not folders:
        print(__doc__)
        return 2
    PAGE.write_text(yaml.safe_dump(table({})), encoding="utf-8")
    cases = gathered([gold for folder in folders for gold in sorted(Path(folder).glob("*.ann"))])
    fitted = {}
    for name, own in cases.items():
        fitted[name] = fit(own)
        report(name, own, fitted[name])
    PAGE.write_text(HEAD + yaml.safe_dump(table(fitted), sort_keys=False), encoding="utf-8")
    return 0


def gathered(files: Iterable[Path]) -> dict[str, list[Case]]:
    """The cases of mentions, of events that a tagger saw, and of the lexicon's own."""
    cases: dict[str, list[Case]] = {"mentions": [], "tagger": [], "lexicon": []}
    golds = [read_gold(file) for file in files]
    for tagger in TAGGERS:
        nlp = arsec_ner.load(tagger=tagger)
        for gold in golds:
            document = nlp(gold.text, id=gold.id, date=gold.date).model_dump()
            made = claims(gold, document)
            for mention, claim in zip(document["mentions"], made["mentions"], strict=True):
                cases["mentions"].append(Case(gold.id, mention_features(mention, claim), claim))
            for event, claim in zip(document["events"], made["events"], strict=True):
                sources = {reason["source"] for reason in event["evidence"]}
                kind = "tagger" if "tagger" in sources else "lexicon"
                cases[kind].append(Case(gold.id, (log_odds(claim.score), 1.0), claim))
    return cases


def mention_features(mention: Mapping[str, Any], claim: Claim) -> tuple[float, ...]:
    """The log odds, and which support and label a mention has, in the order of MENTION_PARTS."""
    held = {support(mention["sources"]), mention["label"]}
    return log_odds(claim.score), *(float(part in held) for part in MENTION_PARTS[1:])


def fit(cases: Sequence[Case]) -> Array:
    """A logistic regression by Newton's method, held near a slope of 1 and biases of 0."""
    x = np.array([case.features for case in cases])
    y = np.array([float(case.claim.right) for case in cases])
    prior = np.array([1.0, *([0.0] * (x.shape[1] - 1))])
    weights = prior.copy()
    for _ in range(100):
        chance = 1 / (1 + np.exp(-(x @ weights)))
        slope = x.T @ (y - chance) - SHRINK * (weights - prior)
        bend = (x * (chance * (1 - chance))[:, None]).T @ x + SHRINK * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        weights = weights + step / max(1.0, 2.0 * float(np.abs(step).max()))  # full ones overshoot
    return weights


def report(name: str, cases: Sequence[Case], weights: Array) -> None:
    """Print the calibration errors of a heading."""
    apart: list[Claim] = []
    for article in dict.fromkeys(case.article for case in cases):
        rest = fit([case for case in cases if case.article != article])
        apart += moved([case for case in cases if case.article == article], rest)
    before = calibration_error(case.claim for case in cases)
    after = calibration_error(moved(cases, weights))
    print(f"{name}: {len(cases)} scores, calibration error {before:.4f} before, {after:.4f} after, "
          f"{calibration_error(apart):.4f} for articles left out")  # fmt: skip


def moved(cases: Iterable[Case], weights: Array) -> list[Claim]:
    """The claims with their scores turned into chances."""
    return [
        Claim(float(1 / (1 + np.exp(-(np.array(case.features) @ weights)))), case.claim.right)
        for case in cases
    ]


def table(fitted: Mapping[str, Array]) -> dict[str, Any]:
    """The curves as the table holds them; what was not fitted leaves scores as they are."""

    def part(name: str, parts: Sequence[str]) -> dict[str, float]:
        weights = fitted.get(name, np.eye(len(parts))[0])
        return {key: round(float(w), 2) for key, w in zip(parts, weights, strict=True)}

    mentions: dict[str, Any] = part("mentions", MENTION_PARTS)
    mentions["labels"] = {label: mentions.pop(label) for label in MENTION_LABELS}
    return {
        "mentions": mentions,
        "events": {name: part(name, EVENT_PARTS) for name in ("tagger", "lexicon")},
    }


HEAD = """\
# Log odds of a score -> log odds of being right: slope x + bias, the bias of a mention being that
# of who speaks for it plus that of its label. Written by scripts/fit_scores.py.
"""


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
