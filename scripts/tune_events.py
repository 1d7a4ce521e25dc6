"""Choose the numbers of `decision.yaml` by which the tagger and the lexicon decide together.

    python scripts/tune_events.py GOLD_FOLDER [--rounds 2] [--write]

Moves one number at a time up and down and keeps what raises events F1 + arguments F1 on the
annotated articles, whose own mentions stand for those of the stages before; the bundled model
gives its triggers and relations. The articles are few, so a step must raise the sum not only on
them but on most samples drawn from them: what helps one article alone is not kept. Prints both
scores before, after each step that was kept, and the table; --write puts it into the file.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from fit_events import TABLES, as_stages
from numpy.typing import NDArray

from arsec_ner.events import extract
from arsec_ner.gazetteer import Gazetteer
from arsec_ner.gold import GoldDocument, GoldEvent, read_gold
from arsec_ner.grammar import compose
from arsec_ner.segment import segment
from arsec_ner.spans import Sentence, Span
from arsec_ner.stages import EventDraft, Linking, RoleLink
from arsec_ner.tables import read_yaml
from arsec_ner.taggers import load_tagger
from arsec_ner.taggers.base import Relation, RelationScorer, Tagging

STEPS = (0.3, -0.3)
LEAST_GAIN = 0.001
# On how large a share of how many samples of the articles a step must help.
CONSENT, SAMPLES = 0.75, 400


@dataclass(frozen=True)
class Remembered:
    """A scorer that asks another once for each pair."""

    scorer: RelationScorer
    known: dict[tuple[Relation, int, int], float | None] = field(default_factory=dict)

    def score(self, relation: Relation, head: int, tail: int) -> float | None:
        """The other's score."""
        pair = relation, head, tail
        if pair not in self.known:
            self.known[pair] = self.scorer.score(relation, head, tail)
        return self.known[pair]


@dataclass(frozen=True)
class Article:
    """An annotated article with what the stages before the events hand on."""

    gold: GoldDocument
    sentences: tuple[Sentence, ...]
    spans: tuple[Span, ...]
    linking: Linking
    roles: tuple[RoleLink, ...]
    tagging: Tagging

    def events(self) -> tuple[EventDraft, ...]:
        """Extract with the table as it stands."""
        return extract(
            self.gold.text, self.sentences, self.spans, self.linking, self.roles, self.tagging
        )


def load(folder: Path) -> list[Article]:
    """Read and tag the articles."""
    golds = [read_gold(path) for path in sorted(folder.glob("*.ann"))]
    gazetteer, tagger = Gazetteer.load(), load_tagger("bundled")
    articles = []
    for gold in golds:
        sentences = segment(gold.text)
        found = gazetteer.find(gold.text, sentences)
        hints = (*found, *compose(gold.text, sentences, found))
        (tagging,) = tagger.tag([sentences], [hints])
        if tagging.relations is not None:
            tagging = replace(tagging, relations=Remembered(tagging.relations))
        articles.append(Article(gold, sentences, *as_stages(gold), tagging))
    return articles


def counts(articles: Sequence[Article]) -> NDArray[np.float64]:
    """For each article right, found and annotated events, and the same of their arguments."""
    return np.array([_counts(article) for article in articles], dtype=float)


def _counts(article: Article) -> list[int]:
    drafts, left = article.events(), list(article.gold.events)
    wanted = sum(len(event.arguments) + len(event.times) for event in left)
    row = [0, len(drafts), len(left), 0, sum(len(draft.arguments) for draft in drafts), wanted]
    for draft in drafts:
        match = next((event for event in left if _same(event, draft)), None)
        if match is not None:
            left.remove(match)
            row[0] += 1
            row[3] += sum(1 for _ in _right(article, draft, match.arguments, match.times))
    return row


def _same(event: GoldEvent, draft: EventDraft) -> bool:
    return event.type == draft.type and event.start < draft.end and draft.start < event.end


def quality(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """F1 of events (type and overlapping trigger) and of their arguments, by sums of counts."""
    halves = sums.reshape(*sums.shape[:-1], 2, 3)
    return 2 * halves[..., 0] / np.maximum(1, halves[..., 1] + halves[..., 2])


class Scale:
    """Tells whether a table is better than another, on samples of the articles."""

    def __init__(self, size: int) -> None:
        draws = np.random.default_rng(0).integers(0, size, (SAMPLES, size))
        self._times = np.stack([np.bincount(draw, minlength=size) for draw in draws])

    def better(self, new: NDArray[np.float64], old: NDArray[np.float64]) -> bool:
        """Whether the new counts beat the old ones on all articles and on most samples."""
        gain = quality(new.sum(0)).sum() - quality(old.sum(0)).sum()
        gains = quality(self._times @ new).sum(-1) - quality(self._times @ old).sum(-1)
        return bool(gain > LEAST_GAIN and (gains > 0).mean() >= CONSENT)


def _right(
    article: Article,
    draft: EventDraft,
    wanted: Sequence[tuple[str, str]],
    times: Sequence[tuple[int, int]],
) -> Iterator[None]:
    for argument in draft.arguments:
        if argument.span is not None and argument.role == "time":
            span = article.spans[argument.span]
            if any(start < span.end and span.start < end for start, end in times):
                yield None
        elif (argument.role, argument.entity_id) in wanted:
            yield None


def numbers(table: Mapping[str, Any]) -> Iterator[tuple[dict[str, float], str]]:
    """Every number of the table, as the mapping that holds it and its name."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from numbers(value)
        else:
            yield table, name  # type: ignore[misc]  # yaml gives dicts


def rows(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every innermost mapping of the table with its name, as the file writes it."""
    for name, value in table.items():
        if isinstance(value, Mapping) and any(isinstance(v, Mapping) for v in value.values()):
            yield from rows(value)
        elif isinstance(value, Mapping):
            yield name, "{" + ", ".join(f"{k}: {v}" for k, v in value.items()) + "}"
        else:
            yield name, str(value)


def write(table: Mapping[str, Any]) -> None:
    """Put the numbers into the file and leave its comments."""
    path = TABLES / "decision.yaml"
    head, tail = path.read_text(encoding="utf-8").split("\ntagger:", 1)
    for name, row in rows(table):
        tail = re.sub(rf"(?m)^( +{name}: ).*$", rf"\g<1>{row}", tail, count=1)
    path.write_text(f"{head}\ntagger:{tail}", encoding="utf-8")


def tune(articles: Sequence[Article], table: Mapping[str, Any], rounds: int) -> None:
    """Move the table's numbers in place."""
    scale, best = Scale(len(articles)), counts(articles)
    for _ in range(rounds):
        for mapping, name in numbers(table):
            kept = mapping[name]
            for step in STEPS:
                mapping[name] = round(kept + step, 2)
                found = counts(articles)
                if scale.better(found, best):
                    best, kept = found, mapping[name]
                    print(name, kept, report(best), flush=True)
                    break
            mapping[name] = kept


def report(found: NDArray[np.float64]) -> str:
    """Both scores."""
    return "events {:.4f} arguments {:.4f}".format(*quality(found.sum(0)))


def main() -> None:
    """Tune and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    articles, table = load(options.folder), read_yaml("events/decision.yaml")["tagger"]
    print("before", report(counts(articles)), flush=True)
    tune(articles, table, options.rounds)
    print("after", report(counts(articles)))
    for name, row in rows(table):
        print(f"  {name}: {row}")
    if options.write:
        write(table)


if __name__ == "__main__":
    main()
