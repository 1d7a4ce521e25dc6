"""Entities, roles and events from Arabic news on security and diplomacy.

    import arsec_ner

    nlp = arsec_ner.load()
    doc = nlp(text)
    doc.people[0].roles[0].country.iso3

Nothing loads at import: each name below is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from arsec_ner.document import (
        Argument,
        Country,
        Document,
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
    from arsec_ner.errors import (
        ArsecError,
        DataError,
        GazetteerError,
        MissingExtra,
        ModelError,
        WorkerDied,
    )
    from arsec_ner.gazetteer import Entry, Gazetteer
    from arsec_ner.pipeline import Failure, Pipeline, load
    from arsec_ner.taggers.base import Tagger, Tagging

__version__ = "0.1.0"

_HOMES = {
    "document": (
        "Argument", "Country", "Document", "Entity", "Event", "Evidence", "Group", "Mention",
        "NamedEvent", "Organization", "Person", "Place", "Plover", "Role", "Sentence", "Trigger",
    ),
    "errors": (
        "ArsecError", "DataError", "GazetteerError", "MissingExtra", "ModelError", "WorkerDied",
    ),
    "gazetteer": ("Entry", "Gazetteer"),
    "pipeline": ("Failure", "Pipeline", "load"),
    "taggers.base": ("Tagger", "Tagging"),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Argument",
    "ArsecError",
    "Country",
    "DataError",
    "Document",
    "Entity",
    "Entry",
    "Event",
    "Evidence",
    "Failure",
    "Gazetteer",
    "GazetteerError",
    "Group",
    "Mention",
    "MissingExtra",
    "ModelError",
    "NamedEvent",
    "Organization",
    "Person",
    "Pipeline",
    "Place",
    "Plover",
    "Role",
    "Sentence",
    "Tagger",
    "Tagging",
    "Trigger",
    "WorkerDied",
    "__version__",
    "load",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
