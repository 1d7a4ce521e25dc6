"""The compact index: sequences of folded tokens → entries, in one block of bytes.

The names' tokens are the words of a sorted vocabulary; their sequences form a trie whose edges
lie in breadth-first order, so that the child at the end of edge `e` is node `e + 1` and the
children of a node are one sorted slice. A node's postings say which entries have that name, the
best known first. Entries stay rows of text until somebody asks for one.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from arsec_ner.errors import GazetteerError
from arsec_ner.gazetteer.charset import charset_of, decode, encode
from arsec_ner.gazetteer.entry import COLUMNS, KIND_RANK, Entry, entry_from_row, row_from_entry
from arsec_ner.gazetteer.words import name_words
from arsec_ner.labels import MENTION_LABELS, MentionLabel
from arsec_ner.normalize import key

_MAGIC = b"ARSECGZ1"
_CODED = ("label", "kind", "country", "source")
_TEXT = tuple(column for column in COLUMNS if column not in _CODED)
_CACHED_ENTRIES = 16_384

Part = bytes | NDArray[Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """The entries of one label that share a name, the best known first.

    Attributes:
        label: the label of all of them.
        numbers: their numbers in the index.
        own: for each, whether the name is enough by itself.
        ids, countries: their ids and the states they belong to ("" for none).
        rank: the rank of the best known one's kind among places; 0 for what is no place.
        strong: whether the name is enough for any of them.
    """

    label: MentionLabel
    numbers: tuple[int, ...]
    own: tuple[bool, ...]
    ids: tuple[str, ...]
    countries: tuple[str, ...]
    rank: int
    strong: bool


class Index:
    """Reads what `pack` wrote; nothing is unpacked before it is asked for.

    Args:
        data: the index.
        fold: what its words were folded by.
    """

    def __init__(self, data: bytes, fold: Callable[[str], str] = key) -> None:
        if data[:8] != _MAGIC:
            raise GazetteerError("this is no gazetteer index of this version")
        size = int.from_bytes(data[8:12], "little")
        header = json.loads(data[12 : 12 + size])
        self.data = data
        self.fold = fold
        self._codes: dict[str, list[str]] = header["codes"]
        self._parts = {
            name: (12 + size + start, length, dtype)
            for name, start, length, dtype in header["parts"]
        }
        self._charset: str = header["charset"]
        self._words = self._part("words").decode().split("\n")
        self._word_numbers = dict(zip(self._words, range(len(self._words)), strict=True))
        self._children = self._starts("children")
        self._edges = self._numbers("edges")
        self._names = self._starts("names")
        self._postings = self._numbers("postings")
        self._rows = self._starts("rows")
        self._columns = {name: self._numbers(name) for name in _CODED}
        self._text = self._parts["text"][0]
        self._entries: dict[int, Entry] = {}
        self._found: dict[str, int | None] = {}
        self._contexts: dict[int, tuple[tuple[str, ...], ...]] = {}
        self._readings: dict[int, tuple[Reading, ...]] = {}

    def __len__(self) -> int:
        return len(self._rows) - 1

    def child(self, node: int, word: str) -> int:
        """The node one word further on, or 0 (the root is nobody's child)."""
        number = self._word_numbers.get(word)
        if number is None:
            return 0
        edges, high = self._edges, self._children[node + 1]
        edge = bisect_left(edges, number, self._children[node], high)
        return edge + 1 if edge < high and edges[edge] == number else 0

    def node(self, words: Iterable[str]) -> int:
        """The node of a sequence of words, or 0."""
        node = 0
        for word in words:
            node = self.child(node, word)
            if not node:
                return 0
        return node

    def ends(self, node: int) -> bool:
        """Whether a name ends at the node."""
        return bool(self._names[node] < self._names[node + 1])

    def is_leaf(self, node: int) -> bool:
        """Whether no name goes on from the node."""
        return bool(self._children[node] == self._children[node + 1])

    def readings(self, node: int) -> tuple[Reading, ...]:
        """The entries whose name ends at the node, by label."""
        known = self._readings.get(node)
        if known is None:
            known = self._readings[node] = tuple(self._group(node))
        return known

    def _group(self, node: int) -> Iterator[Reading]:
        groups: dict[int, list[int]] = {}
        for posting in self._postings[self._names[node] : self._names[node + 1]]:
            groups.setdefault(self._columns["label"][posting >> 1], []).append(posting)
        for code, postings in sorted(groups.items()):
            numbers = tuple(posting >> 1 for posting in postings)
            own = tuple(bool(posting & 1) for posting in postings)
            yield self.reading(MENTION_LABELS[code], numbers, own)

    def reading(
        self, label: MentionLabel, numbers: tuple[int, ...], own: tuple[bool, ...]
    ) -> Reading:
        """What the matcher needs to know of entries that share a name."""
        return Reading(
            label,
            numbers,
            own,
            tuple(map(self.id, numbers)),
            tuple(self.code("country", number) for number in numbers),
            KIND_RANK.get(self.code("kind", numbers[0]), 0),
            any(own),
        )

    def below(self, node: int, prefix: str) -> Iterator[int]:
        """The nodes of names that go on from `node` with a word that begins with `prefix`."""
        low, high = self._children[node], self._children[node + 1]
        words = self._words
        first = bisect_left(words, prefix)
        edge = bisect_left(self._edges, first, low, high)
        while edge < high and words[self._edges[edge]].startswith(prefix):
            yield from self._subtree(edge + 1)
            edge += 1

    def _subtree(self, node: int) -> Iterator[int]:
        waiting = [node]
        while waiting:
            node = waiting.pop()
            if self.ends(node):
                yield node
            waiting.extend(range(self._children[node] + 1, self._children[node + 1] + 1))

    def entry(self, number: int) -> Entry:
        """The entry with a number; numbers follow the order of the ids."""
        known = self._entries.get(number)
        if known is None:
            if len(self._entries) >= _CACHED_ENTRIES:
                self._entries.clear()
            row = dict(zip(_TEXT, self.row(number).split("\t"), strict=True))
            row.update({column: self.code(column, number) for column in _CODED})
            known = self._entries[number] = entry_from_row(row)
        return known

    def row(self, number: int) -> str:
        """The entry's row of text: id, name, name_en, names, weak, … separated by tabs."""
        start, end = self._rows[number], self._rows[number + 1]
        return decode(self.data[self._text + start : self._text + end], self._charset)

    def code(self, column: str, number: int) -> str:
        """A column of few values (label, kind, country, source) without reading the row."""
        return self._codes[column][self._columns[column][number]]

    def context(self, number: int) -> tuple[tuple[str, ...], ...]:
        """The words of each phrase that supports a weak name of the entry."""
        known = self._contexts.get(number)
        if known is None:
            field = self.row(number).split("\t")[_TEXT.index("context")]
            known = tuple(name_words(phrase, self.fold) for phrase in field.split("|") if phrase)
            self._contexts[number] = known
        return known

    def id(self, number: int) -> str:
        """The entry's id."""
        return self.row(number).partition("\t")[0]

    def number(self, id: str) -> int | None:
        """The number of the entry with this id, or None."""
        found = self._found.get(id, -1)
        if found == -1:
            if len(self._found) >= _CACHED_ENTRIES:
                self._found.clear()
            at = bisect_left(range(len(self)), id, key=self.id)
            found = self._found[id] = at if at < len(self) and self.id(at) == id else None
        return found

    def english_names(self) -> Iterator[str]:
        """The English name of every entry in order, empty where it has none."""
        column = _TEXT.index("name_en")
        return (self.row(number).split("\t")[column] for number in range(len(self)))

    def _part(self, name: str) -> bytes:
        start, length, _ = self._parts[name]
        return self.data[start : start + length]

    def _array(self, name: str) -> NDArray[Any]:
        dtype = np.dtype(self._parts[name][2])
        array = np.frombuffer(self._part(name), dtype=dtype)
        return array.astype(dtype.newbyteorder("="), copy=False)

    def _numbers(self, name: str) -> memoryview:
        return self._array(name).data

    def _starts(self, name: str) -> memoryview:
        """Where each slice begins, of the lengths that are stored, and where the last ends."""
        lengths = self._array(name)
        starts = np.zeros(len(lengths) + 1, dtype=np.uint32)
        np.cumsum(lengths, out=starts[1:])
        return starts.data


def pack(entries: Iterable[Entry], fold: Callable[[str], str] = key) -> bytes:
    """Write the index of entries with distinct ids; the same entries give the same bytes.

    Args:
        entries: the entries.
        fold: what the words of their names are compared by.
    """
    ordered = sorted(entries, key=lambda entry: entry.id)
    names: dict[tuple[str, ...], dict[int, bool]] = {}
    for number, entry in enumerate(ordered):
        for strong, group in ((True, entry.names), (False, entry.weak)):
            for name in group:
                names.setdefault(name_words(name, fold), {}).setdefault(number, strong)
    names.pop((), None)
    header: dict[str, Any] = {}
    parts = _entry_parts(ordered, header)
    parts.update(_trie_parts(names, ordered))
    return _assemble(parts, header)


def _entry_parts(entries: Sequence[Entry], header: dict[str, Any]) -> dict[str, Part]:
    rows = [row_from_entry(entry) for entry in entries]
    codes = {column: sorted({row[column] for row in rows}) for column in _CODED}
    codes["label"] = list(MENTION_LABELS)
    lines = ["\t".join(row[column] for column in _TEXT) for row in rows]
    charset = charset_of(lines)
    encoded = encode(lines, charset)
    header.update(codes=codes, charset=charset)
    parts: dict[str, Part] = {"text": b"".join(encoded), "rows": _smallest(map(len, encoded))}
    for column in _CODED:
        code = {value: number for number, value in enumerate(codes[column])}
        parts[column] = _smallest(code[row[column]] for row in rows)
    return parts


def _trie_parts(
    names: Mapping[tuple[str, ...], Mapping[int, bool]], entries: Sequence[Entry]
) -> dict[str, Part]:
    words = sorted({word for name in names for word in name})
    number = {word: at for at, word in enumerate(words)}
    ending = {tuple(number[word] for word in name): claims for name, claims in names.items()}
    prefixes = {name[:length] for name in ending for length in range(1, len(name) + 1)}
    nodes = [(), *sorted(prefixes, key=lambda prefix: (len(prefix), prefix))]
    children = dict.fromkeys(nodes, 0)
    for node in nodes[1:]:
        children[node[:-1]] += 1
    postings: list[int] = []
    for node in nodes:
        claims = ending.get(node)
        if claims:
            best = sorted(claims, key=lambda at: (*(-rank for rank in entries[at].rank), at))
            postings.extend(at << 1 | claims[at] for at in best)
    return {
        "words": "\n".join(words).encode(),
        "children": _smallest(children.values()),
        "edges": _smallest(node[-1] for node in nodes[1:]),
        "names": _smallest(len(ending.get(node, {})) for node in nodes),
        "postings": _smallest(postings),
    }


def _smallest(numbers: Iterable[int]) -> NDArray[Any]:
    """The numbers in the smallest type that holds them all."""
    array = np.fromiter(numbers, dtype=np.uint32)
    return array.astype(np.min_scalar_type(int(array.max(initial=0))))


def _assemble(parts: Mapping[str, Part], header: dict[str, Any]) -> bytes:
    table: list[tuple[str, int, int, str]] = []
    body: list[bytes] = []
    for name, part in sorted(parts.items()):
        kind = "u1" if isinstance(part, bytes) else f"<u{part.itemsize}"
        raw = part if isinstance(part, bytes) else part.astype(kind).tobytes()
        table.append((name, sum(map(len, body)), len(raw), kind))
        body.append(raw)
    text = json.dumps({**header, "parts": table}, ensure_ascii=False, sort_keys=True).encode()
    return b"".join([_MAGIC, len(text).to_bytes(4, "little"), text, *body])
