"""Events of a document: triggers, their arguments and their status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from arsec_ner.events.candidates import Candidate, Closed, candidate_of, candidates
from arsec_ner.events.decide import Judge, odds_score
from arsec_ner.events.evidence import Course
from arsec_ner.events.options import Option, Story, argument_options, time_options
from arsec_ner.events.parts import ROLES, Chances, Part, by_entity, open_roles, together
from arsec_ner.events.report import trigger_features
from arsec_ner.events.scene import Cast, scenes
from arsec_ner.events.second import Chronicle, second_features
from arsec_ner.events.status import status_of
from arsec_ner.events.weights import probabilities, probability
from arsec_ner.labels import EventStatus
from arsec_ner.normalize import key
from arsec_ner.spans import Evidence, Sentence, Span
from arsec_ner.stages import ArgumentDraft, EventDraft, Linking, RoleLink
from arsec_ner.tables import read_yaml
from arsec_ner.taggers.base import Tagging

# Whose roles are all this unlikely at the first look is not looked at again.
_HOPELESS: Final = -3.0


class _Found(NamedTuple):
    """A trigger that was decided for."""

    margin: float
    candidate: Candidate


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
        tagging: what the statistical tagger saw; its triggers and relations, where it has them,
            decide together with the lexicon and the frames.

    Returns:
        Drafts in the order of the text, each with at least one agent, target or place.
    """
    cast = Cast.of(spans, linking, roles)
    layout = scenes(text, sentences, cast)
    story = Story(layout, [Course.of(scene) for scene in layout], cast)
    reader = _Reader(story, Closed(spans), Judge(tagging), Chronicle())
    drafts = [draft for at in range(len(layout)) for draft in reader.events(at)]
    return tuple(sorted(drafts, key=lambda draft: (draft.start, draft.type)))


@dataclass(frozen=True)
class _Reader:
    """Reads the events of one document, sentence by sentence."""

    story: Story
    closed: Closed
    judge: Judge
    chronicle: Chronicle

    def events(self, at: int) -> list[EventDraft]:
        """The events of one sentence."""
        drafts = [self._draft(at, found) for found in self._triggers(at)]
        return _distinct([draft for draft in drafts if draft is not None])

    def _triggers(self, at: int) -> list[_Found]:
        """For each word the reading that is decided for, if any."""
        best: dict[int, _Found] = {}
        ranks: Counter[str] = Counter()
        scene, course = self.story.scenes[at], self.story.courses[at]
        for candidate in candidates(scene, self.closed):
            kind = candidate.entry.type
            features = trigger_features(scene, course, candidate, ranks[kind])
            ranks[kind] += 1
            margin = self.judge.trigger(candidate, probability("trigger", features))
            _keep(best, _Found(margin, candidate))
        for candidate in self._strangers(at, best):
            _keep(best, _Found(self.judge.trigger(candidate, None), candidate))
        return [best[first] for first in sorted(best) if best[first].margin > 0]

    def _strangers(self, at: int, known: Mapping[int, _Found]) -> list[Candidate]:
        """The tagger's triggers of which the lexicon has no such reading."""
        scene = self.story.scenes[at]
        if scene.sentence.zone == "boilerplate":
            return []
        found = []
        for seen in self.judge.between(scene.sentence.start, scene.sentence.end):
            if self.closed.holds(seen.end - 1):
                continue
            candidate = candidate_of(scene, seen)
            rival = known.get(candidate.first)
            if rival is None or rival.candidate.entry.type != seen.type:
                found.append(candidate)
        return found

    def _draft(self, at: int, found: _Found) -> EventDraft | None:
        candidate = found.candidate
        parts = self._participants(at, candidate)
        if not parts:
            return None
        roles = {entity: part.role for entity, part in parts.items()}
        self.chronicle.add(at, candidate.entry.type, roles)
        arguments = [_argument(candidate, entity, part) for entity, part in parts.items()]
        arguments += self._times(at, candidate)
        entry = candidate.entry
        evidence = [Evidence("lexicon", f"{entry.row}/{entry.shape}", round(entry.prior, 4))]
        seen = self.judge.seen(candidate.start, candidate.end)
        if seen is not None and seen.type == entry.type:
            evidence.insert(0, Evidence("tagger", seen.type, round(seen.score, 4)))
        return EventDraft(
            type=entry.type,
            start=candidate.start,
            end=candidate.end,
            sentence=self.story.scenes[at].sentence.index,
            status=self._status(at, candidate),
            arguments=tuple(arguments),
            score=odds_score(found.margin),
            evidence=tuple(evidence),
        )

    def _status(self, at: int, candidate: Candidate) -> EventStatus:
        seen = self.judge.seen(candidate.start, candidate.end)
        if seen is not None:
            return seen.status
        return status_of(self.story.scenes[at], self.story.courses[at], candidate)

    def _participants(self, at: int, candidate: Candidate) -> dict[str, Part]:
        """The best role of each entity, where it is sure enough."""
        best: dict[str, Part] = {}
        for entity, parts in self._second_look(at, candidate):
            best[entity] = max(parts, key=lambda part: part.margin)
        sure = {entity: part for entity, part in best.items() if part.margin > 0}
        if not sure and best:
            # An event needs somebody: its likeliest argument may be less sure than a further one.
            entity = max(best, key=lambda e: best[e].margin)
            sure = {entity: best[entity]} if best[entity].margin > self.judge.lone else {}
        return _narrowed(sure, self.story.cast)

    def _first_look(self, at: int, candidate: Candidate) -> Chances:
        """How likely each entity has each role, as far as its own words tell."""
        options = argument_options(self.story, at, candidate, inner=self.judge.scores_pairs)
        parts = [part for option in options for part in self._readings(candidate, option)]
        chances = by_entity(together(parts, self.story.scenes[at].chains))
        return {
            entity: roles
            for entity, roles in chances.items()
            if max(part.margin for part in roles.values()) > _HOPELESS
        }

    def _second_look(self, at: int, candidate: Candidate) -> Iterator[tuple[str, list[Part]]]:
        """The same with what the rivals and the events before say."""
        chances = self._first_look(at, candidate)
        chains = self.story.scenes[at].chains
        looks = second_features(chances, chains, at, candidate, self.chronicle)
        for entity, features in looks:
            known = dict(zip(ROLES, probabilities("second", features), strict=True))
            yield (
                entity,
                [
                    part._replace(margin=self.judge.second(role, part.margin, known[role]))
                    for role, part in chances[entity].items()
                ],
            )

    def _readings(self, candidate: Candidate, option: Option) -> Iterator[Part]:
        """A unit in each role it may have."""
        known = probabilities("argument", option.features) if option.features else None
        starts = self._starts(option)
        for index, role in open_roles(option):
            chance = None if known is None else known[index]
            yield Part(self.judge.argument(role, candidate.start, starts, chance), role, option)

    def _starts(self, option: Option) -> list[int]:
        unit, spans = option.unit, self.story.cast.spans
        return [spans[i].start for i in (unit.span, unit.office) if i is not None]

    def _times(self, at: int, candidate: Candidate) -> Iterator[ArgumentDraft]:
        text = self.story.scenes[at].text
        for option in time_options(self.story, at, candidate):
            chance = probability("time", option.features)
            starts = self._starts(option)
            margin = self.judge.time(candidate.start, starts, chance)
            if margin > 0:
                words = key(text[option.unit.start : option.unit.end])
                evidence = (Evidence("frame", words, odds_score(margin)),)
                yield ArgumentDraft("time", span=option.unit.span, evidence=evidence)


