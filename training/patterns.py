"""Sentences made by the patterns of `patterns.yaml`, as articles in the gold form."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PAGE = Path(__file__).with_name("patterns.yaml")
IN_ARTICLE = 8
"""Sentences of one article."""
_PART = re.compile(r"\[(\w):(\w+)\]|<(\w+) ([^|>]+)\|([^>]*)>|[^\[<]+")
_ARGUMENT = re.compile(r"(agent|target|place)=(\w)")


@dataclass(slots=True)
class Sentence:
    """A sentence as it grows: its words, lines of the gold form, and the keys of its names."""

    text: str = ""
    lines: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    dates: list[str] = field(default_factory=list)
    entities: set[str] = field(default_factory=set)


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(PAGE.read_text(encoding="utf-8"))
    return table


def write_patterns(folder: Path, each: int, seed: int = 1) -> int:
    """Fill every pattern `each` times and write the articles; returns how many.

    Args:
        folder: where the `.txt` and `.ann` files go.
        each: sentences of each pattern.
        seed: of the choice of names.
    """
    rng = random.Random(seed)
    sentences = [_filled(pattern, rng) for pattern in _table()["sentences"] for _ in range(each)]
    rng.shuffle(sentences)
    folder.mkdir(parents=True, exist_ok=True)
    articles = [sentences[at : at + IN_ARTICLE] for at in range(0, len(sentences), IN_ARTICLE)]
    for number, article in enumerate(articles):
        path = folder / f"pattern_{number:03}"
        path.with_suffix(".txt").write_text(
            "\n".join(f"{sentence.text}." for sentence in article) + "\n", encoding="utf-8"
        )
        entities = sorted({line for sentence in article for line in sentence.entities})
        lines = [f"S{at} {line}" for at, one in enumerate(article, 1) for line in one.lines]
        path.with_suffix(".ann").write_text("\n".join([*entities, *lines]) + "\n", encoding="utf-8")
    return len(articles)


def _filled(pattern: str, rng: random.Random) -> Sentence:
    """A pattern with names; no name stands twice in a sentence."""
    while True:
        sentence = Sentence()
        triggers = []
        for match in _PART.finditer(pattern):
            letter, kind, event, words, arguments = match.groups()
            if letter:
                _name(sentence, letter, kind, rng)
            else:
                sentence.text += words or match.group()
            if event:
                triggers.append((event, words, arguments))
        if len(set(sentence.keys.values())) == len(sentence.keys):
            break
    for event, words, arguments in triggers:
        told = [f"{role}={sentence.keys[who]}" for role, who in _ARGUMENT.findall(arguments)]
        told += [f'time="{date}"' for date in sentence.dates]
        sentence.lines.append(f'EVENT {event} "{words}" {" ".join(told)}')
    return sentence


def _name(sentence: Sentence, letter: str, kind: str, rng: random.Random) -> None:
    """Write a name of a list into a sentence, with its mention and what is nested in it."""
    names = _table()["names"]
    stem, code = rng.choice(sorted(names["NISBA"].items()))
    if kind.startswith(("NISBA", "PEOPLE")):
        words = {"NISBAM": f"ال{stem}", "NISBAF": f"ال{stem}ة", "PEOPLE": f"{stem}ين",
                 "PEOPLES": f"ال{stem}ين"}[kind]  # fmt: skip
        _write(sentence, words, [("NORP", words, code)])
        sentence.keys[letter] = code
        return
    words = rng.choice(sorted(names[kind]))
    if kind in ("STATE", "CITY", "DATE"):
        label = "DATE" if kind == "DATE" else "GPE"
        key = "-" if kind == "DATE" else names[kind][words] if kind == "STATE" else _key(words)
        _write(sentence, words, [(label, words, key)])
        sentence.keys[letter] = key
        sentence.dates += [words] if kind == "DATE" else []
        return
    nisba = f"ال{stem}" + ("ة" if words.endswith("_F") else "")
    whole = re.sub("_[MF]", nisba, words)
    key = _key(whole)
    nested = [("NORP", nisba, code)] if whole != words else []
    _write(sentence, whole, [("ORG", whole, key), *nested])
    sentence.entities.add(f"@entity {key} ORG")
    sentence.keys[letter] = key


def _write(sentence: Sentence, words: str, mentions: list[tuple[str, str, str]]) -> None:
    lost = sentence.text.endswith(" ل") and words.startswith("ال")
    sentence.text += words[1:] if lost else words
    for label, name, key in mentions:
        shown = name[1:] if lost and name is words else name
        sentence.lines.append(f'{label} "{shown}" {key}')


def _key(words: str) -> str:
    """A key in Latin letters that is always the same for the same words."""
    return "k" + "".join(f"{ord(letter):x}" for letter in words if letter != " ")
