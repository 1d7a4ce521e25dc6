"""The annotated seeds as Documents: what a pipeline without a fault would return."""

from __future__ import annotations

import datetime
from collections import defaultdict
from functools import cache
from pathlib import Path
from shutil import copy

from arsec_ner.document import (
    Argument,
    Country,
    Document,
    Event,
    Evidence,
    Group,
    Mention,
    NamedEvent,
    Organization,
    Person,
    Place,
    Plover,
    Role,
    Sentence,
    Trigger,
)
from arsec_ner.gold import GoldDocument, is_country, read_gold, sentence_spans

ROOT = Path(__file__).parent.parent
SEEDS = tuple(sorted(path.stem for path in (ROOT / "tests" / "gold").glob("*.ann")))
_LISTS = {
    "PERSON": ("people", Person),
    "ORG": ("organizations", Organization),
    "GPE": ("places", Place),
    "LOC": ("places", Place),
    "FAC": ("places", Place),
    "NORP": ("groups", Group),
    "EVENT": ("named_events", NamedEvent),
}


def gold_folder(folder: Path) -> Path:
    """Put the seeds and their annotations side by side in a folder."""
    for name in SEEDS:
        copy(ROOT / "seeds" / f"{name}.txt", folder)
        copy(ROOT / "tests" / "gold" / f"{name}.ann", folder)
    return folder


@cache
def seed(name: str) -> Document:
    """One annotated seed as a Document."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return gold_document(read_gold(gold_folder(Path(folder)) / f"{name}.ann"))


def gold_document(gold: GoldDocument) -> Document:
    """A gold annotation as a Document."""
    text = gold.text
    ids = {m: f"m{n}" for n, m in enumerate(gold.mentions, 1)}
    at = {(m.start, m.end, m.label): i for m, i in ids.items()}
    sentences = sentence_spans(text)
    evidence = (Evidence(source="gold", detail="annotator", score=1.0),)
    return Document(
        id=gold.id,
        text=text,
        date=gold.date and datetime.date.fromisoformat(gold.date),
        sentences=tuple(Sentence(start=start, end=end) for start, end in sentences),
        mentions=tuple(
            Mention(
                id=i,
                start=m.start,
                end=m.end,
                text=text[m.start : m.end],
                label=m.label,
                entity_id=m.key,
                value=m.value,
                sources=("gold",),
                evidence=evidence,
            )
            for m, i in ids.items()
        ),
        **_entities(gold),
        roles=tuple(
            Role(
                id=f"r{n}",
                mention_id=at[r.start, r.end, "ROLE"],
                title=text[r.start : r.end],
                kind="other",
                status=r.status,
                person_ids=r.people,
                organization_id=next(iter(r.organizations), None),
                countries=r.countries,
                evidence=evidence,
            )
            for n, r in enumerate(gold.roles, 1)
        ),
        events=tuple(
            Event(
                id=f"ev{n}",
                type=e.type,
                plover=Plover(event="CONSULT", mode="visit") if e.type == "visit" else None,
                trigger=Trigger(start=e.start, end=e.end, text=text[e.start : e.end]),
                status=e.status,
                arguments=(
                    *(Argument(role=role, entity_id=key) for role, key in e.arguments),
                    *(Argument(role="time", mention_id=at[(*span, "DATE")]) for span in e.times),
                ),
                sentence=next(i for i, (_, end) in enumerate(sentences) if e.start < end),
                evidence=evidence,
            )
            for n, e in enumerate(gold.events, 1)
        ),
    )


def _entities(gold: GoldDocument) -> dict[str, tuple]:
    names = {}
    for mention in gold.mentions:
        words = gold.text[mention.start : mention.end]
        if mention.key and (mention.label != "NORP" or mention.key not in names):
            names[mention.key] = max(names.get(mention.key, ""), words, key=len)
    lists = defaultdict(list)
    codes = {c for r in gold.roles for c in r.countries}
    codes |= {e["country"] for e in gold.entities.values() if "country" in e}
    codes |= {k for e in gold.events for _, k in e.arguments if is_country(k)}
    for key, facts in gold.entities.items():
        if not is_country(key):
            name, kind = _LISTS[facts["type"]]
            english = {"name_latin" if kind is Person else "name_en": facts.get("en")}
            lists[name].append(
                kind(id=key, name=names.get(key, key), country=facts.get("country"), **english)
            )
    codes |= {key for key in gold.entities if is_country(key)}
    for code in sorted(codes):
        lists["countries"].append(Country(id=code, iso3=code, name=names.get(code, code)))
    return {name: tuple(parts) for name, parts in lists.items()}
