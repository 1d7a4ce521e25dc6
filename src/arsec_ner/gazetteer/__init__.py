"""The gazetteer: what the library knows by name, and how a user adds to it."""

from __future__ import annotations

from arsec_ner.gazetteer.entry import Entry
from arsec_ner.gazetteer.gazetteer import Gazetteer
from arsec_ner.gazetteer.load import load_entries

__all__ = ["Entry", "Gazetteer", "load_entries"]
