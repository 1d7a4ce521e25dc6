"""The grammar of offices and bodies: spans that are composed, and what their words say."""

from arsec_ner.grammar.compose import compose
from arsec_ner.grammar.titles import role_gloss, role_kind

__all__ = ["compose", "role_gloss", "role_kind"]
