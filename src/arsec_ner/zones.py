"""Zones of a page: what is article, what is headline, and what only surrounded the article.

Text copied from a web page carries menus, teasers of other articles, share buttons and copyright
lines. They are recognised by tables of phrases and shapes (`data/zones.yaml`), a line at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import regex

from arsec_ner.chars import LINE_BREAK
from arsec_ner.normalize import key
from arsec_ner.spans import Zone
from arsec_ner.tables import read_yaml

_LINE_BREAK: Final = regex.compile(f"[{LINE_BREAK}]")
# Longer lines are prose, whatever words they hold.
_LONGEST_FURNITURE: Final = 220
_LONGEST_TEASER: Final = 170
_LONGEST_HEADLINE: Final = 170
_MOST_TEASERS: Final = 12
_FULL_STOP: Final = regex.compile(r"\.[»”\"')\]]*$")
_EDGE: Final = " .:؛،|-–—*•…\"'()[]«»<>"


def find_zones(text: str, bounds: Sequence[tuple[int, int]]) -> list[Zone]:
    """Return the zone of each sentence.

    Args:
        text: the document.
        bounds: start and end of each sentence, in order.

    Returns:
        One zone a sentence. "boilerplate": page furniture, and the teasers under a heading such
        as أخبار ذات صلة; "headline": the first short line of the article without a final stop,
        and its repetitions; "body": all else.
    """
    lines = _lines(text, bounds)
    spoken = [text[bounds[first][0] : bounds[last - 1][1]] for first, last in lines]
    zones: list[Zone] = []
    for (first, last), zone in zip(lines, _line_zones(spoken), strict=True):
        zones += [zone] * (last - first)
    for index, (start, end) in enumerate(bounds):
        if zones[index] == "body" and _says_furniture(text[start:end]):
            zones[index] = "boilerplate"
    return zones


def _lines(text: str, bounds: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Group the sentences into lines, as half-open ranges of indices."""
    firsts = [
        index
        for index in range(len(bounds))
        if index == 0 or _LINE_BREAK.search(text, bounds[index - 1][1], bounds[index][0])
    ]
    return list(zip(firsts, [*firsts[1:], len(bounds)], strict=False))


def _line_zones(lines: Sequence[str]) -> list[Zone]:
    zones: list[Zone] = []
    teasers = 0
    headline: str | None = None
    for index, line in enumerate(lines):
        if _is_heading(line):
            teasers = _MOST_TEASERS
            zones.append("boilerplate")
        elif _is_furniture_line(line, first=index == 0):
            teasers = 0
            zones.append("boilerplate")
        elif teasers and _is_teaser(line):
            teasers -= 1
            zones.append("boilerplate")
        else:
            teasers = 0
            if headline is None:
                headline = _headline_key(line) if index + 1 < len(lines) else ""
            is_headline = headline != "" and _headline_key(line) == headline
            zones.append("headline" if is_headline else "body")
    return zones


def _headline_key(line: str) -> str:
    """The key of a line that may be a headline, or an empty string."""
    if len(line) > _LONGEST_HEADLINE or _FULL_STOP.search(line):
        return ""
    return key(line)


def _is_teaser(line: str) -> bool:
    return len(line) <= _LONGEST_TEASER and not _FULL_STOP.search(line)


def _is_heading(line: str) -> bool:
    return len(line) <= 40 and _patterns()["headings"].fullmatch(_plain(line)) is not None


def _is_furniture_line(line: str, *, first: bool) -> bool:
    if len(line) > _LONGEST_FURNITURE:
        return False
    # The article's own title may begin like a teaser: شاهد.. مناورات روسية
    if not first and _says_furniture(line):
        return True
    patterns = _patterns()
    return (
        patterns["labels"].fullmatch(_plain(line)) is not None
        or patterns["shapes"].fullmatch(line) is not None
    )


def _says_furniture(words: str) -> bool:
    """Whether a line, or a sentence within a line, says that it is no part of the article."""
    if len(words) > _LONGEST_FURNITURE:
        return False
    patterns, folded = _patterns(), key(words)
    return (patterns["leads"].match(folded) or patterns["anywhere"].search(folded)) is not None


def _plain(line: str) -> str:
    return key(line).strip(_EDGE)


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    table = read_yaml("zones.yaml")
    joined = {kind: "|".join(f"(?:{one})" for one in table[kind]) for kind in table}
    joined["leads"] = rf"(?:{joined['leads']}) ?(?:[:|–—\-]|\.\.)"
    return {kind: regex.compile(pattern) for kind, pattern in joined.items()}


__all__ = ["find_zones"]
