"""Quality on annotated articles from the model alone: mentions, triggers, arguments, links."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from arsec_ner.evaluate import Claim
from arsec_ner.labels import MENTION_LABELS
from arsec_ner.spans import Token
from arsec_ner.taggers.bundled import BundledTagger
from arsec_ner.taggers.decode import runs, spans_of, triggers_of
from arsec_ner.taggers.encode import HINT_FEATURES
from arsec_ner.taggers.infer import Outputs, starter
from arsec_ner.taggers.pairs import PairScorer, PairWeights
from training.data import MASK, Example, word_range

CORE = ("PERSON", "ORG", "GPE", "LOC")
Allowed = Callable[[Token], Sequence[int]]


class Tally:
    """Counts of right, spurious and missed under headings."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.claims: dict[str, list[Claim]] = defaultdict(list)

    def add(self, heading: str, gold: set[Any], found: set[Any]) -> None:
        """Count what was found against what is true."""
        self.counts[heading].update(
            right=len(gold & found), spurious=len(found - gold), missed=len(gold - found)
        )

    def f1(self) -> dict[str, float]:
        """F1 by heading."""
        return {
            name: round(2 * c["right"] / max(2 * c["right"] + c["spurious"] + c["missed"], 1), 4)
            for name, c in sorted(self.counts.items())
        }

    def rates(self, heading: str) -> tuple[float, float]:
        """Precision and recall."""
        c = self.counts[heading]
        return (
            c["right"] / max(c["right"] + c["spurious"], 1),
            c["right"] / max(c["right"] + c["missed"], 1),
        )


def evaluate(
    examples: Sequence[Example],
    outputs: Sequence[Outputs],
    weights: PairWeights,
    allowed: Allowed,
) -> Tally:
    """Score a model's outputs for annotated examples."""
    tally = Tally()
    for example, output in zip(examples, outputs, strict=True):
        if example.gold:
            _score(example, output, weights, allowed, tally)
        else:
            _score_words(example, output, allowed, tally)
    return tally


def _score_words(example: Example, output: Outputs, allowed: Allowed, tally: Tally) -> None:
    """Score the names of a corpus that has words and tags only: each label's ranges of words.

    Such a corpus does not teach where particles end; so that ديديه and وايمانويل stay two names,
    a word is taken to begin with as many as its spelling allows.
    """
    words, ends = example.words, example.sentence_ends
    spans = spans_of(words, ends, output.logits, lambda at: max(allowed(words[at])), "bundled")
    starts = [word.start for word in words]
    for column, label in enumerate(MENTION_LABELS):
        if (example.mentions[:, column] == MASK).all():
            continue
        truth = {(label, range(a, b)) for a, b in runs(example.mentions[:, column])}
        found = {
            (label, word_range(words, starts, s.start, s.end)) for s in spans if s.label == label
        }
        tally.add("mentions", truth, found)
        tally.add(label, truth, found)
        if label in CORE:
            tally.add("core", truth, found)


def _score(
    example: Example, output: Outputs, weights: PairWeights, allowed: Allowed, tally: Tally
) -> None:
    gold, words = example.gold, example.words
    start_of = starter(words, output.logits, allowed)
    spans = spans_of(words, example.sentence_ends, output.logits, start_of, "bundled")
    truth = {(m["start"], m["end"], m["type"]) for m in gold["mentions"]}
    found = {(s.start, s.end, s.label) for s in spans}
    tally.add("mentions", truth, found)
    tally.claims["mentions"] += [Claim(s.score, (s.start, s.end, s.label) in truth) for s in spans]
    tally.add("core", {m for m in truth if m[2] in CORE}, {m for m in found if m[2] in CORE})
    for label in MENTION_LABELS:
        tally.add(label, {m for m in truth if m[2] == label}, {m for m in found if m[2] == label})
    triggers = triggers_of(words, output.logits, start_of)
    events = _matched(gold["events"], triggers)
    hits = {(e["start"], e["type"]) for e in gold["events"]}
    tally.add("events", hits, {(e["start"], t.type) if e else t.start for t, e in events})
    any_hits = {e["start"] for e in gold["events"]}
    tally.add("events (any type)", any_hits, {e["start"] if e else -t.start - 1 for t, e in events})
    tally.claims["events"] += [Claim(t.score, e is not None) for t, e in events]
    for trigger, event in events:
        if event:
            tally.add("status (of found)", {(trigger.start, event["status"])},
                      {(trigger.start, trigger.status)})  # fmt: skip
    scorer = output.scorer(words, example.sentence_ends, weights)
    _score_pairs(example, scorer, tally)
    keys = {(m["start"], m["end"], m["type"]): k for m, k in _holders(gold)}
    gold_events = [(e["start"], e, e["type"]) for e in gold["events"]]
    _score_arguments("arguments, gold spans", example, scorer, gold_events, list(keys.items()),
                     tally)  # fmt: skip
    own = [((s.start, s.end, s.label), keys.get((s.start, s.end, s.label), {f"?{s.start}"}))
           for s in spans]  # fmt: skip
    _score_arguments("arguments", example, scorer, [(t.start, e, t.type) for t, e in events], own,
                     tally)  # fmt: skip


