"""The statistical half: the Tagger protocol, and the backends by name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from arsec_ner.taggers.base import RelationScorer, Tagger, Tagging, Trigger

# Name → (module, class); a backend is imported when it is asked for.
BACKENDS: Final = {
    "bundled": ("arsec_ner.taggers.bundled", "BundledTagger"),
    "rules": ("arsec_ner.taggers.rules", "RuleTagger"),
}


def load_tagger(tagger: str | Tagger, **options: Any) -> Tagger:
    """Make a backend by its name, or pass on one that is made.

    Args:
        tagger: a key of `BACKENDS`, or an object with a `name` and a `tag` method.
        options: what the backend's `load` takes (`threads` for "bundled").

    Raises:
        ValueError: there is no backend of this name; the message lists those there are.
        TypeError: the object is no Tagger.
    """
    if isinstance(tagger, str):
        if tagger not in BACKENDS:
            raise ValueError(f"no tagger {tagger!r}; there are: {', '.join(sorted(BACKENDS))}")
        module, name = BACKENDS[tagger]
        backend = getattr(import_module(module), name)
        make: Callable[..., Tagger] = getattr(backend, "load", backend)
        return make(**options)
    if not isinstance(tagger, Tagger):
        raise TypeError(f"a tagger needs a name and a tag method; {type(tagger).__name__} has not")
    return tagger


__all__ = ["BACKENDS", "RelationScorer", "Tagger", "Tagging", "Trigger", "load_tagger"]
