"""Events: who did what to whom, where and when, from the words that report it."""

from arsec_ner.events.extract import extract

__all__ = ["extract"]
