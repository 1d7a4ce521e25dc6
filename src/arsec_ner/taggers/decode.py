"""From the model's logits to spans and triggers.

Each label has its own begin/inside/outside tagging, so that names nest across labels. A tagging
is the most probable one in which nothing is inside that was not begun.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from arsec_ner.labels import EVENT_STATUSES, EVENT_TYPES, MENTION_LABELS, MentionLabel
from arsec_ner.spans import Evidence, Span, Token
from arsec_ner.taggers.base import Trigger

Array = NDArray[np.float32]
OUTSIDE, BEGIN, INSIDE = 0, 1, 2

MENTIONS = slice(0, 3 * len(MENTION_LABELS))
TRIGGERS = slice(MENTIONS.stop, MENTIONS.stop + len(EVENT_TYPES) + 2)
STATUSES = slice(TRIGGERS.stop, TRIGGERS.stop + len(EVENT_STATUSES))
PROCLITICS = slice(STATUSES.stop, STATUSES.stop + 4)
"""Columns of the heads in a word's row of logits."""

_CLOSED: frozenset[MentionLabel] = frozenset({"PERSON", "LOC"})
"""Labels in which nothing is nested."""


def log_softmax(logits: Array) -> Array:
    """Log-probabilities over the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    result: Array = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def best_tags(scores: Array) -> NDArray[np.int64]:
    """The best tagging of a sentence for one label, from log-probabilities (words x 3)."""
    tags: NDArray[np.int64] = scores.argmax(axis=-1)
    orphan = (tags[1:] == INSIDE) & (tags[:-1] == OUTSIDE)
    if tags.size and tags[0] != INSIDE and not orphan.any():
        return tags  # the best tags word by word are a valid tagging, so no other is better
    return _viterbi(scores.tolist())


def _viterbi(scores: Sequence[Sequence[float]]) -> NDArray[np.int64]:
    never = float("-inf")
    total = [0.0, never, never]
    back = []
    for outside, begin, inside in scores:
        best = max(range(3), key=total.__getitem__)
        going_on = BEGIN if total[BEGIN] >= total[INSIDE] else INSIDE
        back.append((best, best, going_on))
        total = [total[best] + outside, total[best] + begin, total[going_on] + inside]
    tag = max(range(3), key=total.__getitem__)
    tags = np.zeros(len(scores), np.int64)
    for at in range(len(scores) - 1, -1, -1):
        tags[at] = tag
        tag = back[at][tag]
    return tags


LEAST_PERSON = 0.01
"""Where the model is surer than that that nobody is named, the surroundings tell of nobody either:
on 25 annotated articles they did so twice, and were wrong."""


def runs(tags: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of the names in a tagging."""
    for first in np.flatnonzero(tags == BEGIN).tolist():
        end = first + 1
        while end < len(tags) and tags[end] == INSIDE:
            end += 1
        yield first, end


def spans_of(
    words: Sequence[Token],
    sentence_ends: Sequence[int],
    logits: Array,
    start_of: Callable[[int], int],
    source: str,
) -> tuple[Span, ...]:
    """The mentions of a document.

    Args:
        words: its words.
        sentence_ends: for each sentence the index after its last word; no mention goes beyond.
        logits: words x all heads.
        start_of: offset at which a mention that begins with a word starts, particles aside.
        source: name of the backend, for the evidence.

    Returns:
        Spans sorted by (start, -end), nested or apart but never crossing.
    """
    scores = log_softmax(logits[:, MENTIONS].reshape(len(words), len(MENTION_LABELS), 3))
    # sentences in which a label's outside is not certain, so that the rest costs nothing
    likely = scores[:, :, OUTSIDE] < np.log(0.95)
    found = []
    first = 0
    for end in sentence_ends:
        for column in np.flatnonzero(likely[first:end].any(axis=0)).tolist():
            own = scores[first:end, column]
            tags = best_tags(own)
            if MENTION_LABELS[column] == "PERSON":
                tags = _whole_names(tags, words[first:end], range(first, end), start_of)
            for a, b in runs(tags):
                score = float(np.exp(own[np.arange(a, b), tags[a:b]]).mean())
                if inner := _inner(words, first + a, first + b):
                    found.append(
                        Span(
                            start_of(inner.start), words[inner.stop - 1].end,
                            MENTION_LABELS[column], score, (Evidence(source, "", score),),
                        )
                    )  # fmt: skip
        first = end
    return consistent(found)


