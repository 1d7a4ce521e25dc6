"""What a title's own words say: its head, how many hold it, and whether they still do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Final, Literal

import regex

from arsec_ner.labels import RoleStatus
from arsec_ner.normalize import key
from arsec_ner.tables import read_yaml

Number = Literal["one", "pair", "many"]

_ARTICLE: Final = regex.compile("^(?:ال|لل|ل(?=ل))(?=..)")
# What stands after an indefinite accusative: وزيرا للداخلية، رئيسا جديدا.
_INDEFINITE: Final = regex.compile("^ل|ا$")
_FEMININE: Final = regex.compile("ه$")


@dataclass(frozen=True, slots=True)
class Title:
    """A ROLE span's words, read.

    Attributes:
        head: its first word without article and gender.
        words: all of them so, without the names of states and what news leaves out.
        all_words: their keys.
        number: how many people it is said of.
        counterpart: whether it is نظيره, whose office is that of another in the sentence.
        bare: whether it is the head alone (الوزير), states aside.
    """

    head: str
    words: frozenset[str]
    all_words: frozenset[str]
    number: Number
    counterpart: bool
    bare: bool


def read_title(keys: Sequence[str]) -> Title:
    """Read a title from the keys of its words, those of states left out."""
    keys = _repeated(keys)
    first = keys[0] if keys else ""
    head, number = _heads().get(_ARTICLE.sub("", first), (stem(first), "one"))
    if number == "pair" and first.endswith("ا") and len(keys) > 1 and _INDEFINITE.search(keys[1]):
        number = "one"  # وزيرا للداخلية is the accusative, وزيرا الداخلية the dual
    left_out = {stem(word) for word in words_of("left_out")}
    plain = [_same_words().get(stem(word), stem(word)) for word in keys[1:]]
    head, plain = _usual(head, plain)
    return Title(
        head=head,
        words=frozenset([head, *(word for word in plain if word not in left_out)]),
        all_words=frozenset(keys),
        number=number,
        counterpart=first in words_of("counterpart"),
        bare=len(keys) <= 1,
    )


def _repeated(keys: Sequence[str]) -> list[str]:
    """The keys with a word said twice as one: ولي ولي العهد is another than ولي العهد."""
    joined: list[str] = []
    for word in keys:
        if joined and joined[-1] == word:
            joined[-1] = f"{word}_{word}"
        else:
            joined.append(word)
    return joined


def _usual(head: str, words: list[str]) -> tuple[str, list[str]]:
    """A title under another name as it is usually called: رئيس الدبلوماسية, وزير الخارجية."""
    for (other_head, other), (usual_head, usual) in _same_titles():
        if head == other_head and other in words:
            return usual_head, [usual if word == other else word for word in words]
    return head, words


def stem(word: str) -> str:
    """A folded word without article, and without the ending of the feminine."""
    bare = _ARTICLE.sub("", word)
    return _FEMININE.sub("", bare) if len(bare) > 3 else bare


def same_office(named: Title, again: Title) -> int:
    """How well a title can mean, shorter, the office named by another: 0 not at all.

    `الوزير` may be any minister, `وزير الخارجية` only one of the same field.
    """
    if named.words == again.words:
        return 4
    if office_head(named) != office_head(again):
        return 0
    if again.bare and again.number == "one" and again.head in words_of("complete"):
        return 0  # الرئيس الفرنسي is no رئيس بلدية
    rest = again.words - {again.head}
    if rest <= named.words:
        return 3 if rest else 2
    return 0


def office_head(title: Title) -> str:
    """One word for all heads that news uses for one another (زعيم, رئيس)."""
    return _same_heads().get(title.head, title.head)


def status_of(keys: Sequence[str]) -> RoleStatus:
    """Whether a title is held, by its words and the word after it."""
    for word, following in zip_longest(keys, keys[1:], fillvalue=""):
        # الوزير المكلف is one for the time being, المكلف بالعلاقات is what he is in charge of.
        charged = word in words_of("charged") and following.startswith("ب")
        if word in _statuses() and not charged:
            return _statuses()[word]
    return "current"


def states_with(title: Title) -> frozenset[str] | None:
    """The only states that have such an office, or None where any may have it."""
    for words, states in _states_of_titles():
        if words <= title.words | {title.head}:
            return states
    return None


@cache
def words_of(name: str) -> frozenset[str]:
    """The folded words of a list of roles.yaml."""
    return frozenset(key(word) for word in read_yaml("roles.yaml")[name].split())


@cache
def _statuses() -> Mapping[str, RoleStatus]:
    table: Mapping[RoleStatus, str] = read_yaml("roles.yaml")["status"]
    return {key(word): status for status, words in table.items() for word in words.split()}


@cache
def _heads() -> Mapping[str, tuple[str, Number]]:
    """The forms of heads for several people: the head in the singular, and the number."""
    forms: dict[str, tuple[str, Number]] = {}
    for word, plural in read_yaml("roles.yaml")["heads"].items():
        head = key(word)
        for ending in ("ون", "و"):
            forms[head + ending] = (head, "many")
        for ending in ("ان", "ين", "ا", "ي", "تان", "تين", "تا", "تي"):
            forms[head + ending] = (head, "pair")
        for own in ("يه", "يها", "ته", "تها"):
            forms[head + own] = (head, "pair" if own.startswith("ي") else "one")
        if plural:
            for ending in ("", "ه", "ها", "ءه", "ءها", "يه", "يها", "وه", "وها"):
                forms[key(plural).removesuffix("ء") + ending] = (head, "many")
            forms[key(plural)] = (head, "many")
        for own in ("ه", "ها", "هم"):
            forms[head + own] = (head, "one")
    return forms


@cache
def _same_heads() -> Mapping[str, str]:
    lines = (line.split() for line in read_yaml("roles.yaml")["same_office"])
    return {stem(key(word)): stem(key(line[0])) for line in lines for word in line}


@cache
def _same_words() -> Mapping[str, str]:
    pairs = read_yaml("roles.yaml")["same_word"]
    return {stem(key(word)): stem(key(other)) for word, other in pairs.items()}


@cache
def _same_titles() -> tuple[tuple[tuple[str, str], tuple[str, str]], ...]:
    def pair(title: str) -> tuple[str, str]:
        head, word = title.split()
        return key(head), stem(key(word))

    rows = read_yaml("roles.yaml")["same_title"]
    return tuple((pair(title), pair(usual)) for title, usual in rows.items())


@cache
def _states_of_titles() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    rows = read_yaml("roles.yaml")["states_of_titles"]
    return tuple(
        (frozenset(stem(key(w)) for w in row["words"].split()), frozenset(row["states"].split()))
        for row in rows
    )


__all__ = [
    "Number",
    "Title",
    "office_head",
    "read_title",
    "same_office",
    "states_with",
    "status_of",
    "stem",
    "words_of",
]
