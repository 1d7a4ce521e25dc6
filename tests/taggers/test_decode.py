"""Decoding: the best valid tagging, spans that nest and never cross, triggers."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from arsec_ner.labels import EVENT_STATUSES, EVENT_TYPES, MENTION_LABELS
from arsec_ner.segment import segment
from arsec_ner.spans import Token
from arsec_ner.taggers.decode import (
    MENTIONS,
    PROCLITICS,
    STATUSES,
    TRIGGERS,
    best_tags,
    log_softmax,
    runs,
    spans_of,
    triggers_of,
)
from arsec_ner.taggers.infer import letters_before, starter
from arsec_ner.taggers.windows import words_of

TEXT = "زار وزير الدفاع الصيني هانوي"
WIDTH = PROCLITICS.stop


def tokens(text: str = TEXT) -> list[Token]:
    return words_of(segment(text))[0]


def logits_for(words: list[Token], marks: dict[tuple[int, int], str]) -> np.ndarray:
    """Logits that tag word ranges with labels, and nothing else."""
    logits = np.zeros((len(words), WIDTH), np.float32)
    logits[:, MENTIONS].reshape(len(words), -1, 3)[:, :, 0] = 9.0
    logits[:, TRIGGERS.start] = 9.0
    for (first, end), label in marks.items():
        column = MENTIONS.start + 3 * MENTION_LABELS.index(label)  # type: ignore[arg-type]
        logits[first:end, column] = 0.0
        logits[first, column + 1] = 9.0
        logits[first + 1 : end, column + 2] = 9.0
    return logits


def decode(words: list[Token], logits: np.ndarray) -> list[tuple[str, str]]:
    found = spans_of(words, [len(words)], logits, lambda at: words[at].start, "bundled")
    return [(TEXT[s.start : s.end], s.label) for s in found]


def valid(tags: tuple[int, ...]) -> bool:
    return all(tag != 2 or (at > 0 and tags[at - 1] != 0) for at, tag in enumerate(tags))


@settings(max_examples=60, deadline=None)
@given(arrays(np.float32, st.tuples(st.integers(1, 6), st.just(3)), elements=st.floats(-5, 5, width=32)))  # fmt: skip  # noqa: E501
def test_best_tags_is_the_best_of_all_valid_taggings(raw: np.ndarray) -> None:
    scores = log_softmax(raw)
    tags = best_tags(scores)
    total = scores[np.arange(len(raw)), tags].sum()
    best = max(
        sum(scores[at, tag] for at, tag in enumerate(tags))
        for tags in product(range(3), repeat=len(raw))
        if valid(tags)
    )
    assert valid(tuple(tags.tolist()))
    assert total == pytest.approx(best, abs=1e-4)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ([], []),
        ([0, 0], []),
        ([1, 2, 0, 1], [(0, 2), (3, 4)]),
        ([1, 1, 2], [(0, 1), (1, 3)]),
    ],
)
def test_runs(tags: list[int], expected: list[tuple[int, int]]) -> None:
    assert list(runs(np.array(tags, np.int64))) == expected


def test_labels_nest() -> None:
    words = tokens()
    logits = logits_for(words, {(1, 4): "ROLE", (3, 4): "NORP", (4, 5): "GPE"})
    assert decode(words, logits) == [
        ("وزير الدفاع الصيني", "ROLE"), ("الصيني", "NORP"), ("هانوي", "GPE"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ({(1, 4): "ROLE", (3, 5): "ORG"}, [("وزير الدفاع الصيني", "ROLE")]),
        ({(3, 4): "NORP", (3, 5): "PERSON"}, [("الصيني هانوي", "PERSON")]),
        ({(4, 5): "GPE", (3, 5): "ORG"}, [("الصيني هانوي", "ORG"), ("هانوي", "GPE")]),
    ],
)
def test_contradictions(marks: dict[tuple[int, int], str], expected: list[tuple[str, str]]) -> None:
    words = tokens()
    logits = logits_for(words, marks)
    for (first, end), label in marks.items():
        if (expected[0][1]) != label:
            logits[first:end, MENTIONS.start + 3 * MENTION_LABELS.index(label)] += 3.0  # type: ignore[arg-type]
    assert decode(words, logits) == expected


def test_of_two_equal_spans_the_surer_stays() -> None:
    words = tokens()
    logits = logits_for(words, {(4, 5): "GPE"})
    column = MENTIONS.start + 3 * MENTION_LABELS.index("ORG")
    logits[4, column], logits[4, column + 1] = 0.0, 4.0
    assert decode(words, logits) == [("هانوي", "GPE")]


def test_no_mention_crosses_a_sentence() -> None:
    words = tokens()
    logits = logits_for(words, {(1, 4): "ROLE"})
    found = spans_of(words, [2, 5], logits, lambda at: words[at].start, "bundled")
    assert [TEXT[s.start : s.end] for s in found] == ["وزير", "الدفاع الصيني"]


def test_triggers_have_type_status_and_score() -> None:
    words = tokens()
    logits = logits_for(words, {})
    logits[0, TRIGGERS.start + 1 + EVENT_TYPES.index("visit")] = 14.0
    logits[0, STATUSES.start + EVENT_STATUSES.index("planned")] = 5.0
    logits[1, TRIGGERS.stop - 1] = 14.0
    (trigger,) = triggers_of(words, logits, lambda at: words[at].start)
    assert (trigger.start, trigger.end) == (0, words[1].end)
    assert (trigger.type, trigger.status) == ("visit", "planned")
    assert 0.98 < trigger.score <= 1.0


def test_a_mention_starts_after_the_particle() -> None:
    words = tokens("وبالصين")
    logits = np.zeros((1, WIDTH), np.float32)
    logits[0, PROCLITICS.start + 2] = 5.0
    start_of = starter(words, logits, lambda word: (0, 1, 2))
    assert start_of(0) == 2
    assert starter(words, logits, lambda word: (0, 1))(0) == 0


def test_particles_are_counted_in_letters() -> None:
    (word,) = tokens("وَالصين")
    assert letters_before(word, 2) == 1
    assert letters_before(word, 0) == 0


def test_nothing_in_nothing_out() -> None:
    empty = np.zeros((0, WIDTH), np.float32)
    assert spans_of([], [], empty, lambda at: at, "bundled") == ()
    assert triggers_of([], empty, lambda at: at) == ()


def test_names_that_follow_one_another_are_one_unless_a_particle_parts_them() -> None:
    text = "محمد بن سلمان وعلي"
    words = tokens(text)
    logits = logits_for(words, {(0, 1): "PERSON", (1, 3): "PERSON", (3, 4): "PERSON"})
    found = spans_of(
        words, [4], logits, lambda at: words[at].start + (text[words[at].start] == "و"), "bundled"
    )
    assert [text[s.start : s.end] for s in found] == ["محمد بن سلمان", "علي"]
