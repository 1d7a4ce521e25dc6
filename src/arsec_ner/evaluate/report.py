"""Scores a folder of gold annotations, and lists the mentions that were got wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from arsec_ner.errors import DataError
from arsec_ner.evaluate.calibration import Claim, calibration_error, claims, joined
from arsec_ner.evaluate.counts import Scores, total
from arsec_ner.evaluate.scores import Extracted, found_mentions, gold_mentions, score
from arsec_ner.gold import GoldDocument, read_gold
from arsec_ner.labels import MENTION_LABELS

_CONTEXT: Final = 30


@dataclass(frozen=True, slots=True)
class MentionError:
    """A mention that was missed or is spurious, with the words around it."""

    document: str
    fault: str
    label: str
    words: str
    context: str


@dataclass(frozen=True, slots=True)
class Report:
    """The scores of a folder.

    Attributes:
        scores: counts under each heading, over all documents.
        documents: the same by document.
        extracted: how many of the gold documents had been extracted.
        errors: every missed and every spurious mention.
        claims: the scores of mentions and of events, and whether each is right.
    """

    scores: Scores = field(default_factory=dict)
    documents: Mapping[str, Scores] = field(default_factory=dict)
    extracted: int = 0
    errors: tuple[MentionError, ...] = ()
    claims: Mapping[str, list[Claim]] = field(default_factory=dict)

    @property
    def calibration(self) -> dict[str, float]:
        """The expected calibration error of the scores of mentions and of events."""
        return {heading: calibration_error(made) for heading, made in self.claims.items()}


def evaluate(folder: Path, extract: Callable[[GoldDocument], Extracted | None]) -> Report:
    """Score a folder of `.txt` and `.ann` files.

    Args:
        folder: the gold annotations.
        extract: gives the extracted document of a gold one, or None where there is none.

    Raises:
        DataError: no `.ann` there, a damaged one, or an extracted text that is not the gold text.
    """
    files = sorted(folder.glob("*.ann"))
    if not files:
        raise DataError(f"no .ann files in {folder}")
    documents: dict[str, Scores] = {}
    errors: list[MentionError] = []
    made: list[dict[str, list[Claim]]] = []
    extracted = 0
    for file in files:
        gold = read_gold(file)
        predicted = extract(gold)
        extracted += predicted is not None
        documents[gold.id] = score(gold, predicted or {})
        errors += mention_errors(gold, predicted or {})
        made.append(claims(gold, predicted or {}))
    return Report(total(documents.values()), documents, extracted, tuple(errors), joined(made))


def mention_errors(gold: GoldDocument, predicted: Extracted) -> Iterator[MentionError]:
    """The mentions missed and the spurious ones, label by label."""
    wanted, found = gold_mentions(gold), found_mentions(predicted)
    for label in MENTION_LABELS:
        for fault, spans in (("missed", wanted - found), ("spurious", found - wanted)):
            for start, end, _ in sorted(span for span in spans if span[2] == label):
                context = gold.text[max(0, start - _CONTEXT) : end + _CONTEXT]
                yield MentionError(gold.id, fault, label, gold.text[start:end], context)


__all__ = ["MentionError", "Report", "evaluate", "mention_errors"]
