"""`Gazetteer`: the names the library knows, and the user's own."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from arsec_ner.gazetteer.entry import Entry
from arsec_ner.gazetteer.index import Index, pack
from arsec_ner.gazetteer.match import Matcher
from arsec_ner.spans import Sentence, Span
from arsec_ner.tables import read_bytes

_BUNDLED = "gazetteer.bin"


class Gazetteer:
    """Names of people, organisations, states and places, found in a text in one pass.

    Immutable; threads may share one. Make one by `load`, `from_entries` or `extended`.
    """

    def __init__(self, bundled: Index | None, own: tuple[Entry, ...] = ()) -> None:
        self._bundled = bundled
        self._own = own
        layers = [Index(pack(own))] if own else []
        self._matcher = Matcher(layers + ([bundled] if bundled else []))

    @classmethod
    def load(cls) -> Gazetteer:
        """The bundled gazetteer; read on the first call, the same object afterwards."""
        return _bundled_gazetteer()

    @classmethod
    def from_entries(cls, entries: Iterable[Entry]) -> Gazetteer:
        """A gazetteer of these entries alone."""
        return cls(None, tuple(entries))

    def find(self, text: str, sentences: Sequence[Sentence]) -> list[Span]:
        """Find the names in a text.

        Args:
            text: the text as it is.
            sentences: what `segment(text)` gave.

        Returns:
            Spans sorted by (start, -end) with `Evidence("gazetteer", entry id, score)`. Of each
            label the longest names; those of other labels may stand inside. `entry` is the id of
            the entry that is meant, None where several are possible; `strong` is False for a name
            that does not count without company.
        """
        return self._matcher.find(text, sentences)

    def entry(self, id: str) -> Entry:
        """The entry with an id.

        Raises:
            KeyError: there is none.
        """
        for index in self._matcher.layers:
            number = index.number(id)
            if number is not None:
                return index.entry(number)
        raise KeyError(id)

    def __len__(self) -> int:
        return sum(map(len, self._matcher.layers))


@functools.cache
def _bundled_index() -> Index:
    return Index(read_bytes(_BUNDLED))


@functools.cache
def _bundled_gazetteer() -> Gazetteer:
    return Gazetteer(_bundled_index())
