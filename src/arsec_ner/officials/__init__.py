"""Which known official a person of the document is: Arabic name, office, state and date together.

The table `data/officials.tsv` holds dated tenures (Wikidata's by name in Latin letters, and curated
ones with Arabic spellings). A link needs evidence of the name and agreement of the state or the
office; what is unsure stays None, and the person gets a marked transliteration.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from arsec_ner.officials.match import Match, best_match
from arsec_ner.officials.table import body_codes, title_concepts
from arsec_ner.roles import is_assumed
from arsec_ner.romanize import romanize
from arsec_ner.spans import Evidence
from arsec_ner.stages import Entity, Linking, RoleLink


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
    year, context = _year(date), _context(linking)
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


def states_of_known(
    linking: Linking, date: datetime.date | None
) -> Callable[[str, str], str | None]:
    """Tell the state of people whom everybody knows: الرئيس دونالد ترامب needs no nisba.

    Args:
        linking: the entities.
        date: the article's day, or None.

    Returns:
        A function from the id of a person of the document and the words of an office to the
        alpha-3 code of the state that a known official of that name holds such an office of.
    """
    year, context = _year(date), _context(linking)
    names = {e.id: e.name for e in linking.entities if e.kind == "person"}

    def state(person: str, title: str) -> str | None:
        concepts = title_concepts(title)
        if not concepts or body_codes(title) or " " not in names[person]:
            return None
        match = best_match(names[person], frozenset(), concepts, year, context)
        known = match is not None and match.name == 0.0 and match.office
        return match.official.nationality if match is not None and known else None

    return state


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


def _year(date: datetime.date | None) -> float | None:
    return None if date is None else date.year + (date.month - 0.5) / 12


def _context(linking: Linking) -> frozenset[str]:
    return frozenset(e.id for e in linking.entities if e.kind == "country")


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
    # A well-known name in office is better evidence than a title beside it: الرئيسان in an article
    # on Ethiopia and Sudan.
    known = match.name == 0.0 and (match.office or match.served)
    sure = person.country if person.country in states and not known else None
    return replace(
        person,
        name_latin=official.name,
        wikidata_id=official.wikidata_id,
        country=sure or official.nationality or person.country,
        evidence=(*person.evidence, _explained(match)),
    )


def _explained(match: Match) -> Evidence:
    agreement = [", same office"] * match.office + [", in office"] * match.served
    who = match.official.wikidata_id or match.official.name
    score = max(0.0, min(1.0, 1.0 - match.name / 4))
    return Evidence("officials", who + "".join(agreement), round(score, 3))


__all__ = [
    "best_match",
    "body_codes",
    "identify",
    "settle",
    "states_of_known",
    "title_concepts",
]
