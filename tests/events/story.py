"""What the stages before the events hand on, from a marked sentence.

Marks are those of `marked.py`; the id after `=` is the entity itself ("CHN", "p1"). A ROLE's is
its holders and states, `{ROLE=p1+CHN …}`, with `-` for nobody: `{ROLE=-+CHN …}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from gold_documents import gold_folder
from marked import read_marked

from arsec_ner.events import extract
from arsec_ner.gold import GoldDocument, read_gold
from arsec_ner.segment import segment
from arsec_ner.spans import Sentence, Span
from arsec_ner.stages import Entity, EntityKind, EventDraft, Linking, RoleLink
from arsec_ner.taggers.base import Tagging

_KINDS: dict[str, EntityKind] = {"PERSON": "person", "ORG": "organization", "NORP": "group",
                                 "EVENT": "event"}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A marked text as the event stage gets it."""

    text: str
    sentences: tuple[Sentence, ...]
    spans: tuple[Span, ...]
    linking: Linking
    roles: tuple[RoleLink, ...]

    def events(self, tagging: Tagging | None = None) -> tuple[EventDraft, ...]:
        return extract(self.text, self.sentences, self.spans, self.linking, self.roles, tagging)

    def readable(self, draft: EventDraft) -> dict[str, object]:
        """The event as the case files write it."""
        row: dict[str, object] = {
            "type": draft.type,
            "trigger": self.text[draft.start : draft.end],
            "status": draft.status,
        }
        for role in ("agent", "target", "place"):
            row[role] = sorted(a.entity_id or "" for a in draft.arguments if a.role == role)
        times = [
            self.spans[a.span] for a in draft.arguments if a.role == "time" and a.span is not None
        ]
        row["time"] = sorted(self.text[span.start : span.end] for span in times)
        return row


def told(marked: str, countries: dict[str, str] | None = None) -> Told:
    """Read a marked text; `countries` gives the states of entities that are none."""
    text, sentences, spans = read_marked(marked)
    roles, names, members = [], [], {}
    for number, span in enumerate(spans):
        entity = None
        if span.label == "ROLE" and span.entry:
            people, _, states = span.entry.partition("+")
            holders = () if people == "-" else tuple(people.split(","))
            roles.append(RoleLink(number, "other", holders, None, tuple(states.split(","))))
        elif span.label not in ("ROLE", "DATE"):
            entity = span.entry
            members.setdefault(entity, []).append(number)
        names.append(entity)
    entities = tuple(
        _entity(name, tuple(numbers), spans, countries or {})
        for name, numbers in members.items()
        if name
    )
    return Told(text, sentences, spans, Linking(entities, tuple(names)), tuple(roles))


def _entity(
    name: str, numbers: tuple[int, ...], spans: tuple[Span, ...], countries: dict[str, str]
) -> Entity:
    state = len(name) == 3 and name.isupper()
    kind = "country" if state else _KINDS.get(spans[numbers[0]].label, "place")
    return Entity(name, kind, name, numbers, country=name if state else countries.get(name))


@cache
def seed(name: str) -> tuple[GoldDocument, Told]:
    """A seed article with its annotated mentions, as if the stages before had found them all."""
    with TemporaryDirectory() as folder:
        gold = read_gold(gold_folder(Path(folder)) / f"{name}.ann")
    mentions = sorted(gold.mentions, key=lambda m: (m.start, -m.end))
    spans = tuple(Span(m.start, m.end, m.label) for m in mentions)
    names = tuple(None if m.label in ("ROLE", "DATE") else m.key for m in mentions)
    members: dict[str, list[int]] = {}
    for number, key in enumerate(names):
        if key is not None:
            members.setdefault(key, []).append(number)
    countries = {k: v["country"] for k, v in gold.entities.items() if "country" in v}
    entities = tuple(_entity(key, tuple(at), spans, countries) for key, at in members.items())
    places = {(m.start, m.end): n for n, m in enumerate(mentions) if m.label == "ROLE"}
    roles = tuple(
        RoleLink(
            places[r.start, r.end],
            "other",
            r.people,
            next(iter(r.organizations), None),
            r.countries,
        )
        for r in gold.roles
    )
    return gold, Told(gold.text, segment(gold.text), spans, Linking(entities, names), roles)
