"""The words of calendar expressions, and the grammar over them (`data/dates.yaml`).

Each word of a text is written as one sign that stands for the lists it is in; the rules are then
regular expressions over signs. A sign BREAK stands before a word with a proclitic, so that an
expression may begin there (في الـ20 | وأمس) but not run across it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

import regex

from arsec_ner.caching import WORDS_KEPT
from arsec_ner.clitics import stem_starts
from arsec_ner.normalize import key
from arsec_ner.spans import Token
from arsec_ner.tables import read_yaml

_BREAK: Final = "\ue000"
_OTHER: Final = "\ue001"
_FIRST_SIGN: Final = 0xE002
_LONGEST_PHRASE: Final = 3
_LONGEST_WORD: Final = 64
_NAME: Final = re.compile(r"\{([a-z_]+)\}")
_DATE: Final = re.compile(r"\d{1,4}([/-])\d{1,2}\1\d{2,4}")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase of the calendar's vocabulary, as it stands in the text.

    Attributes:
        start, end: offsets; the start is behind a proclitic where there is one.
        key: its key, the words parted by blanks, the article restored where لل hid it.
        lists: names of the lists it is in.
        before: key of the token before it in the sentence, or "".
        after: key of the token after it, or "".
    """

    start: int
    end: int
    key: str
    lists: frozenset[str]
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """A stretch of text as signs, with the word of each (None for a BREAK or any other word)."""

    text: str
    words: tuple[Word | None, ...]


def read_signs(tokens: Sequence[Token]) -> Signs:
    """Write tokens as signs."""
    spoken = [token for token in tokens if token.key]
    signs: list[str] = []
    words: list[Word | None] = []
    at = 0
    while at < len(spoken):
        token = spoken[at]
        found = _word_at(spoken, at)
        if found is None:
            signs.append(_OTHER)
            words.append(None)
            at += 1
            continue
        word, length = found
        if word.start > token.start:
            signs.append(_BREAK)
            words.append(None)
        signs.append(_vocabulary().signs[word.lists])
        words.append(word)
        at += length
    return Signs("".join(signs), tuple(words))


def _word_at(tokens: Sequence[Token], at: int) -> tuple[Word, int] | None:
    """The longest phrase of the vocabulary at a token, tried without proclitic first."""
    token = tokens[at]
    if len(token.text) > _LONGEST_WORD or not _stems(token.text):
        return None
    rest = [following.key for following in tokens[at + 1 : at + _LONGEST_PHRASE]]
    for cut, stem in _stems(token.text):
        for length in range(len(rest) + 1, 0, -1):
            phrase = " ".join((stem, *rest[: length - 1]))
            lists = _vocabulary().phrases.get(phrase)
            if lists is None and length == 1:
                lists = _number_lists(stem)
            if lists is None:
                continue
            before = tokens[at - 1].key if at else ""
            after = tokens[at + length].key if at + length < len(tokens) else ""
            end = tokens[at + length - 1].end
            return Word(token.start + cut, end, phrase, lists, before, after), length
    return None


@lru_cache(maxsize=WORDS_KEPT)
def _stems(text: str) -> tuple[tuple[int, str], ...]:
    """The stems of a token that begin a phrase of the vocabulary: offset in the token, and key."""
    stems = []
    for cut in stem_starts(Token(0, len(text), text, "")):
        stem = key(text[cut:])
        # للأسبوع is ل + الأسبوع: the alef of the article is not written after ل.
        spellings = (stem, f"ا{stem}") if cut and stem[0] == "ل" else (stem,)
        stems += [
            (cut, one)
            for one in spellings
            if one in _vocabulary().heads or _number_lists(one) is not None
        ]
    return tuple(stems)


def _number_lists(word: str) -> frozenset[str] | None:
    if not word[0].isdecimal():
        return None
    if _DATE.fullmatch(word):
        return frozenset({"numeric_date"})
    if len(word) <= 2 and word.isdecimal() and 1 <= int(word) <= 31:
        return frozenset({"day"})
    if (
        len(word) == 4
        and word.isdecimal()
        and (1300 <= int(word) < 1500 or 1800 <= int(word) < 2100)
    ):
        return frozenset({"year_number"})
    return None


