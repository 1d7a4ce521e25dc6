"""Which official of the table a name with its offices is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from arsec_ner.caching import WORDS_KEPT
from arsec_ner.normalize import key
from arsec_ner.officials.table import (
    Official,
    alias_key,
    by_alias,
    by_consonants,
    consonants,
    officials_of,
    read_official,
)
from arsec_ner.romanize import is_common
from arsec_ner.skeleton import arabic_skeletons, near
from arsec_ner.translit import name_cost

# Bits a letter (`translit.name_cost`). Measured on the names of annotated articles: 95 % of true
# pairs of full names lie under 2.15, 99 % of false ones over 2.6.
ACCEPT = {"office": 2.05, "state": 1.7, "single": 1.25}
MARGIN = 0.2  # by which the best person must beat the next
BONUS = {"office": 0.45, "served": 0.25, "alias": 0.6}
RESPELT = 0.3  # bits a letter for a known Arabic spelling with other long vowels
STALE = 0.8  # a person who left office years before, or came to it years after
SLACK_YEARS = 1.5  # news says "the minister" some time before and after
CANDIDATES = 14  # most whose names are compared in full


@dataclass(frozen=True, slots=True)
class Match:
    """An official that a person may be: final cost (less is better) and what speaks for it."""

    official: Official
    cost: float
    name: float
    office: bool
    served: bool


@lru_cache(maxsize=WORDS_KEPT)
def best_match(
    name: str,
    states: frozenset[str],
    concepts: frozenset[str],
    year: float | None,
    context: frozenset[str] = frozenset(),
) -> Match | None:
    """The official that a name with its offices is, or None where none is sure.

    Args:
        name: the person's fullest name in Arabic.
        states: alpha-3 codes (and body codes) of the offices and of the person.
        concepts: what the offices are about (`title_concepts`).
        year: the article's date in years, or None.
        context: other states of the article; they count for a name known in Arabic, and where
            the office tells no state and agrees with one held on that day.
    """
    name = name.replace("_", " ").replace("#", "")
    known = next(filter(None, map(by_alias().get, _shortened(name))), ())
    exact = [_judged(o, 0.0, concepts, year, alias=True) for o in known]
    if not exact:
        alike = by_consonants().get(consonants(alias_key(name)), ())
        exact = [_judged(o, RESPELT, concepts, year, alias=True) for o in alike]
    found = [m for m in exact if m.official.country in states | context]
    # أوباما and جون كيري need no state beside them; محمد مصطفى is many people.
    if not found and not states and not is_common(name):
        found = [m for m in exact if m.office or m.served]
    if not found:
        found = [m for state in sorted(states) for m in _compared(name, state, concepts, year)]
    if not found and not states and concepts:
        near_by = (m for s in sorted(context) for m in _compared(name, s, concepts, year))
        found = [m for m in near_by if m.office and m.served]
    best: dict[str, Match] = {}
    for match in found:
        who = match.official.wikidata_id or match.official.name
        if who not in best or match.cost < best[who].cost:
            best[who] = match
    ranked = sorted(best.values(), key=lambda m: (m.cost, m.official.name))
    if not ranked or (len(ranked) > 1 and ranked[1].cost - ranked[0].cost < MARGIN):
        return None
    return ranked[0]


def _shortened(name: str) -> Iterable[str]:
    """The name's key, then without its last ancestors: محمد بن نايف بن عبد العزيز."""
    folded = alias_key(name)
    while folded:
        yield folded
        folded = folded[: max(folded.rfind(" بن "), folded.rfind(" ال "), 0)]


def _compared(
    name: str, state: str, concepts: frozenset[str], year: float | None
) -> Iterable[Match]:
    """Matches among a state's officials by the sound of the name."""
    people = officials_of(state)
    skeletons = arabic_skeletons(name)
    votes: dict[int, int] = {}
    for skeleton in skeletons:
        for at in {i for variant in near(skeleton) for i in people.by_skeleton.get(variant, ())}:
            votes[at] = votes.get(at, 0) + len(skeleton)
    single = len(key(name).split()) == 1
    officials = {at: read_official(people.lines[at]) for at in votes}
    ranked = sorted(votes, key=lambda at: (-votes[at], _distance(officials[at], year), at))
    for at in ranked[:CANDIDATES]:
        official = officials[at]
        cost = name_cost(name, official.name.split()[-1] if single else official.name)
        match = _judged(official, cost, concepts, year, alias=False)
        limit = ACCEPT["office"] if match.office and match.served else ACCEPT["state"]
        if single:
            limit = ACCEPT["single"] if match.office and match.served else 0.0
        if cost <= limit:
            yield match


def _judged(
    official: Official, name: float, concepts: frozenset[str], year: float | None, *, alias: bool
) -> Match:
    office = bool(concepts & official.concepts)
    distance = _distance(official, year)
    served = year is not None and distance <= SLACK_YEARS
    cost = name - BONUS["office"] * office - BONUS["served"] * served - BONUS["alias"] * alias
    return Match(official, cost + STALE * (distance > 8), name, office, served)


def _distance(official: Official, year: float | None) -> float:
    """Years between the article and the nearest tenure; 0 within one or without a date."""
    if year is None:
        return 0.0
    return min(max(t.start - year, year - t.end, 0.0) for t in official.tenures)
