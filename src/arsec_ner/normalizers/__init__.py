"""How names are compared: a Normalizer folds their words and may know their particles.

The gazetteer's names and the words of the text are folded by the same one, and the offsets stay
those of the untouched text: a fold makes keys, and of particles only their letters are told. The
words of the library's own tables (months, verbs, heads of titles) keep the keys they were written
for, `normalize.key`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from arsec_ner.clitics import cut_after, stem_starts
from arsec_ner.normalize import key
from arsec_ner.spans import Sentence, Token


@runtime_checkable
class Normalizer(Protocol):
    """What names are compared by; picklable and thread-safe, as a pipeline is."""

    name: str

    def fold(self, text: str) -> str:
        """The key that all spellings of a word share; "" for what is no part of a name."""
        ...

    def particles(self, word: str) -> str | None:
        """The particles that a word of the text begins with; asked where spelling allows any.

        Returns:
            Their letters ("وب" of وبالصين; "ل" of للأمم), "" where the word has none, or None
            where the normalizer does not know: then the table of `clitics` decides. A name that
            is the whole word stays possible, for those who look it up.
        """
        ...


class ArsecNormalizer:
    """The library's own: `normalize.key`, and the table of `clitics`."""

    name = "arsec"
    fold = staticmethod(key)

    def particles(self, word: str) -> str | None:
        """None: see `Normalizer.particles`."""
        return None

    def __repr__(self) -> str:
        return "ArsecNormalizer()"

    def __reduce__(self) -> str:
        # The bundled index is folded by this very object; a copy would count as another folding.
        return "ARSEC"


ARSEC = ArsecNormalizer()
"""The normalizer that the bundled gazetteer is built with."""


def load_normalizer(normalizer: str | Normalizer) -> Normalizer:
    """Make a normalizer by its name, or pass on one that is made.

    Args:
        normalizer: "arsec", "camel", "camel:DATABASE" with a morphology database of CAMeL Tools'
            format, or an object with a `name`, a `fold` and a `particles` method.

    Raises:
        ValueError: there is no normalizer of this name.
        TypeError: the object is no Normalizer.
        MissingExtra: CAMeL Tools is not installed; names the pip command.
        ModelError: the database is missing or damaged.
    """
    if isinstance(normalizer, str):
        name, _, database = normalizer.partition(":")
        if normalizer == ARSEC.name:
            return ARSEC
        if name != "camel":
            raise ValueError(f"no normalizer {normalizer!r}; there are: arsec, camel")
        from arsec_ner.normalizers.camel import CamelNormalizer

        return CamelNormalizer(database or None)
    if not isinstance(normalizer, Normalizer):
        raise TypeError(
            f"a normalizer needs a name, a fold and a particles method;"
            f" {type(normalizer).__name__} has not"
        )
    return normalizer


def split(sentences: Sequence[Sentence], normalizer: Normalizer) -> tuple[Sentence, ...]:
    """The sentences with the particles that a normalizer knows marked in their tokens."""
    if normalizer is ARSEC:
        return tuple(sentences)
    return tuple(
        replace(sentence, tokens=tuple(marked(token, normalizer) for token in sentence.tokens))
        for sentence in sentences
    )


def marked(token: Token, normalizer: Normalizer) -> Token:
    """The token with where its word begins, as far as the normalizer knows."""
    if len(stem_starts(token)) == 1:
        return token
    particles = normalizer.particles(token.text)
    return token if particles is None else replace(token, stem=cut_after(token.text, particles))


__all__ = ["ARSEC", "ArsecNormalizer", "Normalizer", "load_normalizer", "marked", "split"]
