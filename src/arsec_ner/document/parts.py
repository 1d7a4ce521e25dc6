"""The parts of a document: mentions, entities, roles, events and what they are made of.

Fields hold plain values and ids, exactly as in the JSON; properties lead from one object to the
others (`mention.entity`, `person.roles`, `role.country`, `event.agents`). All offsets are
half-open and count code points of the document's text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

from pydantic import Field, model_validator
from typing_extensions import Self

from arsec_ner.document.base import Part, Value
from arsec_ner.document.surrogates import Text
from arsec_ner.labels import (
    ArgumentRole,
    EventStatus,
    EventType,
    MentionLabel,
    RoleKind,
    RoleStatus,
)
from arsec_ner.spans import Zone

if TYPE_CHECKING:
    from arsec_ner.document.document import Document

Score = Annotated[float, Field(ge=0, le=1)]
Alpha3 = Annotated[str, Field(pattern="^[A-Z]{3}$", description="ISO 3166-1 alpha-3 code")]
Offset = Annotated[int, Field(ge=0)]


class Evidence(Value):
    """Why something was made: the stage or backend, its rule or entry, and its own score."""

    source: Text
    detail: Text = ""
    score: Score | None = None


class Sentence(Part):
    """A sentence: its offsets and the zone of the page it belongs to."""

    start: Offset
    end: Offset
    zone: Zone = "body"

    @property
    def text(self) -> str:
        """The words, as they stand in the document."""
        return self.document.text[self.start : self.end]

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The mentions that stand in it."""
        return self.document.at(self.start, self.end)


class Mention(Part):
    """A stretch of text that names a person, office, organization, place, group, event or day.

    Attributes:
        value: of a DATE, its ISO value (`2021-02-20`, `2023-11`, `2023`) where it can be known.
        sources: the stages and backends that found it, the strongest first.
    """

    id: str
    start: Offset
    end: Offset
    text: Text
    label: MentionLabel
    entity_id: str | None = None
    value: str | None = None
    score: Score = 1.0
    sources: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def entity(self) -> Entity | None:
        """The entity it names; None for a ROLE, a DATE, or what could not be told."""
        return None if self.entity_id is None else self.document.entity(self.entity_id)

    @property
    def role(self) -> Role | None:
        """Of a ROLE, the office it names."""
        return self.document.role_at(self)


class _Entity(Part):
    """One thing in the world, however many mentions it has.

    Attributes:
        name: its fullest name in the text, or the gazetteer's.
    """

    id: str
    name: Text
    wikidata_id: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Its mentions, in order; empty for a country that only a link names."""
        return self.document.mentions_of(self.id)

    @property
    def events(self) -> tuple[Event, ...]:
        """The events in which it is agent, target or place, in order."""
        return self.document.events_of(self.id)

    @property
    def country_code(self) -> str | None:
        """Alpha-3 code of the state it is or belongs to."""
        return None

    @property
    def english(self) -> str | None:
        """Its name in Latin letters, where it is known."""
        name: str | None = getattr(self, "name_en", None)
        return name


class _OfState(_Entity):
    """An entity that belongs to a state.

    Attributes:
        country: the state's alpha-3 code, which is also the id of a country of the document.
    """

    country: Alpha3 | None = None

    @property
    def country_code(self) -> str | None:
        """The same as `country`."""
        return self.country

    @property
    def state(self) -> Country | None:
        """The country whose code is `country`."""
        return None if self.country is None else self.document.country(self.country)


class Person(_OfState):
    """A person.

    Attributes:
        name_latin: the usual spelling in Latin letters, or one made letter by letter.
        transliterated: whether `name_latin` was made letter by letter.
    """

    name_latin: Text | None = None
    transliterated: bool = False

    @property
    def roles(self) -> tuple[Role, ...]:
        """The offices the person holds in the text, in order."""
        return self.document.roles_of(self.id)

    @property
    def english(self) -> str | None:
        """The name in Latin letters."""
        return self.name_latin


class Organization(_OfState):
    """A named organization; `kind` is its finer class ("ministry", "army", "alliance", …)."""

    kind: str | None = None
    name_en: Text | None = None

    @property
    def roles(self) -> tuple[Role, ...]:
        """The offices of this organization that the text names, in order."""
        return self.document.roles_of(self.id)


class Country(_Entity):
    """A state or territory; its id is its alpha-3 code."""

    iso3: Alpha3
    iso2: str | None = None
    name_en: Text | None = None

    @property
    def country_code(self) -> str | None:
        """The same as `iso3`."""
        return self.iso3

    @property
    def roles(self) -> tuple[Role, ...]:
        """The offices of this country that the text names, in order."""
        return self.document.roles_of(self.id)


class Place(_OfState):
    """A place that is no state: city, province, sea, region, building; `kind` says which."""

    kind: str | None = None
    name_en: Text | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None


class Group(_OfState):
    """A people, faith or movement that no single country's code stands for."""

    kind: str | None = None
    name_en: Text | None = None


