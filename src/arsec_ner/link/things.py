"""Countries, organisations, places, groups and named events: by entry, by name, by acronym."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import regex

from arsec_ner.labels import MentionLabel
from arsec_ner.link.mentions import Cluster, Named, state
from arsec_ner.spans import Evidence
from arsec_ner.stages import EntityKind

_KINDS: Final[dict[MentionLabel, EntityKind]] = {
    "GPE": "place", "LOC": "place", "FAC": "place", "ORG": "organization", "NORP": "group",
    "EVENT": "event",
}  # fmt: skip
_IN_BRACKETS: Final = regex.compile(r"\s?[(«\"]\s?")
_PARTICLE: Final = regex.compile("^(?:لل|ال|ل(?=ل))")
_NUMBER: Final = regex.compile("(?:يون|يين|يه|ات|ون|ين|ي)$")
_COMPARED: Final = 50  # names with the same head that a name is compared with, latest first
_NOISE: Final = frozenset({"في", "ب", "من"})

Name = tuple[str, ...]


@dataclass(slots=True)
class _Index:
    """Clusters of one kind, by what mentions can be recognised by."""

    clusters: list[Cluster] = field(default_factory=list)
    by_key: dict[tuple[str, ...], Cluster] = field(default_factory=dict)
    by_head: dict[str, list[tuple[Name, Cluster]]] = field(default_factory=dict)


def things(text: str, mentions: Sequence[Named]) -> list[Cluster]:
    """Gather all mentions that are not people.

    Args:
        text: the document.
        mentions: GPE, LOC, FAC, NORP, ORG and EVENT mentions in order.

    Returns:
        One cluster an entity; a country's has its `iso3`.
    """
    countries: dict[str, Cluster] = {}
    indexes: dict[EntityKind, _Index] = {}
    previous: tuple[Named, Cluster] | None = None
    for mention in mentions:
        iso3 = _country(mention)
        if iso3 is not None:
            _take_country(countries, iso3, mention)
            continue
        kind = _KINDS[mention.label]
        index = indexes.setdefault(kind, _Index())
        cluster = _acronym_of(text, previous, mention) or _find(index, mention)
        if cluster is None:
            cluster = Cluster(kind, [])
            index.clusters.append(cluster)
        _take(index, cluster, mention)
        if kind == "organization":
            previous = mention, cluster
    return [*countries.values(), *(c for index in indexes.values() for c in index.clusters)]


def _country(mention: Named) -> str | None:
    """The country that a mention names: a state's name, or a NORP that belongs to one."""
    if mention.entry is None:
        return None
    if mention.label == "NORP":
        return state(mention.entry)
    return mention.entry.iso3 if mention.label == "GPE" else None


def _take_country(countries: dict[str, Cluster], iso3: str, mention: Named) -> None:
    cluster = countries.setdefault(iso3, Cluster("country", [], iso3=iso3, country=iso3))
    cluster.mentions.append(mention)
    cluster.evidence.append(Evidence("link", "name of a state"))
    # The state's own entry tells more than that of its nisba.
    if mention.label == "GPE" or cluster.entry is None:
        cluster.entry = mention.entry


def _find(index: _Index, mention: Named) -> Cluster | None:
    if mention.entry is not None and (found := index.by_key.get(("entry", mention.entry.id))):
        return found
    name = _comparable(mention)
    if found := index.by_key.get(name):
        return found
    if mention.label != "ORG" or mention.entry is not None or not name:
        return None
    for other, cluster in reversed(index.by_head.get(name[0], [])[-_COMPARED:]):
        if _part_of(name, other, mention, cluster) or _part_of(other, name, mention, cluster):
            return cluster
    return None


def _take(index: _Index, cluster: Cluster, mention: Named) -> None:
    name = _comparable(mention)
    cluster.mentions.append(mention)
    cluster.evidence.append(Evidence("link", "entry" if mention.entry else "name"))
    if name and name not in index.by_key:
        index.by_head.setdefault(name[0], []).append((name, cluster))
    index.by_key.setdefault(name, cluster)
    if mention.entry is not None:
        index.by_key.setdefault(("entry", mention.entry.id), cluster)
        if cluster.entry is None:
            cluster.entry = mention.entry
    if cluster.country is None:
        cluster.country = _state_of(mention)


def _state_of(mention: Named) -> str | None:
    if mention.entry is not None and mention.entry.country:
        return mention.entry.country
    return mention.countries[0] if len(mention.countries) == 1 else None


def _comparable(mention: Named) -> Name:
    """The words of a name without articles; a group's without gender and number."""
    words = [_PARTICLE.sub("", word) for word in mention.keys]
    if mention.label == "NORP":
        words = [_NUMBER.sub("", word) for word in words]
    return tuple(word for word in words if word not in _NOISE)


def _part_of(short: Name, long: Name, mention: Named, cluster: Cluster) -> bool:
    """Whether a name leaves out words of a longer one: وزارة الدفاع, وزارة الدفاع الصينية."""
    if len(short) < 2 or len(short) >= len(long) or short[:2] != long[:2]:
        return False
    state_of = _state_of(mention)
    if state_of is not None and cluster.country is not None and state_of != cluster.country:
        return False
    rest = iter(long)
    return all(word in rest for word in short)


def _acronym_of(
    text: str, previous: tuple[Named, Cluster] | None, mention: Named
) -> Cluster | None:
    """The organisation whose name in brackets the mention is: وكالة الأنباء السعودية (واس)."""
    if previous is None or mention.label != "ORG" or len(mention.keys) > 2:
        return None
    named, cluster = previous
    between = text[named.end : mention.start] if mention.start - named.end <= 3 else ""
    return cluster if _IN_BRACKETS.fullmatch(between) else None


__all__ = ["things"]
