"""Who holds which office of which body and of which states."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from arsec_ner.grammar import role_kind
from arsec_ner.roles.again import Again
from arsec_ner.roles.holders import Holding, find_holders
from arsec_ner.roles.offices import Office, read_offices
from arsec_ner.roles.states import KnownState, States
from arsec_ner.roles.surroundings import Surroundings
from arsec_ner.roles.titles import status_of
from arsec_ner.spans import Evidence, Sentence, Span
from arsec_ner.stages import Linking, RoleLink
from arsec_ner.taggers.base import RelationScorer

_ASSUMED = Evidence("roles", "the article's state")


def is_assumed(role: RoleLink) -> bool:
    """Whether the state of an office is only the one that the article is about."""
    return _ASSUMED in role.evidence


def find_roles(
    text: str,
    sentences: Sequence[Sentence],
    spans: Sequence[Span],
    linking: Linking,
    relations: RelationScorer | None = None,
    known: KnownState | None = None,
) -> tuple[RoleLink, ...]:
    """Link every ROLE span to its holders, its body and its states.

    Args:
        text: the document.
        sentences: its sentences.
        spans: its mentions, sorted by (start, -end).
        linking: their entities.
        relations: a backend's scores; `roles.holders` says what they decide.
        known: tells the state of well-known people whose title names none.

    Returns:
        One RoleLink a ROLE span, in order; what the text does not say is empty.
    """
    offices = read_offices(text, sentences, spans, linking)
    around = Surroundings(text, sentences, spans)
    states = States(offices, spans, linking, around, known)
    own = states.own()
    found = find_holders(offices, own, spans, linking, around, relations)
    holdings = Again(offices, own, found, states, spans, linking, around).holdings()
    countries = states.completed(own, holdings)
    organizations = [
        states.organizations[holding.taken_from]
        if organization is None and holding.taken_from is not None
        else organization
        for organization, holding in zip(states.organizations, holdings, strict=True)
    ]
    return tuple(
        _role_link(office, holding, organization, codes, assumed, around)
        for office, holding, organization, (codes, assumed) in zip(
            offices, holdings, organizations, countries, strict=True
        )
    )


def _role_link(
    office: Office,
    holding: Holding,
    organization: str | None,
    countries: tuple[str, ...],
    assumed: bool,
    around: Surroundings,
) -> RoleLink:
    status = office.status
    if status == "current":
        status = status_of(around.keys_after(office.end, 1))
    evidence = (Evidence("roles", holding.rule),) if holding.rule else ()
    return RoleLink(
        span=office.span,
        kind=role_kind(office.words),
        person_ids=holding.people,
        organization_id=organization,
        countries=countries,
        status=status,
        evidence=(*evidence, _ASSUMED) if assumed else evidence,
    )


def people_countries(linking: Linking, roles: Sequence[RoleLink]) -> Linking:
    """Return the linking with the country of every person whose offices name one state.

    A person's country is the state that most of their offices serve, the assumed ones only where
    no other says it; people without an office keep what they have.
    """
    sure = _voted(linking, [role for role in roles if not is_assumed(role)])
    return _voted(sure, [role for role in roles if is_assumed(role)])


def _voted(linking: Linking, roles: Sequence[RoleLink]) -> Linking:
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for role in roles:
        if len(role.countries) == 1:
            for person in role.person_ids:
                votes[person][role.countries[0]] += 1
        elif len(role.countries) == len(role.person_ids):
            # رئيسا الدبلوماسية الروسية والصينية، سيرغي لافروف، ووانغ يي: each has their own.
            for person, country in zip(role.person_ids, role.countries, strict=True):
                votes[person][country] += 1
    entities = tuple(
        replace(entity, country=votes[entity.id].most_common(1)[0][0])
        if entity.kind == "person" and entity.country is None and votes.get(entity.id)
        else entity
        for entity in linking.entities
    )
    return replace(linking, entities=entities)


__all__ = ["find_roles", "is_assumed", "people_countries"]
