"""The function words of `words.yaml`, by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from arsec_ner.events.forms import verb_forms
from arsec_ner.normalize import key
from arsec_ner.tables import read_yaml


@dataclass(frozen=True, slots=True)
class Words:
    """What the extractor knows of words that are no triggers; every key is folded.

    Attributes:
        prepositions: key → the name the frames know the preposition by.
        pronouns: key of a preposition with a pronoun → (preposition, pronoun).
        pairs: key of a dual such as `الجانبان` → the kind of actor it stands for.
        home: keys of `بلاده` and its like.
        clause, relative, complement, condition, speech, support, weapons, qualities: sets of keys.
    """

    prepositions: Mapping[str, str]
    pronouns: Mapping[str, tuple[str, str]]
    pairs: Mapping[str, str]
    home: frozenset[str]
    clause: frozenset[str]
    relative: frozenset[str]
    complement: frozenset[str]
    condition: frozenset[str]
    speech: frozenset[str]
    support: frozenset[str]
    weapons: frozenset[str]
    qualities: frozenset[str]


@cache
def words() -> Words:
    """Read the table once."""
    table = read_yaml("events/words.yaml")
    return Words(
        prepositions={key(word): name for word, name in table["prepositions"].items()},
        pronouns={key(word): (p, s) for word, (p, s) in table["pronouns"].items()},
        pairs={key(word): kind for kind, row in table["pairs"].items() for word in row},
        home=_keys(table, "home"),
        clause=_keys(table, "clause"),
        relative=_keys(table, "relative"),
        complement=_keys(table, "complement"),
        condition=_keys(table, "condition"),
        speech=_keys(table, "speech", "speech_verbs"),
        support=_keys(table, "support_verbs"),
        weapons=_keys(table, "weapons"),
        qualities=_keys(table, "qualities"),
    )


def _keys(table: Mapping[str, Any], *names: str) -> frozenset[str]:
    found: set[str] = set()
    for name in names:
        for word in table[name]:
            if name.endswith("_verbs"):
                found.update(form.key for form in verb_forms(word) if not form.suffix)
            else:
                found.add(key(word))
    return frozenset(found)


__all__ = ["Words", "words"]
