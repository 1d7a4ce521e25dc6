"""A document as spaCy's Doc, for pipelines that go on in spaCy."""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from arsec_ner.errors import MissingExtra
from arsec_ner.segment import segment

if TYPE_CHECKING:
    from arsec_ner.document import Document


def to_spacy(document: Document, vocab: Any = None) -> Any:
    """Make a spaCy Doc of the same text.

    Args:
        document: what was read.
        vocab: the Vocab of your pipeline (`nlp.vocab`); a new Arabic one without it.

    Returns:
        A `spacy.tokens.Doc` whose text is `document.text`. Its words are cut where a mention
        begins inside one (و|الصين). `doc.spans["mentions"]` holds all mentions, nested ones too,
        with their label and the entity's id; `doc.ents` the outermost ones.

    Raises:
        MissingExtra: spaCy is not installed.
    """
    try:
        spacy = import_module("spacy")
    except ImportError as error:
        raise MissingExtra("spacy", "Document.to_spacy") from error
    words, spaces = _words(document)
    made: Any = spacy.tokens.Doc(vocab or spacy.blank("ar").vocab, words=words, spaces=spaces)
    found = [
        made.char_span(m.start, m.end, label=m.label, span_id=m.entity_id or "")
        for m in document.mentions
    ]
    made.spans["mentions"] = found
    made.ents = spacy.util.filter_spans(found)
    return made


def _words(document: Document) -> tuple[list[str], list[bool]]:
    """Pieces of the text, and after which of them a space follows that is part of none."""
    text = document.text
    cuts = {0, len(text)}
    for sentence in segment(text):
        for token in sentence.tokens:
            cuts.update((token.start, token.end))
    for mention in document.mentions:
        cuts.update((mention.start, mention.end))
    words: list[str] = []
    spaces: list[bool] = []
    for start, end in pairwise(sorted(cuts)):
        piece = text[start:end]
        if words and not spaces[-1] and not words[-1].isspace() and piece.startswith(" "):
            spaces[-1], piece = True, piece[1:]
        if piece:
            words.append(piece)
            spaces.append(False)
    return words, spaces


__all__ = ["to_spacy"]
