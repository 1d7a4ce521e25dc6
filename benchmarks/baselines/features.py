"""The features of a word that conditional random fields for names are usually given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import regex

from arsec_ner import grammar
from arsec_ner.chars import ARABIC_LETTER
from arsec_ner.clitics import stem_start
from arsec_ner.gazetteer import Gazetteer
from arsec_ner.labels import MENTION_LABELS
from arsec_ner.normalize import key
from arsec_ner.spans import Sentence, Span, Token
from arsec_ner.taggers.encode import HINT_FEATURES, hint_features
from arsec_ner.taggers.words import model_word

LONGEST_AFFIX = 4
NEAR = {
    -2: ("key", "shape"),
    -1: ("key", "stem", "prefix2", "prefix3", "suffix2", "suffix3", "shape"),
    1: ("key", "stem", "prefix2", "prefix3", "suffix2", "suffix3", "shape"),
    2: ("key", "shape"),
}
"""What a word is told of the words near it, by how far off they are."""
PAIRS = ((-1, 0), (0, 1))
"""Words whose keys are one feature together."""
NEAR_MATCHES = (-1, 0, 1)
"""Words whose gazetteer matches a word is told."""

_KINDS = ("begin", "inside", "weak begin", "weak inside")
_MATCHES = tuple(f"{label} {kind}" for label in MENTION_LABELS for kind in _KINDS)
"""The columns of `hint_features` by name."""
assert len(_MATCHES) == HINT_FEATURES

_SHAPES = (
    (regex.compile(f"[{ARABIC_LETTER}]+"), "ا"),
    (regex.compile(r"\p{Lu}+"), "X"),
    (regex.compile(r"\p{Ll}+"), "x"),
    (regex.compile(r"\p{N}"), "9"),
)


def shape(word: str) -> str:
    """What a word is made of; digits and marks are kept apart, since 9999 is a year.

    Example:
        >>> shape("وزير"), shape("Reuters"), shape("2021"), shape("«")
        ('ا', 'Xx', '9999', '«')
    """
    for pattern, sign in _SHAPES:
        word = pattern.sub(sign, word)
    return word


def matches_of(gazetteer: Gazetteer, text: str, sentences: Sequence[Sentence]) -> list[Span]:
    """What the library's own model is told of a text: names known, offices and bodies composed."""
    found = gazetteer.find(text, sentences)
    return [*found, *grammar.compose(text, sentences, found)]


def features(tokens: Sequence[Token], matches: Sequence[Span] | None = None) -> list[list[str]]:
    """The features of each word of a sentence.

    Args:
        tokens: the sentence's words.
        matches: what the gazetteer and the grammar found in it; None for no such features.
    """
    facts = [_facts(token) for token in tokens]
    rows = [list(_row(facts, at)) for at in range(len(facts))]
    if matches is not None:
        columns = hint_features(tokens, matches)
        named = [[_MATCHES[column] for column in row.nonzero()[0]] for row in columns]
        for at, row in enumerate(rows):
            for off in NEAR_MATCHES:
                if 0 <= at + off < len(named):
                    row += (f"{off} gazetteer={name}" for name in named[at + off])
    return rows


def _facts(token: Token) -> dict[str, str]:
    """All that is known of one word, by the feature's name."""
    word = model_word(token.text)
    folded = token.key or word
    start = stem_start(token) - token.start
    lengths = range(1, min(LONGEST_AFFIX, len(folded)) + 1)
    return {
        "word": word,
        "key": folded,
        "stem": key(token.text[start:]) or word,
        "shape": shape(word),
        **{f"prefix{n}": folded[:n] for n in lengths},
        **{f"suffix{n}": folded[-n:] for n in lengths},
    }


def _row(facts: Sequence[Mapping[str, str]], at: int) -> Iterator[str]:
    yield "always"
    yield from (f"{name}={value}" for name, value in facts[at].items())
    for off, names in NEAR.items():
        if not 0 <= at + off < len(facts):
            yield f"{off} none"
            continue
        near = facts[at + off]
        yield from (f"{off} {name}={near[name]}" for name in names if name in near)
    for first, last in PAIRS:
        if at + first >= 0 and at + last < len(facts):
            both = facts[at + first]["key"], facts[at + last]["key"]
            yield f"{first}{last} keys={' '.join(both)}"
