"""Several backends as one: `load(tagger=["bundled", "stanza"])`.

The union has what any of them found; the vote has only what most of those that know the label
found. What two found stands twice here, and spans may cross: `merge` joins and decides, when it
also knows what the gazetteer and the grammar say. Triggers and relations are of the first backend
that has any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, Literal, get_args

from arsec_ner.labels import MENTION_LABELS, MentionLabel
from arsec_ner.spans import Sentence, Span
from arsec_ner.taggers.base import Tagger, Tagging

Combine = Literal["union", "vote"]
_KNOWN: Final = {"rules": frozenset[MentionLabel]({"PERSON"})}


class EnsembleTagger:
    """Backends that tag the same documents; implements `taggers.base.Tagger`.

    Each span's evidence names the backends that found it. Picklable and thread-safe where they
    are.

    Args:
        taggers: the backends, the one to trust for triggers and relations first.
        combine: "union" or "vote". In a vote a span stays when more than half of the backends
            that can give its label found it, with the same offsets; a label that only one
            of them knows is that one's to decide.

    Raises:
        ValueError: no taggers, or `combine` is neither of the two.
    """

    def __init__(self, taggers: Sequence[Tagger], combine: Combine = "union") -> None:
        if not taggers:
            raise ValueError("an ensemble needs at least one tagger")
        if combine not in get_args(Combine):
            raise ValueError(f'combine must be "union" or "vote", not {combine!r}')
        self.taggers = tuple(taggers)
        self.combine = combine
        self.name = "+".join(tagger.name for tagger in self.taggers)

    def tag(
        self, documents: Sequence[Sequence[Sentence]], hints: Sequence[Sequence[Span]]
    ) -> list[Tagging]:
        """Tag documents by all backends; see `Tagger.tag`."""
        answers = [tagger.tag(documents, hints) for tagger in self.taggers]
        voters = self._voters() if self.combine == "vote" else Counter()
        return [self._joined(each, voters) for each in zip(*answers, strict=True)]

    def _joined(self, taggings: Sequence[Tagging], voters: Counter[MentionLabel]) -> Tagging:
        votes = Counter(
            place for tagging in taggings for place in {_place(span) for span in tagging.spans}
        )
        kept = [
            span
            for tagging in taggings
            for span in tagging.spans
            if 2 * votes[_place(span)] > voters[span.label]
        ]
        return Tagging(
            tuple(sorted(kept, key=lambda span: (span.start, -span.end))),
            next((each.triggers for each in taggings if each.triggers is not None), None),
            next((each.relations for each in taggings if each.relations is not None), None),
        )

    def _voters(self) -> Counter[MentionLabel]:
        """For each label how many backends can give it."""
        return Counter(label for tagger in self.taggers for label in _labels(tagger))


def _labels(tagger: Tagger) -> frozenset[MentionLabel]:
    """The labels a backend can give; all where it does not say."""
    if tagger.name in _KNOWN:
        return _KNOWN[tagger.name]
    said: frozenset[MentionLabel] = getattr(tagger, "labels", frozenset(MENTION_LABELS))
    return said


def _place(span: Span) -> tuple[int, int, MentionLabel]:
    return span.start, span.end, span.label


__all__ = ["Combine", "EnsembleTagger"]
