"""Events of a document: triggers, their arguments and their status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from arsec_ner.events.candidates import Candidate, Closed, candidates
from arsec_ner.events.evidence import Course, trigger_features
from arsec_ner.events.options import Option, Story, argument_options, time_options
from arsec_ner.events.scene import Cast, scenes
from arsec_ner.events.status import status_features
from arsec_ner.events.weights import probabilities, probability
from arsec_ner.labels import ArgumentRole, EventStatus
from arsec_ner.spans import Evidence, Sentence, Span
from arsec_ner.stages import ArgumentDraft, EventDraft, Linking, RoleLink
from arsec_ner.tables import read_yaml
from arsec_ner.taggers.base import Tagging

_ROLES: Final[tuple[ArgumentRole, ...]] = ("agent", "target", "place")
_STATUSES: Final[tuple[EventStatus, ...]] = ("planned", "requested", "denied")


def extract(
    text: str,
    sentences: Sequence[Sentence],
    spans: Sequence[Span],
    linking: Linking,
    roles: Sequence[RoleLink],
    tagging: Tagging | None = None,
) -> tuple[EventDraft, ...]:
    """Find the events that the sentences report.

    Args:
        text: the document's text.
        sentences: its sentences; those of zone "boilerplate" report nothing.
        spans: its mentions, sorted by (start, -end).
        linking: the entity of each mention.
        roles: the offices and who holds them.
        tagging: what the statistical tagger saw, where it knows events.

    Returns:
        Drafts in the order of the text, each with at least one agent, target or place.
    """
    cast = Cast.of(spans, linking, roles)
    layout = scenes(text, sentences, cast)
    story = Story(layout, [Course.of(scene) for scene in layout], cast)
    closed = Closed(spans)
    drafts: list[EventDraft] = []
    for at in range(len(layout)):
        drafts += _sentence_events(story, at, closed)
    return tuple(sorted(drafts, key=lambda draft: (draft.start, draft.type)))


def _sentence_events(story: Story, at: int, closed: Closed) -> list[EventDraft]:
    found: dict[int, tuple[float, Candidate]] = {}
    ranks: Counter[str] = Counter()
    table = read_yaml("events/decision.yaml")["trigger"]
    for candidate in candidates(story.scenes[at], closed):
        kind = candidate.entry.type
        features = trigger_features(
            story.scenes[at], story.courses[at], candidate, ranks[kind]
        )
        ranks[kind] += 1
        score = probability("trigger", features)
        if score >= table.get(kind, table["default"]):
            best = found.get(candidate.first)
            if best is None or best[0] < score:
                found[candidate.first] = (score, candidate)
    drafts = [_draft(story, at, candidate, score) for score, candidate in found.values()]
    return _distinct([draft for draft in drafts if draft is not None])


def _draft(story: Story, at: int, candidate: Candidate, score: float) -> EventDraft | None:
    arguments = [*_participants(story, at, candidate), *_times(story, at, candidate)]
    if all(argument.role == "time" for argument in arguments):
        return None
    chances = probabilities(
        "status", status_features(story.scenes[at], story.courses[at], candidate)
    )
    likeliest = max(chances)
    status: EventStatus = "actual"
    if likeliest > 1 - sum(chances):
        status = _STATUSES[chances.index(likeliest)]
    return EventDraft(
        type=candidate.entry.type,
        start=candidate.start,
        end=candidate.end,
        sentence=story.scenes[at].sentence.index,
        status=status,
        arguments=tuple(arguments),
        score=round(score, 4),
        evidence=(Evidence("lexicon", candidate.entry.row, round(candidate.entry.prior, 4)),),
    )


def _participants(story: Story, at: int, candidate: Candidate) -> Iterator[ArgumentDraft]:
    """The best role of each entity, where it is sure enough."""
    best: dict[str, tuple[float, ArgumentRole, Option]] = {}
    thresholds = read_yaml("events/decision.yaml")["argument"]
    for option in argument_options(story, at, candidate):
        chances = probabilities("argument", option.features)
        for role, chance in zip(_ROLES, chances, strict=True):
            if chance < thresholds[role]:
                continue
            for entity in option.entities:
                if entity not in best or best[entity][0] < chance:
                    best[entity] = (chance, role, option)
    best = _narrowed(best, story.cast)
    for entity, (chance, role, option) in best.items():
        carried = option.slot.startswith("back:")
        yield ArgumentDraft(
            role=role,
            entity_id=entity,
            span=None if carried else option.unit.span,
            evidence=(
                Evidence("frame", f"{candidate.entry.frame}/{option.slot}", round(chance, 4)),
            ),
        )


def _narrowed(
    best: Mapping[str, tuple[float, ArgumentRole, Option]], cast: Cast
) -> dict[str, tuple[float, ArgumentRole, Option]]:
    """Of nested places keep the most specific; a person acts rather than his country."""
    kept = dict(best)
    for entity, (_, role, option) in best.items():
        country = cast.country(entity)
        if country is None or country == entity or country not in best:
            continue
        same_role = best[country][1] == role
        person = option.unit.kind == "person" and role != "place"
        if same_role and (role == "place" or person):
            kept.pop(country, None)
    return kept


def _times(story: Story, at: int, candidate: Candidate) -> Iterator[ArgumentDraft]:
    threshold = read_yaml("events/decision.yaml")["argument"]["time"]
    for option in time_options(story, at, candidate):
        chance = probability("time", option.features)
        if chance >= threshold:
            yield ArgumentDraft(
                role="time",
                span=option.unit.span,
                evidence=(Evidence("frame", "time", round(chance, 4)),),
            )


def _distinct(drafts: Sequence[EventDraft]) -> list[EventDraft]:
    """Drop a second report of one event in one sentence."""
    kept: list[EventDraft] = []
    reach: Any = read_yaml("events/decision.yaml")["duplicate"]
    for draft in sorted(drafts, key=lambda d: d.start):
        if not any(_same(other, draft) and draft.start - other.end <= reach for other in kept[-4:]):
            kept.append(draft)
    return kept


def _same(one: EventDraft, other: EventDraft) -> bool:
    return one.type == other.type and _who(other) <= _who(one)


def _who(draft: EventDraft) -> set[tuple[str, str | None]]:
    return {(a.role, a.entity_id) for a in draft.arguments if a.role != "time"}


__all__ = ["extract"]
