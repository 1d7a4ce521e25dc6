"""A sentence as the event extractor sees it: its words and the actors, places and dates in it.

A `Unit` is what can fill an argument: a person with the office before his name, an unnamed office
holder (for whom his country stands), an organization, a place, a nationality, a date, or a phrase
such as `الجانبان` or `بلاده` that stands for actors named before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, pairwise
from typing import Final, Literal

from arsec_ner.events.lexicon import lexicon
from arsec_ner.events.words import words
from arsec_ner.spans import Sentence, Span, Token
from arsec_ner.stages import Entity, Linking, RoleLink

UnitKind = Literal[
    "person", "role", "org", "state", "gpe", "loc", "fac", "norp", "named_event", "date", "pair",
    "home", "pronoun",
]  # fmt: skip

_KINDS: Final[Mapping[str, UnitKind]] = {
    "PERSON": "person",
    "ROLE": "role",
    "ORG": "org",
    "GPE": "gpe",
    "LOC": "loc",
    "FAC": "fac",
    "NORP": "norp",
    "EVENT": "named_event",
    "DATE": "date",
}
_LEADING: Final[frozenset[UnitKind]] = frozenset({"person", "role", "org", "state", "gpe", "norp"})
_LEADERS: Final = 8
ACTORS: Final[frozenset[UnitKind]] = frozenset(
    {"person", "role", "org", "state", "gpe", "norp", "pair", "home", "pronoun"}
)
# How far back a preposition may stand from the noun phrase it governs: `في العاصمة الروسية X`.
_REACH: Final = 4
# A name may be parted from its office by this much: `وزير الخارجية الروسي، سيرغي لافروف`.
_APPOSITION: Final = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """A possible argument.

    Attributes:
        start, end: offsets of the words.
        head: offset at which its noun phrase begins, the office before a name included.
        first, last: indices of the tokens at which its noun phrase begins and ends.
        kind: what it is.
        entities: ids of what it names; several for a dual office or a pair; none for a date.
        span: index of its span, or None for words that are no mention.
        office: index of the span of the office joined to a name, or None.
        governor: name of the preposition before it, or "".
        governed_at: index of the token that holds the preposition (`first` where there is none).
        coordinated: whether it goes on from the unit before it (`كمبوديا ولاوس`).
        nested: whether it stands within another mention.
        pronoun: the pronoun it is, or "".
        subject: "verb" where a finite verb stands right before it, "initial" where it opens the
            sentence without a preposition, or "".
    """

    start: int
    end: int
    head: int
    first: int
    last: int
    kind: UnitKind
    entities: tuple[str, ...] = ()
    span: int | None = None
    office: int | None = None
    governor: str = ""
    governed_at: int = -1
    coordinated: bool = False
    nested: bool = False
    pronoun: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Scene:
    """One sentence with its units in text order.

    Attributes:
        sentence: its tokens.
        text: the document's text.
        units: whoever and whatever may be an argument.
        inner: mentions within an office or a body (`الهند` in `سفيرها لدى الهند`), which only a
            statistical tagger can tell to be meant.
    """

    sentence: Sentence
    text: str
    units: tuple[Unit, ...]
    inner: tuple[Unit, ...] = ()

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The sentence's tokens."""
        return self.sentence.tokens

    @cached_property
    def token_starts(self) -> list[int]:
        """Their offsets."""
        return [token.start for token in self.sentence.tokens]

    @cached_property
    def unit_starts(self) -> list[int]:
        """The tokens at which the units begin, in rising order."""
        return [unit.first for unit in self.units]

    @cached_property
    def covers(self) -> Mapping[int, UnitKind]:
        """The kind of unit that each token belongs to, where it does."""
        return {n: unit.kind for unit in self.units for n in range(unit.first, unit.last + 1)}

    @cached_property
    def actors(self) -> int:
        """How many units may act."""
        return sum(unit.kind in ACTORS for unit in self.units)

    @cached_property
    def chains(self) -> Mapping[int, int]:
        """Where the chain of a unit begins that a conjunction joins to others, by its offset."""
        chains: dict[int, int] = {}
        for before, unit in pairwise(self.units):
            if unit.coordinated:
                chains[unit.start] = chains.setdefault(before.start, before.start)
        return chains

    @cached_property
    def leading(self) -> tuple[Unit, ...]:
        """The first actors that are named, on whom later sentences go on."""
        named = (unit for unit in self.units if unit.kind in _LEADING)
        return tuple(islice(named, _LEADERS))

    def token_at(self, offset: int) -> int:
        """Index of the token that holds the offset."""
        return max(0, bisect_right(self.token_starts, offset) - 1)

    def near(self, token: int, reach: int) -> Sequence[int]:
        """Indices of the units that begin at most `reach` tokens from a token."""
        low = bisect_left(self.unit_starts, token - reach)
        return range(low, bisect_right(self.unit_starts, token + reach))


