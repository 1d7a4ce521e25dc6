"""Spans cut or completed to what can be a mention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

import regex

from arsec_ner.normalize import key
from arsec_ner.spans import Span
from arsec_ner.tables import read_yaml

_WORD: Final = regex.compile(r"\S+")
# A particle is parted from a name in other letters or in quotes by tatweel: لـCNN، بـ«داعش».
_GLUED: Final = regex.compile("(?:[وف]?[بلك])?ـ+")
_GENITIVES: Final = frozenset({"PERSON", "ORG", "GPE", "FAC"})
# A word with neither article nor pronoun, nor the ending of an indefinite accusative.
_BARE: Final = regex.compile(r"(?!ال|لل)\w+(?<!ه|ها|هم|هما|نا|اً|ًا)")
_FEMININE: Final = ("ة", "ات", "اء", "ى")
_EDGES: Final = "«»“”\"'()[]،,.؛:؟!-–ـ \n\t"


def tidied(text: str, spans: Sequence[Span], names: Sequence[Span] = ()) -> tuple[Span, ...]:
    """Cut off what no mention begins or ends with, and leave out class nouns that name nothing.

    Args:
        text: the document.
        spans: a backend's spans.
        names: people by their surroundings, by which names get back a lost beginning.

    Returns:
        The spans that remain, in order; `data/shapes.yaml` has the words.
    """
    ends = {name.end: name for name in names}
    cut = (_cut(text, _whole(text, span, ends.get(span.end))) for span in spans)
    return tuple(span for span in cut if span is not None)


def with_genitives(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Offices with the name that a bare word is in construct with.

    A bare indefinite word right before a name leans on it: رئيس لجنة … is the committee's, and
    مبعوث بوتين is no name of a مبعوث. Who holds an office stands beside a definite word or a whole
    title.

    Args:
        text: the document.
        spans: its mentions, sorted by (start, -end).
    """
    names: dict[int, Span] = {}
    for span in spans:
        if span.label in _GENITIVES:
            names.setdefault(span.start, span)

    def whole(span: Span) -> Span:
        name = names.get(span.end + 1)
        if span.label != "ROLE" or name is None or text[span.end] != " ":
            return span
        word = text[span.start : span.end]
        serves = key(word) in _served()
        leans = serves if name.label == "PERSON" else _BARE.fullmatch(word) is not None
        return replace(span, end=name.end) if leans else span

    return tuple(map(whole, spans))


def _whole(text: str, span: Span, name: Span | None) -> Span:
    """A person's name with the beginning that the backend lost: شي جين بينغ, not جين بينغ.

    What begins within a word lost a letter that is no particle (انغ يي of وانغ يي); where the
    surroundings say that the name begins in a word before, they rather join two (لافروف لكيم).
    """
    if span.label != "PERSON" or name is None or name.start >= span.start:
        return span
    within_word = not text[span.start - 1].isspace()
    if within_word and any(map(str.isspace, text[name.start : span.start])):
        return span
    return replace(span, start=name.start)


def _cut(text: str, span: Span) -> Span | None:
    start, end = span.start, span.end
    if glued := _GLUED.match(text, start, end):
        start = glued.end()
        while start < end and text[start] in _EDGES:
            start += 1
    words = [(m.start(), m.end()) for m in _WORD.finditer(text, start, end)]
    # In names, هي and بين are Chinese and Hebrew syllables.
    while words and span.label != "PERSON" and _word(text, words[-1]) in _never_last():
        words.pop()
        end = words[-1][1] if words else start
        while end > start and text[end - 1] in _EDGES:
            end -= 1
    if span.label == "ORG" and len(words) > 2 and _disagrees([_word(text, w) for w in words]):
        words.pop()
        end = words[-1][1]
    alone = len(words) == 1 and _names_nothing(text, span.label, key(_word(text, words[0])))
    if not words or alone or start >= end:
        return None
    return span if (start, end) == (span.start, span.end) else replace(span, start=start, end=end)


def _names_nothing(text: str, label: str, word: str) -> bool:
    if word in _no_names().get(label, ()):
        return True
    directions, beside = _directions()
    return label == "NORP" and word in directions and beside not in text


def _disagrees(words: Sequence[str]) -> bool:
    """Whether the last word is a feminine adjective of which the name has no noun.

    In عمليات الجيش الباكستاني العسكرية it belongs to the operations, no word of the army's name.
    """
    *before, last = words
    if not (last.startswith("ال") and last.endswith("ية") and before[-1].endswith("ي")):
        return False
    return not any(word.endswith(_FEMININE) or key(word) in _feminine() for word in before)


def _word(text: str, word: tuple[int, int]) -> str:
    return text[word[0] : word[1]].strip(_EDGES)


@cache
def _never_last() -> frozenset[str]:
    # As they are spelled: علي is a name, على is not, though both fold to one key.
    return frozenset(read_yaml("shapes.yaml")["never_last"].split())


@cache
def _served() -> frozenset[str]:
    return frozenset(map(key, read_yaml("shapes.yaml")["in_service"].split()))


@cache
def _directions() -> tuple[frozenset[str], str]:
    table = read_yaml("shapes.yaml")["directions"]
    return frozenset(map(key, table["words"].split())), table["beside"]


@cache
def _feminine() -> frozenset[str]:
    words = read_yaml("shapes.yaml")["feminine"].split()
    return frozenset(key(article + word) for word in words for article in ("", "ال"))


@cache
def _no_names() -> dict[str, frozenset[str]]:
    table = read_yaml("shapes.yaml")["alone_no_name"]
    return {label: frozenset(map(key, words.split())) for label, words in table.items()}


__all__ = ["tidied", "with_genitives"]
