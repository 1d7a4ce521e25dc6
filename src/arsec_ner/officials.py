"""Which known official a person of the document is: Arabic name, office, state and date together.

The table `data/officials.tsv` holds dated tenures (Wikidata's by name in Latin letters, and curated
ones with Arabic spellings). A link needs evidence of the name and agreement of the state or the
office; what is unsure stays None, and the person gets a marked transliteration.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from arsec_ner.normalize import key
from arsec_ner.roles import is_assumed
from arsec_ner.romanize import is_common, romanize
from arsec_ner.skeleton import arabic_skeletons, near
from arsec_ner.spans import Evidence
from arsec_ner.stages import Entity, Linking, RoleLink
from arsec_ner.tables import read_bytes, read_rows
from arsec_ner.translit import name_cost

# Bits a letter (`translit.name_cost`). Measured on the names of annotated articles: 95 % of true
# pairs of full names lie under 2.15, 99 % of false ones over 2.6.
ACCEPT = {"office": 2.05, "state": 1.7, "single": 1.25}
MARGIN = 0.2  # by which the best person must beat the next
BONUS = {"office": 0.45, "served": 0.25, "alias": 0.6}
STALE = 0.8  # a person who left office years before, or came to it years after
SLACK_YEARS = 1.5  # news says "the minister" some time before and after
CANDIDATES = 14  # most whose names are compared in full


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
class Match:
    """An official that a person may be: final cost (less is better) and what speaks for it."""

    official: Official
    cost: float
    name: float
    office: bool
    served: bool


def identify(
    linking: Linking,
    roles: Sequence[RoleLink],
    titles: Mapping[int, str],
    date: datetime.date | None,
) -> Linking:
    """Link the document's people to known officials.

    Args:
        linking: the entities; people with the country that their offices gave them.
        roles: the document's offices.
        titles: the words of each ROLE span, by the span's index.
        date: the article's day, or None.

    Returns:
        The same linking; people have `name_latin`, and where the link is sure `wikidata_id`,
        `country` and an Evidence of source "officials" with the score. A country that was only
        assumed (`roles.is_assumed`) gives way to the official's own.
    """
    year = None if date is None else date.year + (date.month - 0.5) / 12
    context = frozenset(e.id for e in linking.entities if e.kind == "country")
    held: dict[str, list[RoleLink]] = {}
    for role in roles:
        for person in role.person_ids:
            held.setdefault(person, []).append(role)
    names = {e.id: e.name for e in linking.entities}
    entities = tuple(
        _identified(e, held.get(e.id, ()), titles, names, context, year)
        if e.kind == "person"
        else e
        for e in linking.entities
    )
    return replace(linking, entities=entities)


def settle(
    roles: Sequence[RoleLink], linking: Linking, titles: Mapping[int, str]
) -> tuple[RoleLink, ...]:
    """Give the offices of identified people the state that the text leaves out or only suggests.

    الرئيس in an article on Ethiopia that names البشير is Sudan's; وزير الخارجية عادل الجبير in a
    Saudi paper is the Saudi one. Offices of bodies (`body_codes`) serve no state.

    Args:
        roles: the document's offices.
        linking: the entities, as `identify` returns them.
        titles: the words of each ROLE span, by the span's index.
    """
    people = {entity.id: entity for entity in linking.entities if entity.kind == "person"}

    def state(role: RoleLink) -> str | None:
        if len(role.person_ids) != 1 or (role.countries and not is_assumed(role)):
            return None
        person = people[role.person_ids[0]]
        known = any(evidence.source == "officials" for evidence in person.evidence)
        body = role.organization_id is not None or body_codes(titles.get(role.span, ""))
        return person.country if is_assumed(role) or (known and not body) else None

    return tuple(
        replace(role, countries=(country,)) if (country := state(role)) else role for role in roles
    )


def _identified(
    person: Entity,
    roles: Iterable[RoleLink],
    titles: Mapping[int, str],
    names: Mapping[str, str],
    context: frozenset[str],
    year: float | None,
) -> Entity:
    words = " ".join(titles.get(role.span, "") for role in roles)
    bodies = [names[r.organization_id] for r in roles if r.organization_id]
    states = {s for r in roles if not is_assumed(r) for s in r.countries} | body_codes(
        words, *bodies
    )
    assumed = {s for r in roles if is_assumed(r) for s in r.countries}
    if person.country and person.country not in assumed:
        states.add(person.country)
    match = best_match(
        person.name,
        frozenset(states or assumed),
        title_concepts(words),
        year,
        context - states,
    )
    if match is None:
        return replace(person, name_latin=romanize(person.name), transliterated=True)
    official = match.official
    evidence = Evidence(
        "officials",
        f"{official.wikidata_id or official.name}"
        f"{', same office' if match.office else ''}{', in office' if match.served else ''}",
        round(max(0.0, min(1.0, 1.0 - match.name / 4)), 3),
    )
    # A well-known name in office is better evidence than a title beside it: الرئيسان in an article
    # on Ethiopia and Sudan.
    known = match.name == 0.0 and (match.office or match.served)
    sure = person.country if person.country in states and not known else None
    return replace(
        person,
        name_latin=official.name,
        wikidata_id=official.wikidata_id,
        country=sure or official.nationality or person.country,
        evidence=(*person.evidence, evidence),
    )


@lru_cache(maxsize=20_000)
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
    known = next(filter(None, map(_by_alias().get, _shortened(name))), ())
    exact = [_judged(o, 0.0, concepts, year, alias=True) for o in known]
    found = [m for m in exact if m.official.country in states | context]
    # أوباما and جون كيري need no state beside them; محمد مصطفى is many people.
    if not found and not states and not is_common(name):
        found = [m for m in exact if m.office or m.served]
    if not found:
        found = [m for state in states for m in _compared(name, state, concepts, year)]
    if not found and not states and concepts:
        near_by = (m for state in context for m in _compared(name, state, concepts, year))
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


def _alias_key(name: str) -> str:
    return key(name).replace("عبد ", "عبد")  # عبد الله and عبدالله


def _shortened(name: str) -> Iterable[str]:
    """The name's key, then without its last ancestors: محمد بن نايف بن عبد العزيز."""
    folded = _alias_key(name)
    while folded:
        yield folded
        folded = folded[: max(folded.rfind(" بن "), folded.rfind(" ال "), 0)]


