"""The table of officials: dated tenures, by state, by consonants and by Arabic spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from arsec_ner.caching import WORDS_KEPT
from arsec_ner.normalize import key
from arsec_ner.skeleton import near
from arsec_ner.tables import read_bytes, read_rows

_LONG_VOWELS = re.compile("[اويه]")
_FEW_CONSONANTS = 5


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office held: position (English), from and to in years (infinite where open)."""

    position: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Official:
    """A person of the table.

    Attributes:
        country: the state served (alpha-3), or the code of a body (`body_codes`).
        nationality: the person's own state, None where it is not known.
    """

    country: str
    nationality: str | None
    wikidata_id: str | None
    name: str
    arabic: tuple[str, ...]
    tenures: tuple[Tenure, ...]
    concepts: frozenset[str]


@dataclass(frozen=True, slots=True)
class StateOfficials:
    """A state's lines of the table, and which of them have a skeleton near a given one."""

    lines: tuple[str, ...]
    by_skeleton: Mapping[str, Sequence[int]]


@cache
def _text() -> str:
    return read_bytes("officials.tsv").decode("utf-8")


def _block(state: str) -> list[str]:
    """The lines of one state; the table is sorted by state, and splitting all of it takes 0.3 s."""
    text, mark = _text(), f"\n{state}\t"
    start = text.find(mark) + 1
    if not start:
        return []
    last = text.rfind(mark) + 1
    return text[start : text.index("\n", last)].split("\n")


@cache
def _known() -> Mapping[str, tuple[str, ...]]:
    """The lines of people with Arabic spellings, by state."""
    known: dict[str, list[str]] = {}
    for line in read_bytes("officials_known.tsv").decode("utf-8").splitlines()[1:]:
        known.setdefault(line[: line.index("\t")], []).append(line)
    return {state: tuple(lines) for state, lines in known.items()}


@cache
def officials_of(state: str) -> StateOfficials:
    """The officials of a state or body, those with Arabic spellings first."""
    lines = (*_known().get(state, ()), *_block(state))
    by_skeleton: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        for skeleton in line[line.rindex("\t") + 1 :].split():
            for variant in near(skeleton):
                by_skeleton.setdefault(variant, []).append(at)
    return StateOfficials(lines, by_skeleton)


@cache
def by_alias() -> Mapping[str, tuple[Official, ...]]:
    """The officials with Arabic spellings, by `alias_key` of each."""
    aliases: dict[str, list[Official]] = {}
    for lines in _known().values():
        for official in map(read_official, lines):
            for name in {alias_key(alias) for alias in official.arabic}:
                aliases.setdefault(name, []).append(official)
    return {name: tuple(people) for name, people in aliases.items()}


@cache
def by_consonants() -> Mapping[str, tuple[Official, ...]]:
    """The officials with Arabic spellings, by `consonants` of each spelling."""
    found: dict[str, dict[Official, None]] = {}
    for alias, officials in by_alias().items():
        if written := consonants(alias):
            found.setdefault(written, {}).update(dict.fromkeys(officials))
    return {written: tuple(officials) for written, officials in found.items()}


def consonants(alias: str) -> str:
    """A spelling's key without long vowels: برنار كوشنير and بيرنار كوشنير have the same.

    Empty for a single word and for names of few consonants, which many would share.
    """
    written = _LONG_VOWELS.sub("", alias)
    return written if " " in alias and len(written) > _FEW_CONSONANTS else ""


@lru_cache(maxsize=20_000)
def read_official(line: str) -> Official:
    """The official of a line of the table."""
    country, nationality, qid, name, arabic, tenures, _ = line.split("\t")
    held = tuple(_tenure(*tenure.split("@")) for tenure in tenures.split("|"))
    concepts = frozenset().union(*(_position_concepts(tenure.position) for tenure in held))
    aliases = tuple(filter(None, arabic.split("|")))
    return Official(country, nationality or None, qid or None, name, aliases, held, concepts)


def _tenure(position: str, start: str, end: str) -> Tenure:
    return Tenure(
        position, _year(start) if start else float("-inf"), _year(end) if end else float("inf")
    )


def _year(date: str) -> float:
    year, _, month = date.partition("-")
    return int(year) + (int(month or 7) - 0.5) / 12


@cache
def _concepts() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    return tuple(
        (concept, tuple(english.split("|")), tuple(arabic.split("|")))
        for concept, english, arabic in read_rows("officials_offices.tsv")
    )


@lru_cache(maxsize=20_000)
def _position_concepts(position: str) -> frozenset[str]:
    words = f" {position.lower().replace(',', ' ')} "
    return frozenset(c for c, english, _ in _concepts() if any(f" {w} " in words for w in english))


@lru_cache(maxsize=WORDS_KEPT)
def title_concepts(title: str) -> frozenset[str]:
    """What Arabic titles are about ("وزير الدفاع الصيني" → {"defence"})."""
    words = f" {key(title)} "
    return frozenset(c for c, _, arabic in _concepts() if any(f" {w} " in words for w in arabic))


@cache
def body_names() -> Mapping[str, tuple[str, ...]]:
    """The folded names of the bodies that officials may serve instead of a state, by code."""
    return {code: tuple(names.split("|")) for code, names in read_rows("officials_bodies.tsv")}


def body_codes(*names: str) -> set[str]:
    """Codes of the international bodies that titles or organisations' names speak of."""
    words = " ".join(f" {key(name).replace(' لل', ' ال')} " for name in names)
    return {c for c, bodies in body_names().items() if any(f" {b} " in words for b in bodies)}


def alias_key(name: str) -> str:
    """The form in which Arabic spellings are compared: عبد الله and عبدالله are one."""
    return key(name).replace("عبد ", "عبد")
