"""The Document and its parts: what a pipeline returns and what its JSON means."""

from arsec_ner.document.document import Document
from arsec_ner.document.parts import (
    Argument,
    Country,
    Entity,
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

__all__ = [
    "Argument",
    "Country",
    "Document",
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
    "Sentence",
    "Trigger",
]