def _matched(gold: list[dict[str, Any]], triggers: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each trigger with the gold event it overlaps, each event once."""
    free = list(gold)
    result = []
    for trigger in triggers:
        hit = next((e for e in free if e["start"] < trigger.end and trigger.start < e["end"]), None)
        if hit is not None:
            free.remove(hit)
        result.append((trigger, hit))
    return result


def _holders(gold: dict[str, Any]) -> list[tuple[dict[str, Any], set[str]]]:
    roles = {(r["start"], r["end"]): r for r in gold["roles"]}
    rows = []
    for m in gold["mentions"]:
        if m["type"] == "ROLE":
            role = roles[m["start"], m["end"]]
            rows.append((m, set(role["people"] or role["countries"])))
        elif m["type"] == "DATE":
            rows.append((m, {f"time:{m['start']}"}))
        else:
            rows.append((m, {m["entity"]} - {None}))
    return rows


def _score_pairs(example: Example, scorer: PairScorer, tally: Tally) -> None:
    """Each relation's pairs between gold spans, at one half."""
    words = example.words
    for relation, head, tail, value in example.pairs:
        score = scorer.score(relation, words[head].start, words[tail].start)
        pair = {(relation, head, tail)}
        tally.claims["pairs"].append(Claim(score or 0.0, bool(value)))
        tally.add(f"pair {relation}", pair if value else set(),
                  pair if score is not None and score >= 0.5 else set())  # fmt: skip


def _score_arguments(
    heading: str,
    example: Example,
    scorer: PairScorer,
    events: list[tuple[int, Any, str]],
    mentions: list[tuple[tuple[int, int, str], set[str]]],
    tally: Tally,
) -> None:
    """Arguments as entity keys, as score.py counts them, with the gold entity of each span."""
    starts = [word.start for word in example.words]
    where = example.sentence_of

    def sentence(offset: int) -> int:
        return int(where[int(np.searchsorted(starts, offset, side="right")) - 1])

    gold = set()
    for e in example.gold["events"]:
        for a in e["arguments"]:
            gold.add((e["start"], a["role"], a.get("entity") or f"time:{a['start']}"))
    found = set()
    for start, event, kind in events:
        name = event["start"] if event and event["type"] == kind else ("?", start)
        for (at, _, label), keys in mentions:
            if sentence(at) > sentence(start):
                continue
            for role in ("time",) if label == "DATE" else ("agent", "target", "place"):
                score = scorer.score(role, start, at)  # type: ignore[arg-type]
                if score is not None and score >= 0.5:
                    found |= {(name, role, key) for key in list(keys)[:1]}
    tally.add(heading, gold, found)
    for role in ("agent", "target", "place", "time"):
        tally.add(f"{heading}/{role}", {x for x in gold if x[1] == role},
                  {x for x in found if x[1] == role})  # fmt: skip


def timed_outputs(
    folder: Path, examples: Sequence[Example], hints: Mapping[str, Any]
) -> tuple[list[Outputs], PairWeights, float]:
    """Run a model folder over whole documents: outputs, pair weights, words a second."""
    tagger = BundledTagger.load(folder)
    tagger.warm_up()
    outputs = []
    started = time.perf_counter()
    for example in examples:
        features = hints.get(example.id)
        if features is None:
            features = np.zeros((len(example.words), HINT_FEATURES), np.float32)
        outputs.append(tagger.outputs(example.words, example.sentence_ends, features))
    took = time.perf_counter() - started
    return outputs, tagger.weights, sum(len(e.words) for e in examples) / took