@dataclass(frozen=True)
class Vocabulary:
    """The lists of `dates.yaml`.

    Attributes:
        phrases: the lists each phrase is in.
        heads: the first words of all phrases.
        signs: the sign of each combination of lists.
    """

    phrases: dict[str, frozenset[str]]
    heads: frozenset[str]
    signs: dict[frozenset[str], str]

    def pattern(self, name: str) -> str:
        """A character class of the signs whose words are in a list."""
        found = sorted(sign for lists, sign in self.signs.items() if name in lists)
        if not found:
            raise KeyError(f"dates.yaml: no list is named {name}")
        return f"[{''.join(found)}]"


@cache
def _vocabulary() -> Vocabulary:
    table = read_yaml("dates.yaml")
    phrases: dict[str, set[str]] = {}
    for name, words in table["words"].items():
        for word in words:
            phrases.setdefault(key(str(word)), set()).add(name)
    for calendar, name in (("months", "gregorian"), ("hijri_months", "hijri")):
        for number, words in table[calendar].items():
            for word in words:
                phrases.setdefault(key(word), set()).update({name, f"{name}_{number}"})
    frozen = {phrase: frozenset(lists) for phrase, lists in phrases.items()}
    numbers = [frozenset({name}) for name in ("numeric_date", "day", "year_number")]
    kinds = sorted({*frozen.values(), *numbers}, key=sorted)
    signs = {lists: chr(_FIRST_SIGN + index) for index, lists in enumerate(kinds)}
    return Vocabulary(frozen, frozenset(phrase.split()[0] for phrase in frozen), signs)


@cache
def _rules() -> dict[str, regex.Pattern[str]]:
    """The rules of the grammar by name, over signs."""
    table = read_yaml("dates.yaml")
    parts: dict[str, str] = {"break": _BREAK}

    def expand(pattern: str) -> str:
        def replace(match: re.Match[str]) -> str:
            return parts.get(match[1]) or _vocabulary().pattern(match[1])

        return _NAME.sub(replace, pattern)

    for name, pattern in table["parts"].items():
        parts[name] = expand(pattern)
    return {
        name: regex.compile(expand(pattern), regex.VERSION1)
        for name, pattern in table["rules"].items()
    }


def expressions(signs: Signs) -> Iterator[tuple[str, list[Word]]]:
    """Yield the calendar expressions in order: the rule's name and the words.

    Of those that begin at one word the longest counts, and none overlap.
    """
    found: list[tuple[int, int, int, str]] = []
    for order, (name, rule) in enumerate(_rules().items()):
        found += [(m.start(), -m.end(), order, name) for m in rule.finditer(signs.text)]
    reached = 0
    for start, minus_end, _, name in sorted(found):
        words = [word for word in signs.words[start:-minus_end] if word is not None]
        if start >= reached and words and _stands(name, words):
            reached = -minus_end
            yield name, words


def _stands(rule: str, words: Sequence[Word]) -> bool:
    """Whether the words around leave the expression a date (اليوم in عين اليوم is none)."""
    first, last, table = words[0], words[-1], _guards()
    if len(words) == 1 and first.key in table["weak"]:
        return first.before in table["weak_after"]
    whole = " ".join(word.key for word in words)
    return not any(
        first.before in guard["not_after"] or last.after in guard["not_before"]
        for guard in table["guards"]
        if (whole in guard["words"] if guard["words"] else rule in guard["rules"])
    )


@cache
def _guards() -> dict[str, Any]:
    table = read_yaml("dates.yaml")
    fields = ("words", "rules", "not_after", "not_before")
    return {
        "weak": frozenset(table["weak_months"]),
        "weak_after": frozenset(table["weak_months_stand_after"]),
        "guards": [
            {field: frozenset(guard.get(field, ())) for field in fields}
            for guard in table["guards"]
        ],
    }


__all__ = ["Signs", "Word", "expressions", "read_signs"]
