"""Document: what was found in one text, as frozen objects that link to one another."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import PrivateAttr, model_validator
from typing_extensions import Self

from arsec_ner.document.base import Part, Value
from arsec_ner.document.check import faults
from arsec_ner.document.index import Index, index
from arsec_ner.document.parts import (
    Country,
    Entity,
    Event,
    Group,
    Mention,
    NamedEvent,
    Organization,
    Person,
    Place,
    Role,
    Sentence,
)
from arsec_ner.document.surrogates import Text
from arsec_ner.document.tables import TableName

if TYPE_CHECKING:
    import pandas

E = TypeVar("E")

_PARTS = (
    "sentences", "mentions", "people", "organizations", "countries", "places", "groups",
    "named_events", "roles", "events",
)  # fmt: skip
_FAULTS_TOLD = 5


class Document(Value):
    """What was found in one text.

    A document checks itself when it is made: offsets are true, mentions nest and never cross,
    ids are unique and every reference resolves, or a ValidationError (a ValueError) says what is
    wrong. It is immutable, hashable and picklable, and its JSON loses nothing.

    Attributes:
        id: the caller's name for it.
        text: the text that was read, untouched.
        date: the day the article appeared, as given or as its dateline says.
        sentences: offsets and zones of the sentences.
        mentions: everything named in the text, sorted by (start, -end), nested ones included.
        people: the persons; like the five lists that follow, entities, to which each
            `entity_id` of the document leads.
        organizations: the bodies that are no states.
        countries: the states, also those that only an office or a person names.
        places: places that are no states.
        groups: peoples, faiths and movements without a country.
        named_events: events with a proper name.
        roles: the offices, with who holds them.
        events: what happened, in the order of the text.
    """

    id: Text | None = None
    text: Text
    date: datetime.date | None = None
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    people: tuple[Person, ...] = ()
    organizations: tuple[Organization, ...] = ()
    countries: tuple[Country, ...] = ()
    places: tuple[Place, ...] = ()
    groups: tuple[Group, ...] = ()
    named_events: tuple[NamedEvent, ...] = ()
    roles: tuple[Role, ...] = ()
    events: tuple[Event, ...] = ()

    _index: Index = PrivateAttr()

    @model_validator(mode="after")
    def _made(self) -> Self:
        self._attach()
        found = list(islice(faults(self, self._cross), _FAULTS_TOLD))
        if found:
            raise ValueError("; ".join(found))
        return self

    def _attach(self) -> None:
        """Tell all parts that they stand in this document; parts of another one are copied."""
        for name in _PARTS:
            self.__dict__[name] = tuple(part.attached(self) for part in self.__dict__[name])
        self._index = index(self)

    @property
    def _cross(self) -> Index:
        # Not `self._index`: pydantic looks private names up much more slowly.
        found: Index = (self.__pydantic_private__ or {})["_index"]
        return found

    def __copy__(self) -> Self:
        copied = super().__copy__()
        copied._attach()
        return copied

    def __reduce__(self) -> tuple[Any, ...]:
        # Smaller and faster than the object graph, and free of its circles.
        return type(self).model_validate_json, (self.model_dump_json(),)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some fields replaced; unlike pydantic's own, it is checked again."""
        return type(self).model_validate({**self.__dict__, **(update or {})})

    def __repr__(self) -> str:
        name = "" if self.id is None else f"id={self.id!r}, "
        counts = ", ".join(
            f"{len(getattr(self, part))} {part}"
            for part in ("mentions", "people", "roles", "events")
        )
        return f"Document({name}{len(self.text)} characters, {counts})"

    __str__ = __repr__

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All entities: people, organizations, countries, places, groups, named events."""
        return (
            *self.people, *self.organizations, *self.countries, *self.places, *self.groups,
            *self.named_events,
        )  # fmt: skip

    def has(self, entity_id: str) -> bool:
        """Whether the document has an entity of this id."""
        return entity_id in self._cross.entities

    def entity(self, entity_id: str) -> Entity:
        """The entity of this id.

        Raises:
            KeyError: there is none.
        """
        return self._cross.entities[entity_id]

    def mention(self, mention_id: str) -> Mention:
        """The mention of this id, or KeyError."""
        return self._cross.mentions[mention_id]

    def person(self, entity_id: str) -> Person:
        """The person of this id, or KeyError."""
        return self._of_kind(entity_id, Person)

    def organization(self, entity_id: str) -> Organization:
        """The organization of this id, or KeyError."""
        return self._of_kind(entity_id, Organization)

    def country(self, code: str) -> Country:
        """The country of this alpha-3 code, or KeyError."""
        return self._of_kind(code, Country)

    def _of_kind(self, entity_id: str, kind: type[E]) -> E:
        entity = self.entity(entity_id)
        if not isinstance(entity, kind):
            raise KeyError(entity_id)
        return entity

    def mentions_of(self, entity: Entity | str) -> tuple[Mention, ...]:
        """The mentions of an entity, or of the entity of this id, in order."""
        return self._cross.mentions_of.get(_id(entity), ())

    def roles_of(self, entity: Entity | str) -> tuple[Role, ...]:
        """The offices a person holds, or an organization or country gives, in order."""
        return self._cross.roles_of.get(_id(entity), ())

    def events_of(self, entity: Entity | str) -> tuple[Event, ...]:
        """The events an entity takes part in, in order."""
        return self._cross.events_of.get(_id(entity), ())

    def role_at(self, mention: Mention | str) -> Role | None:
        """The office a ROLE mention names."""
        return self._cross.role_at.get(_id(mention))

    def at(self, start: int, end: int | None = None) -> tuple[Mention, ...]:
        """The mentions that overlap a stretch of text, outer ones first.

        Args:
            start: an offset into the text.
            end: where the stretch ends, exclusive; one character when left out.
        """
        end = start + 1 if end is None else end
        before = bisect_left(self.mentions, end, key=lambda mention: mention.start)
        return tuple(mention for mention in self.mentions[:before] if mention.end > start)

    def explain(self, item: Part | str) -> str:
        """Say which stage, rule or entry made a part of the document, and with what score.

        Args:
            item: a mention, entity, role, event or argument, or the id of one.

        Raises:
            KeyError: no part has this id.
        """
        from arsec_ner.document.explain import explain

        return explain(self, self._part(item) if isinstance(item, str) else item)

    def _part(self, identifier: str) -> Part:
        parts: tuple[Part, ...] = (*self.mentions, *self.entities, *self.roles, *self.events)
        for part in parts:
            if getattr(part, "id", None) == identifier:
                return part
        raise KeyError(identifier)

    def to_dicts(self, table: TableName = "mentions") -> list[dict[str, Any]]:
        """One table of the document as flat rows.

        Args:
            table: "mentions", "entities", "roles" or "events".

        Raises:
            ValueError: there is no such table.
        """
        from arsec_ner.document.tables import rows

        return rows(self, table)

    def to_pandas(self, table: TableName = "mentions") -> pandas.DataFrame:
        """One table of the document as a DataFrame; see `to_dicts`.

        Raises:
            MissingExtra: pandas is not installed.
        """
        from arsec_ner.document.tables import frame

        return frame(self, table)

    def to_spacy(self, vocab: Any = None) -> Any:
        """The document as a spaCy Doc; see `export.spacy.to_spacy`.

        Raises:
            MissingExtra: spaCy is not installed.
        """
        from arsec_ner.export.spacy import to_spacy

        return to_spacy(self, vocab)

    def _repr_html_(self) -> str:
        """The notebook view."""
        from arsec_ner.display import render

        return render(self)


def _id(part: Entity | Mention | str) -> str:
    return part if isinstance(part, str) else part.id


__all__ = ["Document"]
