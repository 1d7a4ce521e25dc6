"""The statistical half: the Tagger protocol, and the backends by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Final

from arsec_ner.taggers.base import RelationScorer, Tagger, Tagging, Trigger
from arsec_ner.taggers.ensemble import Combine, EnsembleTagger

# Name → (module, class); a backend is imported when it is asked for.
BACKENDS: Final = {
    "bundled": ("arsec_ner.taggers.bundled", "BundledTagger"),
    "rules": ("arsec_ner.taggers.rules", "RuleTagger"),
    "stanza": ("arsec_ner.taggers.stanza", "StanzaTagger"),
    "camel": ("arsec_ner.taggers.camel", "CamelTagger"),
    "hf": ("arsec_ner.taggers.huggingface", "HuggingFaceTagger"),
}


def load_tagger(
    tagger: str | Tagger | Sequence[str | Tagger],
    *,
    combine: Combine = "union",
    threads: int = 1,
    **options: Any,
) -> Tagger:
    """Make a backend by its name, pass on one that is made, or join several.

    Args:
        tagger: a key of `BACKENDS`, also with a model's place ("hf:FOLDER", "stanza:FILE"); an
            object with a `name` and a `tag` method; or several of these.
        combine: how several are joined; see `EnsembleTagger`.
        threads: processor threads of the bundled model.
        options: what the backend's `load` takes besides.

    Raises:
        ValueError: there is no backend of this name; the message lists those there are.
        TypeError: the object is no Tagger.
        MissingExtra: the backend's package is not installed; names the pip command.
        ModelError: its model is missing or damaged.
    """
    if isinstance(tagger, str):
        name, _, path = tagger.partition(":")
        if name not in BACKENDS:
            raise ValueError(f"no tagger {tagger!r}; there are: {', '.join(sorted(BACKENDS))}")
        module, class_name = BACKENDS[name]
        backend = getattr(import_module(module), class_name)
        make: Callable[..., Tagger] = getattr(backend, "load", backend)
        if path and make is backend:
            raise ValueError(f"the tagger {name!r} has no model that could be in {path!r}")
        if path:
            options["path"] = path
        if name == "bundled":
            options["threads"] = threads
        return make(**options)
    if isinstance(tagger, Sequence):
        made = [load_tagger(each, threads=threads, **options) for each in tagger]
        return EnsembleTagger(made, combine)
    if not isinstance(tagger, Tagger):
        raise TypeError(f"a tagger needs a name and a tag method; {type(tagger).__name__} has not")
    return tagger


__all__ = [
    "BACKENDS",
    "Combine",
    "EnsembleTagger",
    "RelationScorer",
    "Tagger",
    "Tagging",
    "Trigger",
    "load_tagger",
]