def _compared(
    name: str, state: str, concepts: frozenset[str], year: float | None
) -> Iterable[Match]:
    """Matches among a state's officials by the sound of the name."""
    people = _state(state)
    skeletons = arabic_skeletons(name)
    votes: dict[int, int] = {}
    for skeleton in skeletons:
        for at in {i for variant in near(skeleton) for i in people.by_skeleton.get(variant, ())}:
            votes[at] = votes.get(at, 0) + len(skeleton)
    single = len(key(name).split()) == 1
    officials = {at: _official(people.lines[at]) for at in votes}
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


@dataclass(frozen=True, slots=True)
class _State:
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
def _state(state: str) -> _State:
    lines = (*_known().get(state, ()), *_block(state))
    by_skeleton: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        for skeleton in line[line.rindex("\t") + 1 :].split():
            for variant in near(skeleton):
                by_skeleton.setdefault(variant, []).append(at)
    return _State(lines, by_skeleton)


@cache
def _by_alias() -> Mapping[str, tuple[Official, ...]]:
    aliases: dict[str, list[Official]] = {}
    for lines in _known().values():
        for official in map(_official, lines):
            for name in {_alias_key(alias) for alias in official.arabic}:
                aliases.setdefault(name, []).append(official)
    return {name: tuple(people) for name, people in aliases.items()}


@lru_cache(maxsize=20_000)
def _official(line: str) -> Official:
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


@lru_cache(maxsize=20_000)
def title_concepts(title: str) -> frozenset[str]:
    """What Arabic titles are about ("وزير الدفاع الصيني" → {"defence"})."""
    words = f" {key(title)} "
    return frozenset(c for c, _, arabic in _concepts() if any(f" {w} " in words for w in arabic))


@cache
def _body_names() -> Mapping[str, tuple[str, ...]]:
    return {code: tuple(names.split("|")) for code, names in read_rows("officials_bodies.tsv")}


def body_codes(*names: str) -> set[str]:
    """Codes of the international bodies that titles or organisations' names speak of."""
    words = " ".join(f" {key(name).replace(' لل', ' ال')} " for name in names)
    return {c for c, bodies in _body_names().items() if any(f" {b} " in words for b in bodies)}