def _whole_names(
    tags: NDArray[np.int64],
    words: Sequence[Token],
    numbers: range,
    start_of: Callable[[int], int],
) -> NDArray[np.int64]:
    """Join names that follow one another with nothing between: محمد بن سلمان is no two people.

    A particle parts them (محمد وعلي), and so does a mark, which is a word of its own.
    """
    joined: NDArray[np.int64] = tags.copy()
    for at in np.flatnonzero((tags[1:] == BEGIN) & (tags[:-1] != OUTSIDE)).tolist():
        if start_of(numbers[at + 1]) == words[at + 1].start:
            joined[at + 1] = INSIDE
    return joined


def _inner(words: Sequence[Token], first: int, end: int) -> range:
    """The words of a name without marks at its edges: وزراء خارجية دول " ends before the quote."""
    while first < end and not _is_word(words[end - 1]):
        end -= 1
    while first < end and not _is_word(words[first]):
        first += 1
    return range(first, end)


def _is_word(token: Token) -> bool:
    return any(map(str.isalnum, token.key))


def consistent(spans: list[Span]) -> tuple[Span, ...]:
    """Drop what contradicts a more certain span: crossing it, equal to it, or in a closed one."""
    kept: list[Span] = []
    reaching: list[Span] = []  # of those kept, the ones that still overlap what comes
    for span in sorted(spans, key=lambda s: (s.start, -s.end, -s.score)):
        kept += [other for other in reaching if other.end <= span.start]
        reaching = [other for other in reaching if other.end > span.start]
        rivals = [other for other in reaching if _contradict(other, span)]
        if all(span.score > other.score for other in rivals):
            reaching = [other for other in reaching if other not in rivals]
            reaching.append(span)
    return tuple(sorted(kept + reaching, key=lambda s: (s.start, -s.end)))


def _contradict(outer: Span, span: Span) -> bool:
    if (outer.start, outer.end) == (span.start, span.end):
        return True
    return outer.crosses(span) or (outer.label in _CLOSED and outer.covers(span))


def people_of(words: Sequence[Token], logits: Array) -> tuple[int, ...]:
    """Offsets of the words that are of a person's name with a chance of `LEAST_PERSON` or more.

    Args:
        words: the document's words.
        logits: words x all heads.
    """
    heads = logits[:, MENTIONS].reshape(len(words), len(MENTION_LABELS), 3)
    outside = np.exp(log_softmax(heads[:, MENTION_LABELS.index("PERSON")])[:, OUTSIDE])
    return tuple(words[at].start for at in np.flatnonzero(1 - outside >= LEAST_PERSON).tolist())


def triggers_of(
    words: Sequence[Token],
    logits: Array,
    start_of: Callable[[int], int],
    threshold: float = 0.5,
) -> tuple[Trigger, ...]:
    """The words that report events.

    Args:
        words: the document's words.
        logits: words x all heads.
        start_of: offset at which a trigger in a word starts, particles aside.
        threshold: least probability that the word reports an event of any type.

    Returns:
        Triggers in order; `score` is the probability of any event at the word.
    """
    probabilities = np.exp(log_softmax(logits[:, TRIGGERS]))
    types = probabilities[:, 1:-1]
    any_type = types.sum(axis=-1)
    goes_on = probabilities.argmax(axis=-1) == probabilities.shape[1] - 1
    found = []
    for at in np.flatnonzero(any_type >= threshold).tolist():
        end = at + 1
        while end < len(words) and goes_on[end]:
            end += 1
        found.append(
            Trigger(
                start_of(at),
                words[end - 1].end,
                EVENT_TYPES[int(types[at].argmax())],
                EVENT_STATUSES[int(logits[at, STATUSES].argmax())],
                float(any_type[at]),
            )
        )
    return tuple(found)
