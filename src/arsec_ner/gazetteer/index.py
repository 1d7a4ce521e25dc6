"""The compact index: sequences of folded tokens → entries, in one block of bytes.

The names' tokens are the words of a sorted vocabulary; their sequences form a trie whose edges
lie in breadth-first order, so that the child at the end of edge `e` is node `e + 1` and the
children of a node are one sorted slice. A node's postings say which entries have that name, the
best known first. Entries stay rows of text until somebody asks for one.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from arsec_ner.errors import GazetteerError
from arsec_ner.gazetteer.entry import COLUMNS, KIND_RANK, Entry, entry_from_row, row_from_entry
from arsec_ner.gazetteer.words import name_words
from arsec_ner.labels import MENTION_LABELS, MentionLabel

_MAGIC = b"ARSECGZ1"
_CODED = ("label", "kind", "country", "source")
_TEXT = tuple(column for column in COLUMNS if column not in _CODED)
_CACHED_ENTRIES = 16_384


@dataclass(frozen=True, slots=True)
class Reading:
    """The entries of one label that share a name, the best known first.

    Attributes:
        label: the label of all of them.
        numbers: their numbers in the index.
        strong: for each, whether the name is enough by itself.
    """

    label: MentionLabel
    numbers: tuple[int, ...]
    strong: tuple[bool, ...]


class Index:
    """Reads what `pack` wrote; nothing is unpacked before it is asked for."""

    def __init__(self, data: bytes) -> None:
        if data[:8] != _MAGIC:
            raise GazetteerError("this is no gazetteer index of this version")
        size = int.from_bytes(data[8:12], "little")
        header = json.loads(data[12 : 12 + size])
        self.data = data
        self._codes: dict[str, list[str]] = header["codes"]
        self._at = {name: (12 + size + start, length) for name, start, length in header["parts"]}
        words = self._part("words").decode().split("\n")
        self.word_numbers: dict[str, int] = dict(zip(words, range(len(words)), strict=True))
        self._children = self._numbers("children")
        self._edges = self._numbers("edges")
        self._names = self._numbers("names")
        self._postings = self._numbers("postings")
        self._rows = self._numbers("rows")
        self._columns = {name: self._numbers(name, "<u2") for name in _CODED}
        self._text = self._at["text"][0]
        self._entries: dict[int, Entry] = {}
        self._contexts: dict[int, tuple[tuple[str, ...], ...]] = {}
        self._readings: dict[int, tuple[Reading, ...]] = {}

    def __len__(self) -> int:
        return len(self._rows) - 1

    def child(self, node: int, word: str) -> int:
        """The node one word further on, or 0 (the root is nobody's child)."""
        number = self.word_numbers.get(word)
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
            yield Reading(
                MENTION_LABELS[code],
                tuple(posting >> 1 for posting in postings),
                tuple(bool(posting & 1) for posting in postings),
            )

    def below(self, node: int, prefix: str) -> Iterator[int]:
        """The nodes of names that go on from `node` with a word that begins with `prefix`."""
        low, high = self._children[node], self._children[node + 1]
        words = self.words
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

    @property
    def words(self) -> Sequence[str]:
        """The vocabulary of the names, sorted."""
        return list(self.word_numbers)

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
        return self.data[self._text + start : self._text + end].decode()

    def code(self, column: str, number: int) -> str:
        """A column of few values (label, kind, country, source) without reading the row."""
        return self._codes[column][self._columns[column][number]]

    def rank(self, number: int) -> int:
        """The rank of the entry's kind among places of one name; 0 for what is no place."""
        return KIND_RANK.get(self.code("kind", number), 0)

    def context(self, number: int) -> tuple[tuple[str, ...], ...]:
        """The words of each phrase that supports a weak name of the entry."""
        known = self._contexts.get(number)
        if known is None:
            field = self.row(number).split("\t")[_TEXT.index("context")]
            known = tuple(name_words(phrase) for phrase in field.split("|") if phrase)
            self._contexts[number] = known
        return known

    def id(self, number: int) -> str:
        """The entry's id."""
        return self.row(number).partition("\t")[0]

    def number(self, id: str) -> int | None:
        """The number of the entry with this id, or None."""
        found = bisect_left(range(len(self)), id, key=self.id)
        return found if found < len(self) and self.id(found) == id else None

    def english_names(self) -> Iterator[str]:
        """The English name of every entry in order, empty where it has none."""
        column = _TEXT.index("name_en")
        return (self.row(number).split("\t")[column] for number in range(len(self)))

    def _part(self, name: str) -> bytes:
        start, length = self._at[name]
        return self.data[start : start + length]

    def _numbers(self, name: str, dtype: str = "<u4") -> memoryview:
        array = np.frombuffer(self._part(name), dtype=dtype)
        return array.astype(array.dtype.newbyteorder("="), copy=False).data


def pack(entries: Iterable[Entry]) -> bytes:
    """Write the index of entries with distinct ids; the same entries give the same bytes."""
    ordered = sorted(entries, key=lambda entry: entry.id)
    names: dict[tuple[str, ...], dict[int, bool]] = {}
    for number, entry in enumerate(ordered):
        for strong, group in ((True, entry.names), (False, entry.weak)):
            for name in group:
                names.setdefault(name_words(name), {}).setdefault(number, strong)
    names.pop((), None)
    parts, codes = _entry_parts(ordered)
    parts.update(_trie_parts(names, ordered))
    return _assemble(parts, codes)


def _entry_parts(entries: Sequence[Entry]) -> tuple[dict[str, bytes], dict[str, list[str]]]:
    rows = [row_from_entry(entry) for entry in entries]
    codes = {column: sorted({row[column] for row in rows}) for column in _CODED}
    codes["label"] = list(MENTION_LABELS)
    lines = ["\t".join(row[column] for column in _TEXT).encode() for row in rows]
    parts = {"text": b"".join(lines), "rows": _array(accumulate(map(len, lines), initial=0))}
    for column in _CODED:
        code = {value: number for number, value in enumerate(codes[column])}
        parts[column] = _array((code[row[column]] for row in rows), "<u2")
    return parts, codes


def _trie_parts(
    names: dict[tuple[str, ...], dict[int, bool]], entries: Sequence[Entry]
) -> dict[str, bytes]:
    words = sorted({word for name in names for word in name})
    number = {word: at for at, word in enumerate(words)}
    level = [tuple(number[word] for word in name) for name in names]
    by_numbers = dict(zip(level, names.values(), strict=True))
    prefixes = {name[:length] for name in level for length in range(1, len(name) + 1)}
    nodes = [(), *sorted(prefixes, key=lambda prefix: (len(prefix), prefix))]
    counts = dict.fromkeys(nodes, 0)
    for prefix in nodes[1:]:
        counts[prefix[:-1]] += 1
    postings: list[int] = []
    starts = [0]
    for node in nodes:
        shared = by_numbers.get(node, {})
        best = sorted(shared, key=lambda at: (*(-rank for rank in entries[at].rank), at))
        postings.extend(at << 1 | shared[at] for at in best)
        starts.append(len(postings))
    return {
        "words": "\n".join(words).encode(),
        "children": _array(accumulate(counts.values(), initial=0)),
        "edges": _array(prefix[-1] for prefix in nodes[1:]),
        "names": _array(starts),
        "postings": _array(postings),
    }


def _array(numbers: Iterable[int], dtype: str = "<u4") -> bytes:
    return np.fromiter(numbers, dtype=dtype).tobytes()


def _assemble(parts: dict[str, bytes], codes: dict[str, list[str]]) -> bytes:
    table, body, at = [], [], 0
    for name, part in sorted(parts.items()):
        table.append((name, at, len(part)))
        body.append(part)
        at += len(part)
    header = json.dumps({"codes": codes, "parts": table}, ensure_ascii=False, sort_keys=True)
    head = header.encode()
    return b"".join([_MAGIC, len(head).to_bytes(4, "little"), head, *body])
