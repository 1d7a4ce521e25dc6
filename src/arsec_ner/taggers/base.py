"""What a statistical backend is: the Tagger protocol and the values it returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from arsec_ner.labels import EventStatus, EventType
from arsec_ner.spans import Sentence, Span

Relation = Literal[
    "agent", "target", "place", "time", "role_person", "role_org", "role_country", "same_person"
]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that reports an event: offsets, type, status and score (0..1)."""

    start: int
    end: int
    type: EventType
    status: EventStatus
    score: float


class RelationScorer(Protocol):
    """Scores pairs of spans of one tagged document."""

    def score(self, relation: Relation, head: int, tail: int) -> float | None:
        """Probability that the relation holds between the spans that start at two offsets.

        Args:
            relation: "agent" … "time" go from a trigger to a mention, "role_…" from a ROLE
                to a mention, "same_person" from a PERSON to an earlier one.
            head: character offset at which the first span starts.
            tail: character offset at which the second starts.

        Returns:
            0..1, or None where the two did not stand in one window of the model.
        """
        ...


@dataclass(frozen=True, slots=True)
class Tagging:
    """What a backend found in one document.

    Attributes:
        spans: scored mentions, nested ones included, proclitics already outside.
        triggers: None when the backend knows no events, so that the lexicon decides alone.
        relations: None when the backend scores no pairs.
        people: offsets of the words that may be of a person's name, ascending, be it ever so
            unlikely; no rule finds a name elsewhere. None when the backend does not tell.
    """

    spans: tuple[Span, ...]
    triggers: tuple[Trigger, ...] | None = None
    relations: RelationScorer | None = None
    people: tuple[int, ...] | None = None


@runtime_checkable
class Tagger(Protocol):
    """A backend of the statistical half: sentences and gazetteer matches in, a Tagging out."""

    name: str

    def tag(
        self, documents: Sequence[Sequence[Sentence]], hints: Sequence[Sequence[Span]]
    ) -> list[Tagging]:
        """Tag documents in one batch.

        Args:
            documents: for each document its sentences, in order.
            hints: for each document the gazetteer's matches; a backend may ignore them.

        Returns:
            One Tagging a document, in order; the same result however documents are batched.
        """
        ...