def _keep(best: dict[int, _Found], found: _Found) -> None:
    rival = best.get(found.candidate.first)
    if rival is None or rival.margin < found.margin:
        best[found.candidate.first] = found


def _argument(candidate: Candidate, entity: str, part: Part) -> ArgumentDraft:
    carried = part.option.slot.startswith("back:")
    detail = f"{candidate.entry.frame}/{part.option.slot}"
    return ArgumentDraft(
        role=part.role,
        entity_id=entity,
        span=None if carried else part.option.unit.span,
        evidence=(Evidence("frame", detail, odds_score(part.margin)),),
    )


def _narrowed(best: Mapping[str, Part], cast: Cast) -> dict[str, Part]:
    """Of nested places keep the most specific; a person acts rather than his country."""
    kept = dict(best)
    for entity, part in best.items():
        country = cast.country(entity)
        if country is None or country == entity or country not in best:
            continue
        person = part.option.unit.kind == "person"
        if best[country].role == part.role and (part.role == "place" or person):
            kept.pop(country, None)
    return kept


def _distinct(drafts: Sequence[EventDraft]) -> list[EventDraft]:
    """Drop a second report of one event in one sentence."""
    kept: list[EventDraft] = []
    reach: int = read_yaml("events/decision.yaml")["duplicate"]
    for draft in sorted(drafts, key=lambda d: d.start):
        if not any(_same(other, draft) and draft.start - other.end <= reach for other in kept[-4:]):
            kept.append(draft)
    return kept


def _same(one: EventDraft, other: EventDraft) -> bool:
    return one.type == other.type and _who(other) <= _who(one)


def _who(draft: EventDraft) -> set[tuple[str, str | None]]:
    return {(a.role, a.entity_id) for a in draft.arguments if a.role != "time"}


__all__ = ["extract"]
