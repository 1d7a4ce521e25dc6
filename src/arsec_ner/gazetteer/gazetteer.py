"""`Gazetteer`: the names the library knows, and the user's own."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from arsec_ner.errors import GazetteerError
from arsec_ner.gazetteer.entry import Entry
from arsec_ner.gazetteer.index import Index, pack
from arsec_ner.gazetteer.load import EntrySource, load_entries
from arsec_ner.gazetteer.match import Matcher
from arsec_ner.gazetteer.search import numbers_of_name, search_index
from arsec_ner.gazetteer.words import name_words
from arsec_ner.normalizers import ARSEC, Normalizer
from arsec_ner.spans import Sentence, Span
from arsec_ner.tables import read_bytes

_BUNDLED = "gazetteer.bin"


class Gazetteer:
    """Names of people, organisations, states and places, found in a text in one pass.

    Immutable; threads may share one. Make one by `load`, `from_entries` or `extended`.
    """

    def __init__(self, layers: Sequence[Index], normalizer: Normalizer = ARSEC) -> None:
        self.layers = tuple(layers)
        self.normalizer = normalizer
        self._matcher = Matcher(self.layers, normalizer)

    @classmethod
    def load(cls) -> Gazetteer:
        """The bundled gazetteer; read on the first call, the same object afterwards."""
        return _bundled_gazetteer()

    @classmethod
    def from_entries(cls, entries: EntrySource) -> Gazetteer:
        """A gazetteer of these entries alone; `entries` is what `load_entries` reads."""
        return cls((Index(pack(load_entries(entries))),))

    def extended(self, entries: EntrySource) -> Gazetteer:
        """This gazetteer and the user's entries, which go first where a name is in both.

        An entry with the id of a known one adds its names to it and takes from it the fields
        it leaves empty. What is known is shared with the new gazetteer, not copied.

        Args:
            entries: what `load_entries` reads: a path, entries, rows or spaCy's patterns.

        Raises:
            GazetteerError: an entry cannot be used, or has the id of one with another label.
        """
        own = [self._completed(entry) for entry in load_entries(entries)]
        fold = self.normalizer.fold
        return Gazetteer((Index(pack(own, fold), fold), *self.layers), self.normalizer)

    def normalized(self, normalizer: Normalizer) -> Gazetteer:
        """This gazetteer with its names, and the text's, compared by another normalizer."""
        if normalizer is self.normalizer:
            return self
        fold = normalizer.fold
        folded = [Index(pack(map(own.entry, range(len(own))), fold), fold) for own in self.layers]
        return Gazetteer(folded, normalizer)

    def _completed(self, entry: Entry) -> Entry:
        try:
            known = self.entry(entry.id)
        except KeyError:
            return entry
        if known.label != entry.label:
            raise GazetteerError(f"{entry.id} is known as {known.label}, not {entry.label}")
        return _filled(entry, known)

    def find(self, text: str, sentences: Sequence[Sentence]) -> list[Span]:
        """Find the names in a text.

        Args:
            text: the text as it is.
            sentences: what `segment(text)` gave.

        Returns:
            Spans sorted by (start, -end), each with `Evidence("gazetteer", id, score)` for every
            entry it may mean. Of each label the longest names; those of other labels may stand
            inside. `entry` is the id of the entry that is meant, None where several are equally
            possible. `strong` is False, and the score 0.5, for a weak name without its context.
        """
        return self._matcher.find(text, sentences)

    def entry(self, id: str) -> Entry:
        """The entry with an id.

        Raises:
            KeyError: there is none.
        """
        found: Entry | None = None
        for index in self.layers:
            number = index.number(id)
            if number is not None:
                entry = index.entry(number)
                found = entry if found is None else _with_names(found, entry)
        if found is None:
            raise KeyError(id)
        return found

    def named(self, name: str) -> list[Entry]:
        """The entries that have exactly this name, in any spelling, the best known first."""
        ids = dict.fromkeys(
            index.id(number)
            for index in self.layers
            for number in numbers_of_name(index, name_words(name, index.fold))
        )
        return [self.entry(id) for id in ids]

    def search(self, name: str, limit: int | None = 20) -> list[Entry]:
        """Entries with a name: the same one first, then those that begin with it.

        Args:
            name: an id, an Arabic name or the beginning of one in any spelling, or an English
                name or a part of it in any case.
            limit: how many at most; None for all.
        """
        ids = dict.fromkeys(
            index.id(number) for index in self.layers for number in search_index(index, name)
        )
        return [self.entry(id) for id in islice(ids, limit)]

    def __len__(self) -> int:
        """How many entries there are; one that adds to a known entry counts with it."""
        base, own = self.layers[-1], self.layers[:-1]
        ids = {index.id(number) for index in own for number in range(len(index))}
        return len(base) + sum(base.number(id) is None for id in ids)

    def __iter__(self) -> Iterator[Entry]:
        """The entries; one that adds to a known entry comes with it."""
        for at, index in enumerate(self.layers):
            for number in range(len(index)):
                id = index.id(number)
                if all(newer.number(id) is None for newer in self.layers[:at]):
                    yield self.entry(id)

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and any(index.number(id) is not None for index in self.layers)

    def __repr__(self) -> str:
        return f"<Gazetteer of {len(self):,} entries>"

    def __reduce__(self) -> tuple[object, ...]:
        # The bundled index is in every installation; only what the user added travels.
        own = [None if index is _bundled_index() else index.data for index in self.layers]
        return _restored, (own, self.normalizer)


def _filled(entry: Entry, known: Entry) -> Entry:
    """The entry with the known one's facts where it has none; the names stay its own."""
    return replace(
        entry,
        kind=entry.kind or known.kind,
        name_en=entry.name_en or known.name_en,
        country=entry.country or known.country,
        iso2=entry.iso2 or known.iso2,
        iso3=entry.iso3 or known.iso3,
        qid=entry.qid or known.qid,
        latitude=known.latitude if entry.latitude is None else entry.latitude,
        longitude=known.longitude if entry.longitude is None else entry.longitude,
        population=known.population if entry.population is None else entry.population,
        context=entry.context or known.context,
    )


def _with_names(entry: Entry, known: Entry) -> Entry:
    names = tuple(dict.fromkeys(entry.names + known.names))
    weak = tuple(name for name in dict.fromkeys(entry.weak + known.weak) if name not in names)
    return replace(entry, names=names, weak=weak)


def _restored(layers: Sequence[bytes | None], normalizer: Normalizer) -> Gazetteer:
    if list(layers) == [None]:
        return Gazetteer.load()
    fold = normalizer.fold
    indexes = [_bundled_index() if data is None else Index(data, fold) for data in layers]
    return Gazetteer(indexes, normalizer)


@functools.cache
def _bundled_index() -> Index:
    return Index(read_bytes(_BUNDLED))


@functools.cache
def _bundled_gazetteer() -> Gazetteer:
    return Gazetteer((_bundled_index(),))
