"""Windows: every word in exactly one, context before it, nothing beyond the limit."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arsec_ner.segment import segment
from arsec_ner.taggers.windows import Window, plan, words_of

LIMIT, CONTEXT, OVERLAP = 40, 10, 6
DOCUMENTS = st.lists(st.lists(st.integers(1, 5), max_size=60), max_size=12)


def flat(document: list[list[int]]) -> tuple[list[int], list[int]]:
    sizes = [size for sentence in document for size in sentence]
    ends = []
    for sentence in document:
        ends.append((ends[-1] if ends else 0) + len(sentence))
    return sizes, ends


def windows_of(document: list[list[int]]) -> list[Window]:
    return plan(*flat(document), LIMIT, CONTEXT, OVERLAP)


@given(DOCUMENTS)
def test_every_word_is_predicted_exactly_once(document: list[list[int]]) -> None:
    sizes, _ = flat(document)
    predicted = [word for w in windows_of(document) for word in range(w.first, w.last)]
    assert predicted == list(range(len(sizes)))


@given(DOCUMENTS)
def test_a_window_holds_its_words_and_stays_within_the_limit(document: list[list[int]]) -> None:
    sizes, _ = flat(document)
    for w in windows_of(document):
        assert 0 <= w.start <= w.first < w.last <= w.end <= len(sizes)
        assert sum(sizes[w.start : w.first]) <= CONTEXT
        assert sum(sizes[w.start : w.last]) <= LIMIT
        assert sum(sizes[w.start : w.end]) <= LIMIT


@given(DOCUMENTS)
def test_only_a_long_sentence_is_cut(document: list[list[int]]) -> None:
    sizes, ends = flat(document)
    for w in windows_of(document):
        if w.last not in ends:
            start = max((end for end in ends if end < w.last), default=0)
            end = min(end for end in ends if end > w.last)
            assert sum(sizes[start:end]) > LIMIT - CONTEXT - OVERLAP


@given(DOCUMENTS)
def test_later_windows_look_back(document: list[list[int]]) -> None:
    sizes, _ = flat(document)
    windows = windows_of(document)
    for _, w in pairwise(windows):
        assert w.start < w.first or sizes[w.first - 1] > CONTEXT


def test_one_window_where_all_fits() -> None:
    assert plan([1, 2, 3], [1, 3], LIMIT, CONTEXT, OVERLAP) == [Window(0, 3, 0, 3)]


def test_context_is_whole_sentences_where_they_fit() -> None:
    document = [[5] * 4, [2, 2], [3, 3], [5] * 4]
    assert [(w.start, w.first) for w in windows_of(document)] == [(0, 0), (4, 8)]


def test_no_words_no_windows() -> None:
    assert plan([], []) == []
    assert plan([], [0, 0]) == []


def test_a_word_longer_than_a_window_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than a window"):
        plan([1, LIMIT + CONTEXT], [2], LIMIT, CONTEXT, OVERLAP)


def test_words_of_counts_through_the_sentences() -> None:
    words, ends = words_of(segment("زار الوزير هانوي. ثم عاد."))
    assert [word.text for word in words] == ["زار", "الوزير", "هانوي", ".", "ثم", "عاد", "."]
    assert ends == [4, 7]
