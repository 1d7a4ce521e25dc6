from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arsec_ner.labels import MENTION_LABELS
from arsec_ner.merge import NESTING, OWN_SOURCES, PRIORITY, merge
from arsec_ner.spans import Evidence, Span


def span(start, end, label, source="bundled", score=1.0, strong=True, entry=None):
    return Span(start, end, label, score, (Evidence(source, "", score),), entry, strong)


def short(spans):
    return [(s.start, s.end, s.label) for s in spans]


@pytest.mark.parametrize(
    ("name", "spans", "kept"),
    [
        (
            "levels nest",
            [span(11, 17, "NORP", "gazetteer"), span(0, 17, "ROLE"), span(18, 29, "PERSON")],
            [(0, 17, "ROLE"), (11, 17, "NORP"), (18, 29, "PERSON")],
        ),
        (
            "nothing stands in a person's name",
            [span(0, 12, "PERSON", "rules"), span(5, 12, "NORP", "gazetteer")],
            [(0, 12, "PERSON")],
        ),
        (
            "nothing stands in a LOC",
            [span(0, 17, "LOC", "gazetteer"), span(4, 9, "GPE", "gazetteer")],
            [(0, 17, "LOC")],
        ),
        (
            "a known state beats the backend's guess of a place",
            [span(0, 5, "LOC"), span(0, 5, "GPE", "gazetteer")],
            [(0, 5, "GPE")],
        ),
        (
            "the backend's name beats a known state",
            [span(0, 9, "PERSON"), span(0, 4, "GPE", "gazetteer")],
            [(0, 9, "PERSON")],
        ),
        (
            "of crossing offices the backend's stays",
            [span(0, 10, "ROLE"), span(5, 15, "ROLE", "grammar")],
            [(0, 10, "ROLE")],
        ),
        (
            "but not over a name: نائب بايدن دعم كييف",
            [
                span(0, 19, "ROLE", "grammar", 0.9),
                span(0, 4, "ROLE"),
                span(5, 10, "PERSON"),
                span(15, 19, "GPE", "gazetteer"),
            ],
            [(0, 4, "ROLE"), (5, 10, "PERSON"), (15, 19, "GPE")],
        ),
        (
            "no office begins with the name of who has it",
            [span(0, 20, "ROLE"), span(0, 5, "PERSON", "rules", 0.9)],
            [(0, 20, "ROLE")],
        ),
        (
            "what the grammar composes prolongs the backend's office",
            [span(0, 10, "ROLE"), span(0, 15, "ROLE", "grammar")],
            [(0, 15, "ROLE")],
        ),
        (
            "a backend's longer office holds the composed one out",
            [span(0, 15, "ROLE"), span(0, 10, "ROLE", "grammar")],
            [(0, 15, "ROLE")],
        ),
        (
            "a weak name alone is nothing",
            [span(0, 5, "GPE", "gazetteer", 0.5, strong=False)],
            [],
        ),
        (
            "no nisba in a country's name",
            [
                span(0, 24, "GPE", "gazetteer", entry="country:SAU"),
                span(17, 24, "NORP", "gazetteer", entry="norp:SAU"),
            ],
            [(0, 24, "GPE")],
        ),
        (
            "but one in الأراضي الفلسطينية",
            [
                span(0, 18, "GPE", "gazetteer", entry="country:PSE"),
                span(8, 18, "NORP", "gazetteer", entry="norp:PSE"),
            ],
            [(0, 18, "GPE"), (8, 18, "NORP")],
        ),
        (
            "a backend alone must be sure of a body",
            [span(0, 5, "ORG", score=0.5), span(6, 9, "ORG", score=0.99)],
            [(6, 9, "ORG")],
        ),
        (
            "and need not be where another source says the same",
            [span(0, 5, "ORG", score=0.5), span(0, 5, "ORG", "gazetteer", 1.0)],
            [(0, 5, "ORG")],
        ),
        (
            "of two bodies that begin alike one stands",
            [span(0, 9, "ORG", "grammar"), span(0, 18, "ORG", score=0.9)],
            [(0, 18, "ORG")],
        ),
        (
            "a known name is not prolonged by one source alone",
            [span(0, 9, "ORG", "gazetteer"), span(0, 18, "ORG", "grammar")],
            [(0, 9, "ORG")],
        ),
        ("an empty span is none", [span(3, 3, "GPE")], []),
        (
            "what only the backend says must be sure: الجامعة is no body, a known one is",
            [span(0, 7, "ORG", "bundled", 0.55), span(9, 12, "ORG", "bundled", 0.97)],
            [(9, 12, "ORG")],
        ),
        (
            "two sources agree against a longer span of one",
            [
                span(0, 5, "GPE", "bundled", 0.8),
                span(0, 5, "GPE", "gazetteer"),
                span(0, 12, "GPE", "gazetteer"),
            ],
            [(0, 5, "GPE")],
        ),
    ],
)
def test_which_spans_stand(name, spans, kept):
    assert short(merge(spans)) == kept
    assert short(merge(*[[each] for each in reversed(spans)])) == kept


def test_spans_alike_become_one_with_all_evidence():
    weak = span(0, 5, "GPE", "gazetteer", 0.5, strong=False, entry="city:1")
    (one,) = merge([weak], [span(0, 5, "GPE", "bundled", 0.8)])
    assert [each.source for each in one.evidence] == ["bundled", "gazetteer"]
    assert one.score == pytest.approx(0.9)
    assert one.entry == "city:1"
    assert one.strong


def test_the_prolonged_span_hands_on_its_evidence():
    (one,) = merge([span(0, 10, "ORG", "bundled", 0.95)], [span(0, 15, "ORG", "grammar", 0.9)])
    assert {each.source for each in one.evidence} == {"bundled", "grammar"}


def test_tables_are_complete():
    assert set(NESTING) == set(MENTION_LABELS)
    assert PRIORITY[-1].sources == OWN_SOURCES
    assert len({row.name for row in PRIORITY}) == len(PRIORITY)


SOURCES = ["bundled", "gazetteer", "grammar", "dates", "rules"]
SPANS = st.lists(
    st.builds(
        lambda start, length, label, source, score, strong: span(
            start, start + length, label, source, score, strong
        ),
        st.integers(0, 40),
        st.integers(0, 12),
        st.sampled_from(MENTION_LABELS),
        st.sampled_from(SOURCES),
        st.floats(0, 1),
        st.booleans(),
    ),
    max_size=30,
)


@given(SPANS, SPANS)
def test_no_spans_cross_or_nest_against_the_table(one, other):
    merged = merge(one, other)
    assert list(merged) == sorted(merged, key=lambda s: (s.start, -s.end))
    for i, outer in enumerate(merged):
        for inner in merged[i + 1 :]:
            if inner.start >= outer.end:
                break
            assert outer.covers(inner)
            assert (outer.start, outer.end) != (inner.start, inner.end)
            assert inner.label in NESTING[outer.label]


@given(SPANS)
def test_merging_twice_changes_nothing(spans):
    merged = merge(spans)
    assert merge(merged) == merged


def test_many_spans_take_linear_time():
    chain = [span(i, i + 5, "ORG", "grammar") for i in range(0, 60_000, 3)]
    assert len(merge(chain)) > 9_000
