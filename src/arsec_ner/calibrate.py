"""Scores that mean what they say: of a hundred mentions scored 0.9, some ninety are right.

What the stages say of themselves is not comparable: a model is too sure of its mentions, and two
sources that agree are seldom both wrong. `calibration.yaml` turns what they say into the chance
that a mention or an event is right, by logistic curves (Platt 1999, "Probabilistic outputs for
support vector machines"); `scripts/fit_scores.py` fits it on annotated articles.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Literal

from arsec_ner.events import decide
from arsec_ner.labels import MentionLabel
from arsec_ner.merge import OWN_SOURCES
from arsec_ner.tables import read_yaml

TABLE: Final = "calibration.yaml"
CERTAIN: Final = 6.0
"""Log odds beyond which a source's score says nothing more: none is right 400 times of 401."""

Support = Literal["both", "backend", "own"]


def support(sources: Iterable[str]) -> Support:
    """Who speaks for a mention: the statistical backend, the library's own stages, or both."""
    names = set(sources)
    if names <= OWN_SOURCES:
        return "own"
    return "both" if names & OWN_SOURCES else "backend"


def mention_score(score: float, sources: Iterable[str], label: MentionLabel) -> float:
    """The chance that a mention has the right offsets and label.

    Args:
        score: what its sources say together, 0..1.
        sources: the sources.
        label: its label.
    """
    curve = read_yaml(TABLE)["mentions"]
    return _at(curve, score, curve[support(sources)] + curve["labels"].get(label, 0.0))


def event_score(score: float, sources: Iterable[str]) -> float:
    """The chance that an event is one, and of its type.

    Args:
        score: the event stage's, 0..1.
        sources: what it rests on; "tagger" where a statistical backend saw it too.
    """
    curve = read_yaml(TABLE)["events"]["tagger" if "tagger" in sources else "lexicon"]
    return _at(curve, score, curve["bias"])


def log_odds(score: float) -> float:
    """The logarithm of the odds of a score, at most `CERTAIN` either way."""
    return max(-CERTAIN, min(CERTAIN, decide.log_odds(score)))


def _at(curve: Any, score: float, bias: float) -> float:
    return decide.odds_score(curve["slope"] * log_odds(score) + bias)


__all__ = ["CERTAIN", "TABLE", "event_score", "log_odds", "mention_score", "support"]
