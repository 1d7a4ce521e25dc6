"""What a title says: the kind of its office, and its gloss in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, get_args

from arsec_ner.caching import WORDS_KEPT
from arsec_ner.errors import DataError
from arsec_ner.grammar.forms import forms
from arsec_ner.grammar.glosses import Part, Sort, english
from arsec_ner.labels import RoleKind
from arsec_ner.normalize import key
from arsec_ner.segment import segment
from arsec_ner.spans import Span, Token
from arsec_ner.tables import read_rows, read_yaml

_KINDS: Final = frozenset(get_args(RoleKind))
_DEPUTIES: Final = frozenset(map(key, ("نائب", "مساعد", "وكيل", "معاون")))
_SORTS: Final[Mapping[str, Sort]] = {"NORP": "nation", "GPE": "name", "LOC": "name"}
_SHORTEST_GLUED: Final = 4
_PRESIDENT: Final = key("رئيس")


@dataclass(frozen=True, slots=True)
class Head:
    """The first word of a title: the entry it is a form of, and which form it is."""

    lemma: str
    definite: bool
    plural: bool
    kind: RoleKind
    gloss: str


@dataclass(frozen=True, slots=True)
class Title:
    """A title of several words, or one that is an expression, with what it means."""

    words: tuple[str, ...]
    kind: RoleKind
    gloss: str


@lru_cache(maxsize=WORDS_KEPT)
def role_kind(text: str) -> RoleKind:
    """Return the kind of office a title names, "other" where its words do not tell.

    Args:
        text: a title as it stands in the text (`نائب رئيس الوزراء`), with or without a particle.

    Example:
        >>> role_kind("نائب وزير الخارجية الروسي"), role_kind("رئيسة البرلمان")
        ('deputy_minister', 'legislator')
    """
    return _kind(tuple(token.key for token in _tokens(text)))


@lru_cache(maxsize=WORDS_KEPT)
def role_gloss(text: str) -> str | None:
    """Return a title in English, or None where a word of it is not known.

    Args:
        text: a title as it stands in the text.

    Example:
        >>> role_gloss("وزير الدفاع الصيني")
        'Chinese minister of defence'
    """
    tokens = _tokens(text)
    words = tuple(token.key for token in tokens)
    names = _names(text, tokens)
    parts: list[Part] = []
    at = 0
    while at < len(words):
        part, end = _part(words, at, names)
        if part is None:
            return None
        parts.append(part)
        at = end
    return english(parts) if parts and parts[0].sort == "head" else None


def _tokens(text: str) -> list[Token]:
    return [token for line in segment(text) for token in line.tokens if token.key.isalnum()]


def _kind(words: tuple[str, ...]) -> RoleKind:
    title, head = _title(words, 0), _head(words[0]) if words else None
    if title is not None and (len(title.words) > 1 or head is None):
        return title.kind
    if head is None:
        return "other"
    rest = words[1:]
    if head.lemma in _DEPUTIES and rest:
        return _deputy(head, rest)
    for lemma, beginnings, kind in _rows():
        if lemma == head.lemma and any(_bare(word).startswith(beginnings) for word in rest):
            return kind
    if title is not None:
        return title.kind
    if head.lemma == _PRESIDENT and (not rest or _of_state(" ".join(rest))):
        return "head_of_state"
    return head.kind


def _deputy(head: Head, rest: tuple[str, ...]) -> RoleKind:
    inner = _kind(rest)
    if inner == "other":
        return head.kind
    deputies: Mapping[str, RoleKind] = read_yaml("titles.yaml")["deputies"]
    return deputies.get(inner, inner)


def _bare(word: str) -> str:
    """A word without و, ل and article, of which only the ل remains after another (للحكومة)."""
    word = word.removeprefix("و")
    return word[2:] if word.startswith(("لل", "ال")) else word


def _of_state(rest: str) -> bool:
    spans = _find(rest)
    return bool(spans) and spans[0].start == 0 and spans[0].label in ("GPE", "NORP")


def _part(
    words: tuple[str, ...], at: int, names: Mapping[int, tuple[Part, int]]
) -> tuple[Part | None, int]:
    """The longest thing that is known to begin at a word, and where it ends."""
    title = _title(words, at)
    if title is not None:
        return Part("head", _number(title.gloss, _head(words[at]))), at + len(title.words)
    for known, part in _words().get(words[at], ()):
        if words[at : at + len(known)] == known:
            return part, at + len(known)
    head = _head(words[at])
    if head is not None:
        of_state = at + 1 in names and names[at + 1][0].sort == "name"
        state = head.lemma == _PRESIDENT and (head.definite or of_state)
        return Part("head", _number("president" if state else head.gloss, head)), at + 1
    if at in names:
        return names[at]
    return _glued(words, at, names)


def _glued(
    words: tuple[str, ...], at: int, names: Mapping[int, tuple[Part, int]]
) -> tuple[Part | None, int]:
    """The same for a word with و or ل before it."""
    word = words[at]
    if at == 0 or word[:1] not in "ول" or len(word) < _SHORTEST_GLUED:
        return None, at
    stem = "ا" + word[1:] if word.startswith("لل") else word[1:]
    part, end = _part((*words[:at], stem, *words[at + 1 :]), at, names)
    if part is None or word[0] == "ل":
        return part, end
    return Part(part.sort, part.gloss, joined=True), end


def _number(gloss: str, head: Head | None) -> str:
    plural = head is not None and head.plural and gloss.isascii() and " of " not in gloss
    return f"{gloss}s" if plural else gloss


def _title(words: tuple[str, ...], at: int) -> Title | None:
    if at >= len(words):
        return None
    for word in (words[at], words[at].removeprefix("ل"))[: 2 if at else 1]:
        head = _head(word)
        first = word if head is None else ("ال" if head.definite else "") + head.lemma
        for title in (*_titles().get(first, ()), *_titles().get(word, ())):
            inner = words[at + 1 : at + len(title.words)] == title.words[1:]
            if inner and (at == 0 or len(title.words) > 1):
                return title
    return None


def _head(word: str) -> Head | None:
    heads = _heads()
    # Of لل only the first letter is a particle: لأمين العام is الأمين العام.
    return heads.get(word) or (heads.get("ا" + word) if word.startswith("ل") else None)


@cache
def _heads() -> Mapping[str, Head]:
    table = read_yaml("offices.yaml")
    found: dict[str, Head] = {}
    for row in table["heads"]:
        lemma, kind = key(row["lemma"]), _checked(row["kind"])
        made = forms(row["lemma"], tuple(row.get("many", ())), row.get("forms", "all"))
        for form, tags in made.items():
            definite = any(tag.startswith("the") for tag in tags)
            plural = not any(tag in ("one", "the", "own") for tag in tags)
            found.setdefault(form, Head(lemma, definite, plural, kind, row["gloss"]))
    for row in table["ranks"]:
        for form, tags in forms(row["lemma"], use="masculine").items():
            head = Head(key(row["lemma"]), "the" in tags, False, "military_rank", row["gloss"])
            found.setdefault(form, head)
    return found


@cache
def _titles() -> Mapping[str, tuple[Title, ...]]:
    rows = [*read_yaml("titles.yaml")["titles"], *read_yaml("offices.yaml")["fixed"]]
    found: dict[str, list[Title]] = {}
    for row in rows:
        words = tuple(key(row["name"]).split())
        found.setdefault(words[0], []).append(Title(words, _checked(row["kind"]), row["gloss"]))
    return {
        first: tuple(sorted(titles, key=lambda title: -len(title.words)))
        for first, titles in found.items()
    }


@cache
def _rows() -> tuple[tuple[str, tuple[str, ...], RoleKind], ...]:
    return tuple(
        (key(row["head"]), tuple(key(row["words"]).split()), _checked(row["kind"]))
        for row in read_yaml("titles.yaml")["kinds"]
    )


@cache
def _words() -> Mapping[str, tuple[tuple[tuple[str, ...], Part], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Part]]] = {}
    for sort, table in read_yaml("titles.yaml")["words"].items():
        for name, gloss in table.items():
            words = tuple(key(name).split())
            found.setdefault(words[0], []).append((words, Part(sort, gloss)))
    return {first: tuple(sorted(each, key=lambda e: -len(e[0]))) for first, each in found.items()}


@cache
def _adjectives() -> Mapping[str, str]:
    return {row[0]: row[1] for row in read_rows("demonyms.tsv")}


def _find(text: str) -> Sequence[Span]:
    # The index is read here and not on import; titles are glossed when documents are made.
    from arsec_ner.gazetteer import Gazetteer

    return Gazetteer.load().find(text, segment(text))


def _names(text: str, tokens: Sequence[Token]) -> Mapping[int, tuple[Part, int]]:
    """What the gazetteer knows in a title: by word, its gloss and the word after it."""
    from arsec_ner.gazetteer import Gazetteer

    found: dict[int, tuple[Part, int]] = {}
    for span in sorted(_find(text), key=lambda span: span.label == "ORG"):
        inside = [i for i, t in enumerate(tokens) if t.start < span.end and span.start < t.end]
        entry = Gazetteer.load().entry(span.entry) if span.entry else None
        if not span.strong or not inside or entry is None or not entry.name_en:
            continue
        gloss = entry.name_en
        if span.label == "NORP":
            gloss = _adjectives().get(entry.country or "", "")
        first = tokens[inside[0]]
        joined = span.start > first.start and first.key.startswith("و")
        if gloss and (inside[0] not in found or found[inside[0]][1] <= inside[-1] + 1):
            found[inside[0]] = (
                Part(_SORTS.get(span.label, "body_name"), gloss, joined),
                inside[-1] + 1,
            )
    return found


def _checked(kind: str) -> RoleKind:
    if kind not in _KINDS:
        raise DataError(f"unknown kind of office {kind!r}")
    return kind  # type: ignore[return-value]


__all__ = ["role_gloss", "role_kind"]
