"""Choose the numbers of `decision.yaml` by which the tagger and the lexicon decide together.

    python scripts/tune_events.py GOLD_FOLDER [ROUNDS]

Moves one number at a time up and down and keeps what raises events F1 + arguments F1 on the
annotated articles, whose own mentions stand for those of the stages before; the bundled model
gives its triggers and relations. Prints each step that helped; a change in the file is yours.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fit_events import as_stages

from arsec_ner.events import extract
from arsec_ner.gazetteer import Gazetteer
from arsec_ner.gold import GoldDocument, read_gold
from arsec_ner.grammar import compose
from arsec_ner.segment import segment
from arsec_ner.spans import Sentence, Span
from arsec_ner.stages import EventDraft, Linking, RoleLink
from arsec_ner.tables import read_yaml
from arsec_ner.taggers import load_tagger
from arsec_ner.taggers.base import Relation, RelationScorer, Tagging

STEPS = (0.3, -0.3)
LEAST_GAIN = 0.001


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


def quality(articles: Sequence[Article]) -> tuple[float, float]:
    """F1 of events (type and overlapping trigger) and of their arguments."""
    sums = [0] * 6
    for article in articles:
        drafts, left = article.events(), list(article.gold.events)
        sums[1] += len(drafts)
        sums[2] += len(left)
        sums[5] += sum(len(event.arguments) + len(event.times) for event in left)
        for draft in drafts:
            sums[4] += len(draft.arguments)
            match = next(
                (
                    event
                    for event in left
                    if event.type == draft.type
                    and event.start < draft.end
                    and draft.start < event.end
                ),
                None,
            )
            if match is not None:
                left.remove(match)
                sums[0] += 1
                sums[3] += sum(1 for _ in _right(article, draft, match.arguments, match.times))
    return 2 * sums[0] / (sums[1] + sums[2]), 2 * sums[3] / (sums[4] + sums[5])


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


def main(folder: str, rounds: str = "1") -> None:
    """Tune and print."""
    articles = load(Path(folder))
    best = quality(articles)
    print("events {:.4f} arguments {:.4f}".format(*best))
    for _ in range(int(rounds)):
        for table, name in numbers(read_yaml("events/decision.yaml")["tagger"]):
            kept = table[name]
            for step in STEPS:
                table[name] = round(kept + step, 2)
                found = quality(articles)
                if sum(found) > sum(best) + LEAST_GAIN:
                    best, kept = found, table[name]
                    print(name, kept, "events {:.4f} arguments {:.4f}".format(*best), flush=True)
                    break
            table[name] = kept
    print(read_yaml("events/decision.yaml")["tagger"])


if __name__ == "__main__":
    main(*sys.argv[1:])
