"""The grammar's vocabulary: which classes a word or expression belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from arsec_ner.errors import DataError
from arsec_ner.grammar.forms import forms
from arsec_ner.normalize import key
from arsec_ner.tables import read_yaml

_TABLES: Final = ("offices.yaml", "bodies.yaml")
_INFLECTED: Final = ".inflected"
# What a form of an office's head is called in the patterns: the_minister, minister.many …
_CLASS: Final = {
    "one": "{0}",
    "pair": "{0}.pair",
    "many": "{0}.many",
    "the": "the_{0}",
    "the_pair": "the_{0}.pair",
    "the_many": "the_{0}.many",
    "own": "own_{0}",
}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and expressions with their classes.

    Attributes:
        words: key of a single word to its classes.
        phrases: key of the first word to the (other words, classes) of longer expressions.
    """

    words: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]

    def starts(self, word: str) -> frozenset[str]:
        """All classes of which something begins with this word."""
        found = self.words.get(word, frozenset())
        for _, classes in self.phrases.get(word, ()):
            found |= classes
        return found


@cache
def lexicon() -> Lexicon:
    """Return the vocabulary of the package's tables."""
    classes: dict[str, set[str]] = {}
    offices = read_yaml("offices.yaml")
    for head in offices["heads"]:
        _add_head(classes, head, head["group"])
    for rank in offices["ranks"]:
        group = ["title"] if rank.get("needs") == "name" else ["rank"]
        _add_head(classes, {"lemma": rank["lemma"], "forms": "masculine"}, group, union=False)
    for title in offices["fixed"]:
        classes.setdefault(key(title["name"]), set()).add("fixed")
    for table in _TABLES:
        for name, members in read_yaml(table)["classes"].items():
            _add_class(classes, name, members)
    return _lexicon(classes)


def _add_head(
    classes: dict[str, set[str]], head: Mapping[str, Any], groups: Iterable[str], union: bool = True
) -> None:
    names = [*groups, "office"] if union else list(groups)
    made = forms(head["lemma"], tuple(head.get("many", ())), head.get("forms", "all"))
    for form, tags in made.items():
        found = classes.setdefault(form, set())
        found.update(_CLASS[tag].format(name) for tag in tags for name in names)


def _add_class(classes: dict[str, set[str]], name: str, members: str | list[str]) -> None:
    inflected = name.endswith(_INFLECTED)
    name = name.removesuffix(_INFLECTED)
    for member in members.split() if isinstance(members, str) else members:
        for form in _inflections(member) if inflected else (member,):
            folded = key(form)
            if not folded:
                raise DataError(f"word class {name}: {member!r} folds to nothing")
            classes.setdefault(folded, set()).add(name)


def _inflections(adjective: str) -> tuple[str, ...]:
    return (adjective, adjective + "ة", adjective + "ا", adjective + "ين", adjective + "ون")


def _lexicon(classes: Mapping[str, set[str]]) -> Lexicon:
    words: dict[str, frozenset[str]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for expression, found in classes.items():
        first, *rest = expression.split()
        if rest:
            phrases.setdefault(first, []).append((tuple(rest), frozenset(found)))
        else:
            words[first] = frozenset(found)
    return Lexicon(words, {first: tuple(sorted(each)) for first, each in phrases.items()})


__all__ = ["Lexicon", "lexicon"]