@dataclass(frozen=True, slots=True)
class Cast:
    """The document's spans, entities and offices, indexed for the scenes."""

    spans: tuple[Span, ...]
    linking: Linking
    entities: Mapping[str, Entity]
    offices: Mapping[int, RoleLink]

    @classmethod
    def of(cls, spans: Sequence[Span], linking: Linking, roles: Sequence[RoleLink]) -> Cast:
        """Index what the stages before have found."""
        offices = {role.span: role for role in roles}
        return cls(tuple(spans), linking, linking.by_id(), offices)

    def country(self, entity_id: str) -> str | None:
        """The state an entity is, or belongs to."""
        return state_of(entity_id, self.entities)


def state_of(entity_id: str, entities: Mapping[str, Entity]) -> str | None:
    """The state an entity is, or belongs to; a country that only a link names has no entity."""
    entity = entities.get(entity_id)
    if entity is None:
        return entity_id if len(entity_id) == 3 and entity_id.isupper() else None
    return entity.id if entity.kind == "country" else entity.country


def scenes(text: str, sentences: Sequence[Sentence], cast: Cast) -> list[Scene]:
    """Lay out the units of every sentence; spans are sorted by (start, -end)."""
    starts = [span.start for span in cast.spans]
    found = []
    for sentence in sentences:
        low = bisect_left(starts, sentence.start)
        high = bisect_left(starts, sentence.end)
        bare = Scene(sentence, text, ())
        units, inner = _named(bare, range(low, high), cast)
        units = sorted([*units, *_phrases(bare)], key=lambda unit: (unit.start, -unit.end))
        units = _governed(bare, _apart(units))
        found.append(replace(bare, units=tuple(units), inner=tuple(inner)))
    return found


def _named(scene: Scene, indices: range, cast: Cast) -> tuple[list[Unit], list[Unit]]:
    """Units of the mentions, and those of mentions within an office or body."""
    units: list[Unit] = []
    inside: list[Unit] = []
    cover: Span | None = None
    for index in indices:
        span = cast.spans[index]
        nested = cover is not None and span.end <= cover.end
        if not nested:
            cover = span
        entities = _entities_of(index, span, cast)
        kind = _KINDS[span.label]
        if kind == "gpe" and entities and cast.country(entities[0]) == entities[0]:
            kind = "state"
        if not entities and kind not in ("date", "role", "named_event"):
            continue
        first, last = scene.token_at(span.start), scene.token_at(max(span.start, span.end - 1))
        part = nested and cover is not None and cover.label != "EVENT"
        (inside if part else units).append(
            Unit(
                span.start, span.end, span.start, first, last, kind, entities, index, nested=nested
            )
        )  # fmt: skip
    return units, inside


def _entities_of(index: int, span: Span, cast: Cast) -> tuple[str, ...]:
    if span.label == "ROLE":
        office = cast.offices.get(index)
        if office is None:
            return ()
        body = (office.organization_id,) if office.organization_id else ()
        # Of `رؤساء إيران وأفغانستان وباكستان` two are named elsewhere; for the third stands its
        # country.
        covered = {cast.country(person) for person in office.person_ids}
        bare = tuple(code for code in office.countries if code not in covered)
        return (*office.person_ids, *bare) or body
    entity = cast.linking.entity_of[index]
    return () if entity is None or span.label == "EVENT" else (entity,)


