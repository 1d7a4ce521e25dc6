"""Annotated mentions as the tags of words that the baselines learn from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from arsec_ner.gold import GoldDocument, read_gold
from arsec_ner.spans import Token

HELD = 10
"""Every so many-th article is held out: settings are chosen, and training is stopped, by it."""


class Labelled(Protocol):
    """A stretch of text with a label: a gold mention, or a span."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def label(self) -> str:
        """What it is."""


Mention = TypeVar("Mention", bound=Labelled)


def outermost(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions that stand in no other, in order; of two that cross, the first."""
    found: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not found or mention.start >= found[-1].end:
            found.append(mention)
    return found


def iob2(tokens: Iterable[Token], mentions: Sequence[Labelled]) -> list[str]:
    """One tag a word: "O", or a label with "B-" or "I-".

    Args:
        tokens: words in order.
        mentions: mentions of which none overlap. A word that one begins or ends within is its
            whole (وبالصين is B-GPE): particles are no words of their own.
    """
    tags = []
    last: Labelled | None = None
    for token in tokens:
        over = (m for m in mentions if m.start < token.end and token.start < m.end)
        mention = next(over, None)
        if mention is None:
            tags.append("O")
        else:
            tags.append(f"{'I' if mention is last else 'B'}-{mention.label}")
        last = mention
    return tags


def layer(mentions: Iterable[Mention], label: str | None) -> list[Mention]:
    """The outermost mentions of one label; of all labels together for None."""
    return outermost(m for m in mentions if label in (None, m.label))


def articles(folder: Path) -> tuple[list[GoldDocument], list[GoldDocument]]:
    """A folder's annotated articles to learn from, and those held out."""
    documents = [read_gold(path) for path in sorted(folder.glob("*.ann"))]
    held = documents[HELD - 1 :: HELD]
    return [document for document in documents if document not in held], held


def as_extracted(mentions: Iterable[Labelled]) -> dict[str, Any]:
    """Mentions in the terms of the document JSON, for the scorer."""
    return {
        "mentions": [
            {"id": f"m{at}", "start": m.start, "end": m.end, "label": m.label}
            for at, m in enumerate(mentions, 1)
        ]
    }