class NamedEvent(_OfState):
    """An event with a proper name: a summit, a war, a conference."""

    kind: str | None = None
    name_en: Text | None = None


class Role(Part):
    """An office as the text names it in one place: who holds it, of what, of which states.

    Attributes:
        title: the words of the office, as they stand in the text.
        gloss: the office in English, where the tables know it.
        countries: alpha-3 codes of the states it serves.
    """

    id: str
    mention_id: str
    title: Text
    kind: RoleKind
    status: RoleStatus = "current"
    gloss: Text | None = None
    person_ids: tuple[str, ...] = ()
    organization_id: str | None = None
    countries: tuple[Alpha3, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def mention(self) -> Mention:
        """The words in the text."""
        return self.document.mention(self.mention_id)

    @property
    def people(self) -> tuple[Person, ...]:
        """Who holds it; empty where nobody is named."""
        return tuple(self.document.person(i) for i in self.person_ids)

    @property
    def organization(self) -> Organization | None:
        """The organization it belongs to, where the text names it."""
        identifier = self.organization_id
        return None if identifier is None else self.document.organization(identifier)

    @property
    def states(self) -> tuple[Country, ...]:
        """All states it serves, as objects."""
        return tuple(self.document.country(code) for code in self.countries)

    @property
    def country(self) -> Country | None:
        """The state it serves, the first of several; None where none is known."""
        return next(iter(self.states), None)


class Trigger(Value):
    """The word that reports an event, without attached particles."""

    start: Offset
    end: Offset
    text: Text


class Plover(Value):
    """The event in PLOVER's terms: its event code and, where one applies, its mode."""

    event: str
    mode: str | None = None

    def __str__(self) -> str:
        return self.event if self.mode is None else f"{self.event} {self.mode}"


class Argument(Part):
    """A participant, place or time of an event.

    Attributes:
        entity_id: who or where; None for a time.
        mention_id: where it stands in the event's sentence; None where it is only understood.
    """

    role: ArgumentRole
    entity_id: str | None = None
    mention_id: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if self.entity_id is None and self.mention_id is None:
            raise ValueError("an argument needs an entity_id or a mention_id")
        return self

    @property
    def entity(self) -> Entity | None:
        """The entity; None for a time."""
        return None if self.entity_id is None else self.document.entity(self.entity_id)

    @property
    def mention(self) -> Mention | None:
        """The words in the text, where it stands there itself."""
        return None if self.mention_id is None else self.document.mention(self.mention_id)

    @property
    def name(self) -> str:
        """The entity's name, or the words of the time."""
        named = self.entity.name if self.entity else None
        return named or (self.mention.text if self.mention else "")


class Event(Part):
    """Something that happened, is planned, asked for or denied, as one sentence reports it.

    Attributes:
        plover: its PLOVER code; None for types PLOVER has no code for.
        sentence: index of the sentence in `Document.sentences`.
        group_id: the same for all reports of one event in the document.
    """

    id: str
    type: EventType
    plover: Plover | None = None
    trigger: Trigger
    status: EventStatus = "actual"
    arguments: tuple[Argument, ...] = ()
    sentence: Annotated[int, Field(ge=0)] = 0
    score: Score = 1.0
    group_id: str | None = None
    evidence: tuple[Evidence, ...] = ()

    def attached(self, document: Document) -> Self:
        """This event as one of `document`, its arguments with it."""
        event = super().attached(document)
        event.__dict__["arguments"] = tuple(a.attached(document) for a in self.arguments)
        return event

    def entities(self, role: ArgumentRole) -> tuple[Entity, ...]:
        """The entities of one argument role, in order."""
        found = (a.entity for a in self.arguments if a.role == role)
        return tuple(entity for entity in found if entity is not None)

    @property
    def agents(self) -> tuple[Entity, ...]:
        """Who does it."""
        return self.entities("agent")

    @property
    def targets(self) -> tuple[Entity, ...]:
        """To whom, with whom, whither."""
        return self.entities("target")

    @property
    def places(self) -> tuple[Entity, ...]:
        """Where."""
        return self.entities("place")

    @property
    def times(self) -> tuple[Mention, ...]:
        """When: DATE mentions, with their values."""
        found = (a.mention for a in self.arguments if a.role == "time")
        return tuple(mention for mention in found if mention is not None)


Entity: TypeAlias = Person | Organization | Country | Place | Group | NamedEvent

__all__ = [
    "Argument",
    "Country",
    "Entity",
    "Event",
    "Evidence",
    "Group",
    "Mention",
    "NamedEvent",
    "Organization",
    "Person",
    "Place",
    "Plover",
    "Role",
    "Score",
    "Sentence",
    "Trigger",
]
