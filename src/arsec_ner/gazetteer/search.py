"""Looks entries up by name, for people who browse the gazetteer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from arsec_ner.gazetteer.index import Index
from arsec_ner.gazetteer.words import name_words
from arsec_ner.normalize import key


def search_index(index: Index, name: str) -> Iterator[int]:
    """The numbers of the entries with a name, the likeliest first, some of them twice.

    First the id, then the same Arabic name, names that begin so, and the English name: the same,
    one that begins so, one that holds the words.
    """
    number = index.number(name.strip())
    if number is not None:
        yield number
    words = name_words(name, index.fold)
    if not words:
        return
    yield from numbers_of_name(index, words)
    start = index.node(words[:-1])
    if start or len(words) == 1:
        yield from _by_node(index, index.below(start, words[-1]))
    if name.isascii() or any("a" <= letter <= "z" for letter in key(name)):
        yield from _by_english(index, key(name))


def numbers_of_name(index: Index, words: Sequence[str]) -> list[int]:
    """The numbers of the entries with exactly a name, those first for which it is strong."""
    return _by_node(index, [index.node(words)])


def _by_node(index: Index, nodes: Iterable[int]) -> list[int]:
    found = [
        (not strong, number)
        for node in nodes
        for reading in index.readings(node)
        for number, strong in zip(reading.numbers, reading.own, strict=True)
    ]
    return [
        number for _, number in sorted(found, key=lambda each: (each[0], *_fame(index, each[1])))
    ]


def _by_english(index: Index, wanted: str) -> list[int]:
    found: list[tuple[int, int]] = []
    for number, name in enumerate(index.english_names()):
        if wanted in (folded := key(name)):
            distance = 0 if folded == wanted else 1 if folded.startswith(wanted) else 2
            found.append((distance, number))
    return [
        number for _, number in sorted(found, key=lambda each: (each[0], *_fame(index, each[1])))
    ]


def _fame(index: Index, number: int) -> Sequence[int]:
    return (*(-rank for rank in index.entry(number).rank), number)
