"""Scores one extracted document against its gold annotation, layer by layer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from itertools import combinations
from typing import Any, Final

from arsec_ner.errors import DataError
from arsec_ner.evaluate.counts import (
    Counts,
    Offsets,
    Scores,
    align,
    aligned_counts,
    hit_counts,
    overlap,
)
from arsec_ner.gold import GoldDocument, GoldEvent, is_country
from arsec_ner.labels import ARGUMENT_ROLES, EVENT_TYPES, MENTION_LABELS

Extracted = Mapping[str, Any]
"""A document in the terms of the document JSON."""

_CORE: Final = ("PERSON", "ORG", "GPE", "LOC")
_OF_STATES: Final = ("GPE", "NORP")
_EXACT_VOTE: Final = 100


def score(gold: GoldDocument, predicted: Extracted) -> Scores:
    """Score one extracted document.

    Raises:
        DataError: the extracted text is not the gold text.
    """
    if predicted.get("text", gold.text) != gold.text:
        raise DataError(f"{gold.id}: the extracted text differs from the gold text")
    keys = _gold_keys(gold, predicted)
    return {
        **_mention_scores(gold, predicted),
        "countries": _country_counts(gold, predicted),
        **_people_scores(gold, predicted),
        **_role_scores(gold, predicted, keys),
        **_event_scores(gold, predicted, keys),
        "dates": _date_counts(gold, predicted),
    }


def _mention_scores(gold: GoldDocument, predicted: Extracted) -> Scores:
    wanted, found = gold_mentions(gold), found_mentions(predicted)
    labels = {"mentions": MENTION_LABELS, "mentions/core": _CORE}
    labels |= {f"mentions/{label}": (label,) for label in MENTION_LABELS}
    scores = {
        heading: Counts.of(_labelled(wanted, chosen), _labelled(found, chosen))
        for heading, chosen in labels.items()
    }
    loose = Counts()
    for label in MENTION_LABELS:
        g, f = sorted(_labelled(wanted, (label,))), sorted(_labelled(found, (label,)))
        loose += aligned_counts([m[:2] for m in g], [m[:2] for m in f])
    return {**scores, "mentions (overlap)": loose}


def _country_counts(gold: GoldDocument, predicted: Extracted) -> Counts:
    """Countries of GPE and NORP mentions."""
    codes = _codes(predicted)
    wanted = {
        (m.start, m.end, m.key)
        for m in gold.mentions
        if m.label in _OF_STATES and is_country(m.key)
    }
    found = {
        (m["start"], m["end"], codes[m["entity_id"]])
        for m in predicted.get("mentions", ())
        if m["label"] in _OF_STATES and codes.get(m.get("entity_id"))
    }
    return Counts.of(wanted, found)


def _people_scores(gold: GoldDocument, predicted: Extracted) -> Scores:
    """Pairs of mentions said to be the same person, and the person's country."""
    wanted = [(m.key, (m.start, m.end)) for m in gold.mentions if m.label == "PERSON"]
    found = [
        (m.get("entity_id") or m["id"], _offsets(m))
        for m in predicted.get("mentions", ())
        if m["label"] == "PERSON"
    ]
    country_of = {person["id"]: person.get("country") for person in predicted.get("people", ())}
    states = {
        (span, code)
        for key, span in wanted
        if (code := gold.entities.get(key or "", {}).get("country"))
    }
    judged = {span for span, _ in states}
    found_states = {
        (span, country_of[key]) for key, span in found if span in judged and country_of.get(key)
    }
    return {
        "people/same": Counts.of(_same(wanted), _same(found)),
        "people/country": Counts.of(states, found_states),
    }


