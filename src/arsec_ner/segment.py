"""Sentences and tokens with true offsets into the untouched text.

Every character that is no white space belongs to exactly one token. Token boundaries do not
depend on white space alone: `بيلاروسيا،وقال` gives three tokens, `الـ57` and `لـCNN` two each, so
that a name can start after the particle.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

import regex

from arsec_ner.chars import (
    ARABIC_LETTER,
    ARABIC_MARK,
    CLOSING,
    DIGIT,
    FORMAT,
    LINE_BREAK,
    SENTENCE_STOP,
    SPACE,
    TATWEEL,
)
from arsec_ner.normalize import key
from arsec_ner.spans import Sentence, Token
from arsec_ner.tables import read_rows
from arsec_ner.zones import find_zones

_ARABIC: Final = f"{ARABIC_LETTER}{ARABIC_MARK}{TATWEEL}"
_LATIN: Final = rf"[\p{{L}}--[{ARABIC_LETTER}{TATWEEL}]]"
_LATIN_GOES_ON: Final = rf"[\p{{L}}\p{{M}}0-9--[{_ARABIC}{FORMAT}]]"
_URL_STOP: Final = rf"{SPACE}<>\"«»“”،؛"
_ONES: Final = "[0-9٠-٩۰-۹]"

# The alternatives in the order they are tried; each is bounded or possessive, so that no input
# makes the scan go back over more than a few characters.
_TOKEN: Final = regex.compile(
    rf"""
      (?:[{ARABIC_LETTER}]\.){{1,6}}[{ARABIC_LETTER}](?![{_ARABIC}])\.?           # أ.ف.ب
    | [{ARABIC_LETTER}][{_ARABIC}]*+(?:[{FORMAT}]++[{_ARABIC}]++)*+               # word
    | (?:{_ONES}{{4}}-{_ONES}{{1,2}}-{_ONES}{{1,2}}                               # 2021-02-20
        |{_ONES}{{1,2}}-{_ONES}{{1,2}}-{_ONES}{{4}}
        |{_ONES}{{1,4}}/{_ONES}{{1,2}}/{_ONES}{{2,4}})(?![{DIGIT}/])              # 20/2/2021
    | {_ONES}{{1,2}}:{_ONES}{{2}}(?::{_ONES}{{2}})?(?![{DIGIT}:])                 # 8:36
    | {_ONES}++(?:[.,٫٬]{_ONES}++)*+                                              # 2,5
    | (?i:https?://|www\.)[^{_URL_STOP}]*[^{_URL_STOP}.,;:!?؟…)\]\}}'’]
    | [A-Za-z0-9_.+\-]{{1,64}}@(?:[A-Za-z0-9\-]{{1,63}}\.){{1,6}}[A-Za-z]{{2,24}}
    | (?:[A-Za-z0-9\-]{{1,63}}\.){{1,4}}(?:com|net|org|gov|edu|info|tv)(?![\p{{L}}0-9])
    | [A-Za-z](?:\.[A-Za-z]){{1,8}}(?![\p{{L}}0-9])\.?                            # U.S.
    | {_LATIN}{_LATIN_GOES_ON}*+(?:(?:['’]|[{FORMAT}]++){_LATIN}{_LATIN_GOES_ON}*+)*+  # O'Brien
    | [\U0001f1e6-\U0001f1ff]{{2}}                                                # flag
    | \U0001f3f4[\U000e0020-\U000e007f]++
    | [\p{{Extended_Pictographic}}--[0-9\#*]](?:[\ufe0f\u20e3\U0001f3fb-\U0001f3ff]
        |\u200d\p{{Extended_Pictographic}})*+
    | [{_ARABIC}]++ | [{FORMAT}]++                                                # marks alone
    | ([^{SPACE}])[\p{{M}}--[{FORMAT}]]*+\1*+                                     # ، ... –
    """,
    regex.VERBOSE | regex.VERSION1,
)

_GLUED: Final = rf"(?<=[{_ARABIC}»”\"])[.!؟](?=[{ARABIC_LETTER}])"
_FULL: Final = rf"(?<![{SENTENCE_STOP}])[{SENTENCE_STOP}]++[{CLOSING}{FORMAT}]*+(?=[{SPACE}])"
_STOP: Final = regex.compile(rf"{_FULL}|{_GLUED}|[{LINE_BREAK}]++")
_LAST_WORD: Final = regex.compile(rf"[\p{{L}}\p{{M}}{TATWEEL}.]+$")
_ACRONYM: Final = regex.compile(r"(?:\p{L}\.)+\p{L}")
_ONE_LETTER: Final = regex.compile(rf"[{ARABIC_LETTER}]|[وفبلك][دأم]")
_LONGEST_ABBREVIATION: Final = 12
_AFTER_NUMBER: Final = regex.compile(rf"[{DIGIT}]\s?$")
_LIST_NUMBER: Final = regex.compile(rf"[{DIGIT}]{{1,3}}|\p{{L}}")


def segment(text: str) -> tuple[Sentence, ...]:
    """Split a text into sentences of tokens.

    A sentence is a line, split after `. ! ? ؟ …` (with the closing quotes that follow) before
    white space, but not after an abbreviation (`د. محمد`, `U.S.`) or the number of a list.

    Args:
        text: any string, unpaired surrogates and control characters included.

    Returns:
        Sentences in order, none empty; `text[token.start:token.end] == token.text` for every
        token, and every character that is no white space is in exactly one token. A token of
        bidi or zero-width marks alone has an empty key.

    Raises:
        TypeError: `text` is no str.

    Example:
        >>> [token.text for token in segment("لـCNN الـ57 بيلاروسيا،وقال")[0].tokens]
        ['لـ', 'CNN', 'الـ', '57', 'بيلاروسيا', '،', 'وقال']
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be str, not {type(text).__name__}")
    groups = [tokens for tokens in _sentence_tokens(text) if tokens]
    bounds = [(tokens[0].start, tokens[-1].end) for tokens in groups]
    zones = find_zones(text, bounds)
    return tuple(
        Sentence(index, *bounds[index], tuple(tokens), zones[index])
        for index, tokens in enumerate(groups)
    )


def tokenize(text: str) -> Iterator[Token]:
    """Yield the tokens of a text in order."""
    for match in _TOKEN.finditer(text):
        word = match.group()
        yield Token(match.start(), match.end(), word, key(word))


def _sentence_tokens(text: str) -> Iterator[list[Token]]:
    """Yield the tokens of each stretch between two boundaries; some lists are empty."""
    boundaries = _boundaries(text)
    boundary = next(boundaries, None)
    tokens: list[Token] = []
    for token in tokenize(text):
        while boundary is not None and token.start >= boundary:
            yield tokens
            tokens = []
            boundary = next(boundaries, None)
        tokens.append(token)
    yield tokens


def _boundaries(text: str) -> Iterator[int]:
    """Yield the offsets at which a sentence ends, in order."""
    start = 0
    for stop in _STOP.finditer(text):
        mark = text[stop.start()]
        if mark == "." and _goes_on(text, start, stop.start(), stop.group()):
            continue
        start = stop.end()
        yield start


def _goes_on(text: str, start: int, at: int, stop: str) -> bool:
    """Whether the full stop at `at` leaves the sentence that began at `start` unfinished."""
    # Saudi papers write two dots where others write a comma: قال .. إن
    if stop == "..":
        return True
    if stop != ".":
        return False
    head = text[max(start, at - _LONGEST_ABBREVIATION) : at]
    if at - start <= 4 and _LIST_NUMBER.fullmatch(text[start:at].strip()):
        return True
    last = _LAST_WORD.search(head)
    if last is None:
        return False
    word = last.group()
    if _ACRONYM.fullmatch(word) or key(word).replace(".", "") in _abbreviations():
        return True
    # 1436 هـ. and 2015 م. do end sentences; د. and أ. do not.
    before = head[: last.start()]
    return _ONE_LETTER.fullmatch(word) is not None and not _AFTER_NUMBER.search(before)


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(row[0] for row in read_rows("abbreviations.tsv"))


__all__ = ["segment", "tokenize"]
