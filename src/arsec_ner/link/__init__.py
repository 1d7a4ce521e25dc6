"""One entity for all mentions of one thing in a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from arsec_ner.clitics import stem_start
from arsec_ner.gazetteer import Gazetteer
from arsec_ner.link.mentions import Cluster, Named, read_mentions
from arsec_ner.link.people import people
from arsec_ner.link.things import things
from arsec_ner.normalize import key
from arsec_ner.spans import Sentence, Span, Token
from arsec_ner.stages import Entity, EntityKind, Linking
from arsec_ner.taggers.base import RelationScorer

_ID_LETTER: dict[EntityKind, str] = {
    "person": "p", "organization": "o", "place": "l", "group": "g", "event": "e",
}  # fmt: skip


def link(
    text: str,
    sentences: Sequence[Sentence],
    spans: Sequence[Span],
    gazetteer: Gazetteer,
    relations: RelationScorer | None = None,
) -> Linking:
    """Say of each mention which entity it names.

    People are joined by parts and spellings of their names, organisations, places and groups by
    their gazetteer entry or their name; see docs/linking.md.

    Args:
        text: the document.
        sentences: its sentences.
        spans: its mentions, sorted by (start, -end), as `merge` gives them.
        gazetteer: the gazetteer in which the spans' entries stand.
        relations: a backend's scores; they decide where the rules see several candidates.

    Returns:
        Entities in order of first mention, and the entity of each span (None for ROLE and DATE).
    """
    mentions = read_mentions(text, sentences, spans, gazetteer)
    named = [mention for mention in mentions if mention.label == "PERSON"]
    rest = [mention for mention in mentions if mention.label != "PERSON"]
    clusters = [*people(named, relations), *things(text, rest)]
    clusters.sort(key=lambda cluster: cluster.mentions[0].span)
    return _linking(text, spans, clusters)


def _linking(text: str, spans: Sequence[Span], clusters: Sequence[Cluster]) -> Linking:
    entity_of: list[str | None] = [None] * len(spans)
    entities: list[Entity] = []
    counts: dict[str, int] = {}
    for cluster in clusters:
        identifier = cluster.iso3
        if identifier is None:
            letter = _ID_LETTER[cluster.kind]
            counts[letter] = counts.get(letter, 0) + 1
            identifier = f"{letter}{counts[letter]}"
        for mention in cluster.mentions:
            entity_of[mention.span] = identifier
        entities.append(_entity(identifier, cluster, text))
    return Linking(tuple(entities), tuple(entity_of))


def _entity(identifier: str, cluster: Cluster, text: str) -> Entity:
    entry = cluster.entry
    fullest = max(cluster.mentions, key=lambda each: (len(each.keys), each.end - each.start))
    name = _written(text, fullest)
    if entry is not None and cluster.kind in ("country", "group"):
        name = entry.name  # of الأكراد، كردي، الكردستاني
    entity = Entity(
        id=identifier,
        kind=cluster.kind,
        name=" ".join(name.replace("_", " ").replace("#", " ").split()),
        spans=tuple(mention.span for mention in cluster.mentions),
        country=cluster.country,
        evidence=tuple(dict.fromkeys(cluster.evidence)),
    )
    if entry is None:
        return entity
    return replace(entity, type=entry.kind, entry=entry.id, wikidata_id=entry.qid)


def _written(text: str, mention: Named) -> str:
    """A mention's words, with the article whole that lost its ا after ل: للأمم المتحدة.

    Where the word itself begins with ل, its ل is gone too: للجنة is ل and اللجنة.
    """
    words = text[mention.start : mention.end]
    lost = text[max(mention.start - 1, 0) : mention.start + 1] == "لل"
    if not lost or not mention.keys or mention.keys[0][:2] != "ال":
        return words
    first = words.split(maxsplit=1)[0]
    own = stem_start(Token(0, len(first), first, key(first))) == 0
    return f"ال{words}" if own else f"ا{words}"


__all__ = ["Named", "link"]
