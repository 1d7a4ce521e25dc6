"""The grammar of offices and bodies: spans that are composed, and what their words say."""

from arsec_ner.grammar.compose import compose

__all__ = ["compose"]
