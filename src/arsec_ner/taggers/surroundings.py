"""The words of a sentence as the name rules see them: what each may be in a name or before one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Final

import regex

from arsec_ner.chars import ARABIC_LETTER
from arsec_ner.clitics import stem_start, stem_starts
from arsec_ner.labels import MentionLabel
from arsec_ner.names import name_shape, name_tenths
from arsec_ner.normalize import dediac_ar, key
from arsec_ner.spans import Sentence, Span, Token
from arsec_ner.tables import read_yaml

# What the beginning and the end of an unknown word say of it, the first pattern that fits.
_ENDS: Final = tuple(
    (name, regex.compile(pattern))
    for name, pattern in (
        ("attached", r"[وف]?(?:لل|بال|كال)..+|[وف]ال.+"),
        ("family", r"ال..+ي"),  # البديوي
        ("definite", r"ال.+"),
    )
)
# How much the letters of an unknown word are a name's (`names.name_shape`), in five steps.
_SHAPES: Final = (
    (-12, "like a word"), (-4, "rather a word"), (3, "unknown"), (10, "rather a name"),
)  # fmt: skip
_ARABIC: Final = regex.compile(f"[{ARABIC_LETTER}]")
_JOINERS: Final = frozenset("_-–ـ")
_OPENERS: Final = frozenset("«“\"'‘([{#:؛")
# Classes before a name whose words are themselves hardly ever names.
_NEVER_NAMES: Final = {
    "honorific": "title", "rank": "title", "between": "between", "says": "verb", "does": "verb",
    "was": "verb", "that": "stop", "of": "stop", "with": "stop",
}  # fmt: skip
_RULE_OF: Final = "rule_of"  # the rule of the grammar whose bodies are called after people
_TITLED: Final = frozenset({"ROLE", "NORP", "rank", "honorific"})


@dataclass(frozen=True, slots=True)
class Word:
    """One token as the rules see it.

    Attributes:
        start, end: offsets into the text.
        key: the folded token.
        kind: its class as a part of a name, when the token is taken whole.
        stem: where a name may start after attached particles; `start` where there are none.
        stem_key, stem_kind: the key and the class of what stands after the particles.
        particle: the attached particles' letters.
        before: its class as what stands before a name.
    """

    start: int
    end: int
    key: str
    kind: str
    stem: int
    stem_key: str
    stem_kind: str
    particle: str
    before: str


def read_words(sentence: Sentence, hints: Sequence[Span]) -> list[Word]:
    """Read a sentence's tokens.

    Args:
        sentence: the sentence.
        hints: the strong matches of the gazetteer and the grammar that stand in it, sorted.

    Returns:
        One Word a token.
    """
    inner, ending = _hinted(sentence.tokens, (h for h in hints if not _after_a_person(h)))
    words: list[Word] = []
    before = "start"
    for index, token in enumerate(sentence.tokens):
        label = inner.get(index)
        stem = _stem(token) if label is None else token.start
        stem_key = _key_from(token, stem)
        before = _before(token, ending.get(index), label, before)
        words.append(
            Word(
                token.start,
                token.end,
                token.key,
                _kind(token.text, token.key, label, _holds_particle(token, stem)),
                stem,
                stem_key,
                _kind(token.text[stem - token.start :], stem_key, label, False),
                token.text[: stem - token.start],
                before,
            )
        )
    return _without_invocations(words)


def _after_a_person(hint: Span) -> bool:
    """Whether a body is called after a person: the words of إدارة باراك أوباما are his name."""
    return any(each.detail == _RULE_OF for each in hint.evidence)


def _without_invocations(words: list[Word]) -> list[Word]:
    """Let بحمد الله be no name, though حمد الله is one."""
    for index, (word, following) in enumerate(pairwise(words)):
        if word.particle == "ب" and (word.stem_key, following.key) in _invocations():
            words[index] = replace(word, kind="stop", stem_kind="stop")
            words[index + 1] = replace(following, kind="stop", stem_kind="stop")
    return words


def _hinted(
    tokens: Sequence[Token], hints: Iterable[Span]
) -> tuple[dict[int, MentionLabel], dict[int, MentionLabel]]:
    """For each token under a hint the label of the innermost; where hints end, the outermost."""
    starts = [token.start for token in tokens]
    inner: dict[int, MentionLabel] = {}
    ending: dict[int, MentionLabel] = {}
    for hint in hints:
        first = bisect_left(starts, hint.start)
        if first == len(starts) or starts[first] > hint.start:
            first -= 1
        last = bisect_left(starts, hint.end) - 1
        for index in range(max(first, 0), last + 1):
            inner[index] = hint.label
        if last >= 0:
            ending.setdefault(last, hint.label)
    return inner, ending


@cache
def _invocations() -> frozenset[tuple[str, ...]]:
    table = read_yaml("surroundings.yaml")["invocations"]
    return frozenset(tuple(key(each).split()) for each in table)


@cache
def _before_classes() -> Mapping[str, str]:
    table = read_yaml("surroundings.yaml")["before"]
    classes: dict[str, str] = {}
    for name, words in table.items():
        for word in words.split():
            classes.setdefault(key(word), name)
    return classes


@cache
def _within_classes() -> Mapping[str, str]:
    table = read_yaml("surroundings.yaml")["within"]
    return {key(word): name for name, words in table.items() for word in words.split()}


@cache
def _spelled() -> Mapping[str, str]:
    table = read_yaml("surroundings.yaml")["spelled"]
    return {word: name for name, words in table.items() for word in words.split()}


def _kind(text: str, folded: str, label: MentionLabel | None, cut: bool) -> str:
    """The class of a word as a part of a name; `cut` says that it holds a particle."""
    tenths = None if cut else name_tenths().get(folded)
    if label is not None:
        return f"{label}+" if tenths is not None and tenths >= 5 else label
    bare = dediac_ar(text)
    if bare in _spelled() and not cut:
        return {"name": "9", "stop": "stop"}[_spelled()[bare]]
    if folded in _within_classes():
        return _within_classes()[folded]
    if not _ARABIC.search(text):
        return _foreign_script(text)
    if len(folded) == 1:
        return "initial"
    context = _before_classes().get(folded[1:] if cut else folded)
    if context in _NEVER_NAMES and (tenths is None or tenths < 5):
        return _NEVER_NAMES[context]
    if tenths is not None:
        return str(tenths)
    if cut:
        return "attached"
    if end := next((name for name, pattern in _ENDS if pattern.fullmatch(folded)), ""):
        return end
    shape = name_shape(folded)
    return next((name for most, name in _SHAPES if shape < most), "like a name")


def _foreign_script(text: str) -> str:
    if text in _JOINERS:
        return "joiner"
    if text.isdigit():
        return "digit"
    return "latin" if text[:1].isalpha() else "mark"


def _stem(token: Token) -> int:
    """Where a name is likeliest to begin in the token."""
    tenths = name_tenths()
    if token.key in _within_classes() or token.key in _before_classes():
        return token.start
    best, value = token.start, tenths.get(token.key, 1)
    for start in stem_starts(token):
        known = tenths.get(key(token.text[start - token.start :]), -1)
        # A word known as no name but for its first letters is one with particles: وبوتين.
        if known > max(value, 2):
            best, value = start, known
    if best == token.start and token.key not in tenths:
        return stem_start(token)
    return best


def _holds_particle(token: Token, stem: int) -> bool:
    """Whether a token is hardly one word: و and a name, or لل with anything."""
    return token.key.startswith("لل") or (stem > token.start and token.text[0] == "و")


def _key_from(token: Token, start: int) -> str:
    """The key of a token from an offset on; after the first letter of لل it gets back its ا."""
    if start == token.start:
        return token.key
    at = start - token.start
    article = "ا" if token.text[at - 1 : at + 1] == "لل" else ""
    return article + key(token.text[at:])


def _before(
    token: Token, ending: MentionLabel | None, inside: MentionLabel | None, previous: str
) -> str:
    """The class of a token as what stands before a name, given the class of the one before."""
    if ending is not None:
        return ending
    if inside is not None:
        return "inside"
    if token.text == "،" or token.text == ",":
        return f"{previous}," if previous in _TITLED else "comma"
    if token.text in _OPENERS:
        return previous if previous != "word" else "open"
    if not token.key or not _ARABIC.search(token.text):
        return "mark"
    found = _looked_up(token.key)
    if found == "between":
        return previous if previous.rstrip(",") in _TITLED else found
    if found is not None:
        return found
    return "name" if name_tenths().get(token.key, 0) >= 6 else "word"


def _looked_up(folded: str) -> str | None:
    """The class of a word or of what follows its particles (للرئيس, والدكتور)."""
    classes = _before_classes()
    for form in (folded, folded[1:], f"ا{folded[1:]}", f"ا{folded[2:]}"):
        if form in classes and (form == folded or folded[0] in "وفبلك"):
            return classes[form]
    return None


__all__ = ["Word", "read_words"]
