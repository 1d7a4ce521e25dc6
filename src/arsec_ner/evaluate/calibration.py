"""Whether scores mean what they say: of what is scored 0.8, eight of ten should be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from arsec_ner.evaluate.scores import Extracted, align_events, gold_mentions
from arsec_ner.gold import GoldDocument

BINS = 10


class Claim(NamedTuple):
    """One score that a document gives, and whether what it speaks for is right."""

    score: float
    right: bool


def claims(gold: GoldDocument, predicted: Extracted) -> dict[str, list[Claim]]:
    """The scores of a document's mentions and events.

    A mention is right with the gold offsets and label, an event with the gold type and a trigger
    that overlaps the gold one. What another system leaves without a score claims to be sure.
    """
    wanted = gold_mentions(gold)
    events = list(predicted.get("events", ()))
    found = set(align_events(gold, events).values())
    return {
        "mentions": [
            Claim(m.get("score", 1.0), (m["start"], m["end"], m["label"]) in wanted)
            for m in predicted.get("mentions", ())
        ],
        "events": [Claim(event.get("score", 1.0), at in found) for at, event in enumerate(events)],
    }


def calibration_error(made: Iterable[Claim], bins: int = BINS) -> float:
    """Expected calibration error: how far scores are from the share that is right, on average.

    Args:
        made: the claims.
        bins: so many equal parts of 0..1 in which mean score and share are compared (Guo et al.
            2017, "On Calibration of Modern Neural Networks").

    Returns:
        0..1; 0 where there are no claims.
    """
    parts: defaultdict[int, list[Claim]] = defaultdict(list)
    for claim in made:
        parts[min(int(claim.score * bins), bins - 1)].append(claim)
    count = sum(map(len, parts.values()))
    gaps = (abs(sum(c.score - c.right for c in part)) for part in parts.values())
    return sum(gaps) / count if count else 0.0


def joined(each: Iterable[Mapping[str, list[Claim]]]) -> dict[str, list[Claim]]:
    """The claims of several documents."""
    whole: defaultdict[str, list[Claim]] = defaultdict(list)
    for one in each:
        for heading, made in one.items():
            whole[heading] += made
    return dict(whole)


__all__ = ["Claim", "calibration_error", "claims", "joined"]