def _role_scores(gold: GoldDocument, predicted: Extracted, keys: Mapping[str, str]) -> Scores:
    """Links of the offices, whose titles are aligned by overlap."""
    mentions = _by_id(predicted)
    roles = [r for r in predicted.get("roles", ()) if r.get("mention_id") in mentions]
    spans = [_offsets(mentions[role["mention_id"]]) for role in roles]
    matched = align([(role.start, role.end) for role in gold.roles], spans)
    wanted: dict[str, set[Hashable]] = {"person": set(), "org": set(), "country": set()}
    found: dict[str, set[Hashable]] = {"person": set(), "org": set(), "country": set()}
    for i, role in enumerate(gold.roles):
        wanted["person"] |= {(i, key) for key in role.people}
        wanted["org"] |= {(i, key) for key in role.organizations}
        wanted["country"] |= {(i, code) for code in role.countries}
    for at, one in zip(_gold_indices(matched, len(roles)), roles, strict=True):
        organization = one.get("organization_id")
        found["person"] |= {(at, keys.get(key, key)) for key in one.get("person_ids") or ()}
        found["org"] |= {(at, keys.get(organization, organization))} if organization else set()
        found["country"] |= {(at, code) for code in one.get("countries") or ()}
    return {f"roles/{link}": Counts.of(wanted[link], found[link]) for link in wanted}


def _event_scores(gold: GoldDocument, predicted: Extracted, keys: Mapping[str, str]) -> Scores:
    """Events of the same type whose triggers overlap, and the arguments of all events."""
    events = list(predicted.get("events", ()))
    matched = align_events(gold, events)
    scores: Scores = {
        f"events/{kind}": hit_counts(
            {i: j for i, j in matched.items() if gold.events[i].type == kind},
            sum(event.type == kind for event in gold.events),
            sum(event["type"] == kind for event in events),
        )
        for kind in EVENT_TYPES
    }
    triggers = [_offsets(event["trigger"]) for event in events]
    same_status = sum(
        gold.events[i].status == events[j].get("status", "actual") for i, j in matched.items()
    )
    other_status = len(matched) - same_status
    return {
        **scores,
        "events": hit_counts(matched, len(gold.events), len(events)),
        "events (any type)": aligned_counts([_span_of(e) for e in gold.events], triggers),
        "events/status": Counts(same_status, other_status, other_status),
        **_argument_scores(gold, predicted, keys, matched),
    }


def align_events(gold: GoldDocument, events: Sequence[Extracted]) -> dict[int, int]:
    """Events of the same type whose triggers overlap: gold index to found index."""
    matched: dict[int, int] = {}
    for kind in EVENT_TYPES:
        mine = [i for i, event in enumerate(gold.events) if event.type == kind]
        theirs = [j for j, event in enumerate(events) if event["type"] == kind]
        hits = align(
            [_span_of(gold.events[i]) for i in mine],
            [_offsets(events[j]["trigger"]) for j in theirs],
        )
        matched |= {mine[i]: theirs[j] for i, j in hits.items()}
    return matched


Argument = tuple[Hashable, str, Hashable]
"""The event's gold index (or a mark of its own), the argument's role, and its key or offsets."""


def _argument_scores(
    gold: GoldDocument, predicted: Extracted, keys: Mapping[str, str], matched: Mapping[int, int]
) -> Scores:
    wanted: set[Argument] = set()
    for i, event in enumerate(gold.events):
        wanted |= {(i, role, key) for role, key in event.arguments}
        wanted |= {(i, "time", span) for span in event.times}
    found: set[Argument] = set()
    events = list(predicted.get("events", ()))
    mentions = _by_id(predicted)
    for at, one in zip(_gold_indices(matched, len(events)), events, strict=True):
        times = gold.events[at].times if isinstance(at, int) else ()
        for argument in one.get("arguments", ()):
            value = _argument_value(argument, mentions, keys, times)
            if value is not None:
                found.add((at, argument["role"], value))
    scores = {
        f"arguments/{role}": Counts.of(
            {a for a in wanted if a[1] == role}, {a for a in found if a[1] == role}
        )
        for role in ARGUMENT_ROLES
    }
    in_matched = Counts.of(
        {a for a in wanted if a[0] in matched}, {a for a in found if a[0] in matched}
    )
    return {
        **scores,
        "arguments": Counts.of(wanted, found),
        "arguments (of matched events)": in_matched,
    }


