"""How the lexicon's evidence and the statistical tagger's decide, by the table `decision.yaml`.

Everything is a margin: log odds above (true) or below (false) the decision. Without a tagger the
margin is the lexicon's log odds less those of its threshold; with one both are weighed and added.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, Final

from arsec_ner.events.candidates import Candidate
from arsec_ner.labels import ArgumentRole
from arsec_ner.tables import read_yaml
from arsec_ner.taggers.base import RelationScorer, Tagging, Trigger

_LEAST: Final = 1e-6


class Judge:
    """Weighs the evidence for one document.

    Args:
        tagging: what the statistical tagger saw, or None.
    """

    def __init__(self, tagging: Tagging | None) -> None:
        table = read_yaml("events/decision.yaml")
        found = None if tagging is None else tagging.triggers
        self.triggers: Sequence[Trigger] | None = (
            None if found is None else sorted(found, key=lambda trigger: trigger.start)
        )
        self._starts = [trigger.start for trigger in self.triggers or ()]
        self._relations: RelationScorer | None = None
        if tagging is not None and self.triggers is not None:
            self._relations = tagging.relations
        alone = table["lexicon"]
        self._least_trigger = {name: log_odds(p) for name, p in alone["trigger"].items()}
        self._least = {name: log_odds(p) for name, p in alone["argument"].items()}
        self._joint: Mapping[str, Any] = table["tagger"]

    @property
    def scores_pairs(self) -> bool:
        """Whether the tagger can tell who takes part."""
        return self._relations is not None

    def seen(self, start: int, end: int) -> Trigger | None:
        """The tagger's trigger that overlaps a stretch of text."""
        triggers = self.triggers or ()
        for index in range(max(0, bisect_left(self._starts, start) - 1), len(triggers)):
            if triggers[index].start >= end:
                return None
            if triggers[index].end > start:
                return triggers[index]
        return None

    def between(self, start: int, end: int) -> Sequence[Trigger]:
        """The tagger's triggers that begin within a stretch of text."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return (self.triggers or ())[low:high]

    def trigger(self, candidate: Candidate, probability: float | None) -> float:
        """Margin of a trigger.

        Args:
            candidate: the word in one reading.
            probability: the lexicon's, or None for a word it does not know.
        """
        if self.triggers is None:
            least = self._least_trigger
            bar = least.get(candidate.entry.type, least["default"])
            return log_odds(probability or 0.0) - bar
        seen = self.seen(candidate.start, candidate.end)
        agrees = seen is not None and seen.type == candidate.entry.type
        return _joined(
            self._joint["trigger"], seen.score if seen is not None and agrees else None, probability
        )

    def argument(
        self,
        role: ArgumentRole,
        trigger: int,
        mentions: Sequence[int],
        probability: float | None,
    ) -> float:
        """Margin of an argument at the first look.

        Args:
            role: its role.
            trigger: offset at which the trigger starts.
            mentions: offsets at which the mentions start that may name it; none for a pronoun.
            probability: the frame's, or None where it says nothing.
        """
        if self._relations is None:
            return log_odds(probability or 0.0)
        scores = [self._relations.score(role, trigger, mention) for mention in mentions]
        known = [score for score in scores if score is not None]
        table = self._joint["argument"][role]
        return _joined(table, max(known) if known else None, probability)

    def second(self, role: ArgumentRole, first: float, probability: float) -> float:
        """Margin of an argument at the second look.

        Args:
            role: its role.
            first: its margin at the first.
            probability: the second look's.
        """
        if self._relations is None:
            return log_odds(probability) - self._least[role]
        table = self._joint["second"]
        share = table["share"]
        return float((1 - share) * first + share * log_odds(probability) + table[role])

    def time(self, trigger: int, mentions: Sequence[int], probability: float) -> float:
        """Margin of a date; the parameters are those of `argument`."""
        margin = self.argument("time", trigger, mentions, probability)
        return margin if self._relations is not None else margin - self._least["time"]

    @property
    def lone(self) -> float:
        """Least margin of the likeliest argument of an event that has no surer one."""
        if self._relations is not None:
            return float(self._joint["argument"]["only"])
        return self._least["only"] - max(self._least["agent"], self._least["target"])


def log_odds(probability: float) -> float:
    """The logarithm of the odds, for any 0..1."""
    if not _LEAST < probability < 1 - _LEAST:
        probability = _LEAST if probability <= _LEAST else 1 - _LEAST
    return math.log(probability / (1 - probability))


def odds_score(margin: float) -> float:
    """A margin as a score in 0..1, 0.5 where it just decides."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, margin)))), 4)


def _joined(table: Mapping[str, float], model: float | None, lexicon: float | None) -> float:
    seen = table["absent"] if model is None else log_odds(model)
    known = table["unknown"] if lexicon is None else log_odds(lexicon)
    return table["model"] * seen + table["lexicon"] * known + table["bias"]


__all__ = ["Judge", "log_odds", "odds_score"]