def _phrases(scene: Scene) -> list[Unit]:
    """Units of `الجانبان`, `بلاده`, `معه`, whose entities are found when an event needs them."""
    table, units = words(), []
    for index, token in enumerate(scene.tokens):
        bare = token.key[1:] if token.key[:1] in ("و", "ف") else token.key
        plain = bare[1:] if bare[:1] in ("ب", "ل") else bare
        for form in dict.fromkeys((token.key, bare, plain)):
            if form in table.pairs:
                kind, governor = "pair", "بين" if form == "بينهما" else ""
                pronoun = table.pairs[form]
            elif form in table.home:
                kind, governor, pronoun = "home", "", "ها" if form.endswith("ها") else "ه"
            elif form in table.pronouns:
                kind, (governor, pronoun) = "pronoun", table.pronouns[form]
            else:
                continue
            start = max(token.start, token.end - len(form))
            units.append(
                Unit(
                    start, token.end, start, index, index, kind, governor=governor,  # type: ignore[arg-type]
                    governed_at=index, pronoun=pronoun,
                )
            )  # fmt: skip
            break
    return units


def _apart(units: list[Unit]) -> list[Unit]:
    """Join an office with the name beside it; drop phrases that a mention covers."""
    kept: list[Unit] = []
    for unit in units:
        last = kept[-1] if kept else None
        if last is not None and last.end >= unit.end and unit.span is None:
            continue
        if last is not None and unit.first - last.last <= _APPOSITION:
            same = set(last.entities) & set(unit.entities)
            if last.kind == "role" and unit.kind == "person" and same:
                # Of a dual office (`الوزيران X وY`) the second name follows as a unit of its own.
                kept[-1] = replace(unit, head=last.head, first=last.first, office=last.span)
                continue
            if last.kind == "person" and unit.kind == "role" and same:
                kept[-1] = replace(last, last=unit.last, office=unit.span)
                continue
        if unit.kind == "role" and not unit.entities:
            continue
        kept.append(unit)
    return kept


def _governed(scene: Scene, units: Sequence[Unit]) -> list[Unit]:
    """Find the preposition of each unit, and which units go on from the one before."""
    done: list[Unit] = []
    for unit in units:
        if unit.governor:
            done.append(unit)
            continue
        before = done[-1] if done else None
        particles = scene.text[scene.tokens[unit.first].start : unit.head]
        governor, at = _preposition(scene, unit, before, particles)
        coordinated = (
            before is not None
            and not governor
            and before.kind != "date"
            and _goes_on(scene, before, unit, particles)
        )
        subject = "" if governor else _subject(scene, unit)
        if coordinated and before is not None:
            governor, at, subject = before.governor, before.governed_at, before.subject
        done.append(
            replace(
                unit, governor=governor, governed_at=at, coordinated=coordinated, subject=subject
            )
        )
    return done


def _preposition(scene: Scene, unit: Unit, before: Unit | None, particles: str) -> tuple[str, int]:
    for letter, name in (("ب", "ب"), ("ل", "ل"), ("ك", "ك")):
        if particles.endswith(letter):
            return name, unit.first
    if particles and particles[-1] in "وف":
        return "", unit.first
    table = words()
    floor = -1 if before is None else before.last
    for index in range(unit.first - 1, max(floor, unit.first - 1 - _REACH), -1):
        key = scene.tokens[index].key
        bare = key[1:] if key[:1] in ("و", "ف") and key[1:] in table.prepositions else key
        if bare in table.prepositions:
            return table.prepositions[bare], index
        if not key or key in table.clause or key in table.complement or key in table.relative:
            break
        if key.startswith(("بال", "لل", "وبال", "ولل")):
            return ("ب" if "بال" in key[:4] else "ل"), index
        if key[:1] == "و" and index < unit.first - 1:
            break
    return "", unit.first


def _subject(scene: Scene, unit: Unit) -> str:
    """How the unit looks like the subject of a clause."""
    if unit.first == 0:
        return "initial"
    key = scene.tokens[unit.first - 1].key
    plain = key[1:] if key[:1] in ("و", "ف") else key
    table = words()
    if plain in table.speech or plain in table.support:
        return "verb"
    known = lexicon().words.get(key) or lexicon().words.get(plain, ())
    if any(entry.finite for entry in known):
        return "verb"
    return "initial" if unit.first == 1 or not key else ""


def _goes_on(scene: Scene, before: Unit, unit: Unit, particles: str) -> bool:
    """Whether `و` or a comma alone parts the two."""
    gap = unit.first - before.last - 1
    if particles.startswith("و"):
        return gap <= 1
    between = [token.text for token in scene.tokens[before.last + 1 : unit.first]]
    return gap in (1, 2) and all(word in ("و", "،", ",", "و،") for word in between)


__all__ = ["ACTORS", "Cast", "Scene", "Unit", "UnitKind", "scenes", "state_of"]
