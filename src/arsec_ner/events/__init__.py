"""Events: who did what to whom, where and when, from the words that report it."""

from arsec_ner.events.extract import extract
from arsec_ner.events.group import group_events
from arsec_ner.events.plover import PloverCode, plover_code

__all__ = ["PloverCode", "extract", "group_events", "plover_code"]