def _argument_value(
    argument: Extracted,
    mentions: Mapping[str, Extracted],
    keys: Mapping[str, str],
    times: Iterable[Offsets],
) -> Hashable | None:
    """What an argument names: the gold key, or the offsets of the gold DATE it overlaps."""
    mention = mentions.get(argument.get("mention_id", ""))
    if argument["role"] == "time":
        if mention is None:
            return None
        span = _offsets(mention)
        return next((time for time in times if overlap(time, span)), span)
    key = argument.get("entity_id")
    if key is None and mention is not None:
        key = mention.get("entity_id")
    return None if key is None else keys.get(key, f"extracted:{key}")


def _date_counts(gold: GoldDocument, predicted: Extracted) -> Counts:
    """Values of the DATE mentions that gold gives a value."""
    wanted = {(m.start, m.end, m.value) for m in gold.mentions if m.label == "DATE" and m.value}
    judged = {(start, end) for start, end, _ in wanted}
    found = {
        (m["start"], m["end"], m["value"])
        for m in predicted.get("mentions", ())
        if m["label"] == "DATE" and m.get("value") and _offsets(m) in judged
    }
    return Counts.of(wanted, found)


def _gold_keys(gold: GoldDocument, predicted: Extracted) -> dict[str, str]:
    """Which gold entity each extracted one is: that with which it shares most mentions."""
    codes = _codes(predicted)
    spans_of_gold: defaultdict[str, list[Offsets]] = defaultdict(list)
    for mention in gold.mentions:
        if mention.key:
            spans_of_gold[mention.key].append((mention.start, mention.end))
    spans_of_found: defaultdict[str, set[Offsets]] = defaultdict(set)
    for one in predicted.get("mentions", ()):
        if one.get("entity_id"):
            spans_of_found[one["entity_id"]].add(_offsets(one))
    return {
        identifier: codes.get(identifier)
        or _elected(spans_of_gold, spans_of_found[identifier])
        or f"extracted:{identifier}"
        for identifier in {*spans_of_found, *codes}
    }


def _elected(candidates: Mapping[str, Iterable[Offsets]], spans: Set[Offsets]) -> str | None:
    """The gold key that shares most mentions, equal spans counting above overlapping ones."""
    votes = {
        key: sum(
            _EXACT_VOTE * (span == other) + overlap(span, other)
            for other in set(others)
            for span in spans
        )
        for key, others in candidates.items()
    }
    best = max(votes, key=votes.__getitem__, default=None)
    return best if best is not None and votes[best] else None


def _gold_indices(matched: Mapping[int, int], count: int) -> list[Hashable]:
    """For each found item the index of its gold one, or a mark of its own."""
    back = {j: i for i, j in matched.items()}
    return [back.get(j, f"extracted:{j}") for j in range(count)]


def gold_mentions(gold: GoldDocument) -> set[tuple[int, int, str]]:
    """The mentions of a gold document: start, end, label."""
    return {(m.start, m.end, m.label) for m in gold.mentions}


def found_mentions(predicted: Extracted) -> set[tuple[int, int, str]]:
    """The mentions of an extracted document: start, end, label."""
    return {
        (m["start"], m["end"], m["label"])
        for m in predicted.get("mentions", ())
        if m["label"] in MENTION_LABELS
    }


def _labelled(
    mentions: Set[tuple[int, int, str]], labels: Sequence[str]
) -> set[tuple[int, int, str]]:
    return {mention for mention in mentions if mention[2] in labels}


def _same(rows: Iterable[tuple[Hashable, Offsets]]) -> set[Hashable]:
    """Pairs of spans that have the same key."""
    groups: defaultdict[Hashable, set[Offsets]] = defaultdict(set)
    for key, span in rows:
        groups[key].add(span)
    return {pair for spans in groups.values() for pair in combinations(sorted(spans), 2)}


def _by_id(predicted: Extracted) -> dict[str, Extracted]:
    return {mention["id"]: mention for mention in predicted.get("mentions", ())}


def _codes(predicted: Extracted) -> dict[str, str]:
    return {c["id"]: c["iso3"] for c in predicted.get("countries", ()) if c.get("iso3")}


def _offsets(part: Extracted) -> Offsets:
    return part["start"], part["end"]


def _span_of(event: GoldEvent) -> Offsets:
    return event.start, event.end


__all__ = ["Extracted", "align_events", "found_mentions", "gold_mentions", "score"]
